// What the generated grammar needs from its host besides imports: traps, memory, tables (wabt's wasm-rt.h says which).
#pragma once

#include <csetjmp>
#include <cstdint>

#include "wasm-rt.h"

namespace pggit::sql::grammar {

// Where a trap of this thread returns to.
struct TrapPoint {
  jmp_buf buffer;
};

// Sets the current thread's trap point and stack end; gives the former ones back when it goes.
class TrapScope {
 public:
  TrapScope(TrapPoint& point, const char* stack_end);
  ~TrapScope();
  TrapScope(const TrapScope&) = delete;
  TrapScope& operator=(const TrapScope&) = delete;

 private:
  TrapPoint* outer_point_;
  const char* outer_stack_end_;
};

// Runs `body` and returns WASM_RT_TRAP_NONE, or the trap that ended it. A trap leaves `body` by longjmp, so body and what
// it calls must own nothing that has a destructor. The module's instance is not to be used again after a trap.
template <typename Body>
wasm_rt_trap_t run_guarded(const char* stack_end, const Body& body) {
  TrapPoint point;
  const TrapScope scope(point, stack_end);
  const int trap = _setjmp(point.buffer);
  if (trap == 0) body();
  return static_cast<wasm_rt_trap_t>(trap);
}

// The id that the generated code gives a function type, for checks of indirect calls that pass through the host.
std::uint32_t function_type(const wasm_rt_type_t* params, std::uint32_t param_count,
                            const wasm_rt_type_t* results, std::uint32_t result_count);

}  // namespace pggit::sql::grammar
