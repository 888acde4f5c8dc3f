#include "frontend/sql/plan.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "frontend/shared/paths.h"
#include "frontend/sql/order.h"

namespace pggit::frontend::sql {
namespace {

using Direction = FileName::Direction;
using Steps = std::vector<std::size_t>;

bool share_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& name) { return b.contains(name); });
}

// Whether the numbers are none that come after: "72" stands for "72/3" too.
bool is_up_to(const std::vector<Numbers>& numbers, const std::vector<Numbers>& last) {
  FileName a;
  FileName b;
  a.numbers = numbers;
  if (a.numbers.size() > last.size()) a.numbers.resize(last.size());
  b.numbers = last;
  return !comes_before(b, a);
}

class Planner {
 public:
  Planner(const ir::Project& project, const std::string& folder, const std::vector<File>& files)
      : project_(project), folder_(folder), files_(files) {
    for (std::size_t i = 0; i < files.size(); ++i) open_.push_back(i);
  }

  base::Result<Plan> run() {
    take_dialects();
    take_checks();
    take_backs();
    follow_drivers();
    take_parts();
    leave_out_others();
    TRY(order_all());
    return std::move(plan_);
  }

 private:
  const FileName& name(std::size_t i) const { return files_[i].name; }
  const Contents& contents(std::size_t i) const { return files_[i].contents; }

  void set_aside(std::size_t i, std::string why, std::string undoes = "") {
    plan_.aside.push_back({i, std::move(why), std::move(undoes)});
    std::erase(open_, i);
  }

  // Sets aside each open file for which `why` has a reason.
  void sort_out(auto why) {
    for (const std::size_t i : Steps(open_)) {
      if (std::string reason = why(i); !reason.empty()) set_aside(i, std::move(reason));
    }
  }

  void take_dialects() {
    std::set<std::string> for_postgres;
    for (const std::size_t i : open_) {
      if (name(i).dialect == "postgres" && !name(i).adds_dialect) for_postgres.insert(name(i).stem);
    }
    sort_out([&](std::size_t i) -> std::string {
      if (name(i).is_foreign()) return "for " + name(i).dialect + ", not for PostgreSQL";
      const bool has_own = name(i).dialect.empty() && for_postgres.contains(name(i).stem);
      return has_own ? "another file of its name is for PostgreSQL" : "";
    });
  }

  void take_checks() {
    sort_out([&](std::size_t i) {
      return name(i).direction == Direction::Check
                 ? "it only looks whether a step went well, or is for tests"
                 : "";
    });
  }

  void take_backs() {
    for (const std::size_t i : Steps(open_)) {
      if (name(i).direction == Direction::Down)
        set_aside(i, "the author's own way back", name(i).stem);
    }
  }

  // A script that does nothing but include others says in which order they run.
  void follow_drivers() {
    const Steps drivers = with(open_, [&](std::size_t i) {
      return contents(i).is_empty && !files_[i].includes.empty() && name(i).language.empty();
    });
    if (drivers.empty()) return;
    const auto all =
        std::ranges::max_element(drivers, {}, [&](std::size_t i) { return reached(i).size(); });
    driver_ = reached(*all);
    plan_.driver = *all;
    for (const std::size_t i : drivers)
      set_aside(i, "it only includes other files; their order is taken from it");
    plan_.said["order"] = "as " + files_[*all].shown + " includes the files";
  }

  // What the driver leads to is all that runs.
  void leave_out_others() {
    if (!plan_.driver) return;
    const std::string& shown = files_[*plan_.driver].shown;
    sort_out([&](std::size_t i) {
      const bool is_in = std::ranges::find(driver_, i) != driver_.end();
      return is_in ? "" : shown + " does not include it";
    });
  }

  // The files that a script leads to, in order; other drivers are looked through.
  Steps reached(std::size_t from, int depth = 0) const {
    Steps out;
    for (const std::string& path : files_[from].includes) {
      const auto found = std::ranges::find(files_, path, [](const File& f) { return f.name.path; });
      if (found == files_.end() || depth > 8) continue;
      const auto i = std::size_t(found - files_.begin());
      const bool is_driver = contents(i).is_empty && !found->includes.empty();
      for (const std::size_t one : is_driver ? reached(i, depth + 1) : Steps{i}) {
        if (std::ranges::find(out, one) == out.end()) out.push_back(one);
      }
    }
    return out;
  }

  // What another step includes runs with it.
  void take_parts() {
    std::map<std::string, std::size_t> included;
    for (const std::size_t i : open_) {
      for (const std::string& path : files_[i].includes) included.emplace(path, i);
    }
    sort_out([&](std::size_t i) -> std::string {
      const auto found = included.find(name(i).path);
      return found == included.end() || found->second == i
                 ? ""
                 : "part of " + files_[found->second].shown + ", which includes it";
    });
  }

  static Steps with(const Steps& steps, auto fits) {
    Steps out;
    std::ranges::copy_if(steps, std::back_inserter(out), fits);
    return out;
  }

  base::Result<bool> order_all() {
    if (!driver_.empty()) {
      plan_.steps =
          with(driver_, [&](std::size_t i) { return std::ranges::find(open_, i) != open_.end(); });
      return true;
    }
    const Steps snapshots = take([&](std::size_t i) { return is_snapshot(i); });
    if (open_.empty()) open_ = snapshots;
    const Steps repeatables = take([&](std::size_t i) { return is_repeatable(i); });
    Steps base;
    if (open_ != snapshots) base = place_snapshots(snapshots);
    Ordered ordered{{}, "one file"};
    if (!open_.empty()) ordered = TRY(order_of(project_, folder_, files_, open_, base));
    plan_.said["order"] = std::move(ordered.how);
    plan_.steps = by_contents(files_, base);
    for (const Steps& part : {ordered.steps, by_contents(files_, repeatables)})
      plan_.steps.insert(plan_.steps.end(), part.begin(), part.end());
    if (!repeatables.empty()) {
      plan_.said["repeatable"] = shared::counted(repeatables.size(), "file") +
                                 " without number that only replace, after the others";
    }
    return true;
  }

  // Those of the open files that fit; they are open no more.
  Steps take(auto fits) {
    const Steps found = with(open_, fits);
    std::erase_if(open_, [&](std::size_t i) { return std::ranges::find(found, i) != found.end(); });
    return found;
  }

  bool is_snapshot(std::size_t i) const {
    if (name(i).has_own_number || !name(i).language.empty()) return false;
    return name(i).is_snapshot || contents(i).is_dump;
  }

  // Kept in its place where it has a number.
  bool is_repeatable(std::size_t i) const {
    const bool is_sql = name(i).language.empty() && !contents(i).is_empty;
    if (name(i).has_own_number || !is_sql) return false;
    return name(i).is_repeatable || (contents(i).only_replaces && !contents(i).creates.empty());
  }

  // A snapshot is what the steps lead to, unless they need what only it makes: then one with a number is where they
  // begin, and one without tells that their beginning is not here. Returns where they begin.
  Steps place_snapshots(const Steps& snapshots) {
    if (snapshots.empty()) return {};
    Steps sorted = open_;
    std::ranges::sort(sorted, [&](auto a, auto b) { return comes_before(name(a), name(b)); });
    const std::size_t first = needing(snapshots, sorted);
    const Steps numbered = with(snapshots, [&](std::size_t i) { return !name(i).numbers.empty(); });
    if (!numbered.empty() && first != files_.size()) return begin_with(snapshots, numbered);
    for (const std::size_t i : snapshots)
      set_aside(i, "a picture of the whole schema; the steps lead to it");
    if (first != files_.size()) note_beginning(snapshots, first);
    return {};
  }

  void note_beginning(const Steps& snapshots, std::size_t first) {
    plan_.first_without = first;
    for (const std::size_t i : snapshots) {
      for (const std::string& needed : contents(first).uses) {
        if (plan_.without_beginning.empty() && contents(i).creates.contains(needed))
          plan_.without_beginning = needed;
      }
    }
  }

  // The first step that needs what no step before it makes and a snapshot has; files_.size(): there is none.
  std::size_t needing(const Steps& snapshots, const Steps& steps) const {
    std::set<std::string> missing;
    for (const std::size_t i : snapshots)
      missing.insert(contents(i).creates.begin(), contents(i).creates.end());
    for (const std::size_t i : steps) {
      if (share_one(contents(i).uses, missing)) return i;
      for (const std::string& made : contents(i).creates) missing.erase(made);
    }
    return files_.size();
  }

  Steps begin_with(const Steps& snapshots, Steps base) {
    const auto newest = std::ranges::max_element(
        base, [&](auto a, auto b) { return comes_before(name(a), name(b)); });
    const std::vector<Numbers> last = name(*newest).numbers;
    std::erase_if(base, [&](std::size_t i) { return name(i).numbers != last; });
    const std::string& shown = files_[base.front()].shown;
    for (const std::size_t i : snapshots) {
      if (std::ranges::find(base, i) == base.end())
        set_aside(i, "a picture of the schema; " + shown + " is where the steps begin");
    }
    sort_out([&](std::size_t i) -> std::string {
      if (name(i).numbers.empty() || !is_up_to(name(i).numbers, last)) return "";
      return "up to " + name(base.front()).version() + ", for which " + shown + " stands";
    });
    plan_.said["beginning"] = shown + ": earlier steps need tables that no step makes";
    return base;
  }

  const ir::Project& project_;
  const std::string& folder_;
  const std::vector<File>& files_;
  Steps open_;    // not yet decided
  Steps driver_;  // in the order that another file says
  Plan plan_;
};

}  // namespace

base::Result<Plan> make_plan(const ir::Project& project, const std::string& folder,
                             const std::vector<File>& files) {
  return Planner(project, folder, files).run();
}

}  // namespace pggit::frontend::sql
