#include "frontend/sql/order.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::sql {
namespace {

using Steps = std::vector<std::size_t>;
using base::ErrorCode;

constexpr const char* kSetting = "[sql] order in .pggit/config.toml";

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool share_one(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& name) { return b.contains(name); });
}

// A name that both have; empty where they share none.
std::string shared_name(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto found =
      std::ranges::find_if(a, [&](const std::string& name) { return b.contains(name); });
  return found == a.end() ? "" : *found;
}

// The folders of a path that have no number: "main/delta" of "main/delta/54/1_x.sql".
std::string tree_of(const FileName& name) {
  std::vector<std::string> folders;
  for (const std::string_view folder : base::split(shared::folder_of(name.path), '/')) {
    const auto parsed = parse_path(std::string(folder) + ".sql");
    if (parsed && parsed->numbers.empty()) folders.emplace_back(folder);
  }
  return base::join(folders, "/");
}

class Orderer {
 public:
  Orderer(const ir::Project& project, const std::string& folder, const std::vector<File>& files,
          const Steps& base)
      : project_(project), folder_(folder), files_(files) {
    for (const std::size_t i : base)
      made_.insert(contents(i).creates.begin(), contents(i).creates.end());
  }

  base::Result<Ordered> run(Steps steps) {
    std::ranges::sort(steps, {}, [&](std::size_t i) { return files_[i].name.path; });
    const std::vector<std::string>& order = project_.scripts.order;
    if (order.size() == 1 && order[0] == "name") return Ordered{steps, "by name, as " + said()};
    if (order.size() == 1 && order[0] == "number")
      return Ordered{by_number(steps), "by number, as " + said()};
    if (order.size() == 1 && order[0] == "folder")
      return Ordered{by_folder(steps), "folder by folder, each by number, as " + said()};
    if (!order.empty()) return as_listed(steps);
    return inferred(steps);
  }

 private:
  static std::string said() { return std::string(kSetting) + " says"; }
  const FileName& name(std::size_t i) const { return files_[i].name; }
  const Contents& contents(std::size_t i) const { return files_[i].contents; }

  Steps by_number(Steps steps) const {
    std::ranges::stable_sort(steps, [&](auto a, auto b) { return comes_before(name(a), name(b)); });
    return steps;
  }

  Steps by_folder(Steps steps) const {
    steps = by_number(std::move(steps));
    std::ranges::stable_sort(steps, {}, [&](std::size_t i) { return tree_of(name(i)); });
    return steps;
  }

  // Files and folders as named; `*`: all others in the order that they have by themselves, last where it is not said.
  base::Result<Ordered> as_listed(const Steps& steps) const {
    Steps rest = steps;
    std::vector<Steps> parts;
    std::size_t star = project_.scripts.order.size();
    for (const std::string& entry : project_.scripts.order) {
      if (entry == "*") star = parts.size();
      Steps named;
      std::erase_if(rest, [&](std::size_t i) {
        const std::string& path = name(i).path;
        const bool is_it = path == entry || path.starts_with(entry + "/");
        if (is_it) named.push_back(i);
        return is_it;
      });
      if (named.empty() && entry != "*") {
        return base::fail(ErrorCode::Input, std::string(kSetting) + " names `" + entry +
                                                "`, which is no file or folder of the history; "
                                                "write it relative to " +
                                                folder_);
      }
      parts.push_back(by_number(std::move(named)));
    }
    Ordered ordered{{}, "as " + said()};
    if (star == project_.scripts.order.size()) parts.push_back({});
    if (!rest.empty()) parts[star] = TRY(inferred(rest)).steps;
    for (const Steps& part : parts)
      ordered.steps.insert(ordered.steps.end(), part.begin(), part.end());
    return ordered;
  }

  base::Result<Ordered> inferred(const Steps& steps) const {
    Steps numbered;
    Steps others;
    for (const std::size_t i : steps) (name(i).numbers.empty() ? others : numbered).push_back(i);
    if (numbered.empty()) return without_numbers(others);
    Ordered ordered = TRY(with_numbers(numbered));
    if (!others.empty()) TRY(place(others, ordered));
    return ordered;
  }

  // --- with numbers -----------------------------------------------------------------------------

  base::Result<Ordered> with_numbers(const Steps& steps) const {
    const Steps all = by_number(steps);
    TRY(refuse_twins(all));
    Ordered ordered{all, "by number, " + name(all.front()).version() + " to " +
                             name(all.back()).version() + gaps(all)};
    const Steps folders = by_folder(steps);
    if (!trees_overlap(all) || folders == all) return ordered;
    const std::string clash = too_early(all);
    const std::string other_clash = too_early(folders);
    if (clash.empty()) {
      ordered.how +=
          " over all folders; each folder counts anew, and no file needs what comes later";
      return ordered;
    }
    if (other_clash.empty()) {
      return Ordered{folders, "folder by folder, each by number: over all folders, " + clash};
    }
    return base::fail(ErrorCode::Refused, folder_ +
                                              ": the numbers begin anew in each folder, which can "
                                              "be read in two ways: by number over all "
                                              "folders (order = [\"number\"]; but " +
                                              clash +
                                              "), or folder by folder (order = [\"folder\"]; but " +
                                              other_clash + "); say which with " + kSetting);
  }

  // Whether folders that have no number themselves use the same numbers.
  bool trees_overlap(const Steps& sorted) const {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (name(sorted[i - 1]).numbers == name(sorted[i]).numbers &&
          tree_of(name(sorted[i - 1])) != tree_of(name(sorted[i])))
        return true;
    }
    return false;
  }

  // The first file that needs what only a later one makes, in words; empty where there is none.
  std::string too_early(const Steps& order) const {
    std::set<std::string> to_come;
    std::set<std::string> made = made_;
    for (const std::size_t i : order)
      to_come.insert(contents(i).creates.begin(), contents(i).creates.end());
    for (const std::size_t i : order) {
      for (const std::string& needed : contents(i).uses) {
        if (to_come.contains(needed) && !made.contains(needed))
          return files_[i].shown + " would need `" + needed + "` before it is made";
      }
      made.insert(contents(i).creates.begin(), contents(i).creates.end());
    }
    return "";
  }

  // Two files of one number that make the same thing: which is first, nobody can tell.
  base::Result<bool> refuse_twins(const Steps& sorted) const {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      const std::size_t a = sorted[i - 1];
      const std::size_t b = sorted[i];
      if (name(a).numbers != name(b).numbers) continue;
      const std::string both = shared_name(contents(a).creates, contents(b).creates);
      if (both.empty() || contents(a).drops.contains(both) || contents(b).drops.contains(both))
        continue;
      return base::fail(ErrorCode::Refused,
                        files_[a].shown + " and " + files_[b].shown + ": both have number " +
                            name(a).version() + " and make `" + both +
                            "`, so either may come first; give one another number, or say with " +
                            kSetting);
    }
    return true;
  }

  // " (2 numbers missing: 7, 9)", where the numbers count files.
  std::string gaps(const Steps& sorted) const {
    std::set<long> numbers;
    for (const std::size_t i : sorted) {
      const std::vector<Numbers>& all = name(i).numbers;
      if (all.size() != 1 || all[0].size() != 1 || all[0][0].size() > 5) return "";
      numbers.insert(std::stol(all[0][0]));
    }
    std::vector<std::string> missing;
    for (long n = *numbers.begin(); n < *numbers.rbegin(); ++n) {
      if (!numbers.contains(n)) missing.push_back(std::to_string(n));
    }
    if (missing.empty() || missing.size() > numbers.size()) return "";
    const std::size_t count = missing.size();
    if (count > 8) missing.resize(8);
    return ", without " + base::join(missing, ", ") + (count > 8 ? " and others" : "");
  }

  // --- files without a number among others --------------------------------------------------------

  base::Result<bool> place(const Steps& others, Ordered& ordered) const {
    Steps first;
    Steps last;
    for (const std::size_t i : by_contents(files_, others)) {
      const int side = side_of(i, ordered.steps);
      if (side == 0) return ask_for_place(i, ordered.steps);
      (side < 0 ? first : last).push_back(i);
      ordered.how += "; " + files_[i].shown + (side < 0 ? " first" : " last");
    }
    ordered.steps.insert(ordered.steps.begin(), first.begin(), first.end());
    ordered.steps.insert(ordered.steps.end(), last.begin(), last.end());
    return true;
  }

  // -1: before the numbered ones, 1: after them, 0: nobody knows.
  int side_of(std::size_t i, const Steps& numbered) const {
    bool is_needed = false;
    bool needs = false;
    for (const std::size_t other : numbered) {
      is_needed |= share_one(contents(other).uses, contents(i).creates);
      needs |= share_one(contents(i).uses, contents(other).creates);
    }
    if (is_needed != needs) return is_needed ? -1 : 1;
    if (is_apart(i, numbered)) return -1;
    const std::string word = base::to_lower(shared::name_of(name(i).stem));
    if (is_one_of(word,
                  {"init", "initial", "setup", "bootstrap", "prepare", "pre", "before",
                   "extensions", "extension", "roles", "users", "create_database", "create"})) {
      return -1;
    }
    if (is_one_of(word, {"seed", "seeds", "data", "post", "after", "finish", "grants",
                         "permissions", "privileges"})) {
      return 1;
    }
    return 0;
  }

  // Makes what no other file knows of, from nothing: its place makes no difference.
  bool is_apart(std::size_t i, const Steps& others) const {
    const bool is_alone =
        contents(i).uses.empty() && contents(i).drops.empty() && !contents(i).creates.empty();
    return is_alone && std::ranges::none_of(others, [&](std::size_t other) {
             return share_one(contents(other).creates, contents(i).creates) ||
                    share_one(contents(other).drops, contents(i).creates);
           });
  }

  std::unexpected<base::Error> ask_for_place(std::size_t i, const Steps& numbered) const {
    return base::fail(ErrorCode::Refused, files_[i].shown + ": has no number, and may run before " +
                                              files_[numbered.front()].shown + " or after " +
                                              files_[numbered.back()].shown + "; say with " +
                                              kSetting + ": order = [\"" + name(i).path +
                                              "\", \"*\"] or order = [\"*\", \"" + name(i).path +
                                              "\"]");
  }

  // --- no numbers at all --------------------------------------------------------------------------

  base::Result<Ordered> without_numbers(const Steps& steps) const {
    if (steps.size() == 1) return Ordered{steps, "one file"};
    const Steps made = by_contents(files_, steps);
    const std::string circle = too_early(made);
    const Steps committed = by_git(steps);
    if (!committed.empty() && too_early(committed).empty())
      return Ordered{committed, "by git log: when each file came"};
    if (!circle.empty()) {
      return base::fail(ErrorCode::Refused,
                        folder_ + ": the files have no numbers and need each other in a circle: " +
                            circle + "; say their order with " + kSetting);
    }
    for (std::size_t i = 0; i < made.size(); ++i) {
      for (std::size_t j = i + 1; j < made.size(); ++j) TRY(refuse_if_equal(made[i], made[j]));
    }
    return Ordered{
        made, "by what each file makes and needs: names have no numbers, and git does not tell"};
  }

  // Two files that change the same thing, neither of which needs the other.
  base::Result<bool> refuse_if_equal(std::size_t a, std::size_t b) const {
    if (share_one(contents(a).uses, contents(b).creates) ||
        share_one(contents(b).uses, contents(a).creates))
      return true;
    std::string both = shared_name(contents(a).changes, contents(b).changes);
    if (both.empty()) both = shared_name(contents(a).creates, contents(b).creates);
    if (both.empty()) return true;
    return base::fail(ErrorCode::Refused, files_[a].shown + " and " + files_[b].shown +
                                              ": have no numbers, both change `" + both +
                                              "`, and either may come first; say with " + kSetting);
  }

  // Empty where git does not know all of them.
  Steps by_git(const Steps& steps) const {
    if (!project_.committed) return {};
    std::map<std::string, std::size_t> rank;
    std::size_t commits = 0;
    for (const std::vector<std::string>& files : project_.committed(folder_)) {
      for (const std::string& file : files) rank[file] = commits;  // the last time that it came
      ++commits;
    }
    if (!std::ranges::all_of(steps, [&](std::size_t i) { return rank.contains(name(i).path); }))
      return {};
    Steps sorted = by_contents(files_, steps);
    std::ranges::stable_sort(sorted, {}, [&](std::size_t i) { return rank.at(name(i).path); });
    return sorted;
  }

  const ir::Project& project_;
  const std::string& folder_;
  const std::vector<File>& files_;
  std::set<std::string> made_;  // before the steps
};

}  // namespace

base::Result<Ordered> order_of(const ir::Project& project, const std::string& folder,
                               const std::vector<File>& files, std::vector<std::size_t> steps,
                               const std::vector<std::size_t>& base) {
  return Orderer(project, folder, files, base).run(std::move(steps));
}

std::vector<std::size_t> by_contents(const std::vector<File>& files,
                                     std::vector<std::size_t> steps) {
  std::ranges::sort(steps, {}, [&](std::size_t i) { return files[i].name.path; });
  std::map<std::string, Steps> makers;
  for (const std::size_t i : steps) {
    for (const std::string& made : files[i].contents.creates) makers[made].push_back(i);
  }
  std::set<std::size_t> done;
  Steps sorted;
  const auto is_free = [&](std::size_t i) {
    return std::ranges::all_of(files[i].contents.uses, [&](const std::string& needed) {
      const auto found = makers.find(needed);
      return found == makers.end() || std::ranges::all_of(found->second, [&](std::size_t maker) {
               return maker == i || done.contains(maker);
             });
    });
  };
  while (!steps.empty()) {
    auto next = std::ranges::find_if(steps, is_free);
    if (next == steps.end()) next = steps.begin();
    done.insert(*next);
    sorted.push_back(*next);
    steps.erase(next);
  }
  return sorted;
}

}  // namespace pggit::frontend::sql
