#include "sql/grammar/wasm_runtime.h"

#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <vector>

__thread std::uint32_t wasm_rt_call_stack_depth = 0;
__thread const char* pggit_grammar_stack_end = nullptr;

namespace pggit::sql::grammar {

namespace {

constexpr std::uint64_t kPage = 65536;

thread_local TrapPoint* trap_point = nullptr;

// One character a type, then a bar, then the results: equal signatures have equal keys.
std::string type_key(const wasm_rt_type_t* params, std::uint32_t param_count,
                     const wasm_rt_type_t* results, std::uint32_t result_count) {
  std::string key;
  for (std::uint32_t i = 0; i < param_count; ++i) key += static_cast<char>('0' + params[i]);
  key += '|';
  for (std::uint32_t i = 0; i < result_count; ++i) key += static_cast<char>('0' + results[i]);
  return key;
}

std::uint32_t type_id(const std::string& key) {
  static std::mutex mutex;
  static std::vector<std::string> known;
  const std::scoped_lock lock(mutex);
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (known[i] == key) return static_cast<std::uint32_t>(i + 1);
  }
  known.push_back(key);
  return static_cast<std::uint32_t>(known.size());
}

}  // namespace

TrapScope::TrapScope(TrapPoint& point, const char* stack_end)
    : outer_point_(trap_point), outer_stack_end_(pggit_grammar_stack_end) {
  trap_point = &point;
  pggit_grammar_stack_end = stack_end;
  wasm_rt_call_stack_depth = 0;
}

TrapScope::~TrapScope() {
  trap_point = outer_point_;
  pggit_grammar_stack_end = outer_stack_end_;
}

std::uint32_t function_type(const wasm_rt_type_t* params, std::uint32_t param_count,
                            const wasm_rt_type_t* results, std::uint32_t result_count) {
  return type_id(type_key(params, param_count, results, result_count));
}

}  // namespace pggit::sql::grammar

namespace grammar = pggit::sql::grammar;

extern "C" {

bool wasm_rt_is_initialized() { return true; }  // there is nothing to initialize

void wasm_rt_trap(wasm_rt_trap_t trap) {
  if (grammar::trap_point == nullptr) std::abort();  // the grammar was entered outside run_guarded
  longjmp(grammar::trap_point->buffer, trap);
}

// Called by the generated code with its parameter types, then its result types.
std::uint32_t wasm_rt_register_func_type(std::uint32_t param_count, std::uint32_t result_count,
                                         ...) {
  std::va_list args;
  va_start(args, result_count);
  std::vector<wasm_rt_type_t> types;
  for (std::uint32_t i = 0; i < param_count + result_count; ++i) {
    types.push_back(static_cast<wasm_rt_type_t>(va_arg(args, int)));
  }
  va_end(args);
  return grammar::function_type(types.data(), param_count, types.data() + param_count,
                                result_count);
}

void wasm_rt_allocate_memory(wasm_rt_memory_t* memory, std::uint32_t pages,
                             std::uint32_t max_pages) {
  memory->data = static_cast<std::uint8_t*>(std::calloc(pages, grammar::kPage));
  if (memory->data == nullptr) wasm_rt_trap(WASM_RT_TRAP_EXHAUSTION);
  memory->pages = pages;
  memory->max_pages = max_pages;
  memory->size = static_cast<std::uint32_t>(pages * grammar::kPage);
}

// Returns the former number of pages, or 0xffffffff where the memory cannot grow by `more`.
std::uint32_t wasm_rt_grow_memory(wasm_rt_memory_t* memory, std::uint32_t more) {
  constexpr std::uint32_t kNo = 0xffffffff;
  const std::uint64_t pages = std::uint64_t{memory->pages} + more;
  if (pages > memory->max_pages || pages * grammar::kPage > kNo) return kNo;
  auto* data = static_cast<std::uint8_t*>(std::realloc(memory->data, pages * grammar::kPage));
  if (data == nullptr) return kNo;
  std::memset(data + memory->size, 0, more * grammar::kPage);
  const std::uint32_t before = memory->pages;
  memory->data = data;
  memory->pages = static_cast<std::uint32_t>(pages);
  memory->size = static_cast<std::uint32_t>(pages * grammar::kPage);
  return before;
}

void wasm_rt_free_memory(wasm_rt_memory_t* memory) { std::free(memory->data); }

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t* table, std::uint32_t size,
                                    std::uint32_t max_size) {
  table->data = static_cast<wasm_rt_funcref_t*>(std::calloc(size, sizeof(wasm_rt_funcref_t)));
  if (table->data == nullptr) wasm_rt_trap(WASM_RT_TRAP_EXHAUSTION);
  table->size = size;
  table->max_size = max_size;
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t* table) { std::free(table->data); }

}  // extern "C"
