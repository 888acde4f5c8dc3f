#include "frontend/flyway/lower.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "frontend/flyway/plan.h"
#include "frontend/flyway/statements.h"
#include "frontend/shared/pieces.h"

namespace pggit::frontend::flyway {
namespace {

using base::Severity;

class Lowerer {
 public:
  Lowerer(const ir::Project& project, const Plan& plan) : project_(project), plan_(plan) {}

  ir::LoweredMigration run(const ir::MigrationEntry& entry) {
    const bool wrapped = entry.kind == ir::MigrationKind::Versioned ||
                         entry.kind == ir::MigrationKind::Repeatable ||
                         entry.kind == ir::MigrationKind::Baseline;
    if (wrapped) add_all(plan_.before_each);
    lowered_.transaction = add(plan_.scripts.at(entry.id));
    if (wrapped) add_all(plan_.after_each);
    lowered_.own_session = entry.kind == ir::MigrationKind::Callback;
    return std::move(lowered_);
  }

 private:
  // Callbacks inside the migration, in its transaction; what is wrong in them was reported by `list`, once.
  void add_all(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      const Script& script = plan_.scripts.at(id);
      const Filled filled = filled_text(project_, plan_, script);
      add_pieces(script, filled, statements_of(filled.text));
    }
  }

  // Appends the script's pieces; returns the mode in which Flyway runs it.
  ir::TransactionMode add(const Script& script) {
    if (script.hole) {
      lowered_.pieces.push_back(*script.hole);
      return ir::TransactionMode::PerMigration;
    }
    const Filled filled = filled_text(project_, plan_, script);
    report_unknown(project_, plan_, script, filled);
    const std::vector<Statement> statements = statements_of(filled.text);
    add_pieces(script, filled, statements);
    return mode_of(script, filled, statements);
  }

  void add_pieces(const Script& script, const Filled& filled,
                  const std::vector<Statement>& statements) {
    const auto slice = [&](std::uint32_t from, std::uint32_t to) {
      return shared::slice(filled.text, filled.anchors, script.text.file, from, to);
    };
    std::uint32_t begin = 0;
    for (const Statement& statement : statements) {
      if (!statement.copies) continue;
      lowered_.pieces.push_back(slice(begin, statement.end));
      lowered_.pieces.push_back(ir::CopyData{
          filled.text.substr(statement.data_begin, statement.data_end - statement.data_begin)});
      begin = std::uint32_t(
          std::min(filled.text.find('\n', statement.data_end), filled.text.size() - 1) + 1);
      if (!statement.data_ends) report_open_copy(script, filled, statement);
    }
    const bool more = statements.empty() || statements.back().begin >= begin;
    if (more) {
      const auto end = std::uint32_t(filled.text.size());
      lowered_.pieces.push_back(slice(begin, end));
    }
  }

  base::Span span_of(const Script& script, const Filled& filled, const Statement& statement) const {
    const ir::Sql whole{"", script.text.file, filled.anchors};
    return {script.text.file, ir::source_offset(whole, statement.begin),
            ir::source_offset(whole, statement.end)};
  }

  void report_open_copy(const Script& script, const Filled& filled, const Statement& statement) {
    project_.diagnostics->report(
        Severity::Error, "flyway-copy", span_of(script, filled, statement),
        "the rows of this COPY never end; put a line `\\.` after the last");
  }

  ir::TransactionMode mode_of(const Script& script, const Filled& filled,
                              const std::vector<Statement>& statements) {
    const bool wanted = plan_.settings.execute_in_transaction;
    const Statement* mixed = first_mixed(statements);
    if (mixed != nullptr && wanted && !plan_.settings.mixed &&
        !script.conf.execute_in_transaction) {
      report_mixed(script, filled, *mixed);
    }
    const auto lone = std::ranges::find(statements, false, &Statement::transactional);
    const bool in_transaction =
        script.conf.execute_in_transaction.value_or(wanted && lone == statements.end());
    return in_transaction ? ir::TransactionMode::PerMigration : ir::TransactionMode::None;
  }

  // The first statement of the other sort than those before it.
  static const Statement* first_mixed(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      if (statement.transactional != statements.front().transactional) return &statement;
    }
    return nullptr;
  }

  void report_mixed(const Script& script, const Filled& filled, const Statement& statement) {
    project_.diagnostics->report(
        Severity::Error, "flyway-mixed", span_of(script, filled, statement),
        std::string("this statement ") + (statement.transactional ? "runs" : "cannot run") +
            " in a transaction, and one before it " +
            (statement.transactional ? "cannot" : "does") +
            ": Flyway refuses to mix them; split the file, or set flyway.mixed=true (the file then "
            "runs without a transaction)");
  }

  const ir::Project& project_;
  const Plan& plan_;
  ir::LoweredMigration lowered_;
};

}  // namespace

base::Result<ir::LoweredMigration> lower(const ir::Project& project, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView&) {
  PGGIT_CHECK(listing.kept != nullptr);
  const auto& plan = *static_cast<const Plan*>(listing.kept.get());
  if (!plan.scripts.contains(migration.id)) return ir::LoweredMigration{};
  return Lowerer(project, plan).run(migration);
}

}  // namespace pggit::frontend::flyway
