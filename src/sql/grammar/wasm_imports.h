// One instance of the grammar's module with its imports.
#pragma once

#include <csetjmp>

#include "pg18.h"
#include "wasm-rt.h"

// An emscripten setjmp that waits for its longjmp: the host frame that called into the module for it.
struct Z_a_instance_t {
  struct Catch {
    jmp_buf buffer;
    Catch* outer;
  };
  Z_pg18_instance_t* module;
  Catch* innermost = nullptr;
};
