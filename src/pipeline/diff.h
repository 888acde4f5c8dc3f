// What differs between two revisions, databases or SQL files.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/compare.h"
#include "pipeline/options.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct Comparison {
  struct Change {
    ir::Key key;
    bool is_created = false;
    bool is_dropped = false;
    std::vector<catalog::Difference> fields;  // of an object that both have
  };
  std::vector<Change> changes;  // in the order of keys
  // The DDL that leads from A to B, in an order that PostgreSQL accepts; statements without semicolon.
  std::vector<std::string> sql;
  // Why there is no DDL: texts could not be compared.
  std::string no_sql;
  // What was not looked at, in words: "14 grant in B"; "texts of views, ...: no PostgreSQL 17 is installed here".
  std::vector<std::string> not_compared;
  // Objects whose texts differ in letters and have one comparison form: no change.
  int spelled_differently = 0;
  std::vector<std::string> assumed_roles;  // that a file names
};

// Whether it names a database (a URI or conninfo) or a file (`file:x.sql`) and no revision.
bool is_outside_the_store(const std::string& side);

// `repository`: nothing where both sides are outside the store. A live database is only read. Files run in a shadow,
// behind its walls; trees are built there when the other side is live or a file.
// Errors: Usage (no such revision), Input (a configuration that cannot be read, a file that does not run), Database.
base::Result<Comparison> compare_sides(Repository* repository, const std::string& a,
                                       const std::string& b, const Options& options);

// What else is to be done over the repository's connection.
using Meanwhile = std::function<base::Result<void>()>;

// The live database of the repository against the tree of HEAD (before the first commit: an empty database). With
// !options.shadow structure alone is compared, and said so. With `meanwhile`, which is called once, the database is read over
// a connection of its own, where the server gives one. Errors: Database, and those of `meanwhile`.
base::Result<Comparison> compare_with_head(Repository& repository, const Options& options,
                                           const Meanwhile& meanwhile = {});

// For people: "+ table app.users", or with `as_sql` the DDL.
// What was not compared stands at the end.
std::string comparison_text(const Comparison& comparison, bool as_sql);
std::string comparison_json(const Comparison& comparison);

}  // namespace pggit::pipeline
