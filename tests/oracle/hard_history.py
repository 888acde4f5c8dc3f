"""A Flyway history that is hard to carry over to other tools: text that looks like a placeholder, rows of a COPY, statements
outside of a transaction, code with semicolons and comments, a step that loses rows."""

HARD = {
    "V1__people.sql": "CREATE SCHEMA app;\nCREATE TABLE app.people (id int PRIMARY KEY, name text NOT NULL, age int);\n"
                      "INSERT INTO app.people VALUES (1, 'Ada ${x} :x', 7), (2, 'Bob', NULL);\n",
    "V1__people.sql.conf": "placeholderReplacement=false\n",
    "V2__view.sql": "CREATE VIEW app.adults AS SELECT id, name FROM app.people WHERE age >= 18;\n",
    "V3__index.sql": "CREATE INDEX people_name ON app.people (lower(name)); -- that is all\n",
    "V4__rule.sql": "CREATE RULE adults_in AS ON INSERT TO app.adults DO INSTEAD (\n"
                    "  INSERT INTO app.people VALUES (NEW.id, NEW.name, 18);\n  SELECT 1);\n",
    "V5__rows.sql": "CREATE TABLE app.log (id int GENERATED ALWAYS AS IDENTITY, at int GENERATED ALWAYS AS (id + 1) STORED, note text);\n"
                    "COPY app.log (id, note) FROM stdin;\n1\ta\\tb\n2\t\\N\n3\tit's \\\\ here\n\\.\n"
                    "COPY app.people FROM stdin;\n7\tEva\t7\n\\.\n",
    "V6__code.sql": "CREATE FUNCTION app.f(a int) RETURNS int LANGUAGE plpgsql AS $$BEGIN\n  -- a comment; with a semicolon\n"
                    "  RETURN a;\nEND$$;\nCOMMENT ON FUNCTION app.f(int) IS 'a; b $x';\n",
    "V7__no_note.sql": "ALTER TABLE app.log DROP note;\n",
    "V8__two_indexes.sql": "CREATE INDEX CONCURRENTLY log_id ON app.log (id);\nCREATE INDEX CONCURRENTLY log_at ON app.log (at);\n",
    "V8__two_indexes.sql.conf": "executeInTransaction=false\n",
}
