// The functions that the module imports. Their one-letter names are the minified ones of libpg-query 18.1.5's build, so
// they hold for exactly that file (tools/fetch_grammar pins it); the emscripten name stands beside each.
#include "sql/grammar/wasm_imports.h"

#include <cstring>
#include <type_traits>

#include "sql/grammar/wasm_runtime.h"

namespace {

using pggit::sql::grammar::function_type;
using Env = Z_a_instance_t*;

template <typename T>
constexpr wasm_rt_type_t wasm_type() {
  if constexpr (sizeof(T) == 8) return WASM_RT_I64;
  return WASM_RT_I32;
}

template <typename R, typename... Args>
u32 type_of() {
  const wasm_rt_type_t params[] = {wasm_type<Args>()..., WASM_RT_I32};
  if constexpr (std::is_void_v<R>) {
    return function_type(params, sizeof...(Args), nullptr, 0);
  } else {
    const wasm_rt_type_t result = wasm_type<R>();
    return function_type(params, sizeof...(Args), &result, 1);
  }
}

// The function at `index` of the module's table; a wrong index or type traps, as an indirect call inside would.
template <typename R, typename... Args>
const wasm_rt_funcref_t& table_entry(Env env, u32 index) {
  static const u32 type = type_of<R, Args...>();
  const wasm_rt_funcref_table_t* table = Z_pg18Z_D(env->module);
  if (index >= table->size || table->data[index].func == nullptr ||
      table->data[index].func_type != type) {
    wasm_rt_trap(WASM_RT_TRAP_CALL_INDIRECT);
  }
  return table->data[index];
}

// Calls a function of the module that may longjmp: emscripten's invoke_*. On a longjmp the module's stack pointer goes
// back and the module is told (setThrew), and the call returns 0.
template <typename R, typename... Args>
R invoke(Env env, u32 index, Args... args) {
  const wasm_rt_funcref_t& entry = table_entry<R, Args...>(env, index);
  const auto function = reinterpret_cast<R (*)(void*, Args...)>(entry.func);
  const u32 stack = Z_pg18Z_R(env->module);
  const u32 depth = wasm_rt_call_stack_depth;
  Z_a_instance_t::Catch here;
  here.outer = env->innermost;
  env->innermost = &here;
  if (_setjmp(here.buffer) == 0) {
    if constexpr (std::is_void_v<R>) {
      function(entry.module_instance, args...);
      env->innermost = here.outer;
      return;
    } else {
      const R result = function(entry.module_instance, args...);
      env->innermost = here.outer;
      return result;
    }
  }
  env->innermost = here.outer;
  wasm_rt_call_stack_depth = depth;
  Z_pg18Z_Q(env->module, stack);
  Z_pg18Z_P(env->module, 1, 0);
  return R();
}

// A pointer to `size` bytes of linear memory; traps where they are not inside.
u8* bytes_at(Env env, u32 address, u32 size) {
  const wasm_rt_memory_t* memory = Z_pg18Z_z(env->module);
  if (u64{address} + size > memory->size) wasm_rt_trap(WASM_RT_TRAP_OOB);
  return memory->data + address;
}

u32 word_at(Env env, u32 address) {
  u32 word;
  std::memcpy(&word, bytes_at(env, address, sizeof word), sizeof word);
  return word;
}

constexpr u32 kBadFile = 8;
constexpr u32 kNoSeek = 70;

}  // namespace

extern "C" {

// invoke_i, _ii, _iii, _iiii, _iiiii, _ji
u32 Z_aZ_g(Env env, u32 f) { return invoke<u32>(env, f); }
u32 Z_aZ_b(Env env, u32 f, u32 a) { return invoke<u32>(env, f, a); }
u32 Z_aZ_a(Env env, u32 f, u32 a, u32 b) { return invoke<u32>(env, f, a, b); }
u32 Z_aZ_d(Env env, u32 f, u32 a, u32 b, u32 c) { return invoke<u32>(env, f, a, b, c); }
u32 Z_aZ_k(Env env, u32 f, u32 a, u32 b, u32 c, u32 d) { return invoke<u32>(env, f, a, b, c, d); }
u64 Z_aZ_l(Env env, u32 f, u32 a) { return invoke<u64>(env, f, a); }

// invoke_v, _vi, _vii, _viii, _viiii, _viiiii, _viiiiiiiiiiiii
void Z_aZ_e(Env env, u32 f) { invoke<void>(env, f); }
void Z_aZ_f(Env env, u32 f, u32 a) { invoke<void>(env, f, a); }
void Z_aZ_h(Env env, u32 f, u32 a, u32 b) { invoke<void>(env, f, a, b); }
void Z_aZ_j(Env env, u32 f, u32 a, u32 b, u32 c) { invoke<void>(env, f, a, b, c); }
void Z_aZ_i(Env env, u32 f, u32 a, u32 b, u32 c, u32 d) { invoke<void>(env, f, a, b, c, d); }
void Z_aZ_y(Env env, u32 f, u32 a, u32 b, u32 c, u32 d, u32 e) {
  invoke<void>(env, f, a, b, c, d, e);
}
void Z_aZ_n(Env env, u32 f, u32 a, u32 b, u32 c, u32 d, u32 e, u32 g, u32 h, u32 i, u32 j, u32 k,
            u32 l, u32 m, u32 n) {
  invoke<void>(env, f, a, b, c, d, e, g, h, i, j, k, l, m, n);
}

// _emscripten_throw_longjmp
void Z_aZ_p(Env env) {
  if (env->innermost == nullptr) wasm_rt_trap(WASM_RT_TRAP_UNCAUGHT_EXCEPTION);
  longjmp(env->innermost->buffer, 1);
}

// __assert_fail, exit, proc_exit, _abort_js
void Z_aZ_c(Env, u32, u32, u32, u32) { wasm_rt_trap(WASM_RT_TRAP_UNREACHABLE); }
void Z_aZ_m(Env, u32) { wasm_rt_trap(WASM_RT_TRAP_UNREACHABLE); }
void Z_aZ_v(Env, u32) { wasm_rt_trap(WASM_RT_TRAP_UNREACHABLE); }
void Z_aZ_x(Env) { wasm_rt_trap(WASM_RT_TRAP_UNREACHABLE); }

// _emscripten_runtime_keepalive_clear, _setitimer_js
void Z_aZ_w(Env) {}
u32 Z_aZ_o(Env, u32, f64) { return 0; }

// emscripten_resize_heap: by a fifth where that is to be had, else by what is asked for; 1 when it worked.
u32 Z_aZ_q(Env env, u32 wanted) {
  constexpr u32 kNo = 0xffffffff;
  wasm_rt_memory_t* memory = Z_pg18Z_z(env->module);
  if (wanted <= memory->size) return 1;
  const u32 needed = static_cast<u32>((u64{wanted} - memory->size + 65535) / 65536);
  const u32 fifth = memory->pages / 5;
  if (fifth > needed && wasm_rt_grow_memory(memory, fifth) != kNo) return 1;
  return wasm_rt_grow_memory(memory, needed) == kNo ? 0 : 1;
}

// fd_close, fd_read, fd_seek: there are no files. fd_write: taken and thrown away.
u32 Z_aZ_u(Env, u32) { return 0; }
u32 Z_aZ_r(Env, u32, u32, u32, u32) { return kBadFile; }
u32 Z_aZ_s(Env, u32, u64, u32, u32) { return kNoSeek; }
u32 Z_aZ_t(Env env, u32, u32 vectors, u32 count, u32 written) {
  u32 total = 0;
  for (u32 i = 0; i < count; ++i) total += word_at(env, vectors + 8 * i + 4);
  std::memcpy(bytes_at(env, written, sizeof total), &total, sizeof total);
  return 0;
}

}  // extern "C"
