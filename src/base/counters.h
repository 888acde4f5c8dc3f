// Exact counters of work done (statements parsed, objects copied, queries sent). Golden-tested, so
// that a change that does more work shows; times are never asserted.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace pggit::base {

class Counter {
 public:
  explicit Counter(const char* name);
  // From any thread.
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_; }
  const char* name() const { return name_; }
  void reset() { value_ = 0; }

 private:
  const char* name_;
  std::atomic<std::uint64_t> value_ = 0;
};

// All counters of the program with their values, sorted by name.
std::vector<std::pair<std::string, std::uint64_t>> all_counters();
void reset_counters();

}  // namespace pggit::base
