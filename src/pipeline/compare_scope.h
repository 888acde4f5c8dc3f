// What is looked at when a live database is compared, and what is left out of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "catalog/catalog.h"
#include "pg/connection.h"
#include "project/config.h"
#include "server/introspect.h"

namespace pggit::pipeline {

// The scope of `config` (its store_schema stands outside), without the history tables of any tool that pggit reads.
class CompareScope {
 public:
  explicit CompareScope(project::Config config);
  // A history table with another name: of a project that is at hand. All of its schema, where the tool has one for itself.
  void leave_out_table(const std::string& schema, const std::string& name);

  // Server forms of what is in scope. Errors: Database.
  base::Result<server::Introspection> read(pg::Connection& connection) const;
  // The same of what was read already.
  server::Introspection of(server::Introspection found) const;
  // Of a catalog what is in scope.
  catalog::Catalog of(const catalog::Catalog& catalog) const;

  bool has(const catalog::EntryRef& entry) const;
  // The object without its owner, which is whoever ran the migrations, and without grants where the configuration does not
  // compare them.
  ir::Object compared(const ir::Object& object) const;

  // In words what the configuration leaves out; empty: nothing.
  std::string left_out() const;

 private:
  void count_grants(server::Introspection& found) const;
  bool has(const std::string& schema, const std::string& name) const;
  bool is_tool_schema(const std::string& schema) const;
  bool has_type_of(const ir::Cast& cast) const;

  project::Config config_;
  struct ToolTable {
    std::string schema;  // empty: of any
    std::string name;
  };
  std::vector<ToolTable> tool_tables_;
  std::vector<std::string> tool_schemas_;  // with nothing else in them
};

}  // namespace pggit::pipeline
