/* Stands in front of wabt's header of the same name, for the generated grammar and our runtime alike.
 *
 * wabt counts calls in one variable for the whole process and stops at a number of them. Here each thread has its own
 * bounds, and they are bounds of bytes: a call traps when it comes too near to the end of the native stack
 * (pggit_grammar_stack_end, set by whoever enters the grammar) or of the module's own one, which lies in linear memory
 * right above the module's data and would otherwise run into it. */
#pragma once

#define WASM_RT_MEMCHECK_SIGNAL_HANDLER \
  0 /* explicit bounds checks: no SIGSEGV handler in our process */
#define WASM_RT_USE_STACK_DEPTH_COUNT 1

/* Lowest value of the module's stack pointer: its data ends at 956,436, its stack starts at 34,515,008. */
#define PGGIT_GRAMMAR_MODULE_STACK_END 1200000u

/* The generated prologue says `if (++wasm_rt_call_stack_depth > WASM_RT_MAX_CALL_STACK_DEPTH) trap`. */
#define WASM_RT_MAX_CALL_STACK_DEPTH                                     \
  (((const char*)__builtin_frame_address(0) < pggit_grammar_stack_end || \
    instance->w2c_g0 < PGGIT_GRAMMAR_MODULE_STACK_END)                   \
       ? 0u                                                              \
       : 0xffffffffu)

#define wasm_rt_call_stack_depth \
  pggit_grammar_process_wide_depth /* declared by wabt's header, used by nobody */
#include_next <wasm-rt.h>
#undef wasm_rt_call_stack_depth

#ifdef __cplusplus
extern "C" {
#endif

extern __thread uint32_t wasm_rt_call_stack_depth;
extern __thread const char* pggit_grammar_stack_end;

#ifdef __cplusplus
}
#endif
