#include "pipeline/coarse_time.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <thread>

#include "base/text.h"

namespace pggit::pipeline {
namespace {

constexpr auto kClock =
    std::to_array<std::string_view>({"now(", "current_time", "localtime", "clock_timestamp",
                                     "statement_timestamp", "transaction_timestamp", "timeofday"});
constexpr auto kCoarser =
    std::to_array<std::string_view>({"extract", "date_part", "date_trunc", "to_char", "(0)"});

bool has_any(std::string_view text, const auto& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

bool may_write_coarse_time(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    const std::string text = base::to_lower(statement.text);
    return has_any(text, kClock) && has_any(text, kCoarser);
  });
}

void wait_a_second() { std::this_thread::sleep_for(std::chrono::seconds(1)); }

}  // namespace pggit::pipeline
