// Reading a changelog and all that it includes.
#pragma once

#include "frontend/liquibase/changelog.h"
#include "frontend/liquibase/files.h"
#include "frontend/liquibase/parameters.h"
#include "frontend/liquibase/settings.h"

namespace pggit::frontend::liquibase {

// The tree of one file; nothing where it cannot be understood, which was reported. Errors (Input): it cannot be read.
struct Tree {
  syntax::Element root;  // its children are changesets, includes, properties
  base::FileId file = base::kNoFile;
};
base::Result<std::optional<Tree>> read_tree(const ir::Project& project, const Place& place);

// Whether a file is a changelog, by its first lines.
bool is_changelog(std::string_view name, std::string_view text);

// From the roots on, one after the other. Errors (Input): a file that is missing or unreadable, includes in a circle.
base::Result<Changelog> read_changelog(const ir::Project& project, const Files& files,
                                       const Settings& settings,
                                       const std::vector<std::string>& roots);

}  // namespace pggit::frontend::liquibase
