// What a front end or the binder may ask while a history is read: the catalog as it stands at this
// point, and what only a server knows. "Unknown" is an answer, never a guess.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "ir/objects.h"

namespace pggit::ir {

class SchemaView {
 public:
  virtual ~SchemaView() = default;
  // The object under that key, or nothing; valid until the next step of the history.
  virtual const Object* find(const Key& key) const = 0;
};

// Answered by a shadow server in the session and transaction in which the statement is about to run.
struct ExtensionAnswer {
  std::string schema;  // where its control file puts it; empty: where the statement says
  std::vector<std::string> required;  // not there yet, each after those that it requires
  std::vector<std::string> direct;    // required by itself, sorted
  std::string comment;                // that it has now, where it is there
};

class Oracle {
 public:
  virtual ~Oracle() = default;
  // Names, types and collations of the columns that a query gives (PostgreSQL's Describe; no row is made).
  // Errors: Database with the server's message; NotImplemented where there is no server.
  virtual base::Result<std::vector<ViewColumn>> describe(const std::string& query) = 0;
  // Of an extension that is about to be made. Errors: Database, or that it is not installed.
  virtual base::Result<ExtensionAnswer> extension(const std::string& name) {
    return base::fail(base::ErrorCode::NotImplemented, "no server to ask of extension " + name);
  }
};

}  // namespace pggit::ir
