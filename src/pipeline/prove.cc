#include "pipeline/prove.h"

#include <algorithm>

#include "base/text.h"
#include "bind/row_access.h"
#include "catalog/compare.h"
#include "catalog/foreign.h"
#include "pipeline/coarse_time.h"
#include "pipeline/difference_text.h"
#include "pipeline/proof_key.h"
#include "pipeline/prove_parts.h"
#include "rollback/lineage.h"
#include "shadow/saved_state.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kMostUnread = 200;

void add_new(std::vector<ir::Key>& keys, const std::vector<ir::Key>& more,
             const catalog::Catalog& catalog) {
  for (const ir::Key& key : more) {
    if (std::ranges::find(keys, key) == keys.end() && catalog.find(key)) keys.push_back(key);
  }
}

// What the step wrote is known by the names that it left.
std::vector<ir::Key> names_before(const bind::Step& step, const std::vector<ir::Key>& now) {
  const rollback::Lineage lineage = rollback::lineage(step);
  std::vector<ir::Key> keys;
  for (const ir::Key& key : now) {
    if (auto before = lineage.before(key)) keys.push_back(*std::move(before));
  }
  return keys;
}

// Those of a foreign table are elsewhere.
bool holds_rows_of(const catalog::Catalog& catalog, const ir::Key& key) {
  return catalog.find(key) && !catalog::is_foreign(key, catalog);
}

// Rows of what neither catalog holds are not looked at, so nothing is said of them but that they were written. Returns what
// was said, empty: nothing had to be.
std::string note_unheld_rows(bind::Step& step, const std::vector<ir::Key>& written) {
  for (const ir::Key& key : written) {
    const bool held = holds_rows_of(step.before, key) ||
                      std::ranges::any_of(step.statements, [&](const auto& statement) {
                        return holds_rows_of(statement.after, key);
                      });
    if (held || step.statements.empty()) continue;
    const std::string why = "it " + bind::writes_to(base::qualified(key.schema, key.name));
    step.statements.back().ops.push_back(ir::Opaque{why});
    return why;
  }
  return "";
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

// Those of them that should still be there, though something of their name is gone.
void add_still_known(const std::vector<ir::Key>& gone, const std::vector<ir::Key>& read,
                     const catalog::Catalog& catalog, std::vector<ir::Key>& keys) {
  for (const ir::Key& was : gone) {
    catalog.for_each_in(was.kind, was.schema, [&](const catalog::EntryRef& entry) {
      const ir::Key& key = entry->key;
      const bool named = is_named_by(key, was) && (was.sub.empty() || was.sub == key.sub);
      if (named && std::ranges::find(read, key) == read.end()) keys.push_back(key);
    });
  }
}

// The server's names are without them.
bool has_types_in_key(ir::Kind kind) {
  return kind == ir::Kind::Function || kind == ir::Kind::Operator || kind == ir::Kind::Cast;
}

std::vector<ir::Key> names_of(const catalog::Catalog& catalog) {
  std::vector<ir::Key> names;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    names.push_back(entry->key);
    if (has_types_in_key(entry->key.kind)) names.back().sub.clear();
    if (entry->key.kind == ir::Kind::Cast) names.back().name.clear();
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
  // A row with a renamed label reads otherwise, in whatever table it is.
  const bool renames_label = std::ranges::any_of(step.statements, [](const bind::Statement& s) {
    return std::ranges::any_of(
        s.ops, [](const ir::Op& op) { return std::holds_alternative<ir::RenameEnumLabel>(op); });
  });
  if (!in_transaction(step) || renames_label) known_rows_.tables.clear();
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

// The server has named what the transaction changed and what is gone, whatever code did it; where names changed or code ran,
// all names are looked at. Of a text outside of a transaction, only a full read tells.
base::Result<void> Prover::find_unpredicted(const bind::Step& step, const Before& before,
                                            const shadow::Activity& activity, Findings& findings) {
  if (in_transaction(step) && activity.catalog_rows == 0) return {};
  if (in_transaction(step)) {
    std::vector<ir::Key> names = activity.changed;
    // Of a text that shows all, what is locked more weakly was predicted or stays as it is.
    if (may_run_code(step))
      names.insert(names.end(), activity.touched.begin(), activity.touched.end());
    auto others = beside(names, before.keys, before.observed_up);
    if (others) add_still_known(activity.gone, before.keys, before.observed_up, *others);
    if (others && !(others->empty() && before.keys.empty()) &&
        TRY(is_as_expected(step, before, *others)))
      return {};
  }
  const server::Introspection found = TRY(server::introspect(proof_->harness));
  for (const catalog::Difference& difference : catalog::compare(before.observed_up, found.catalog))
    findings.add("changed unexpectedly: " + ir::to_text(difference.key) + " " + difference.field);
  return {};
}

base::Result<bool> Prover::is_as_expected(const bind::Step& step, const Before& before,
                                          const std::vector<ir::Key>& others) {
  if (!(TRY(observe(before.observed_up, others)) == before.observed_up)) return false;
  if (!renames(step) && !may_run_code(step)) return true;
  return TRY(server::introspect_names(proof_->harness)) == names_of(before.observed_up);
}

// A sequence that up moved goes back with the down, if it still stands where up left it.
base::Result<void> Prover::note_positions(Proven& proven, const Before& before) {
  if (proven.step.statements.empty() || before.positions.empty()) return {};
  shadow::Positions now = TRY(shadow::read_positions(proof_->harness, before.sequences));
  for (const std::string& restored : proven.down.sequences) now.erase(restored);
  const ir::OriginRef origin = ir::Origin::inverse(proven.step.statements.front().origin);
  for (const std::string& sql : shadow::put_back(now, before.positions, true)) {
    proven.down.statements.push_back({sql, origin});
    proven.answers.back.push_back(sql);
  }
  return {};
}

base::Result<void> Prover::prove_planted(Proven& proven, const Before& before, Findings& findings) {
  if (!proven.step.holes.empty() || std::ranges::any_of(proven.step.statements, bind::is_opaque))
    return {};
  if (!made_.names.empty()) {
    proven.planted.skipped = "an extension is made by another session";
    return {};
  }
  proven.planted =
      TRY(run_planted({proof_->migration, proof_->harness, original_->harness}, planter_,
                      {proven.step, proven.down, before.tables, setup(), before.observed,
                       before.keys, before.positions}));
  if (const std::string stopped = verdict(); !stopped.empty() && !proven.planted.broken.empty()) {
    proven.planted.broken +=
        " (the shadow: " + stopped +
        "; a higher limit may help, [shadow] of .pggit/config.toml, see docs/shadow.md)";
  }
  findings.add_if("with planted rows: ", proven.planted.broken);
  return {};
}

base::Result<void> Prover::prove_down_and_up(Proven& proven, Before& before, Findings& findings) {
  const bind::Step& step = proven.step;
  if (const auto down = run_down(step, proven.down); !down) {
    findings.add("down fails: " + down_text(proven.down, down.error()));
    return {};
  }
  const catalog::Catalog observed_down = TRY(observe(before.observed_up, before.keys));
  findings.compare_observed(proven.down.rollback_class, before.observed, observed_down,
                            before.keys);
  if (findings.any()) return {};
  if (rollback::returns_rows(proven.down)) {
    // A table of before that is there again holds its rows of before, and sequences stand where they stood.
    const shadow::RowState rows_down =
        TRY(rows(*proof_, before.observed, before.tables, shadow::Detail::Rows));
    findings.add_if("after down: ", shadow::row_difference(before.rows, rows_down));
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
  // What a session of its own would not find any more.
  drop_temporary(before, step);
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
    before.unread.insert(before.unread.end(), before.keys.begin(), before.keys.end());
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

base::Result<void> Prover::after_refusal(const bind::Step& step,
                                         const shadow::ScriptFailure& failure,
                                         const std::string& verdict) {
  // Outside of a transaction what it did before it failed stays.
  return in_transaction(step) ? recover(failure, verdict) : start_over();
}

base::Result<void> Prover::note_refusal(const shadow::ScriptFailure& failure, Proven& proven) {
  proven.failed = true;
  proven.failed_statement = failure.statement;
  proven.failed_at = place_of(*sources_, proven.step, failure.statement);
  const std::string stopped = verdict();
  proven.failure = proven.failed_at + ": " + text_of(failure, stopped);
  drop_made_extensions();
  if (failure.error.message.starts_with("permission denied to create extension"))
    proven.failure += " (needs superuser: the extension is not on the shadow's list)";
  TRY(after_refusal(proven.step, failure, stopped));
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
      late_.push_back({step, "after up, down and up: " + difference_text(key, observed_, now)});
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
  make_roles(step);
  std::expected<void, shadow::ScriptFailure> up;
  if (needs_lockstep(step)) {
    observed_ = TRY(server::introspect(original_->harness)).catalog;
    make_extensions(*original_, step);
    evolver.go_back(mark);
    step = evolver.begin(entry, lowered);
    KeptAnswers answers;
    up = run_lockstep(*original_, evolver, step, answers);
  } else {
    up = run_up(*original_, step);
  }
  if (up) {
    note_caches(step.before, step.after);
    return {};
  }
  evolver.go_back(mark);
  return after_refusal(step, up.error(), verdict());
}

base::Result<Before> Prover::look_before(const bind::Step& step, const shadow::Activity& original) {
  Before before;
  before.observed = observed_;
  before.tables = touched_tables(step, step.before);
  add_new(before.tables, original.written, step.before);
  add_new(before.tables, names_before(step, original.written), step.before);
  before.rows = TRY(rows_before(before.tables));
  if (makes_temporary(step)) before.temporary = temporary_objects();
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
  ToRead read = to_read(step);
  before.keys = std::move(read.now);
  before.unread = std::move(read.later);
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
  if (may_write_coarse_time(step)) wait_a_second();
  TRY(prove_down_and_up(proven, before, findings));
  if (!findings.any()) TRY(compare_rows(tables, proven, first_up, before, findings));
  if (!findings.any()) TRY(compare_positions(before.sequences, findings));
  return {};
}

// The proof database stands after the step, as the original one does.
base::Result<void> Prover::settle(std::size_t number, const Before& before) {
  TRY(shadow::drop_saved(*rows_session_, before.saved));
  // Columns or rows stand in another order: the next migration is proven from the order of the original.
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
  proven.text = text_hash(entry, lowered);
  bind::Step& step = proven.step;
  step = evolver.begin(entry, lowered);
  evolver.bind_all(step);
  make_roles(step);
  const bool lockstep = needs_lockstep(step);
  // Of a step that is tampered with nobody knows what it will touch.
  if (lockstep || tampering_.any() || unread_.size() > kMostUnread || is_unread(to_read(step).now))
    TRY(read_unread());

  auto original = run_watched(*original_, step);
  if (!original) {
    TRY(note_refusal(original.error(), proven));
    evolver.go_back(mark);
    return proven;
  }
  Before before = TRY(look_before(step, *original));
  const rollback::Down saves = rollback::saves_of(step);
  std::expected<void, shadow::ScriptFailure> up = save(saves);
  if (!up) {
    // Said below, as if it were the up's own.
  } else if (lockstep) {
    make_extensions(*proof_, step);
    evolver.go_back(mark);
    step = evolver.begin(entry, lowered);
    proven.answers.lockstep = true;
    up = run_lockstep(*proof_, evolver, step, proven.answers);
  } else {
    up = run_first_up(step, *original);
  }
  if (up) up = note_left(saves);
  proven.answers.unheld = note_unheld_rows(step, original->written);
  Findings findings;
  if (up) {
    TRY(prove_up(step, *original, before, findings));
    proven.down = rollback::make_down(step);
    if (!proven.down.saves.empty() && proven.down.saves != saves.saves)
      findings.add("what it destroys was known only when it had run, so nothing was saved");
    // What is not as predicted cannot be asked further by the names that were predicted.
    if (!findings.any()) TRY(prove_way_back(*original, before, proven, findings));
  } else {
    // The same text on the same state, so this is ours: said, never hidden.
    findings.add("up failed in the proof database only: " + text_of(up.error(), verdict()));
    proven.can_be_kept = false;
  }
  TRY(findings.any() ? start_over() : settle(number, before));
  note_caches(step.before, step.after);
  proven.observed = observed_;
  pending_[number] = closures_of(step, before.observed, observed_);
  proven.proof = judge(proven, findings, before.rows, major_);
  return proven;
}

}  // namespace pggit::pipeline
