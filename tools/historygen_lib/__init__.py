"""The parts of tools/historygen: a seeded generator of migration histories that apply without error.

  words     the vocabulary: tables, columns, people, tickets
  kinds     what a column may hold: its types, values, defaults and checks
  model     what exists at this point of the history
  tables    steps on tables, columns, constraints, indexes, comments
  objects   steps on schemas, enums, sequences, views, functions, triggers
  rows      steps that insert, change and delete rows
  blocks    steps with DO blocks and function calls
  history   which step comes when, in the shares of real histories
  layouts   the files of a history, as Flyway or plain numbered SQL

A step is a function of the history's state that returns a Migration or None where it does not fit at this point. It
changes the model exactly as PostgreSQL will change the database, and leaves it alone where it returns None.
"""
