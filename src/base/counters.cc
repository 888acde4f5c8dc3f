#include "base/counters.h"

#include <algorithm>

namespace pggit::base {
namespace {

std::vector<Counter*>& registry() {
  static std::vector<Counter*> counters;
  return counters;
}

}  // namespace

Counter::Counter(const char* name) : name_(name) { registry().push_back(this); }

std::vector<std::pair<std::string, std::uint64_t>> all_counters() {
  std::vector<std::pair<std::string, std::uint64_t>> values;
  for (const Counter* counter : registry()) values.emplace_back(counter->name(), counter->value());
  std::ranges::sort(values);
  return values;
}

void reset_counters() {
  for (Counter* counter : registry()) counter->reset();
}

}  // namespace pggit::base
