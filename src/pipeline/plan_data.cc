#include "pipeline/plan_data.h"

#include <algorithm>
#include <set>

#include "analysis/taken_back.h"
#include "base/by_two.h"
#include "base/hash.h"
#include "base/text.h"
#include "pipeline/prove_parts.h"
#include "rules/locks.h"
#include "shadow/broker.h"

namespace pggit::pipeline {
namespace {

emit::PlanSource source_of(const History& history) {
  emit::PlanSource source;
  source.tool = history.listing.tool;
  source.title = history.front_end->title;
  source.version = history.listing.tool_version;
  source.folders = history.project.folders;
  source.evidence = history.claim.evidence;
  std::ranges::copy(history.listing.inferred, std::back_inserter(source.evidence));
  return source;
}

// Each file once: scripts may take one in from several places (\i).
std::vector<emit::PlanInput> inputs_of(const History& history) {
  std::vector<emit::PlanInput> inputs;
  std::set<std::string> paths;
  for (base::FileId id = 1; id <= history.sources.count(); ++id) {
    const base::SourceFile& file = history.sources.file(id);
    if (!paths.insert(file.path).second) continue;
    inputs.push_back({file.path, base::sha256(file.text).hex(), file.text.size()});
  }
  return inputs;
}

emit::PlanStatement statement_of(const base::Sources& sources, const bind::Statement& statement,
                                 const catalog::Catalog& seen) {
  emit::PlanStatement out{statement.text, sources.where(statement.span), {}};
  const auto locks = rules::locks_of(statement.ops, seen, statement.text);
  if (!locks) return out;
  out.lock = rules::lock_name(locks->empty() ? rules::LockMode::None : locks->front().mode);
  for (const rules::Lock& lock : *locks)
    out.locks.push_back(rules::lock_name(lock.mode) + (" on " + ir::to_text(lock.on)));
  return out;
}

std::vector<emit::PlanStatement> down_of(const History& history, const rollback::Down& down) {
  std::vector<emit::PlanStatement> out;
  for (const rollback::DownStatement& statement : down.statements) {
    out.push_back({statement.sql, history.sources.where(ir::span_of(*statement.origin)), {}});
  }
  return out;
}

emit::PlanCommit commit_of(const History& history, const Proven& proven,
                           const store::Commit& stored) {
  emit::PlanCommit commit;
  commit.id = stored.migration;
  commit.hash = stored.hash.hex();
  commit.tree = stored.tree.hex();
  commit.message = stored.message;
  commit.intent = stored.intent;
  commit.path = stored.source_path;
  commit.author = stored.author;
  commit.authored_at = stored.authored_at;
  commit.in_transaction = stored.up_in_transaction;
  commit.provisional = stored.provisional;
  commit.versions = plan_versions(stored);
  commit.up = plan_statements(history.sources, proven.step);
  commit.down = down_of(history, proven.down);
  commit.save = proven.down.saves;
  commit.rollback_class = stored.rollback_class;
  commit.rollback_reasons = proven.down.reasons;
  commit.destroys = rollback::destroys(proven.step);
  commit.discards = proven.down.discards;
  commit.proof = {proven.proof.word, proven.proof.reason, proven.notes};
  return commit;
}

void add_commits(const History& history, emit::PlanData& plan) {
  std::vector<const Proven*> committed;
  for (const Proven& proven : history.steps) {
    const ir::MigrationEntry& entry = proven.step.entry;
    if (proven.failed) {
      plan.refused.push_back({entry.id, entry.path, proven.failure});
    } else {
      committed.push_back(&proven);
    }
  }
  const std::vector<store::NewCommit> stored = make_commits(history);
  plan.commits.resize(stored.size());
  base::by_two(stored.size(), [&](std::size_t i) {
    plan.commits[i] = commit_of(history, *committed[i], stored[i].commit);
  });
}

// Queries change no rows; what no catalog holds is counted apart.
void count_operations(const History& history, emit::PlanData& plan) {
  for (const Proven& proven : history.steps) {
    if (proven.failed) continue;
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops) {
        const auto* dml = std::get_if<ir::Dml>(&op);
        if (ir::changes_catalog(op)) ++plan.schema_operations[ir::op_name(op)];
        if (dml && dml->kind != ir::DmlKind::Select) ++plan.row_operations[ir::op_name(op)];
      }
    }
  }
}

// Without a server we can only say which statements made something that no catalog holds.
std::map<std::string, int> statements_not_held(const History& history) {
  std::map<std::string, int> counts;
  for (const Proven& proven : history.steps) {
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops) {
        if (const auto* not_held = std::get_if<ir::NotHeld>(&op)) ++counts[not_held->what];
      }
    }
  }
  return counts;
}

// Roles that the shadow had to have.
std::set<std::string> roles_named(const History& history) {
  std::set<std::string> roles;
  for (const Proven& proven : history.steps) {
    for (const bind::Statement& statement : proven.step.statements) {
      for (const std::string& role : statement.roles) {
        if (shadow::is_made_role(role)) roles.insert(role);
      }
    }
  }
  return roles;
}

// Roles without which a DO block did less.
std::set<std::string> roles_absent(const History& history) {
  std::set<std::string> roles;
  for (const Proven& proven : history.steps) {
    for (const bind::Statement& statement : proven.step.statements)
      roles.insert(statement.absent_roles.begin(), statement.absent_roles.end());
  }
  return roles;
}

emit::PlanCertificate certificate_of(const History& history) {
  emit::PlanCertificate certificate;
  certificate.assumptions = history.assumptions;
  if (!history.shadow) {
    certificate.not_compared = statements_not_held(history);
    return certificate;
  }
  const ShadowFacts& shadow = *history.shadow;
  const std::set<std::string> roles = roles_named(history);
  if (!roles.empty())
    certificate.assumptions.push_back(
        "roles that the history names, without rights of their own: " +
        base::join({roles.begin(), roles.end()}, ", "));
  const std::set<std::string> absent = roles_absent(history);
  if (!absent.empty())
    certificate.assumptions.push_back(
        "roles that DO blocks ask for are not there (--pre-script can make them): " +
        base::join({absent.begin(), absent.end()}, ", "));
  certificate.server_major = shadow.server_major;
  certificate.server_version = shadow.server_version;
  certificate.walls_standing = shadow.walls.standing;
  certificate.walls_missing = shadow.walls.missing;
  for (const Proven& proven : history.steps)
    certificate.statements_asked +=
        int(std::ranges::count(proven.step.statements, true, &bind::Statement::asked));
  certificate.not_compared = shadow.not_held;
  return certificate;
}

std::vector<emit::PlanTakenBack> taken_back(const History& history) {
  std::vector<const bind::Step*> steps;
  for (const Proven& proven : history.steps) {
    if (!proven.failed) steps.push_back(&proven.step);
  }
  std::vector<emit::PlanTakenBack> out;
  for (const analysis::TakenBack& taken : analysis::taken_back(steps)) {
    out.push_back({history.sources.where(taken.made->span), history.sources.where(taken.by->span),
                   taken.what});
  }
  return out;
}

}  // namespace

std::vector<emit::PlanStatement> plan_statements(const base::Sources& sources,
                                                 const bind::Step& step) {
  std::vector<emit::PlanStatement> up;
  const bool together = in_transaction(step);
  const catalog::Catalog* seen = &step.before;  // by other sessions
  for (const bind::Statement& statement : step.statements) {
    if (statement.kind == bind::Statement::Kind::CopyData && !up.empty()) {
      up.back().sql += ";\n" + statement.text + "\\.";
    } else {
      up.push_back(statement_of(sources, statement, *seen));
    }
    if (!together) seen = &statement.after;
  }
  return up;
}

std::vector<emit::PlanVersion> plan_versions(const store::Commit& commit) {
  std::vector<emit::PlanVersion> versions;
  for (const store::Commit::ObjectVersion& object : commit.versions) {
    ir::Key named = object.key;
    if (named.schema == "public") named.schema.clear();
    const std::string version = object.version.text();
    versions.push_back({ir::to_text(object.key), version, ir::sql_name(named) + ":" + version});
  }
  return versions;
}

emit::PlanData plan_data_of(const History& history) {
  emit::PlanData plan;
  plan.pggit_version = PGGIT_VERSION;
  plan.source = source_of(history);
  plan.inputs = inputs_of(history);
  add_commits(history, plan);
  for (const ir::MigrationEntry& entry : history.listing.set_aside)
    plan.set_aside.push_back({entry.id, entry.path, entry.set_aside});
  plan.account = account_of(history);
  plan.edge_cases = edge_cases_of(history);
  plan.taken_back = taken_back(history);
  count_operations(history, plan);
  plan.certificate = certificate_of(history);
  return plan;
}

}  // namespace pggit::pipeline
