// What a server said while a step was proven, beside the proof itself: with it the step is bound again as it was, without a
// server.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "bind/evolve.h"
#include "ir/schema_view.h"

namespace pggit::pipeline {

// One question of the binder. Exactly one of the answers is used, by `kind`.
struct OracleAnswer {
  enum class Kind { Columns, Extension, Error };
  Kind kind = Kind::Columns;
  std::string question;  // a query, or an extension's name
  std::vector<ir::ViewColumn> columns;
  ir::ExtensionAnswer extension;
  base::Error error;
};

// A statement whose effect was learnt.
struct LearntEffect {
  std::size_t statement = 0;
  std::string changes;  // catalog_changes() from the catalog that was bound
};

struct KeptAnswers {
  bool lockstep = false;             // statement by statement, with an oracle to ask
  std::vector<OracleAnswer> oracle;  // in the order of the questions
  std::vector<LearntEffect> learnt;
  std::string unheld;  // why its last statement is opaque beside what was bound; may be empty
  std::vector<std::string> back;  // SQL that its down ends with: sequences go back
};

// Asks another oracle and writes down what it says.
class RecordingOracle final : public ir::Oracle {
 public:
  RecordingOracle(ir::Oracle& asked, std::vector<OracleAnswer>& answers)
      : asked_(asked), answers_(answers) {}
  base::Result<std::vector<ir::ViewColumn>> describe(const std::string& query) override;
  base::Result<ir::ExtensionAnswer> extension(const std::string& name) override;

 private:
  ir::Oracle& asked_;
  std::vector<OracleAnswer>& answers_;
};

// Says again what was written down. Another question than was asked then has no answer: see fits().
class ReplayingOracle final : public ir::Oracle {
 public:
  explicit ReplayingOracle(const std::vector<OracleAnswer>& answers) : answers_(answers) {}
  base::Result<std::vector<ir::ViewColumn>> describe(const std::string& query) override;
  base::Result<ir::ExtensionAnswer> extension(const std::string& name) override;
  // Whether exactly the questions of then were asked.
  bool fits() const { return fits_ && next_ == answers_.size(); }

 private:
  const OracleAnswer* answer_to(const std::string& question, OracleAnswer::Kind kind);

  const std::vector<OracleAnswer>& answers_;
  std::size_t next_ = 0;
  bool fits_ = true;
};

}  // namespace pggit::pipeline
