// The sessions of a proof, and what runs in them.
#include <algorithm>

#include "base/text.h"
#include "catalog/compare.h"
#include "pipeline/catalog_changes.h"
#include "pipeline/oracle.h"
#include "pipeline/prove.h"
#include "pipeline/prove_parts.h"
#include "shadow/broker.h"
#include "shadow/hand_over.h"
#include "shadow/saved_state.h"
#include "sql/print.h"

namespace pggit::pipeline {
namespace {

constexpr char kOriginal[] = "original";
constexpr char kProof[] = "proof";

std::unexpected<base::Error> shadow_failed(const pg::ServerError& error) {
  return base::fail(base::ErrorCode::Database, "the shadow server: " + error.text());
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
                                                    const std::string& pre_script, int keep_in) {
  std::unique_ptr<Prover> prover(new Prover(TRY(shadow::Cluster::start(options, {-1, keep_in}))));
  prover->rules_ = rules;
  prover->login_ = options.login;
  prover->sources_ = &sources;
  TRY(prover->prepare(kOriginal, pre_script));
  TRY(pre_script.empty() ? prover->prepare(kProof, "")
                         : prover->cluster_.create_database(kProof, kOriginal));
  prover->original_.emplace(TRY(prover->open_world(kOriginal)));
  prover->proof_.emplace(TRY(prover->open_world(kProof)));
  TRY(prover->know_server());
  TRY(prover->open_rows_session());
  server::Introspection start = TRY(server::introspect(prover->proof_->harness));
  prover->observed_ = start.catalog;
  prover->at_start_ = std::move(start.catalog);
  prover->note_caches({}, prover->at_start_);
  return prover;
}

// What is there before the first migration. A pre-script runs in one database, of which the other is a copy: roles belong to
// the server, and could not be made twice.
base::Result<void> Prover::prepare(const std::string& database, const std::string& pre_script) {
  TRY(cluster_.create_database(database));
  World world = TRY(open_world(database));
  for (const std::string& schema : rules_.schemas) {
    if (const auto made =
            world.migration.run("CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(schema));
        !made) {
      return shadow_failed(made.error());
    }
  }
  if (pre_script.empty()) return {};
  if (const auto done = world.harness.run(pre_script); !done)
    return base::fail(base::ErrorCode::Input, "the --pre-script: " + done.error().text());
  return shadow::hand_over_objects(world.harness, login_);
}

// Of a tool that keeps one session from first to last: what the sessions made anew go on with. Nothing where the tool puts
// it back itself, or nobody can be asked any more.
std::optional<std::string> Prover::search_path_to_keep() {
  if (rules_.restores_session || !original_ || !original_->migration.alive()) return std::nullopt;
  const pg::Execution path =
      original_->migration.run("SELECT pg_catalog.current_setting('search_path')");
  if (!path) return std::nullopt;
  return std::string(path->text(0, 0));
}

void Prover::go_on_with(const std::string& search_path) {
  for (World* world : {&*original_, &*proof_}) {
    (void)world->migration.run("SELECT pg_catalog.set_config('search_path', " +
                               base::quote_literal(search_path) + ", false)");
  }
}

base::Result<void> Prover::know_server() {
  catalogs_ = TRY(shadow::catalogs_of(proof_->harness));
  const int version = proof_->harness.server_version();  // 150018
  major_ = version / 10000;
  version_ = std::to_string(version / 10000) + "." + std::to_string(version % 10000);
  return {};
}

// The proof database becomes a copy of the original one, which always has the state after the last migration.
base::Result<void> Prover::rebuild_proof_database(Disk disk) {
  known_rows_.tables.clear();
  TRY(note_unread());
  const std::optional<std::string> search_path = search_path_to_keep();
  original_.reset();
  proof_.reset();
  rows_session_.reset();
  TRY(cluster_.drop_database(kProof));
  if (disk == Disk::Full) TRY(cluster_.vacuum(kOriginal));
  TRY(cluster_.create_database(kProof, kOriginal));
  original_.emplace(TRY(open_world(kOriginal)));
  proof_.emplace(TRY(open_world(kProof)));
  if (search_path) go_on_with(*search_path);
  return open_rows_session();
}

base::Result<void> Prover::start_over() {
  TRY(rebuild_proof_database());
  observed_ = TRY(server::introspect(proof_->harness)).catalog;
  return {};
}

base::Result<void> Prover::open_rows_session() {
  rows_session_.emplace(TRY(cluster_.connect_harness(kProof)));
  // Where copies of rows lie; a migration's role makes its own there.
  if (const auto made = rows_session_->run(
          "CREATE SCHEMA IF NOT EXISTS pggit; GRANT ALL ON SCHEMA pggit TO PUBLIC");
      !made) {
    return base::fail(base::ErrorCode::Database, made.error().text());
  }
  return shadow::open_for_rows(*rows_session_);
}

std::string Prover::text_of(const shadow::ScriptFailure& failure,
                            const std::string& verdict) const {
  return failure.error.text() + (verdict.empty() ? "" : " (the shadow: " + verdict + ")");
}

// After a migration that the server refused or the watchdog stopped: what it left on the disk goes, and sessions that it
// took along come back.
base::Result<void> Prover::recover(const shadow::ScriptFailure& failure,
                                   const std::string& verdict) {
  // The watchdog looks at the disk now and then; a fast writer fills it before and is told by the server (class 53:
  // insufficient resources).
  if (!verdict.empty() || failure.error.sqlstate.starts_with("53"))
    return rebuild_proof_database(Disk::Full);
  if (original_->migration.alive() && proof_->migration.alive()) return {};
  return rebuild_proof_database();
}

// Numbers that a session holds back (CACHE) are those of the session: each migration begins without any, as it would in one
// of its own, so that two replays number alike.
std::vector<std::string> Prover::setup() const {
  std::vector<std::string> setup;
  if (caches_numbers_) setup.push_back("DISCARD SEQUENCES");
  if (!rules_.restores_session) return setup;
  setup.push_back("RESET ROLE");
  // DISCARD ALL does the same and more, but not in a transaction, where rows are planted.
  if (rules_.new_session) setup.insert(setup.end(), {"RESET ALL", "DISCARD TEMP"});
  setup.push_back(rules_.search_path.empty()
                      ? "RESET search_path"
                      : "SET search_path TO " + quoted_list(rules_.search_path));
  return setup;
}

void Prover::note_caches(const catalog::Catalog& before, const catalog::Catalog& after) {
  if (caches_numbers_) return;
  for (const catalog::Catalog::Change& change : catalog::Catalog::changes(before, after)) {
    if (!change.after) continue;
    if (const auto* sequence = std::get_if<ir::Sequence>(&change.after->object))
      caches_numbers_ |= sequence->options.cache > 1;
    const auto* table = std::get_if<ir::Table>(&change.after->object);
    for (const ir::Column& column : table ? table->columns : std::vector<ir::Column>())
      caches_numbers_ |= column.identity && column.identity->options.cache > 1;
  }
}

std::vector<shadow::ScriptStatement> Prover::converted(
    const World& world, const bind::Step& step, std::vector<shadow::ScriptStatement> script) const {
  if (&world == &*proof_ && tampering_.conversion) tampering_.conversion(step, script);
  return with_made_extensions(step, std::move(script), made_);
}

bool Prover::make_extension(World& world, const ir::Extension& extension) {
  const auto made =
      shadow::create_for_role(world.harness, {extension.name, extension.in_schema, "", login_});
  if (!made || !*made) return false;
  made_.names.insert(extension.name);
  return true;
}

void Prover::make_roles(const bind::Step& step) {
  std::vector<std::string> names;
  for (const bind::Statement& statement : step.statements) {
    for (const std::string& role : statement.roles) {
      if (!roles_.contains(role)) names.push_back(role);
    }
  }
  if (names.empty()) return;
  for (World* world : {&*original_, &*proof_}) {
    const auto made = shadow::make_roles(world->harness, names, login_);
    if (made) roles_.insert(made->begin(), made->end());
  }
}

void Prover::make_extensions(World& world, const bind::Step& step) {
  made_ = {};
  const std::set<std::string> schemas = schemas_made(step);
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Extension& extension : extensions_of(statement)) {
      if (make_extension(world, extension) && schemas.contains(extension.in_schema))
        made_.schemas.insert(extension.in_schema);
    }
  }
}

// After a migration that the server refused.
void Prover::drop_made_extensions() {
  if (!original_ || !original_->harness.alive()) return;
  for (const std::string& name : made_.names)
    (void)original_->harness.run("DROP EXTENSION IF EXISTS " + base::quote_ident(name));
  for (const std::string& name : made_.schemas)
    (void)original_->harness.run("DROP SCHEMA IF EXISTS " + base::quote_ident(name));
}

// What the way back makes again.
std::set<std::string> Prover::make_dropped_extensions(const bind::Step& step) {
  std::set<std::string> texts;
  step.before.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    if (step.after.find(entry->key)) return;
    const auto& extension = std::get<ir::Extension>(entry->object);
    if (!make_extension(*proof_, extension)) return;
    texts.insert(sql::print(ir::Create{extension}).front());
    const ir::Key schema{ir::Kind::Schema, "", extension.in_schema, ""};
    if (step.before.find(schema) && !step.after.find(schema))
      texts.insert(sql::print(ir::Create{*step.before.find(schema)}).front());
  });
  return texts;
}

std::expected<void, shadow::ScriptFailure> Prover::run_up(World& world, const bind::Step& step) {
  make_extensions(world, step);
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
  make_extensions(world, step);
  shadow::Watch watch(catalogs_, world.harness, may_run_code(step));
  const auto answers = shadow::run_transaction(
      world.migration, converted(world, step, script_of(step)), watch.around(setup()));
  if (!answers) return std::unexpected(answers.error());
  return watch.activity(*answers);
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

std::expected<void, shadow::ScriptFailure> Prover::run_down(const bind::Step& step,
                                                            const rollback::Down& down) {
  std::vector<shadow::ScriptStatement> script;
  if (down.statements.empty()) return {};
  // String bodies may name what the next statement makes.
  script.push_back({"SET LOCAL check_function_bodies = off", {}});
  const std::set<std::string> made = make_dropped_extensions(step);
  for (const rollback::DownStatement& statement : down.statements)
    script.push_back({made.contains(statement.sql) ? "SELECT" : statement.sql, {}});
  return shadow::run_script(proof_->migration, script, true);
}

std::vector<std::string> Prover::temporary_objects() {
  const pg::Execution found = proof_->migration.run(
      "SELECT 'TABLE pg_temp.' || pg_catalog.quote_ident(relname) FROM pg_catalog.pg_class WHERE "
      "relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p') UNION ALL "
      "SELECT 'ROUTINE ' || oid::pg_catalog.regprocedure::text FROM pg_catalog.pg_proc WHERE "
      "pronamespace = pg_catalog.pg_my_temp_schema()");
  std::vector<std::string> objects;
  for (int i = 0; found && i < found->count(); ++i) objects.emplace_back(found->text(i, 0));
  return objects;
}

void Prover::drop_temporary(const Before& before, const bind::Step& step) {
  if (!makes_temporary(step)) return;
  for (const std::string& object : temporary_objects()) {
    if (std::ranges::find(before.temporary, object) == before.temporary.end())
      (void)proof_->migration.run("DROP " + object + " CASCADE");
  }
}

std::expected<void, shadow::ScriptFailure> Prover::save(const rollback::Down& down) {
  const auto script = saves_script(down, false);
  if (script.empty()) return {};
  return shadow::run_script(proof_->migration, script, true);
}

std::expected<void, shadow::ScriptFailure> Prover::note_left(const rollback::Down& down) {
  const auto script = saves_script(down, true);
  if (script.empty()) return {};
  return shadow::run_script(proof_->migration, script, true);
}

// One statement at a time: bound on what is known, run, and where it is opaque its effect is learnt.
std::expected<void, shadow::ScriptFailure> Prover::run_lockstep(World& world,
                                                                bind::Evolver& evolver,
                                                                bind::Step& step,
                                                                KeptAnswers& answers) {
  pg::Connection& session = world.migration;
  SessionOracle server(session);
  RecordingOracle oracle(server, answers.oracle);
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
    if (const base::Result<void> learnt = learn(session, evolver, step, i, answers); !learnt) {
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

// What the server has now that we did not predict enters the catalog in its server form.
base::Result<void> Prover::learn(pg::Connection& session, bind::Evolver& evolver, bind::Step& step,
                                 std::size_t statement, KeptAnswers& answers) {
  const server::Introspection found = TRY(server::introspect(session));
  const catalog::Catalog now = evolver.catalog();
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
  evolver.learn(step.statements[statement], learnt, untouched);
  answers.learnt.push_back({statement, catalog_changes(now, evolver.catalog())});
  return {};
}

}  // namespace pggit::pipeline
