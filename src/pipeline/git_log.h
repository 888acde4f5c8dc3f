// When files came into a project, as git tells: for histories whose names do not say in which order they ran.
#pragma once

#include <string>
#include <vector>

namespace pggit::pipeline {

// The files below `folder`, relative to it, by the commit that brought them to the line of HEAD, oldest first. Empty
// where there is no repository, no git, or no answer within five seconds.
//
// Runs `git log` in the folder, which may be anybody's: its configuration must not run programs. So there are no hooks,
// no file monitor, no pager, no signatures (which start gpg), no fetching of missing objects (which starts a transport),
// and names only (no diff programs). git itself refuses repositories of other owners.
std::vector<std::vector<std::string>> files_by_commit(const std::string& folder);

}  // namespace pggit::pipeline
