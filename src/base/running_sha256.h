// SHA-256 of a text that grows, asked for along the way.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace pggit::base {

class RunningSha256 {
 public:
  RunningSha256();
  ~RunningSha256();
  RunningSha256(const RunningSha256&) = delete;
  RunningSha256& operator=(const RunningSha256&) = delete;

  void add(std::string_view bytes);
  Hash so_far() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// RFC 4648, with padding.
std::string base64(std::string_view bytes);
std::string base64(const Hash& hash);

}  // namespace pggit::base
