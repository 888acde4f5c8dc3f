#include "frontend/sqitch/scripts.h"

#include <algorithm>

#include "frontend/shared/paths.h"

namespace pggit::frontend::sqitch {

Scripts::Scripts(const Plan& plan, const Settings& settings, const std::set<std::string>& files)
    : plan_(plan), settings_(settings) {
  index_reworked(files);
}

void Scripts::index_reworked(const std::set<std::string>& files) {
  std::unordered_map<std::string_view, std::size_t> tags;
  for (std::size_t i = 0; i < plan_.tags.size(); ++i) tags.emplace(plan_.tags[i].name, i);
  const std::string& folder = settings_.reworked_deploy;
  const std::string begin = folder.empty() ? "" : folder + "/";
  const std::string end = "." + settings_.extension;
  for (auto file = files.lower_bound(begin); file != files.end() && file->starts_with(begin);
       ++file) {
    const std::size_t at = file->rfind('@');
    const bool is_one = at != file->npos && at > begin.size() && file->ends_with(end) &&
                        at + 1 + end.size() < file->size();
    if (!is_one) continue;
    const auto tag =
        tags.find(std::string_view(*file).substr(at + 1, file->size() - at - 1 - end.size()));
    if (tag == tags.end()) continue;
    with_script_[file->substr(begin.size(), at - begin.size())].push_back(tag->second);
  }
  for (auto& [name, places] : with_script_) std::ranges::sort(places);
}

// Sqitch looks from the newest tag back, but through those behind one change forwards.
std::size_t Scripts::first_tag_of_same_change(std::size_t tag, std::size_t from) const {
  const auto& tags = plan_.tags;
  const auto first = std::ranges::lower_bound(tags, tags[tag].change, {}, &Tag::change);
  return std::max(std::size_t(first - tags.begin()), from);
}

// The tag in the names of a reworked change's files: one of those between it and its rework, the first that has such a
// file. There is one: without a tag between them, the rework would be refused.
std::size_t Scripts::tag_of(std::size_t change) const {
  const auto& tags = plan_.tags;
  const auto place = [&](std::size_t of) {
    return std::size_t(std::ranges::lower_bound(tags, of, {}, &Tag::change) - tags.begin());
  };
  const std::size_t from = place(change);
  const std::size_t to = place(*plan_.changes[change].reworked_by);
  const std::size_t first = first_tag_of_same_change(to - 1, from);
  const auto found = with_script_.find(plan_.changes[change].name);
  if (found == with_script_.end()) return first;
  const std::vector<std::size_t>& places = found->second;
  auto last = std::ranges::lower_bound(places, to);
  if (last == places.begin() || *std::prev(last) < from) return first;
  --last;
  return *std::ranges::lower_bound(places, first_tag_of_same_change(*last, from));
}

std::string Scripts::name(std::size_t change) const {
  const Change& one = plan_.changes[change];
  return one.reworked_by ? one.name + "@" + plan_.tags[tag_of(change)].name : one.name;
}

std::string Scripts::path(std::size_t change, const std::string& folder,
                          const std::string& reworked) const {
  const bool is_reworked = plan_.changes[change].reworked_by.has_value();
  return shared::joined(is_reworked ? reworked : folder, name(change) + "." + settings_.extension);
}

std::string Scripts::deploy(std::size_t change) const {
  return path(change, settings_.deploy, settings_.reworked_deploy);
}
std::string Scripts::revert(std::size_t change) const {
  return path(change, settings_.revert, settings_.reworked_revert);
}
std::string Scripts::verify(std::size_t change) const {
  return path(change, settings_.verify, settings_.reworked_verify);
}

}  // namespace pggit::frontend::sqitch
