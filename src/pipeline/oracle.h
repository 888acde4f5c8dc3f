// The oracle that a shadow server is: column types by Describe (and their collations), in the session and transaction in which the statement
// is about to run.
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
  base::Result<void> describe_collations(const std::string& query,
                                         const std::vector<std::size_t>& which,
                                         std::vector<ir::ViewColumn>& columns);

  pg::Connection& session_;
};

}  // namespace pggit::pipeline
