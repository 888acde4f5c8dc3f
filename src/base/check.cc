#include "base/check.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace pggit::base {
namespace {

constexpr int kExitOurBug = 70;

thread_local std::string_view in_hand;

}  // namespace

InHand::InHand(std::string_view where) : before_(in_hand) { in_hand = where; }
InHand::~InHand() { in_hand = before_; }

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "pggit: a bug of ours: %s does not hold at %s:%d\n", condition, file, line);
  if (!in_hand.empty()) {
    std::fprintf(stderr, "pggit: while working on %.*s\n", int(in_hand.size()), in_hand.data());
  }
  std::fflush(stderr);
  std::_Exit(kExitOurBug);
}

}  // namespace pggit::base
