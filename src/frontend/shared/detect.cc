#include "frontend/shared/detect.h"

#include <algorithm>

#include "frontend/shared/paths.h"

namespace pggit::frontend::shared {

std::string neighbour_of(const ir::Project& project, const Folder& folder,
                         const std::vector<Neighbour>& neighbours) {
  for (const Neighbour& neighbour : neighbours) {
    const std::string path = find_upwards(*project.disk, folder.path, neighbour.file);
    if (path.empty()) continue;
    if (neighbour.word.empty()) return path + " stands beside it";
    const auto text = project.disk->read(path);
    if (text && text->find(neighbour.word) != std::string::npos)
      return path + " names " + std::string(neighbour.word);
  }
  return "";
}

ir::Claim claim_by_names(const ir::Project& project, const FolderRules& rules,
                         std::string_view named,
                         const std::function<bool(std::string_view)>& is_one,
                         const Scores& scores) {
  ir::Claim claim;
  const auto folders = find_folders(project, rules);
  if (!folders) return claim;
  for (const Folder& folder : *folders) {
    const auto count = std::ranges::count_if(folder.files, is_one, &File::name);
    if (count == 0 || !neighbour_of(project, folder, scores.others).empty()) continue;
    claim.evidence.push_back(folder.shown + " has " + counted(std::size_t(count), "file") +
                             " named " + std::string(named));
    const std::string beside = neighbour_of(project, folder, scores.neighbours);
    if (!beside.empty()) claim.evidence.push_back(beside);
    claim.score = std::max(claim.score, beside.empty() ? scores.by_names : scores.confirmed);
  }
  if (claim.score == 0) claim.evidence.clear();
  return claim;
}

}  // namespace pggit::frontend::shared
