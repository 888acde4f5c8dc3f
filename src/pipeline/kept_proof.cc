#include "pipeline/kept_proof.h"

#include "pipeline/catalog_changes.h"

namespace pggit::pipeline {
namespace {

std::unexpected<base::Error> other_step(const ir::MigrationEntry& entry) {
  return base::fail(base::ErrorCode::Input, entry.id + " is not as it was when it was proven");
}

base::Result<void> bind_again(const KeptProof& kept, bind::Evolver& evolver, bind::Step& step) {
  ReplayingOracle oracle(kept.answers.oracle);
  auto learnt = kept.answers.learnt.begin();
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    bind::Statement& statement = step.statements[i];
    evolver.bind(statement, kept.answers.lockstep ? &oracle : nullptr);
    if (learnt == kept.answers.learnt.end() || learnt->statement != i) continue;
    evolver.learn_again(statement, TRY(with_changes(evolver.catalog(), learnt->changes)));
    ++learnt;
  }
  step.after = evolver.catalog();
  if (oracle.fits() && learnt == kept.answers.learnt.end()) return {};
  return other_step(step.entry);
}

// As the server refused it: nothing of it stays.
base::Result<void> fail_again(const KeptProof& kept, const base::Sources& sources, Proven& proven) {
  bind::Step& step = proven.step;
  proven.failed = true;
  proven.failed_statement = kept.failed_statement;
  proven.failed_at = place_of(sources, step, kept.failed_statement);
  proven.failure = proven.failed_at + kept.failure;
  step.after = step.before;
  return {};
}

}  // namespace

KeptProof keep(const Proven& proven, const base::Hash& key,
               const catalog::Catalog& observed_before) {
  KeptProof kept;
  kept.key = key;
  kept.after = proven.step.after.hash();
  kept.failed = proven.failed;
  kept.failed_statement = proven.failed_statement;
  kept.failure = proven.failure.substr(proven.failed_at.size());
  kept.answers = proven.answers;
  kept.proof = proven.proof;
  kept.data_dependent = proven.planted.data_dependent;
  kept.notes = proven.notes;
  kept.observed = catalog_changes(observed_before, proven.observed, proven.step.after);
  return kept;
}

base::Result<Proven> prove_again(const KeptProof& kept, bind::Evolver& evolver,
                                 const ir::MigrationEntry& entry,
                                 const ir::LoweredMigration& lowered,
                                 const base::Sources& sources) {
  const bind::Evolver::Mark mark = evolver.mark();
  Proven proven;
  proven.proof = kept.proof;
  proven.planted.data_dependent = kept.data_dependent;
  proven.answers = kept.answers;
  proven.notes = kept.notes;
  proven.step = evolver.begin(entry, lowered);
  TRY(bind_again(kept, evolver, proven.step));
  if (kept.failed) {
    evolver.go_back(mark);
    TRY(fail_again(kept, sources, proven));
  } else if (!kept.answers.unheld.empty() && !proven.step.statements.empty()) {
    proven.step.statements.back().ops.push_back(ir::Opaque{kept.answers.unheld});
  }
  if (proven.step.after.hash() == kept.after) return proven;
  return other_step(entry);
}

void take_back(Proven& proven) {
  if (proven.failed) return;
  proven.down = rollback::make_down(proven.step);
  if (proven.answers.back.empty() || proven.step.statements.empty()) return;
  const ir::OriginRef origin = ir::Origin::inverse(proven.step.statements.front().origin);
  for (const std::string& sql : proven.answers.back)
    proven.down.statements.push_back({sql, origin});
}

}  // namespace pggit::pipeline
