// The oracle that a shadow server is: names, types and collations of a query's columns, in the session and transaction in
// which the statement is about to run.
#pragma once

#include "ir/schema_view.h"
#include "pg/connection.h"

namespace pggit::pipeline {

class SessionOracle final : public ir::Oracle {
 public:
  explicit SessionOracle(pg::Connection& session) : session_(session) {}
  base::Result<std::vector<ir::ViewColumn>> describe(const std::string& query) override;
  base::Result<ir::ExtensionAnswer> extension(const std::string& name) override;

 private:
  pg::Connection& session_;
};

}  // namespace pggit::pipeline
