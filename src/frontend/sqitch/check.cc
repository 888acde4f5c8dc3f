#include "frontend/sqitch/check.h"

#include <algorithm>

namespace pggit::frontend::sqitch {
namespace {

// How many changes "~", "~2", "^^" at the end lead on or back; what is left is the name.
std::ptrdiff_t take_offset(std::string_view& written) {
  const std::size_t last = written.find_last_not_of("0123456789");
  if (last == written.npos || (written[last] != '~' && written[last] != '^') || last == 0) return 0;
  const char sign = written[last];
  const std::string_view digits = written.substr(last + 1);
  if (digits.size() > 6) return 0;
  std::ptrdiff_t count = 1;
  if (!digits.empty()) count = std::atoi(std::string(digits).c_str());
  written = written.substr(0, last);
  if (digits.empty() && written.ends_with(sign) && written.size() > 1) {
    count = 2;
    written.remove_suffix(1);
  }
  return sign == '^' ? -count : count;
}

class Checker {
 public:
  Checker(const ir::Project& project, const Plan& plan)
      : project_(project), plan_(plan), names_(plan) {}

  void run() {
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) {
      for (const Need& need : plan_.changes[i].needs) check_need(i, need);
      for (const Need& conflict : plan_.changes[i].conflicts) check_conflict(i, conflict);
    }
  }

 private:
  bool is_elsewhere(const Dependency& dependency) const {
    return dependency.is_elsewhere(plan_.project);
  }

  // A tag must stand before the change that names it.
  bool is_before(const Dependency& dependency, std::size_t i) const {
    const auto found = names_.find(dependency);
    const auto tagged = dependency.tag.empty() ? found : names_.tagged(dependency.tag);
    return found && *found < i && tagged && *tagged < i;
  }

  void report(const Need& need, const std::string& message) {
    project_.diagnostics->report(base::Severity::Error, "sqitch-dependency", need.span, message);
  }

  void check_need(std::size_t i, const Need& need) {
    if (is_elsewhere(need.dependency)) return;
    const auto found = names_.find(need.dependency);
    const std::string named = "`" + need.dependency.key() + "`";
    if (is_before(need.dependency, i)) return;
    if (!found && !need.dependency.id.empty()) return;  // of another project
    if (found == i) return report(need, "a change cannot require itself; take it out");
    report(need, found ? named + " comes after the change that requires it; move that one behind it"
                       : "there is no " + named +
                             " in the plan; add it, or name its project before it "
                             "with a colon");
  }

  void check_conflict(std::size_t i, const Need& conflict) {
    if (is_elsewhere(conflict.dependency)) return;
    const auto found = names_.find(conflict.dependency);
    const std::string named = "`" + conflict.dependency.key() + "`";
    if (found && *found < i) {
      report(conflict,
             named +
                 " comes before the change that conflicts with it, so that the plan cannot "
                 "be deployed; take one of them out");
    } else if (!found && conflict.dependency.id.empty()) {
      report(conflict, "there is no " + named +
                           " in the plan, and Sqitch refuses to deploy such a one; "
                           "take it out, or name its project before it with a colon");
    }
  }

  const ir::Project& project_;
  const Plan& plan_;
  Names names_;
};

}  // namespace

Names::Names(const Plan& plan) : plan_(plan) {
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    changes_[plan.changes[i].name].push_back(i);
    ids_.emplace(plan.changes[i].id, i);
  }
  for (const Tag& tag : plan.tags) {
    tags_.emplace(tag.name, tag.change);
    ids_.emplace(tag.id, tag.change);
  }
}

std::optional<std::size_t> Names::tagged(const std::string& tag) const {
  const auto found = tags_.find(tag);
  return found == tags_.end() ? std::nullopt : std::optional(found->second);
}

// The newest of that name up to the tag.
std::optional<std::size_t> Names::by_tag(const std::string& change, const std::string& tag) const {
  const auto at = tagged(tag);
  if (!at || change.empty()) return at;
  const auto named = changes_.find(change);
  if (named == changes_.end()) return std::nullopt;
  const auto after = std::ranges::upper_bound(named->second, *at);
  return after == named->second.begin() ? std::nullopt : std::optional(*std::prev(after));
}

std::optional<std::size_t> Names::find(const Dependency& dependency) const {
  if (!dependency.id.empty()) {
    const auto found = ids_.find(dependency.id);
    return found == ids_.end() ? std::nullopt : std::optional(found->second);
  }
  if (!dependency.tag.empty()) return by_tag(dependency.change, dependency.tag);
  const auto named = changes_.find(dependency.change);
  return named == changes_.end() ? std::nullopt : std::optional(named->second.front());
}

std::optional<std::size_t> Names::by_word(const std::string& written) const {
  const std::size_t at = written.find('@');
  const std::string change = written.substr(0, at);
  const std::string tag = at == written.npos ? "" : written.substr(at + 1);
  const std::string& last = at == written.npos || !change.empty() ? change : tag;
  if (!plan_.changes.empty() && last == "ROOT") return 0;
  if (!plan_.changes.empty() && last == "HEAD") return plan_.changes.size() - 1;
  if (!tag.empty() && tag != "HEAD") return by_tag(change, tag);
  if (const auto found = ids_.find(change); found != ids_.end()) return found->second;
  const auto named = changes_.find(change);
  return named == changes_.end() ? std::nullopt : std::optional(named->second.back());
}

std::optional<std::size_t> Names::find(std::string_view written) const {
  const std::ptrdiff_t offset = take_offset(written);
  const auto found = by_word(std::string(written));
  if (!found) return std::nullopt;
  const std::ptrdiff_t index = std::ptrdiff_t(*found) + offset;
  const bool is_there = index >= 0 && index < std::ptrdiff_t(plan_.changes.size());
  return is_there ? std::optional(std::size_t(index)) : std::nullopt;
}

void check_dependencies(const ir::Project& project, const Plan& plan) {
  Checker(project, plan).run();
}

}  // namespace pggit::frontend::sqitch
