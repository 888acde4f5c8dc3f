// Reading folders and files that change or go away meanwhile, as those of /proc do. Nothing here
// throws (a stream's iterator does, when the process goes whose file it reads).
#pragma once

#include <string>
#include <vector>

namespace pggit::shadow {

// The names in a folder, in no order, without `.` and `..`; none when it cannot be read. Never
// throws: folders change while they are read.
std::vector<std::string> names_in(const std::string& folder);

// What is in a file; what could be read of it when an error comes.
std::string contents_of(const std::string& path);

// The ids of all processes.
std::vector<int> all_processes();

}  // namespace pggit::shadow
