// Native stack: how much of it is left here, and a thread with plenty.
#pragma once

#include <cstddef>
#include <functional>

namespace pggit::sql::grammar {

// The address that calls made from here may grow down to: `room` bytes from here, or less where the thread's stack ends
// earlier (a reserve for signal handlers and libraries stays free). Null where not even a quarter of `room` is left.
const char* stack_end(std::size_t room);

// Runs `work` on a thread of its own with a stack of `size` bytes and waits for it; `work` is given its stack end.
// False where no such thread can be had.
bool run_on_deep_stack(std::size_t size, const std::function<void(const char*)>& work);

}  // namespace pggit::sql::grammar
