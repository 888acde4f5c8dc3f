// What became of each statement, and what a person must look at.
#include <algorithm>
#include <array>
#include <set>

#include "pipeline/plan_data.h"
#include "pipeline/remedy.h"

namespace pggit::pipeline {
namespace {

using emit::Outcome;

constexpr std::string_view kGrammar = "our grammar refuses it";

// What a statement without effect on schema and rows does instead; empty where it has an effect.
std::string no_effect(const bind::Statement& statement) {
  std::string what;
  for (const ir::Op& op : statement.ops) {
    if (const auto* none = std::get_if<ir::NoEffect>(&op)) {
      what = none->what;
    } else if (std::holds_alternative<ir::SetSearchPath>(op)) {
      what = "sets the search_path of the session";
    } else {
      return "";
    }
  }
  return what;
}

emit::PlanAccount entry_of(const History& history, const Proven& proven,
                           const bind::Statement& statement) {
  emit::PlanAccount entry;
  entry.where = history.sources.where(statement.span);
  entry.migration = proven.step.entry.id;
  if (proven.failed) {
    entry.outcome = Outcome::SetAside;
    entry.reason = "the server refused its migration: " + proven.failure;
  } else if (statement.kind == bind::Statement::Kind::MetaCommand) {
    entry.outcome = Outcome::SetAside;
    entry.reason = statement.problem;
  } else if (const std::string what = no_effect(statement); !what.empty()) {
    entry.outcome = Outcome::NoEffect;
    entry.reason = what;
  }
  return entry;
}

const ir::Opaque* opaque(const bind::Statement& statement) {
  for (const ir::Op& op : statement.ops) {
    if (const auto* found = std::get_if<ir::Opaque>(&op)) return found;
  }
  return nullptr;
}

// One edge case a migration: the first statement whose effect could not be predicted, and how many follow.
std::optional<emit::PlanEdgeCase> not_predicted(const History& history, const bind::Step& step) {
  emit::PlanEdgeCase edge;
  int more = 0;
  for (const bind::Statement& statement : step.statements) {
    const ir::Opaque* found = opaque(statement);
    if (!found) continue;
    if (!edge.what.empty()) {
      ++more;
      continue;
    }
    edge.what = found->why;
    edge.where = history.sources.where(statement.span);
    edge.kind = found->why.starts_with(kGrammar) ? "unknown-syntax" : "dynamic-sql";
  }
  if (edge.what.empty()) return std::nullopt;
  if (more > 0) edge.what += " (and " + std::to_string(more) + " more statements)";
  edge.suggestion = history.shadow
                        ? "its effect was learnt from a server, on the rows of this history alone"
                        : "run without --no-shadow: a server shows what it does";
  edge.action = "look whether it does the same on the rows of your database";
  return edge;
}

emit::PlanEdgeCase listed(const History& history, const ir::EdgeCase& edge) {
  return {"",         edge.migration, history.sources.where(edge.span),
          edge.kind,  edge.what,      edge.suggestion,
          edge.action};
}

emit::PlanEdgeCase failed(const Proven& proven) {
  emit::PlanEdgeCase edge;
  const std::string& path = proven.step.entry.path;
  edge.where = proven.failed_at == path ? path + ":1:1" : proven.failed_at;
  edge.kind = "fails";
  const bool placed = proven.failure.starts_with(proven.failed_at + ": ");
  edge.what = proven.failure.substr(placed ? proven.failed_at.size() + 2 : 0);
  edge.suggestion = remedy_for(proven.failure);
  edge.action = "run pggit migrate again";
  return edge;
}

// A step that works on the rows of the history, and not on all that were valid before it.
std::optional<emit::PlanEdgeCase> data_dependent(const History& history, const Proven& proven) {
  if (!proven.planted.data_dependent) return std::nullopt;
  const DataDependent& found = *proven.planted.data_dependent;
  const std::vector<bind::Statement>& statements = proven.step.statements;
  emit::PlanEdgeCase edge;
  edge.where = found.statement < statements.size()
                   ? history.sources.where(statements[found.statement].span)
                   : proven.step.entry.path + ":1:1";
  edge.kind = "data-dependent";
  edge.what = "fails on rows that are valid before it: " + found.message + "; planted rows of " +
              found.rows;
  edge.suggestion = "fill or mend such rows in the migration itself, before this statement";
  edge.action = "look whether your database holds rows of that kind";
  if (!found.runs_while_empty.empty()) {
    edge.what += "; it runs only while " + found.runs_while_empty + " is empty";
    edge.action = "look whether your database holds rows in " + found.runs_while_empty;
  }
  return edge;
}

// "V47", then "V47-2", "V47-3".
void number(std::vector<emit::PlanEdgeCase>& edges) {
  std::map<std::string, int> seen;
  for (emit::PlanEdgeCase& edge : edges) {
    const int count = ++seen[edge.migration];
    edge.id = edge.migration + (count > 1 ? "-" + std::to_string(count) : "");
  }
}

}  // namespace

std::vector<emit::PlanAccount> account_of(const History& history) {
  std::vector<emit::PlanAccount> account;
  for (const Proven& proven : history.steps) {
    for (const bind::Statement& statement : proven.step.statements) {
      // The rows of a COPY belong to the statement before them.
      if (statement.kind != bind::Statement::Kind::CopyData)
        account.push_back(entry_of(history, proven, statement));
    }
    for (const ir::Hole& hole : proven.step.holes) {
      account.push_back({history.sources.where({hole.file, 0, 0}), proven.step.entry.id,
                         Outcome::SetAside, hole.what + ": " + hole.why});
    }
  }
  return account;
}

std::vector<emit::PlanEdgeCase> edge_cases_of(const History& history) {
  std::vector<emit::PlanEdgeCase> edges;
  for (const ir::EdgeCase& edge : history.listing.edge_cases)
    edges.push_back(listed(history, edge));
  for (const Proven& proven : history.steps) {
    for (std::optional<emit::PlanEdgeCase>& edge :
         std::array{proven.failed ? failed(proven) : not_predicted(history, proven.step),
                    data_dependent(history, proven)}) {
      if (!edge) continue;
      edge->migration = proven.step.entry.id;
      edges.push_back(*std::move(edge));
    }
  }
  number(edges);
  return edges;
}

}  // namespace pggit::pipeline
