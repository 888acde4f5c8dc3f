#include "pipeline/summary.h"

#include <fmt/format.h>

#include "base/text.h"
#include "catalog/dump.h"

namespace pggit::pipeline {
namespace {

constexpr int kShown = 10;

std::string counted(const std::map<std::string, int>& counts) {
  std::string text;
  for (const auto& [what, count] : counts) text += fmt::format("  {:>6}  {}\n", count, what);
  return text;
}

std::map<std::string, int> operations(const History& history) {
  std::map<std::string, int> counts;
  for (const Proven& proven : history.steps) {
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops) ++counts[ir::op_name(op)];
    }
  }
  return counts;
}

std::map<std::string, int> classes(const History& history) {
  std::map<std::string, int> counts;
  for (const Proven& proven : history.steps) {
    if (!proven.failed) ++counts[rollback::class_name(proven.down.rollback_class)];
  }
  return counts;
}

std::string doubts(const History& history) {
  std::string text;
  int more = 0;
  int shown = 0;
  for (const Proven& proven : history.steps) {
    if (!proven.failed && proven.proof.word != "not proven" && proven.proof.word != "learnt")
      continue;
    if (++shown > kShown) {
      ++more;
      continue;
    }
    const std::string& reason = proven.failed ? proven.failure : proven.proof.reason;
    text += fmt::format("  {} ({}): {}\n", proven.step.entry.id,
                        proven.failed ? "failed" : proven.proof.word, reason.substr(0, 300));
  }
  if (more > 0) text += fmt::format("  and {} more: pggit log shows each\n", more);
  return text;
}

std::string walls(const History& history) {
  std::string text =
      "Walls of the shadow: " + base::join(history.prover->walls().standing, ", ") + "\n";
  for (const std::string& missing : history.prover->walls().missing)
    text += "  missing: " + missing + "\n";
  return text;
}

}  // namespace

std::string summary(const History& history) {
  std::string text = fmt::format("Detected: {}{}{} with {} migrations\n", history.front_end->title,
                                 history.listing.tool_version.empty() ? "" : " ",
                                 history.listing.tool_version, history.listing.migrations.size());
  for (const std::string& evidence : history.claim.evidence) text += "  " + evidence + "\n";
  for (const ir::MigrationEntry& aside : history.listing.set_aside)
    text += "  set aside: " + aside.path + ": " + aside.set_aside + "\n";
  text += "\nAnalysis\n";
  for (const Phase& phase : history.phases)
    text += fmt::format("  {} ({:.2f} s)\n", phase.name, phase.seconds);
  text += "\nOperations\n" + counted(operations(history));
  text += "\nRollback\n" + counted(classes(history));
  text += history.prover
              ? fmt::format("\nProof on PostgreSQL {}\n", history.prover->server_version())
              : std::string("\nProof: none (--no-shadow)\n");
  text += counted(proof_counts(history));
  if (history.prover) text += doubts(history) + walls(history);
  if (!history.listing.edge_cases.empty()) text += "\nEdge cases for review\n";
  for (const ir::EdgeCase& edge : history.listing.edge_cases) {
    text += "  " + edge.migration + " (" + edge.kind + "): " + edge.what + "\n    " +
            edge.suggestion + "\n";
  }
  return text;
}

base::Result<std::string> dump_view(const History& history, const std::string& view) {
  if (view == "catalog")
    return history.steps.empty() ? "" : catalog::dump(history.steps.back().step.after);
  if (view != "ops" && view != "rollback") {
    return base::fail(base::ErrorCode::Usage,
                      "there is no view '" + view + "'; there is catalog, ops, rollback");
  }
  std::string text;
  for (const Proven& proven : history.steps) {
    text += "-- " + proven.step.entry.id + "\n";
    if (view == "rollback") {
      for (const rollback::DownStatement& statement : proven.down.statements)
        text += statement.sql + ";\n";
      continue;
    }
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops)
        text += history.sources.where(statement.span) + ": " + ir::op_name(op) + "\n";
      if (!statement.problem.empty()) text += "  " + statement.problem + "\n";
    }
  }
  return text;
}

}  // namespace pggit::pipeline
