#include <algorithm>

#include "frontend/liquibase/list.h"
#include "frontend/liquibase/roots.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::liquibase {

ir::Claim detect(const ir::Project& project) {
  const shared::Quiet quiet(project);
  const auto files = Files::of(quiet.project);
  if (!files) return {};
  const std::vector<std::string> changelogs = changelogs_of(quiet.project, *files);
  if (changelogs.empty()) return {};
  ir::Claim claim{95, {}};
  claim.evidence.push_back(files->folder() + " has " +
                           shared::counted(changelogs.size(), "changelog") + ", " +
                           changelogs.front() + " the first");
  for (const std::string& name : files->all())
    if (shared::name_of(name) == "liquibase.properties")
      claim.evidence.push_back(name + " is a configuration of Liquibase");
  return claim;
}

}  // namespace pggit::frontend::liquibase
