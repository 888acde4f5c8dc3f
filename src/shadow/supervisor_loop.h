// What the supervisor does after the fork.
#pragma once

#include "shadow/supervisor.h"

namespace pggit::shadow {

// Runs the child until it and pggit are gone. `control`: a packet with the child's status is sent
// when it ends by itself; end of file there means that pggit has gone or wants an end.
[[noreturn]] void supervise(const Launch& launch, int control) noexcept;

}  // namespace pggit::shadow
