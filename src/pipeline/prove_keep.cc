// The end of one prover and the beginning of another that goes on from there (docs/decisions/015-proofs-are-kept.md).
#include <algorithm>

#include "base/text.h"
#include "pipeline/prove.h"

namespace pggit::pipeline {
namespace {

constexpr char kOriginal[] = "original";
constexpr char kProof[] = "proof";

// What a session holds that none which is opened later will have.
constexpr char kHoldsMore[] =
    "SELECT pg_catalog.pg_my_temp_schema() <> 0 "
    "OR EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE from_sql) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE name <> '') "
    "OR EXISTS (SELECT FROM pg_catalog.pg_listening_channels()) "
    "OR EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND pid = "
    "pg_catalog.pg_backend_pid())";

constexpr std::int64_t kMostData = 384ll << 20;  // a history with more rows takes its time anyway
constexpr char kSize[] =
    "SELECT sum(pg_catalog.pg_database_size(oid))::bigint FROM pg_catalog.pg_database";

constexpr char kSettings[] =
    "SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session'";

std::unexpected<base::Error> shadow_failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, "the shadow server: " + error.text());
}

}  // namespace

// Nothing: the session holds more than settings.
base::Result<std::optional<Settings>> Prover::settings_alone(World& world) {
  if (!world.migration.alive()) return std::nullopt;
  const pg::Execution more = world.migration.run(kHoldsMore);
  if (!more) return shadow_failed(more.error());
  if (more->boolean(0, 0)) return std::nullopt;
  const pg::Execution found = world.migration.run(kSettings);
  if (!found) return shadow_failed(found.error());
  Settings settings;
  for (int i = 0; i < found->count(); ++i)
    settings[std::string(found->text(i, 0))] = found->text(i, 1);
  return settings;
}

base::Result<void> Prover::set_again(World& world, const Settings& settings) {
  for (const auto& [name, value] : settings) {
    const pg::Execution set =
        world.migration.run("SELECT pg_catalog.set_config(" + base::quote_literal(name) + ", " +
                            base::quote_literal(value) + ", false)");
    if (!set) return shadow_failed(set.error());
  }
  return {};
}

base::Result<std::optional<Tip>> Prover::tip() {
  if (!nothing_hidden_ || tampering_.any()) return std::nullopt;
  const pg::Execution size = proof_->harness.run(kSize);
  if (!size) return shadow_failed(size.error());
  if (size->number(0, 0) > kMostData) return std::nullopt;
  const auto original = TRY(settings_alone(*original_));
  const auto proof = TRY(settings_alone(*proof_));
  if (!original || !proof || *original != *proof) return std::nullopt;
  return Tip{steps_, *original, noise_, observed_.hash()};
}

base::Result<void> Prover::keep() {
  for (std::optional<World>* world : {&original_, &proof_, &build_}) world->reset();
  rows_session_.reset();
  TRY(cluster_.drop_database("build"));
  return cluster_.keep();
}

base::Result<std::unique_ptr<Prover>> Prover::resume(shadow::Cluster cluster,
                                                     const std::string& login,
                                                     const ir::SessionRules& rules,
                                                     const base::Sources& sources,
                                                     const KeptStart& kept) {
  std::unique_ptr<Prover> prover(new Prover(std::move(cluster)));
  prover->rules_ = rules;
  prover->login_ = login;
  prover->sources_ = &sources;
  prover->at_start_ = kept.at_start;
  prover->noise_ = kept.tip.noise;
  prover->steps_ = kept.tip.steps;
  prover->original_.emplace(TRY(prover->open_world(kOriginal)));
  prover->proof_.emplace(TRY(prover->open_world(kProof)));
  TRY(prover->set_again(*prover->original_, kept.tip.settings));
  TRY(prover->set_again(*prover->proof_, kept.tip.settings));
  TRY(prover->know_server());
  TRY(prover->open_rows_session());
  prover->observed_ = TRY(server::introspect(prover->proof_->harness)).catalog;
  prover->note_caches({}, prover->observed_);
  if (prover->observed_.hash() == kept.tip.observed) return prover;
  return base::fail(base::ErrorCode::Database, "the data that was kept is not as it was");
}

}  // namespace pggit::pipeline
