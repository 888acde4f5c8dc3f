// The third error road: we are wrong. On in every build, unreachable from input, exit code 70.
#pragma once

#include <string_view>

namespace pggit::base {

// The origin of the statement in hand, printed when a check fails: `file:line:col`. Per thread.
class InHand {
 public:
  explicit InHand(std::string_view where);
  ~InHand();
  InHand(const InHand&) = delete;
  InHand& operator=(const InHand&) = delete;

 private:
  std::string_view before_;
};

[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace pggit::base

#define PGGIT_CHECK(condition) \
  ((condition) ? void(0) : ::pggit::base::check_failed(#condition, __FILE__, __LINE__))
