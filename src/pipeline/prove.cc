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
constexpr std::size_t kMostUnread = 200;

std::unexpected<base::Error> shadow_failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, "the shadow server: " + error.text());
}

void add_new(std::vector<ir::Key>& keys, const std::vector<ir::Key>& more,
             const catalog::Catalog& catalog) {
  for (const ir::Key& key : more) {
    if (std::ranges::find(keys, key) == keys.end() && catalog.find(key)) keys.push_back(key);
  }
}

bool is_named_by(const ir::Key& key, const ir::Key& name) {
  return key.kind == name.kind && key.schema == name.schema && key.name == name.name;
}

// The objects of these names, whatever their `sub`, that are not among those that are read back; nothing where the catalog
// knows none of a name.
std::optional<std::vector<ir::Key>> beside(const std::vector<ir::Key>& names,
                                           const std::vector<ir::Key>& read,
                                           const catalog::Catalog& catalog) {
  std::vector<ir::Key> keys;
  for (const ir::Key& name : names) {
    const auto named = [&](const ir::Key& key) { return is_named_by(key, name); };
    if (std::ranges::any_of(read, named)) continue;
    const std::size_t known = keys.size();
    catalog.for_each_in(name.kind, name.schema, [&](const catalog::EntryRef& entry) {
      if (named(entry->key)) keys.push_back(entry->key);
    });
    if (keys.size() == known) return std::nullopt;
  }
  return keys;
}

std::vector<ir::Key> names_of(const catalog::Catalog& catalog) {
  std::vector<ir::Key> names;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    names.push_back(entry->key);
    if (entry->key.kind == ir::Kind::Function) names.back().sub.clear();
  });
  std::ranges::sort(names);
  return names;
}

bool is_same(const ir::Key& key, const catalog::Catalog& a, const catalog::Catalog& b) {
  const catalog::EntryRef x = a.entry(key);
  const catalog::EntryRef y = b.entry(key);
  return x == y || (x && y && x->object == y->object);
}

bool needs_lockstep(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& s) {
    return bind::is_opaque(s) || bind::needs_oracle(s);
  });
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
  prover->catalogs_ = TRY(shadow::catalogs_of(prover->proof_->harness));
  const int version = prover->proof_->harness.server_version();  // 150018
  prover->major_ = version / 10000;
  prover->version_ = std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  TRY(prover->open_rows_session());
  server::Introspection start = TRY(server::introspect(prover->proof_->harness));
  prover->observed_ = start.catalog;
  prover->at_start_ = std::move(start.catalog);
  return prover;
}

// The proof database becomes a copy of the original one, which always has the state after the last migration.
base::Result<void> Prover::rebuild_proof_database() {
  known_rows_.tables.clear();
  TRY(note_unread());
  original_.reset();
  proof_.reset();
  rows_session_.reset();
  TRY(cluster_.drop_database(kProof));
  TRY(cluster_.create_database(kProof, kOriginal));
  original_.emplace(TRY(open_world(kOriginal)));
  proof_.emplace(TRY(open_world(kProof)));
  return open_rows_session();
}

base::Result<void> Prover::start_over() {
  TRY(rebuild_proof_database());
  observed_ = TRY(server::introspect(proof_->harness)).catalog;
  return {};
}

base::Result<void> Prover::open_rows_session() {
  rows_session_.emplace(TRY(cluster_.connect_harness(kProof)));
  return shadow::open_for_rows(*rows_session_);
}

std::string Prover::text_of(const shadow::ScriptFailure& failure,
                            const std::string& verdict) const {
  return failure.error.text() + (verdict.empty() ? "" : " (the shadow: " + verdict + ")");
}

// After a migration that the watchdog stopped: what it left on the disk goes, and sessions that it took along come back.
base::Result<void> Prover::recover(const std::string& verdict) {
  if (!verdict.empty()) {
    for (const char* sql : {"VACUUM", "CHECKPOINT"}) (void)original_->harness.run(sql);
  }
  if (original_->migration.alive() && proof_->migration.alive()) return {};
  return rebuild_proof_database();
}

std::vector<std::string> Prover::setup() const {
  if (!rules_.restores_session) return {};
  return {"RESET ROLE", rules_.search_path.empty()
                            ? "RESET search_path"
                            : "SET search_path TO " + quoted_list(rules_.search_path)};
}

std::vector<shadow::ScriptStatement> Prover::converted(
    const World& world, const bind::Step& step, std::vector<shadow::ScriptStatement> script) const {
  if (&world == &*proof_ && tampering_.conversion) tampering_.conversion(step, script);
  return script;
}

std::expected<void, shadow::ScriptFailure> Prover::run_up(World& world, const bind::Step& step) {
  const std::vector<shadow::ScriptStatement> script = converted(world, step, script_of(step));
  if (in_transaction(step)) {
    const auto done = shadow::run_transaction(world.migration, script, {setup(), {}, {}});
    if (!done) return std::unexpected(done.error());
    return {};
  }
  for (const std::string& sql : setup()) (void)world.migration.run(sql);
  return shadow::run_script(world.migration, script, false);
}

std::expected<shadow::Activity, shadow::ScriptFailure> Prover::run_watched(World& world,
                                                                           const bind::Step& step) {
  if (!in_transaction(step)) {
    if (auto done = run_up(world, step); !done) return std::unexpected(done.error());
    return shadow::Activity{};
  }
  const auto answers =
      shadow::run_transaction(world.migration, converted(world, step, script_of(step)),
                              {setup(),
                               {shadow::catalog_rows_query(catalogs_)},
                               shadow::activity_queries(catalogs_, may_run_code(step))});
  if (!answers) return std::unexpected(answers.error());
  shadow::Activity activity = shadow::activity_of(std::span(*answers).subspan(1));
  activity.catalog_rows -= (*answers)[0].number(0, 0);
  return activity;
}

// Code that no text shows may do something else each time that it runs.
std::expected<void, shadow::ScriptFailure> Prover::run_first_up(const bind::Step& step,
                                                                shadow::Activity& activity) {
  if (!may_run_code(step)) return run_up(*proof_, step);
  const auto again = run_watched(*proof_, step);
  if (!again) return std::unexpected(again.error());
  activity.add(*again);
  return {};
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
std::expected<void, shadow::ScriptFailure> Prover::run_lockstep(World& world,
                                                                bind::Evolver& evolver,
                                                                bind::Step& step) {
  pg::Connection& session = world.migration;
  SessionOracle oracle(session);
  for (const std::string& sql : setup()) (void)session.run(sql);
  const bool transaction = in_transaction(step);
  if (transaction) (void)session.run("BEGIN");
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    bind::Statement& statement = step.statements[i];
    evolver.bind(statement, &oracle);
    if (statement.kind == bind::Statement::Kind::CopyData) continue;
    const auto run =
        shadow::run_statements(session, converted(world, step, {script_statement(step, i)}));
    if (!run) {
      if (transaction) (void)session.run("ROLLBACK");
      return std::unexpected(shadow::ScriptFailure{i, run.error().error});
    }
    if (!bind::is_opaque(statement)) continue;
    if (const base::Result<bool> learnt = learn(session, evolver, step, statement); !learnt) {
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
base::Result<bool> Prover::learn(pg::Connection& session, bind::Evolver& evolver,
                                 const bind::Step& step, bind::Statement& statement) {
  const server::Introspection found = TRY(server::introspect(session));
  const catalog::Catalog& now = evolver.catalog();
  catalog::Catalog learnt = now;
  catalog::Catalog untouched;  // by this step until now, as the server showed it before
  std::set<ir::Key> keys;
  for (const catalog::Difference& difference : catalog::compare(now, found.catalog))
    keys.insert(difference.key);
  // Only two server forms tell whether a bound text is another one now.
  for (const catalog::Difference& difference : catalog::compare(observed_, found.catalog)) {
    if (step.before.entry(difference.key) != now.entry(difference.key)) continue;
    keys.insert(difference.key);
    if (const catalog::EntryRef entry = observed_.entry(difference.key))
      untouched = untouched.with(entry);
  }
  for (const ir::Key& key : keys) {
    const catalog::EntryRef entry = found.catalog.entry(key);
    learnt = entry ? learnt.with(entry) : learnt.without(key);
  }
  evolver.learn(statement, learnt, untouched);
  return !keys.empty();
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
                                            const std::vector<ir::Key>& tables,
                                            shadow::Detail detail) {
  return shadow::read_rows(world.harness, row_targets(catalog, tables), detail);
}

base::Result<shadow::RowState> Prover::rows_before(const std::vector<ir::Key>& tables) {
  std::vector<ir::Key> unknown;
  shadow::RowState state;
  for (const ir::Key& table : tables) {
    const auto known = known_rows_.tables.find(table);
    if (known == known_rows_.tables.end()) {
      unknown.push_back(table);
    } else {
      state.tables.insert(*known);
    }
  }
  state.tables.merge(TRY(rows(*proof_, observed_, unknown, shadow::Detail::Rows)).tables);
  return state;
}

// Outside of a transaction nobody tells which tables were written.
void Prover::know_rows(const bind::Step& step, const std::vector<ir::Key>& tables,
                       const shadow::RowState& rows) {
  if (!in_transaction(step)) known_rows_.tables.clear();
  for (const catalog::Catalog::Change& change : catalog::Catalog::changes(step.before, step.after))
    known_rows_.tables.erase(change.key);
  for (const ir::Key& table : tables) {
    const auto found = rows.tables.find(table);
    if (found == rows.tables.end()) {
      known_rows_.tables.erase(table);
    } else {
      known_rows_.tables[table] = found->second;
    }
  }
}

std::string Prover::where(const bind::Step& step, const shadow::ScriptFailure& failure) const {
  if (failure.statement >= step.statements.size()) return step.entry.path;
  const std::string place = sources_->where(step.statements[failure.statement].span);
  return place.empty() ? step.entry.path : place;
}

// The original text and the proof must have left the same rows. Columns are looked at where whole rows differ.
base::Result<void> Prover::compare_rows(const std::vector<ir::Key>& tables, Proven& proven,
                                        const shadow::RowState& first_up, Findings& findings) {
  const catalog::Catalog& after = proven.step.after;
  const auto read = [&](shadow::Detail detail, shadow::RowState& expected,
                        shadow::RowState& found) -> base::Result<void> {
    expected = TRY(rows(*original_, after, tables, detail));
    found = TRY(rows(*proof_, after, tables, detail));
    return {};
  };
  shadow::RowState expected;
  shadow::RowState found;
  TRY(read(shadow::Detail::Rows, expected, found));
  know_rows(proven.step, tables, found);
  if (shadow::row_difference(expected, found, {}).empty()) return {};
  TRY(read(shadow::Detail::Columns, expected, found));
  for (const shadow::ColumnName& column : shadow::noisy_columns(first_up, found)) {
    if (noise_.insert(column).second)
      proven.notes.push_back("differs from run to run, masked: " + column.text());
  }
  findings.add_if("rows: ", shadow::row_difference(expected, found, noise_));
  return {};
}

base::Result<void> Prover::compare_positions(const std::vector<std::string>& sequences,
                                             Findings& findings) {
  if (sequences.empty()) return {};
  findings.add_if("rows: ", shadow::position_difference(
                                TRY(shadow::read_positions(original_->harness, sequences)),
                                TRY(shadow::read_positions(proof_->harness, sequences))));
  return {};
}

// The server has named what the transaction changed, whatever code did it, and those that are gone are missed by their
// names. Of a text outside of a transaction, only a full read tells.
base::Result<void> Prover::find_unpredicted(const bind::Step& step, const Before& before,
                                            const shadow::Activity& activity, Findings& findings) {
  if (in_transaction(step) && activity.catalog_rows == 0) return {};
  if (in_transaction(step)) {
    std::vector<ir::Key> names = activity.changed;
    // Of a text that shows all, what is locked more weakly was predicted or stays as it is.
    if (may_run_code(step))
      names.insert(names.end(), activity.touched.begin(), activity.touched.end());
    const auto others = beside(names, before.keys, before.observed_up);
    if (others && !(others->empty() && before.keys.empty()) &&
        TRY(is_as_expected(step, before, *others, activity)))
      return {};
  }
  const server::Introspection found = TRY(server::introspect(proof_->harness));
  for (const catalog::Difference& difference : catalog::compare(before.observed_up, found.catalog))
    findings.add("changed unexpectedly: " + ir::to_text(difference.key) + " " + difference.field);
  return {};
}

base::Result<bool> Prover::is_as_expected(const bind::Step& step, const Before& before,
                                          const std::vector<ir::Key>& others,
                                          const shadow::Activity& activity) {
  if (!(TRY(observe(before.observed_up, others)) == before.observed_up)) return false;
  if (!activity.dropped && !renames(step) && !may_run_code(step)) return true;
  return TRY(server::introspect_names(proof_->harness)) == names_of(before.observed_up);
}

// A sequence that up moved goes back with the down, if it still stands where up left it.
base::Result<void> Prover::note_positions(Proven& proven, const Before& before) {
  if (proven.step.statements.empty() || before.positions.empty()) return {};
  const shadow::Positions now = TRY(shadow::read_positions(proof_->harness, before.sequences));
  const ir::OriginRef origin = ir::Origin::inverse(proven.step.statements.front().origin);
  for (std::string& sql : shadow::put_back(now, before.positions, true))
    proven.down.statements.push_back({std::move(sql), origin});
  return {};
}

base::Result<void> Prover::prove_planted(Proven& proven, const Before& before, Findings& findings) {
  if (!proven.step.holes.empty() || std::ranges::any_of(proven.step.statements, bind::is_opaque))
    return {};
  proven.planted =
      TRY(run_planted({proof_->migration, proof_->harness, original_->harness}, planter_,
                      {proven.step, proven.down, before.tables, setup(), before.observed,
                       before.keys, before.positions}));
  findings.add_if("with planted rows: ", proven.planted.broken);
  return {};
}

base::Result<void> Prover::prove_down_and_up(Proven& proven, Before& before, Findings& findings) {
  const bind::Step& step = proven.step;
  if (const auto down = run_down(proven.down); !down) {
    findings.add("down fails: " + down_text(proven.down, down.error()));
    return {};
  }
  const catalog::Catalog observed_down = TRY(observe(before.observed_up, before.keys));
  findings.compare_observed(proven.down.rollback_class, before.observed, observed_down,
                            before.keys);
  if (findings.any()) return {};
  if (proven.down.rollback_class <= rollback::Class::ExactButColumnOrder) {
    // A table of before that is there again holds its rows of before, and sequences stand where they stood.
    const shadow::RowState rows_down =
        TRY(rows(*proof_, before.observed, before.tables, shadow::Detail::Rows));
    findings.add_if("after down: ", shadow::row_difference(before.rows, rows_down, {}));
    findings.add_if(
        "after down: ",
        shadow::position_difference(
            before.positions, TRY(shadow::read_positions(proof_->harness, before.sequences))));
  } else {
    // The rows do not return, so the harness brings them: the second up runs on the structure that down left.
    if (const auto back = shadow::restore_rows(*rows_session_, before.saved); !back) {
      findings.add("rows do not return for the second up: " + back.error().message);
      return {};
    }
    for (const std::string& sql :
         shadow::put_back(TRY(shadow::read_positions(proof_->harness, before.sequences)),
                          before.positions, false)) {
      (void)proof_->harness.run(sql);
    }
  }
  if (!findings.any()) TRY(prove_planted(proven, before, findings));
  if (findings.any()) return {};
  if (const auto again = run_up(*proof_, step); !again) {
    findings.add("up fails after down: " + again.error().error.text());
    return {};
  }
  // From the very state of before, up makes what it made before: read later, with what other steps made.
  const bool came_back = std::ranges::all_of(before.keys, [&](const ir::Key& key) {
    return is_same(key, before.observed, observed_down);
  });
  if (came_back) {
    before.unread = before.keys;
    return {};
  }
  const catalog::Catalog again = TRY(observe(observed_down, before.keys));
  findings.compare_twice(before.observed_up, again, before.keys);
  before.order_differs = !(again == before.observed_up);
  return {};
}

// Outside of a transaction no locks are left to tell which sequences were moved.
base::Result<std::vector<std::string>> Prover::sequences_of(const bind::Step& step,
                                                            const shadow::Activity& activity) {
  std::vector<std::string> sequences = activity.sequences;
  std::ranges::move(changed_sequences(step), std::back_inserter(sequences));
  if (!in_transaction(step)) {
    for (World* world : {&*original_, &*proof_})
      std::ranges::move(TRY(shadow::all_sequences(world->harness)), std::back_inserter(sequences));
  }
  std::ranges::sort(sequences);
  sequences.erase(std::ranges::unique(sequences).begin(), sequences.end());
  return sequences;
}

base::Result<void> Prover::after_refusal(const bind::Step& step, const std::string& verdict) {
  return in_transaction(step) ? recover(verdict) : rebuild_proof_database();
}

base::Result<void> Prover::note_refusal(const shadow::ScriptFailure& failure, Proven& proven) {
  proven.failed = true;
  proven.failed_at = where(proven.step, failure);
  const std::string stopped = verdict();
  proven.failure = proven.failed_at + ": " + text_of(failure, stopped);
  TRY(after_refusal(proven.step, stopped));
  proven.step.after = proven.step.before;
  proven.observed = observed_;
  return {};
}

bool Prover::is_unread(const std::vector<ir::Key>& keys) const {
  return std::ranges::any_of(keys, [&](const ir::Key& key) { return unread_.contains(key); });
}

// Where the second up left something else than the first, the step that did it is found in finish().
base::Result<bool> Prover::note_unread() {
  if (unread_.empty()) return true;
  const std::map<ir::Key, std::size_t> unread = std::exchange(unread_, {});
  std::vector<ir::Key> keys;
  for (const auto& [key, step] : unread) keys.push_back(key);
  const catalog::Catalog now = TRY(observe(observed_, keys));
  for (const auto& [key, step] : unread) {
    if (!is_same(key, observed_, now))
      late_.push_back(
          {step, "after the second up: " + ir::to_text(key) + " differs from the first"});
  }
  return now == observed_;
}

base::Result<void> Prover::read_unread() {
  if (TRY(note_unread())) return {};
  return start_over();
}

base::Result<void> Prover::forward(bind::Evolver& evolver, const ir::MigrationEntry& entry,
                                   const ir::LoweredMigration& lowered) {
  const bind::Evolver::Mark mark = evolver.mark();
  bind::Step step = evolver.begin(entry, lowered);
  evolver.bind_all(step);
  std::expected<void, shadow::ScriptFailure> up;
  if (needs_lockstep(step)) {
    observed_ = TRY(server::introspect(original_->harness)).catalog;
    evolver.go_back(mark);
    step = evolver.begin(entry, lowered);
    up = run_lockstep(*original_, evolver, step);
  } else {
    up = run_up(*original_, step);
  }
  if (up) return {};
  evolver.go_back(mark);
  return after_refusal(step, verdict());
}

base::Result<Before> Prover::look_before(const bind::Step& step, const shadow::Activity& original) {
  Before before;
  before.observed = observed_;
  before.tables = touched_tables(step, step.before);
  add_new(before.tables, original.written, step.before);
  before.rows = TRY(rows_before(before.tables));
  before.sequences = TRY(sequences_of(step, original));
  before.positions = TRY(shadow::read_positions(proof_->harness, before.sequences));
  if (may_change_rows(step))
    before.saved =
        TRY(shadow::save_rows(*rows_session_, before.observed, before.tables, before.rows));
  return before;
}

// After the first up: what was predicted is there, and nothing else.
base::Result<void> Prover::prove_up(bind::Step& step, const shadow::Activity& original,
                                    Before& before, Findings& findings) {
  if (tampering_.prediction) tampering_.prediction(step);
  before.keys = keys_to_read(step);
  before.observed_up = TRY(observe(before.observed, before.keys));
  findings.compare_predicted("after up", step.after, before.observed_up, before.keys);
  TRY(find_unpredicted(step, before, original, findings));
  noise_ = renamed(noise_, step);
  return {};
}

base::Result<void> Prover::prove_way_back(const shadow::Activity& original, Before& before,
                                          Proven& proven, Findings& findings) {
  const bind::Step& step = proven.step;
  std::vector<ir::Key> tables = touched_tables(step, step.after);
  add_new(tables, original.written, step.after);
  shadow::RowState first_up;
  if (may_change_rows(step) || makes_values(step))
    first_up = TRY(rows(*proof_, before.observed_up, tables, shadow::Detail::Columns));
  TRY(note_positions(proven, before));
  if (tampering_.down) tampering_.down(step, proven.down);
  TRY(prove_down_and_up(proven, before, findings));
  if (!findings.any()) TRY(compare_rows(tables, proven, first_up, findings));
  if (!findings.any()) TRY(compare_positions(before.sequences, findings));
  return {};
}

// The proof database stands after the step, as the original one does.
base::Result<void> Prover::settle(std::size_t number, const Before& before) {
  TRY(shadow::drop_saved(*rows_session_, before.saved));
  // Columns came back in another order: the next migration is predicted from the order of the original.
  if (before.order_differs) return start_over();
  observed_ = before.observed_up;
  for (const ir::Key& key : before.unread) unread_.emplace(key, number);
  return {};
}

base::Result<Proven> Prover::prove(bind::Evolver& evolver, const ir::MigrationEntry& entry,
                                   const ir::LoweredMigration& lowered) {
  const std::size_t number = steps_++;
  const bind::Evolver::Mark mark = evolver.mark();
  Proven proven;
  bind::Step& step = proven.step;
  step = evolver.begin(entry, lowered);
  evolver.bind_all(step);
  const bool lockstep = needs_lockstep(step);
  if (lockstep || unread_.size() > kMostUnread || is_unread(keys_to_read(step))) TRY(read_unread());

  auto original = run_watched(*original_, step);
  if (!original) {
    TRY(note_refusal(original.error(), proven));
    evolver.go_back(mark);
    return proven;
  }
  Before before = TRY(look_before(step, *original));
  std::expected<void, shadow::ScriptFailure> up;
  if (lockstep) {
    evolver.go_back(mark);
    step = evolver.begin(entry, lowered);
    up = run_lockstep(*proof_, evolver, step);
  } else {
    up = run_first_up(step, *original);
  }
  Findings findings;
  if (up) {
    TRY(prove_up(step, *original, before, findings));
    proven.down = rollback::make_down(step);
    // What is not as predicted cannot be asked further by the names that were predicted.
    if (!findings.any()) TRY(prove_way_back(*original, before, proven, findings));
  } else {
    // The same text on the same state, so this is ours: said, never hidden.
    findings.add("up failed in the proof database only: " + text_of(up.error(), verdict()));
  }
  TRY(findings.any() ? start_over() : settle(number, before));
  proven.observed = observed_;
  pending_[number] = closures_of(step, observed_);
  proven.proof = judge(proven, findings, before.rows, major_);
  return proven;
}

}  // namespace pggit::pipeline
