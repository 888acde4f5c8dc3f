#include "pipeline/standing.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/compare.h"
#include "pipeline/checkout_log.h"
#include "pipeline/compare_scope.h"
#include "pipeline/spelling.h"
#include "pipeline/tool_history.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kNamed = 20;
constexpr std::size_t kDriftedNamed = 3;

// Steps that became commits, in the order of make_commits().
std::vector<const Proven*> committed(const History& history) {
  std::vector<const Proven*> steps;
  for (const Proven& proven : history.steps) {
    if (!proven.failed) steps.push_back(&proven);
  }
  return steps;
}

std::string listed(std::vector<std::string> names, std::size_t most) {
  const std::size_t more = names.size() > most ? names.size() - most : 0;
  names.resize(names.size() - more);
  return base::join(names, ", ") + (more == 0 ? "" : " and " + std::to_string(more) + " more");
}

// The objects in which one catalog after another differs from the live one; a step costs what it changes.
class Matcher {
 public:
  Matcher(const catalog::Catalog& live, const CompareScope& scope, bool by_texts)
      : live_(live), scope_(scope), by_texts_(by_texts) {
    live.for_each([&](const catalog::EntryRef& entry) { differing_.insert(entry->key); });
  }

  const std::set<ir::Key>& move_to(const catalog::Catalog& next) {
    for (const auto& change : catalog::Catalog::changes(at_, next)) {
      if (is_same(change.after, live_.entry(change.key))) {
        differing_.erase(change.key);
      } else {
        differing_.insert(change.key);
      }
    }
    at_ = next;
    return differing_;
  }

 private:
  bool is_same(const catalog::EntryRef& wanted, const catalog::EntryRef& found) {
    if (!wanted) return !found;
    if (!found) return !scope_.has(wanted);
    if (wanted->hash() == found->hash()) return true;
    const ir::Object expected = scope_.compared(wanted->object);
    if (expected == found->object) return true;
    if (!by_texts_) return catalog::compare(expected, found->object).empty();
    const auto [known, is_new] = spelled_.try_emplace({wanted->hash(), found->hash()}, false);
    if (is_new) known->second = differ_in_spelling_alone(parser_, expected, found->object);
    return known->second;
  }

  const catalog::Catalog& live_;
  const CompareScope& scope_;
  bool by_texts_;
  sql::Parser parser_;
  catalog::Catalog at_;
  std::set<ir::Key> differing_;
  std::map<std::pair<base::Hash, base::Hash>, bool> spelled_;
};

class Finder {
 public:
  Finder(const History& history, Repository& repository)
      : history_(history), repository_(repository), steps_(committed(history)) {}

  base::Result<Standing> run() {
    CompareScope scope(history_.config);
    scope.leave_out_table(history_.listing.history_table.schema,
                          history_.listing.history_table.name);
    const server::Introspection live = TRY(scope.read(*repository_.connection));
    standing_.schema = live.catalog.hash();
    standing_.before = TRY(stored_before(history_.listing.tool, *repository_.store));
    if (TRY(is_half_done())) return standing_;
    const int live_major = repository_.connection->server_version() / 10000;
    by_texts_ = history_.shadow && live_major == history_.shadow->server_major;
    standing_.compared = by_texts_;
    match(live.catalog, scope);
    if (is_start_ || !tied_.empty()) {
      TRY(break_ties());
    } else if (!steps_.empty()) {
      take(best_);
      std::vector<std::string> names;
      for (const ir::Key& key : drifted_) {
        names.push_back(ir::to_text(key));
        standing_.drifted.push_back(names.back() + drift_of(key, live.catalog, scope));
      }
      note("near " + standing_.migration + ": " + std::to_string(drifted_.size()) +
           " objects drifted (" + listed(names, kDriftedNamed) + ")");
    }
    note_what_was_not_compared(live.not_held, live_major);
    return standing_;
  }

 private:
  // Between two statements of a migration no commit can be equal.
  base::Result<bool> is_half_done() {
    if (!TRY(repository_.store->exists())) return false;
    const store::Head head = TRY(repository_.store->refs()).head;
    const auto part = half_done_of(TRY(repository_.store->operations()));
    if (!part) return false;
    if (head.commit) TRY(take_stored(*head.commit));
    note(part->text());
    return true;
  }

  void match(const catalog::Catalog& live, const CompareScope& scope) {
    Matcher matcher(live, scope, by_texts_);
    std::set<ir::Key> at_start = matcher.move_to(start());
    for (const std::string& schema : history_.listing.session.schemas) {
      const ir::Key key{ir::Kind::Schema, "", schema, ""};
      if (!live.find(key)) at_start.erase(key);  // the tool makes it
    }
    is_start_ = at_start.empty();
    std::size_t fewest = SIZE_MAX;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const std::set<ir::Key>& differing = matcher.move_to(catalog_after(i));
      if (differing.empty()) tied_.push_back(i);
      if (differing.size() > fewest) continue;
      fewest = differing.size();
      best_ = i;
      drifted_.assign(differing.begin(), differing.end());
    }
  }

  const catalog::Catalog& catalog_after(std::size_t i) const {
    return by_texts_ ? steps_[i]->observed : steps_[i]->step.after;
  }

  // ": columns[2:email].type, comment"
  std::string drift_of(const ir::Key& key, const catalog::Catalog& live,
                       const CompareScope& scope) const {
    const ir::Object* wanted = catalog_after(best_).find(key);
    const ir::Object* found = live.find(key);
    if (!wanted) return ": only in the database";
    if (!found) return ": not in the database";
    std::vector<std::string> fields;
    for (const catalog::Difference& difference : catalog::compare(scope.compared(*wanted), *found))
      fields.push_back(difference.field);
    return ": " + base::join(fields, ", ");
  }

  catalog::Catalog start() const {
    if (by_texts_) return history_.shadow->at_start;
    return catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
  }

  base::Result<void> break_ties() {
    const bool is_clear = tied_.size() + is_start_ == 1;
    const std::string table = TRY(by_history_table());
    std::string who = table;
    if (!is_clear && who.empty()) who = TRY(by_stored_head());
    if (who.empty()) {
      if (!is_start_) take(tied_.back());
      who = is_start_ ? "nothing says that one of them ran" : "the newest is taken";
    }
    if (tied_.size() > 1) {
      std::vector<std::string> names;
      for (const std::size_t i : tied_) names.push_back(steps_[i]->step.entry.id);
      note(listed(names, kNamed) + " have the same schema; " + who);
    }
    return {};
  }

  // The newest of those that tie and are applied, with the callbacks behind it, which no row tells of.
  base::Result<std::string> by_history_table() {
    const ir::HistoryTable& table = history_.listing.history_table;
    const ir::HistoryCodec* codec = history_.front_end->history;
    if (!codec || !TRY(has_table(*repository_.connection, table))) return std::string();
    std::set<std::string> applied;
    for (const ir::HistoryFinding& finding :
         codec->decode(history_.listing, TRY(read_rows(*repository_.connection, table)))) {
      if (finding.rank >= 0 && ran(finding.state)) applied.insert(finding.migration);
    }
    std::optional<std::size_t> newest;
    for (const std::size_t i : tied_) {
      if (applied.contains(steps_[i]->step.entry.id) || (newest == i - 1 && is_callback(i)))
        newest = i;
    }
    if (!newest && !(is_start_ && applied.empty())) return std::string();
    if (newest) take(*newest);
    return table.name + " says " + (newest ? standing_.migration : "that none of them ran");
  }

  bool is_callback(std::size_t i) const {
    return steps_[i]->step.entry.kind == ir::MigrationKind::Callback;
  }

  static bool ran(ir::AppliedState state) {
    return state == ir::AppliedState::Applied || state == ir::AppliedState::Changed ||
           state == ir::AppliedState::OutOfOrder || state == ir::AppliedState::Outdated;
  }

  base::Result<std::string> by_stored_head() {
    if (!TRY(repository_.store->exists())) return std::string();
    const std::optional<base::Hash> head = TRY(repository_.store->refs()).head.commit;
    if (!head) return std::string();
    TRY(take_stored(*head));
    const bool ties =
        standing_.commit && std::ranges::find(tied_, *standing_.commit) != tied_.end();
    if (ties) return "pggit left it at " + standing_.migration;
    standing_.commit.reset();
    standing_.migration.clear();
    return std::string();
  }

  base::Result<void> take_stored(const base::Hash& hash) {
    const auto commit = TRY(repository_.store->commit(hash));
    for (std::size_t i = 0; commit && i < steps_.size(); ++i) {
      if (steps_[i]->step.entry.id == commit->migration) take(i);
    }
    return {};
  }

  void take(std::size_t i) {
    standing_.commit = i;
    standing_.migration = steps_[i]->step.entry.id;
  }

  void note(const std::string& text) {
    standing_.note += (standing_.note.empty() ? "" : "; ") + text;
  }

  void note_what_was_not_compared(const std::map<std::string, int>& not_held, int live_major) {
    if (!by_texts_)
      note("near: texts of views, checks, defaults and the like not compared (" +
           std::to_string(live_major) + ")");
    std::vector<std::string> kinds;
    for (const auto& [kind, count] : not_held) kinds.push_back(std::to_string(count) + " " + kind);
    if (!kinds.empty()) note("near: not compared: " + base::join(kinds, ", "));
  }

  const History& history_;
  Repository& repository_;
  std::vector<const Proven*> steps_;
  Standing standing_;
  bool by_texts_ = false;
  bool is_start_ = false;          // nothing of the history is there
  std::vector<std::size_t> tied_;  // equal to what is there, oldest first
  std::size_t best_ = 0;           // that the fewest objects speak against, and these objects
  std::vector<ir::Key> drifted_;
};

}  // namespace

base::Result<StoredBefore> stored_before(const std::string& tool, store::Store& store) {
  StoredBefore before;
  if (!TRY(store.exists())) return before;
  const store::Refs refs = TRY(store.refs());
  before.head = refs.head;
  for (const store::Branch& branch : refs.branches) {
    if (branch.name == "import/" + tool) before.tip = branch.head;
  }
  return before;
}

base::Result<Standing> find_standing(const History& history, Repository& repository) {
  return Finder(history, repository).run();
}

}  // namespace pggit::pipeline
