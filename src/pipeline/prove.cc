#include "pipeline/prove.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/compare.h"
#include "pipeline/oracle.h"
#include "pipeline/prove_parts.h"
#include "shadow/saved_state.h"

namespace pggit::pipeline {
namespace {

constexpr char kOriginal[] = "original";
constexpr char kProof[] = "proof";

std::unexpected<base::Error> shadow_failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, "the shadow server: " + error.text());
}

// How many rows the session wrote into each table. The server counts from when it last reported, which may be several
// transactions ago, so that only a difference says what one transaction did.
std::map<ir::Key, std::string> rows_written(pg::Connection& session) {
  const pg::Execution rows = session.query(
      "SELECT schemaname, relname, n_tup_ins + n_tup_upd + n_tup_del "
      "FROM pg_catalog.pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0");
  std::map<ir::Key, std::string> counts;
  for (int i = 0; rows && i < rows->count(); ++i) {
    counts[{ir::Kind::Table, std::string(rows->text(i, 0)), std::string(rows->text(i, 1)), ""}] =
        rows->text(i, 2);
  }
  return counts;
}

}  // namespace

base::Result<Prover::World> Prover::open_world(const std::string& database) {
  pg::Connection migration = TRY(cluster_.connect_migration(database));
  pg::Connection harness = TRY(cluster_.connect_harness(database));
  return World{std::move(migration), std::move(harness)};
}

base::Result<std::unique_ptr<Prover>> Prover::start(const shadow::ClusterOptions& options,
                                                    const ir::SessionRules& rules,
                                                    const base::Sources& sources,
                                                    const std::string& pre_script) {
  std::unique_ptr<Prover> prover(new Prover(TRY(shadow::Cluster::start(options))));
  prover->rules_ = rules;
  prover->sources_ = &sources;
  for (const char* database : {kOriginal, kProof}) {
    TRY(prover->cluster_.create_database(database));
    World world = TRY(prover->open_world(database));
    for (const std::string& schema : rules.schemas) {
      if (const auto made =
              world.migration.run("CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(schema));
          !made) {
        return shadow_failed(made.error());
      }
    }
    if (!pre_script.empty()) {
      if (const auto done = world.harness.run(pre_script); !done) {
        return base::fail(base::ErrorCode::Input, "the --pre-script: " + done.error().text());
      }
    }
    (std::string(database) == kOriginal ? prover->original_ : prover->proof_)
        .emplace(std::move(world));
  }
  const int version = prover->proof_->harness.server_version();  // 150018
  prover->major_ = version / 10000;
  prover->version_ = std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  server::Introspection start = TRY(server::introspect(prover->proof_->harness));
  prover->observed_ = start.catalog;
  prover->at_start_ = std::move(start.catalog);
  return prover;
}

// The proof database becomes a copy of the original one, which always has the state after the last migration.
base::Result<void> Prover::rebuild_proof_database() {
  original_.reset();
  proof_.reset();
  TRY(cluster_.drop_database(kProof));
  TRY(cluster_.create_database(kProof, kOriginal));
  original_.emplace(TRY(open_world(kOriginal)));
  proof_.emplace(TRY(open_world(kProof)));
  return {};
}

// What the tool puts back before each migration.
void Prover::reset_session(World& world) {
  std::string sql = "RESET ROLE; ";
  sql += rules_.search_path.empty() ? "RESET search_path"
                                    : "SET search_path TO " + quoted_list(rules_.search_path);
  (void)world.migration.run(sql);
}

std::expected<void, shadow::ScriptFailure> Prover::run_up(World& world, const bind::Step& step) {
  if (rules_.restores_session) reset_session(world);
  return shadow::run_script(world.migration, script_of(step), in_transaction(step));
}

std::expected<void, shadow::ScriptFailure> Prover::run_down(const rollback::Down& down) {
  std::vector<shadow::ScriptStatement> script;
  if (down.statements.empty()) return {};
  // String bodies may name what the next statement makes.
  script.push_back({"SET LOCAL check_function_bodies = off", {}});
  for (const rollback::DownStatement& statement : down.statements)
    script.push_back({statement.sql, {}});
  return shadow::run_script(proof_->migration, script, true);
}

// One statement at a time: bound on what is known, run, and where it is opaque its effect is learnt.
std::expected<void, shadow::ScriptFailure> Prover::run_lockstep(bind::Evolver& evolver,
                                                                bind::Step& step) {
  pg::Connection& session = proof_->migration;
  SessionOracle oracle(session);
  if (rules_.restores_session) reset_session(*proof_);
  const bool transaction = in_transaction(step);
  if (transaction) (void)session.run("BEGIN");
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    bind::Statement& statement = step.statements[i];
    evolver.bind(statement, &oracle);
    asked_ += statement.asked;
    if (statement.kind == bind::Statement::Kind::CopyData) continue;
    const auto run = shadow::run_statements(session, {script_statement(step, i)});
    if (!run) {
      if (transaction) (void)session.run("ROLLBACK");
      return std::unexpected(shadow::ScriptFailure{i, run.error().error});
    }
    if (!bind::is_opaque(statement)) continue;
    if (const base::Result<bool> learnt = learn(evolver, statement); !learnt) {
      if (transaction) (void)session.run("ROLLBACK");
      return std::unexpected(shadow::ScriptFailure{i, {"", learnt.error().message, "", "", "", 0}});
    }
  }
  step.after = evolver.catalog();
  if (!transaction) return {};
  const auto committed = session.run("COMMIT");
  if (!committed)
    return std::unexpected(shadow::ScriptFailure{step.statements.size(), committed.error()});
  return {};
}

// What the server has now that we did not predict enters the catalog in its server form. Returns whether anything did.
base::Result<bool> Prover::learn(bind::Evolver& evolver, bind::Statement& statement) {
  const server::Introspection found = TRY(server::introspect(proof_->migration));
  catalog::Catalog learnt = evolver.catalog();
  bool changed = false;
  std::set<ir::Key> keys;
  for (const catalog::Difference& difference : catalog::compare(evolver.catalog(), found.catalog))
    keys.insert(difference.key);
  for (const ir::Key& key : keys) {
    const catalog::EntryRef entry = found.catalog.entry(key);
    learnt = entry ? learnt.with(entry) : learnt.without(key);
    changed = true;
  }
  evolver.learn(statement, learnt);
  return changed;
}

base::Result<catalog::Catalog> Prover::observe(const catalog::Catalog& from,
                                               const std::vector<ir::Key>& keys) {
  const std::vector<catalog::EntryRef> found = TRY(server::introspect_some(proof_->harness, keys));
  catalog::Catalog observed = from;
  for (const ir::Key& key : keys) observed = observed.without(key);
  for (const catalog::EntryRef& entry : found) observed = observed.with(entry);
  return observed;
}

base::Result<shadow::RowState> Prover::rows(World& world, const catalog::Catalog& catalog,
                                            const std::vector<ir::Key>& tables) {
  return shadow::read_rows(world.harness, row_targets(catalog, tables));
}

std::string Prover::where(const bind::Step& step, const shadow::ScriptFailure& failure) const {
  if (failure.statement >= step.statements.size()) return step.entry.path;
  const std::string place = sources_->where(step.statements[failure.statement].span);
  return place.empty() ? step.entry.path : place;
}

// Whether the original text and the proof left the same rows; the difference in words, or empty.
base::Result<std::string> Prover::rows_agree(const std::vector<ir::Key>& tables, Proven& proven,
                                             const shadow::RowState& first_up) {
  const shadow::RowState expected = TRY(rows(*original_, proven.step.after, tables));
  const shadow::RowState found = TRY(rows(*proof_, proven.step.after, tables));
  for (const std::string& column : shadow::noisy_columns(first_up, found)) {
    if (noise_.insert(column).second)
      proven.notes.push_back("differs from run to run, masked: " + column);
  }
  const std::string difference = shadow::row_difference(expected, found, noise_);
  if (!difference.empty()) return difference;
  return shadow::position_difference(TRY(shadow::read_positions(original_->harness)),
                                     TRY(shadow::read_positions(proof_->harness)));
}

std::expected<void, shadow::ScriptFailure> Prover::run_original(const bind::Step& step,
                                                                std::vector<ir::Key>& written) {
  pg::Connection& session = original_->migration;
  if (!in_transaction(step)) return run_up(*original_, step);
  if (rules_.restores_session) reset_session(*original_);
  (void)session.run("BEGIN");
  const std::map<ir::Key, std::string> written_before = rows_written(session);
  if (auto done = shadow::run_statements(session, script_of(step)); !done) {
    (void)session.run("ROLLBACK");
    return done;
  }
  for (const auto& [table, count] : rows_written(session)) {
    const auto earlier = written_before.find(table);
    if (earlier == written_before.end() || earlier->second != count) written.push_back(table);
  }
  const bool failed = session.in_failed_transaction();
  const pg::Execution committed = session.run("COMMIT");
  if (!committed)
    return std::unexpected(shadow::ScriptFailure{step.statements.size(), committed.error()});
  if (failed)
    return std::unexpected(shadow::ScriptFailure{
        step.statements.size(), {"25P02", "the transaction was rolled back", "", "", "", 0}});
  return {};
}

// How the database stood before a step.
struct Before {
  catalog::Catalog observed;
  catalog::Catalog observed_up;  // after the first up
  std::vector<ir::Key> keys;     // objects to read
  std::vector<ir::Key> tables;   // of before, whose rows count
  shadow::RowState rows;
  shadow::Positions positions;
  shadow::SavedState saved;
};

// A sequence that up moved goes back with the down, if it still stands where up left it.
base::Result<void> Prover::note_positions(Proven& proven, const shadow::Positions& before) {
  const shadow::Positions now = TRY(shadow::read_positions(proof_->harness));
  if (proven.step.statements.empty()) return {};
  const ir::OriginRef origin = ir::Origin::inverse(proven.step.statements.front().origin);
  for (std::string& sql : shadow::put_back(now, before, true))
    proven.down.statements.push_back({std::move(sql), origin});
  return {};
}

base::Result<void> Prover::prove_down_and_up(Proven& proven, const Before& before,
                                             Findings& findings) {
  const bind::Step& step = proven.step;
  if (const auto down = run_down(proven.down); !down) {
    findings.add("down fails: " + down_text(proven.down, down.error()));
    return {};
  }
  const catalog::Catalog observed_down = TRY(observe(before.observed_up, before.keys));
  findings.compare_observed(proven.down.rollback_class, before.observed, observed_down,
                            before.keys);
  if (proven.down.rollback_class <= rollback::Class::ExactButColumnOrder) {
    // A table of before that is there again holds its rows of before, and sequences stand where they stood.
    const shadow::RowState rows_down = TRY(rows(*proof_, step.before, before.tables));
    findings.add_if("after down: ", shadow::row_difference(before.rows, rows_down, {}));
    findings.add_if("after down: ",
                    shadow::position_difference(before.positions,
                                                TRY(shadow::read_positions(proof_->harness))));
  } else if (!findings.any()) {
    // The rows do not return, so the harness brings them: the second up runs on the structure that down left.
    TRY(shadow::restore_rows(proof_->harness, before.saved));
    for (const std::string& sql :
         shadow::put_back(TRY(shadow::read_positions(proof_->harness)), before.positions, false)) {
      (void)proof_->harness.run(sql);
    }
  }
  if (findings.any()) return {};
  if (const auto again = run_up(*proof_, step); !again) {
    findings.add("up fails after down: " + again.error().error.text());
    return {};
  }
  findings.compare_twice(before.observed_up, TRY(observe(observed_down, before.keys)), before.keys);
  return {};
}

base::Result<Proven> Prover::prove(bind::Evolver& evolver, const ir::MigrationEntry& entry,
                                   const ir::LoweredMigration& lowered) {
  const std::size_t number = steps_++;
  const bind::Evolver::Mark mark = evolver.mark();
  Proven proven;
  proven.step = evolver.begin(entry, lowered);
  evolver.bind_all(proven.step);
  bind::Step& step = proven.step;
  const bool lockstep = std::ranges::any_of(step.statements, [](const bind::Statement& s) {
    return bind::is_opaque(s) || bind::needs_oracle(s);
  });

  std::vector<ir::Key> written;
  if (const auto original = run_original(step, written); !original) {
    proven.failed = true;
    proven.failed_at = where(step, original.error());
    proven.failure = proven.failed_at + ": " + original.error().error.text();
    evolver.go_back(mark);
    if (!in_transaction(step)) TRY(rebuild_proof_database());
    step.after = step.before;
    proven.observed = observed_;
    return proven;
  }

  Before before;
  before.observed = observed_;
  before.tables = touched_tables(step, step.before);
  for (const ir::Key& key : written) {
    const bool known = std::ranges::find(before.tables, key) != before.tables.end();
    if (!known && step.before.find(key)) before.tables.push_back(key);
  }
  before.rows = TRY(rows(*proof_, step.before, before.tables));
  before.positions = TRY(shadow::read_positions(proof_->harness));
  if (may_change_rows(step))
    before.saved = TRY(shadow::save_rows(proof_->harness, step.before, before.tables));

  std::expected<void, shadow::ScriptFailure> up;
  if (lockstep) {
    evolver.go_back(mark);
    step = evolver.begin(entry, lowered);
    up = run_lockstep(evolver, step);
  } else {
    up = run_up(*proof_, step);
  }
  Findings findings;
  if (!up) {
    // The same text on the same state, so this is ours: said, never hidden.
    findings.add("up failed in the proof database only: " + up.error().error.text());
    TRY(rebuild_proof_database());
    proven.proof = {"not proven", findings.text(), major_};
    return proven;
  }

  before.keys = keys_to_read(step);
  before.observed_up = TRY(observe(before.observed, before.keys));
  findings.compare_predicted("after up", step.after, before.observed_up, before.keys);
  std::vector<ir::Key> tables = touched_tables(step, step.after);
  for (const ir::Key& key : written) {
    if (std::ranges::find(tables, key) == tables.end() && step.after.find(key))
      tables.push_back(key);
  }
  const shadow::RowState first_up = TRY(rows(*proof_, step.after, tables));
  proven.down = rollback::make_down(step);
  if (may_change_rows(step)) TRY(note_positions(proven, before.positions));
  TRY(prove_down_and_up(proven, before, findings));
  if (!findings.any()) findings.add_if("rows: ", TRY(rows_agree(tables, proven, first_up)));
  if (findings.any()) {
    TRY(rebuild_proof_database());
  } else {
    TRY(shadow::drop_saved(proof_->harness, before.saved));
  }
  observed_ = TRY(observe(before.observed_up, before.keys));
  proven.observed = observed_;
  for (Closure& closure : closures_of(step, observed_))
    pending_.push_back({number, closure.key, closure.text});
  proven.proof = judge(proven, findings, before.rows, major_);
  return proven;
}

}  // namespace pggit::pipeline
