// The proof of each migration, in the words of the product: up, down and up again on a throw-away server, the
// catalog predicted before the server was asked, the rows compared with those of the original text.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "bind/evolve.h"
#include "pipeline/kept_answers.h"
#include "pipeline/prove_parts.h"
#include "pipeline/prove_planted.h"
#include "rollback/down.h"
#include "server/introspect.h"
#include "shadow/activity.h"
#include "shadow/cluster.h"
#include "shadow/row_state.h"
#include "shadow/run_script.h"
#include "shadow/saved_state.h"
#include "store/model.h"

namespace pggit::pipeline {

// A migration after its proof.
struct Proven {
  bind::Step step;
  rollback::Down down;
  store::Proof proof;
  PlantedRun planted;
  // The server refused the migration: it stands apart, and the history goes on without it.
  catalog::Catalog observed;  // server forms after it
  bool failed = false;
  std::size_t failed_statement = 0;
  std::string failed_at;           // "db/V7__x.sql:3:1"
  std::string failure;             // "db/V7__x.sql:3:1: column "a" does not exist"
  std::vector<std::string> notes;  // "public.t.id: its values differ": noise that was masked

  base::Hash text;      // text_hash() of what was proven
  KeptAnswers answers;  // with which the step can be bound again
  bool can_be_kept =
      true;  // false: it came out in a way that cannot be told again without a server
};

// A setting of a session and its value.
using Settings = std::map<std::string, std::string>;

// Where a history ended, beside what lies in its databases: what a prover needs to go on from there.
struct Tip {
  std::size_t steps = 0;
  Settings settings;                   // of the sessions that migrations run in
  std::set<shadow::ColumnName> noise;  // columns that differ from replay to replay
  base::Hash observed;                 // server forms: the tree of them
};

// What a prover once knew of the database as it was made.
struct KeptStart {
  catalog::Catalog at_start;
  Tip tip;
};

// For tests that plant a fault and expect the proof to notice it; the program never sets one. Each may be empty.
struct Tampering {
  // The script that the proof database runs for up; where the step goes statement by statement, one of them.
  std::function<void(const bind::Step&, std::vector<shadow::ScriptStatement>&)> conversion = {};
  // The predicted catalog (step.after), before anything was compared with it.
  std::function<void(bind::Step&)> prediction = {};
  std::function<void(const bind::Step&, rollback::Down&)> down = {};
  bool any() const { return conversion || prediction || down; }
};

// How the database stood before a step, and what its proof has seen since.
struct Before {
  catalog::Catalog observed;
  catalog::Catalog observed_up;  // after the first up
  std::vector<ir::Key> keys;     // objects to read
  std::vector<ir::Key> tables;   // of before, whose rows count
  shadow::RowState rows;
  std::vector<std::string> sequences;  // that the step moves, alters, makes or drops
  shadow::Positions positions;
  shadow::SavedState saved;
  std::vector<std::string> temporary;  // of the session, where the step may make more
  std::vector<ir::Key> unread;         // to be read after the second up, later
  bool order_differs = false;          // columns or rows stand in another order after the second up
};

class Prover {
 public:
  // Starts a cluster with one database for the original text and one for the proof. Both are in one cluster: roles are
  // cluster-wide, but the role that migrations log in as can make none. Errors: Database.
  // `keep_in`: a descriptor for keep(), taken over; -1: nothing will be kept.
  static base::Result<std::unique_ptr<Prover>> start(const shadow::ClusterOptions& options,
                                                     const ir::SessionRules& rules,
                                                     const base::Sources& sources,
                                                     const std::string& pre_script,
                                                     int keep_in = -1);
  // Goes on where another prover ended, on a cluster that was started from what its keep() wrote, with the same `login`.
  // Errors: Database, also where the server does not show what it showed then.
  static base::Result<std::unique_ptr<Prover>> resume(shadow::Cluster cluster,
                                                      const std::string& login,
                                                      const ir::SessionRules& rules,
                                                      const base::Sources& sources,
                                                      const KeptStart& kept);

  // After finish(): where this prover stands; nothing where another one could not go on as this one would, because a
  // session holds something that no other will have.
  base::Result<std::optional<Tip>> tip();
  // Writes the data directory to the descriptor that it was started with. Nothing may follow. Errors: Database.
  base::Result<void> keep();

  // Runs the next migration of the history without a proof: the evolver goes on as prove() would leave it. Before the
  // first prove() after it, start_over(). Errors: Database, when the shadow itself failed.
  base::Result<void> forward(bind::Evolver& evolver, const ir::MigrationEntry& entry,
                             const ir::LoweredMigration& lowered);
  // The proof goes on from where the original text stands, whatever is there. Errors: Database.
  base::Result<void> start_over();

  // Runs and proves the next migration of the history. Errors: Database, when the shadow itself failed.
  base::Result<Proven> prove(bind::Evolver& evolver, const ir::MigrationEntry& entry,
                             const ir::LoweredMigration& lowered);

  // Reads everything once more and closes the expressions; lowers the words of what does not hold. `history` begins with
  // the first migration that this prover proved, or with the first of all where it was resumed.
  base::Result<void> finish(std::vector<Proven>& history);
  // Whether finish() found nothing that no step was seen to do.
  bool nothing_hidden() const { return nothing_hidden_; }

  void tamper(Tampering tampering) { tampering_ = std::move(tampering); }

  const shadow::Walls& walls() const { return cluster_.walls(); }
  int server_major() const { return major_; }
  std::string server_version() const { return version_; }
  // Server forms at the tip.
  const catalog::Catalog& observed() const { return observed_; }
  // Server forms of a database as it is made.
  const catalog::Catalog& at_start() const { return at_start_; }
  const std::map<std::string, int>& not_held() const { return not_held_; }
  // Why the watchdog ended a session or the server, since the last call; empty: it did not.
  std::string verdict() { return cluster_.verdict(); }

 private:
  struct World {
    pg::Connection migration;
    pg::Connection harness;
  };

  explicit Prover(shadow::Cluster cluster) : cluster_(std::move(cluster)) {}
  base::Result<World> open_world(const std::string& database);
  base::Result<void> prepare(const std::string& database, const std::string& pre_script);
  base::Result<void> know_server();
  base::Result<std::optional<Settings>> settings_alone(World& world);
  base::Result<void> set_again(World& world, const Settings& settings);
  enum class Disk { HasRoom, Full };
  base::Result<void> rebuild_proof_database(Disk disk = Disk::HasRoom);
  std::optional<std::string> search_path_to_keep();
  void go_on_with(const std::string& search_path);
  base::Result<void> open_rows_session();
  base::Result<void> after_refusal(const bind::Step& step, const shadow::ScriptFailure& failure,
                                   const std::string& verdict);
  base::Result<void> note_refusal(const shadow::ScriptFailure& failure, Proven& proven);
  bool is_unread(const std::vector<ir::Key>& keys) const;
  base::Result<bool> note_unread();  // false: something is not as it was
  base::Result<void> read_unread();
  base::Result<void> recover(const shadow::ScriptFailure& failure, const std::string& verdict);
  std::string text_of(const shadow::ScriptFailure& failure, const std::string& verdict) const;

  // Extensions that the login role may not make are there before its text runs.
  bool make_extension(World& world, const ir::Extension& extension);
  void make_extensions(World& world, const bind::Step& step);
  std::set<std::string> make_dropped_extensions(const bind::Step& step);
  void drop_made_extensions();
  // Roles that the text names are there before it runs; where none can be made, the server says which one is missing.
  void make_roles(const bind::Step& step);
  // What the tool puts back before each migration.
  std::vector<std::string> setup() const;
  void note_caches(const catalog::Catalog& before, const catalog::Catalog& after);
  std::expected<void, shadow::ScriptFailure> run_up(World& world, const bind::Step& step);
  // The text by the tool's rules, and what it did beside what the text says.
  std::expected<shadow::Activity, shadow::ScriptFailure> run_watched(World& world,
                                                                     const bind::Step& step);
  std::expected<void, shadow::ScriptFailure> run_first_up(const bind::Step& step,
                                                          shadow::Activity& activity);
  // Those that the step moves, alters, makes or drops.
  base::Result<std::vector<std::string>> sequences_of(const bind::Step& step,
                                                      const shadow::Activity& activity);
  base::Result<Before> look_before(const bind::Step& step, const shadow::Activity& original);
  base::Result<void> prove_up(bind::Step& step, const shadow::Activity& original, Before& before,
                              Findings& findings);
  base::Result<void> prove_way_back(const shadow::Activity& original, Before& before,
                                    Proven& proven, Findings& findings);
  base::Result<void> prove_down_and_up(Proven& proven, Before& before, Findings& findings);
  base::Result<void> settle(std::size_t number, const Before& before);
  // Temporary tables and functions of the session that migrations run in, as DROP names them.
  std::vector<std::string> temporary_objects();
  // Those that the first up made are not there yet when up runs again.
  void drop_temporary(const Before& before, const bind::Step& step);
  // Copies what up destroys, as the migration's role; notes what it left there.
  std::expected<void, shadow::ScriptFailure> save(const rollback::Down& down);
  std::expected<void, shadow::ScriptFailure> note_left(const rollback::Down& down);
  std::expected<void, shadow::ScriptFailure> run_down(const bind::Step& step,
                                                      const rollback::Down& down);
  // Between down and the second up, where the database stands as before the step.
  base::Result<void> prove_planted(Proven& proven, const Before& before, Findings& findings);
  // Writes down in `answers` what the server says.
  std::expected<void, shadow::ScriptFailure> run_lockstep(World& world, bind::Evolver& evolver,
                                                          bind::Step& step, KeptAnswers& answers);
  base::Result<void> learn(pg::Connection& session, bind::Evolver& evolver, bind::Step& step,
                           std::size_t statement, KeptAnswers& answers);

  // The script of the step, or of one statement of it, as the proof database is to run it.
  std::vector<shadow::ScriptStatement> converted(const World& world, const bind::Step& step,
                                                 std::vector<shadow::ScriptStatement> script) const;

  // Reads these objects of the proof database into a copy of `from`.
  base::Result<catalog::Catalog> observe(const catalog::Catalog& from,
                                         const std::vector<ir::Key>& keys);
  base::Result<shadow::RowState> rows(World& world, const catalog::Catalog& catalog,
                                      const std::vector<ir::Key>& tables, shadow::Detail detail);
  base::Result<shadow::RowState> rows_before(const std::vector<ir::Key>& tables);
  void know_rows(const bind::Step& step, const std::vector<ir::Key>& tables,
                 const shadow::RowState& rows);
  base::Result<void> compare_rows(const std::vector<ir::Key>& tables, Proven& proven,
                                  const shadow::RowState& first_up, Before& before,
                                  Findings& findings);
  bool is_copied_noise(const catalog::Catalog& catalog, const shadow::ColumnName& column);
  void note_copied_noise(const ir::Key& table, const shadow::TableState& expected,
                         const shadow::TableState& found, Proven& proven);
  base::Result<std::string> mask_pairs(const ir::Key& table, bool replays_differ, Proven& proven,
                                       Before& before);
  // Whether the rest of each row of the table is the same in both databases.
  base::Result<bool> are_equal_without(const std::vector<shadow::ColumnName>& masked,
                                       const ir::Key& table, const catalog::Catalog& catalog);
  base::Result<void> compare_positions(const std::vector<std::string>& sequences,
                                       Findings& findings);
  // What changed after the first up beside what was predicted and read.
  base::Result<void> find_unpredicted(const bind::Step& step, const Before& before,
                                      const shadow::Activity& activity, Findings& findings);
  base::Result<bool> is_as_expected(const bind::Step& step, const Before& before,
                                    const std::vector<ir::Key>& others);
  base::Result<void> note_positions(Proven& proven, const Before& before);

  base::Result<catalog::Catalog> make_extensions_of(const catalog::Catalog& part);
  void drop_extensions_of(const catalog::Catalog& part);
  base::Result<void> close(const catalog::Catalog& part);
  base::Result<void> close_together(const std::vector<Proven>& history);

  shadow::Cluster cluster_;
  std::string login_;
  std::set<std::string> roles_;
  MadeExtensions made_;  // for the step in hand
  Tampering tampering_;
  std::optional<World> original_;
  std::optional<World> proof_;
  std::optional<pg::Connection> rows_session_;  // of the proof database, where rows are kept aside
  std::optional<World> build_;                  // where expressions are closed
  std::string unbuilt_;                         // the last statement of ours that a build refused
  ir::SessionRules rules_;
  const base::Sources* sources_ = nullptr;
  catalog::Catalog observed_;
  catalog::Catalog at_start_;
  std::map<std::string, int> not_held_;
  // Bound texts whose printed form, run by the server, came back equal: source form, server form and the types of the
  // columns in it.
  std::set<std::string> closed_;
  std::map<std::size_t, std::vector<Closure>> pending_;  // by step: what must be in closed_
  // Objects that were not read yet after a second up, with the step that it belongs to; and what was found late.
  std::map<ir::Key, std::size_t> unread_;
  std::vector<std::pair<std::size_t, std::string>> late_;
  // Rows of the proof database as they were read last; a table that anything may have touched since is not in it.
  shadow::RowState known_rows_;
  // Columns whose values differ from replay to replay; they go on to differ in every later migration.
  std::set<shadow::ColumnName> noise_;
  bool caches_numbers_ = false;  // a session may hold back numbers of a sequence
  shadow::Planter planter_;
  std::size_t steps_ = 0;
  bool nothing_hidden_ = true;
  int major_ = 0;
  std::string version_;
  shadow::SystemCatalogs catalogs_;
};

}  // namespace pggit::pipeline
