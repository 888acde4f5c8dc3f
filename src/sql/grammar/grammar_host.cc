#include "sql/grammar/grammar_host.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include "sql/grammar/deep_stack.h"
#include "sql/grammar/wasm_imports.h"
#include "sql/grammar/wasm_runtime.h"

namespace pggit::sql {

namespace {

using grammar::run_guarded;

// A call runs on the caller's stack within this room. What needs more is run again on a thread of its own with a deep
// stack: rare, and then the answer is the same whatever stack the caller has.
constexpr std::size_t kRoom = std::size_t{1} << 20;
constexpr std::size_t kDeepStack = std::size_t{64} << 20;

// A module that handled more text than this keeps too much memory: the next call gets a new one.
constexpr std::size_t kLargeText = std::size_t{8} << 20;

// What the module exports, by its minified names (libpg-query 18.1.5).
struct Call {
  u32 (*run)(Z_pg18_instance_t*, u32 text);
  void (*release)(Z_pg18_instance_t*, u32 answer);
  bool answers_with_a_string;  // or with libpg_query's PgQueryParseResult
};
constexpr Call kParse{Z_pg18Z_F, Z_pg18Z_G, false};
constexpr Call kParsePlpgsql{Z_pg18Z_H, Z_pg18Z_N, true};
constexpr Call kFingerprint{Z_pg18Z_I, Z_pg18Z_N, true};
constexpr Call kNormalize{Z_pg18Z_J, Z_pg18Z_N, true};
constexpr Call kScan{Z_pg18Z_M, Z_pg18Z_N, true};
constexpr auto kRunConstructors = Z_pg18Z_A;
constexpr auto kAllocate = Z_pg18Z_C;
constexpr auto kRelease = Z_pg18Z_E;
constexpr auto kMemory = Z_pg18Z_z;

// One module with its memory; never moves, since its function table points to it.
class Module {
 public:
  Module() { env_.module = &module_; }
  ~Module() { Z_pg18_free(&module_); }
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  // To be called once, guarded; the module is of no use where it trapped.
  void start() {
    Z_pg18_instantiate(&module_, &env_);
    initial_pages_ = kMemory(&module_)->pages;
    kRunConstructors(&module_);
  }

  // Copies the text into the module, guarded; the address is 0 where there is no memory for it.
  u32 put(std::string_view text) {
    const u32 address = kAllocate(&module_, static_cast<u32>(text.size() + 1));
    if (address == 0) return 0;
    wasm_rt_memory_t* memory = kMemory(&module_);
    if (u64{address} + text.size() + 1 > memory->size) wasm_rt_trap(WASM_RT_TRAP_OOB);
    std::memcpy(memory->data + address, text.data(), text.size());
    memory->data[address + text.size()] = 0;
    return address;
  }

  // The word at an address of the module, 0 where that lies outside.
  u32 word(u32 address) {
    const wasm_rt_memory_t* memory = kMemory(&module_);
    u32 value = 0;
    if (u64{address} + sizeof value <= memory->size)
      std::memcpy(&value, memory->data + address, sizeof value);
    return value;
  }

  // The string that ends with a zero byte at an address of the module, empty where that lies outside or is null.
  std::string_view string(u32 address) {
    const wasm_rt_memory_t* memory = kMemory(&module_);
    if (address == 0 || address >= memory->size) return {};
    const char* begin = reinterpret_cast<const char*>(memory->data) + address;
    return {begin, strnlen(begin, memory->size - address)};
  }

  Z_pg18_instance_t* raw() { return &module_; }
  [[nodiscard]] bool grew() { return kMemory(&module_)->pages > initial_pages_; }

 private:
  Z_pg18_instance_t module_{};
  Z_a_instance_t env_{};
  u32 initial_pages_ = 0;
};

void init_once() {
  static std::once_flag once;
  std::call_once(once, Z_pg18_init_module);
}

ParseOutcome failure(std::string message) {
  return {.text = {}, .error = std::move(message), .cursorpos = 0};
}

// Copies the answer out of the module. A string call that failed answers with its error message, which only the caller
// can tell from a result.
ParseOutcome take_answer(Module& module, const Call& call, u32 answer) {
  if (answer == 0) return failure("out of memory in the parser");
  if (call.answers_with_a_string)
    return {.text = std::string(module.string(answer)), .error = {}, .cursorpos = 0};
  const u32 error = module.word(answer + 8);
  if (error == 0)
    return {.text = std::string(module.string(module.word(answer))), .error = {}, .cursorpos = 0};
  ParseOutcome outcome = failure(std::string(module.string(module.word(error))));
  if (outcome.error.empty()) outcome.error = "unknown error in the parser";
  outcome.cursorpos = std::max(0, static_cast<int>(module.word(error + 16)));
  return outcome;
}

std::string describe(wasm_rt_trap_t trap) {
  if (trap == WASM_RT_TRAP_EXHAUSTION) return "the statement is nested too deeply for the parser";
  return "the parser stopped on this statement (trap " + std::to_string(trap) + ")";
}

// PostgreSQL's scanner takes a run of operator characters whole and then gives most of it back, which for `/*/*/*...`
// costs the square of its length.
std::size_t longest_operator_run(std::string_view sql) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : sql) {
    run = std::strchr("~!@#^&|`?+-*/%<>=", c) != nullptr ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::optional<ParseOutcome> refuse(std::string_view sql) {
  if (sql.size() > GrammarHost::kMaxText) return failure("the statement is longer than 128 MB");
  const std::size_t nul = sql.find('\0');
  if (nul != std::string_view::npos)
    return failure("the statement holds a zero byte at byte " + std::to_string(nul));
  if (sql.size() > GrammarHost::kMaxOperator &&
      longest_operator_run(sql) > GrammarHost::kMaxOperator) {
    return failure("the statement holds more than 4096 operator characters in a row");
  }
  return std::nullopt;
}

bool is_fingerprint(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

struct GrammarHost::State {
  std::unique_ptr<Module> module;
  int modules_made = 0;

  // One call on the current stack; the trap that ended it, if any, leaves no module behind.
  wasm_rt_trap_t attempt(const char* stack_end, const Call& call, std::string_view sql,
                         ParseOutcome& outcome) {
    const wasm_rt_trap_t trap = attempt_unswept(stack_end, call, sql, outcome);
    const bool large = sql.size() + outcome.text.size() > kLargeText;
    if (trap != WASM_RT_TRAP_NONE || large || module->grew()) module.reset();
    return trap;
  }

  wasm_rt_trap_t attempt_unswept(const char* stack_end, const Call& call, std::string_view sql,
                                 ParseOutcome& outcome) {
    if (const wasm_rt_trap_t trap = start_module(stack_end); trap != WASM_RT_TRAP_NONE) return trap;
    Module* const m = module.get();
    volatile u32 text = 0;
    volatile u32 answer = 0;
    wasm_rt_trap_t trap = run_guarded(stack_end, [&] {
      text = m->put(sql);
      if (text != 0) answer = call.run(m->raw(), text);
    });
    if (trap != WASM_RT_TRAP_NONE) return trap;
    outcome = take_answer(*m, call, answer);
    return run_guarded(stack_end, [&] {
      if (answer != 0) call.release(m->raw(), answer);
      kRelease(m->raw(), text);
    });
  }

  wasm_rt_trap_t start_module(const char* stack_end) {
    if (module != nullptr) return WASM_RT_TRAP_NONE;
    init_once();
    module = std::make_unique<Module>();
    ++modules_made;
    Module* const m = module.get();
    return run_guarded(stack_end, [m] { m->start(); });
  }

  ParseOutcome run(const Call& call, std::string_view sql) {
    if (std::optional<ParseOutcome> refusal = refuse(sql)) return *std::move(refusal);
    ParseOutcome outcome;
    wasm_rt_trap_t trap = WASM_RT_TRAP_EXHAUSTION;
    if (const char* end = grammar::stack_end(kRoom)) trap = attempt(end, call, sql, outcome);
    if (trap == WASM_RT_TRAP_EXHAUSTION) {
      const bool had_thread = grammar::run_on_deep_stack(
          kDeepStack, [&](const char* end) { trap = attempt(end, call, sql, outcome); });
      if (!had_thread) return failure("no memory for a parser thread");
    }
    if (trap != WASM_RT_TRAP_NONE) return failure(describe(trap));
    return outcome;
  }

  // A call that answers with a string: `good` tells a result from an error message.
  template <typename Good>
  ParseOutcome run_string_call(const Call& call, std::string_view sql, Good good) {
    ParseOutcome outcome = run(call, sql);
    if (!outcome.ok() || good(outcome.text)) return outcome;
    ParseOutcome parsed = run(kParse, sql);  // knows the position as well
    if (!parsed.ok()) return parsed;
    return failure(outcome.text.empty() ? "unknown error in the parser" : std::move(outcome.text));
  }
};

GrammarHost::GrammarHost() : state_(std::make_unique<State>()) {}
GrammarHost::~GrammarHost() = default;
GrammarHost::GrammarHost(GrammarHost&&) noexcept = default;
GrammarHost& GrammarHost::operator=(GrammarHost&&) noexcept = default;

ParseOutcome GrammarHost::parse(std::string_view sql) { return state_->run(kParse, sql); }

ParseOutcome GrammarHost::parse_plpgsql(std::string_view sql) {
  return state_->run_string_call(kParsePlpgsql, sql,
                                 [](std::string_view text) { return text.starts_with('{'); });
}

ParseOutcome GrammarHost::fingerprint(std::string_view sql) {
  return state_->run_string_call(kFingerprint, sql, is_fingerprint);
}

// An error message cannot be told from normalized SQL, so the text is parsed first.
ParseOutcome GrammarHost::normalize(std::string_view sql) {
  ParseOutcome parsed = parse(sql);
  return parsed.ok() ? state_->run(kNormalize, sql) : parsed;
}

ParseOutcome GrammarHost::scan(std::string_view sql) {
  return state_->run_string_call(kScan, sql,
                                 [](std::string_view text) { return text.starts_with('{'); });
}

int GrammarHost::modules_made() const { return state_->modules_made; }

}  // namespace pggit::sql
