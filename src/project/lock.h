// One pggit at a time on one project.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace pggit::project {

// Held until it is destroyed; the kernel lets go of it when the program ends, whatever way. Programs that
// are started meanwhile do not inherit it.
class Lock {
 public:
  // Takes the lock at once or not at all; makes the file and its folder. `who` is shown to others who find it
  // taken: "pggit migrate, since 2024-11-28T09:15:00Z".
  // Errors: Refused, naming who holds it and since when; Input, where the file cannot be made.
  static base::Result<Lock> take(const std::string& path, std::string_view who);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  explicit Lock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace pggit::project
