// A changelog as it was read: its changesets in the order in which Liquibase runs them.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "frontend/liquibase/names.h"
#include "ir/front_end.h"
#include "syntax/element.h"

namespace pggit::frontend::liquibase {

using syntax::Element;

// A file that a change names: a script, rows, a query.
struct Attached {
  base::FileId file = base::kNoFile;
  std::uint32_t begin = 0;  // after a byte order mark
};

struct ChangeSet {
  std::string id;
  std::string author;
  std::string path;  // as DATABASECHANGELOG knows its file
  base::FileId file = base::kNoFile;
  std::uint32_t at = 0;
  std::string shown;  // the file, for people

  std::vector<std::string>
      contexts;  // its own expression and those of the includes around it: all must hold
  std::vector<std::string> labels;  // likewise
  std::string dbms;
  bool run_always = false;
  bool run_on_change = false;
  bool in_transaction = true;
  bool ignored = false;
  std::string run_order;  // "first", "last" or nothing
  Quoting quoting = Quoting::Legacy;
  std::string comment;

  std::optional<Element> preconditions;
  std::vector<Element> changes;
  std::vector<Element> rollbacks;  // as they stand; several add up
  std::vector<Element> modify;     // modifySql
  std::vector<std::string> valid_checksums;

  // What its changes name by path, by the path as it is written there.
  std::map<std::string, Attached> files;

  // As Liquibase prints it, "db/1.xml::1::ann".
  std::string key() const { return path + "::" + id + "::" + author; }
};

// preConditions of a whole changelog.
struct FilePreconditions {
  Element element;
  base::FileId file = base::kNoFile;
};

struct Changelog {
  std::vector<ChangeSet> sets;
  std::vector<FilePreconditions> preconditions;
};

}  // namespace pggit::frontend::liquibase
