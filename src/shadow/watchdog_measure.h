// What a server holds of disk and memory, seen from outside.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pggit::shadow {

// Bytes in use on a file system; 0 when it cannot be asked.
std::uint64_t bytes_in_use(const std::string& file_system);
// Bytes of the files below a folder, as they are allocated.
std::uint64_t bytes_below(const std::string& folder);

struct ProcessMemory {
  int pid = 0;  // as the server itself counts its processes
  std::uint64_t private_bytes = 0;
};

// The processes that a postmaster has started.
std::vector<ProcessMemory> memory_of_children(int postmaster);

}  // namespace pggit::shadow
