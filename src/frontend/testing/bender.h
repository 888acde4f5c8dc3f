// For tests: text that nobody meant for a reader, cut, doubled and bent.
#pragma once

#include <random>
#include <string>
#include <string_view>

namespace pggit::frontend::testing {

inline unsigned random_seed() { return std::random_device()(); }

class Bender {
 public:
  explicit Bender(unsigned seed) : random_(seed) {}

  std::string bend(std::string text) {
    for (int i = pick(4); i >= 0; --i) bend_once(text);
    return text;
  }

 private:
  std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

  void bend_once(std::string& text) {
    const std::size_t at = pick(text.size() + 1);
    constexpr std::string_view kSharp = "'\"$\\;/*-{}[]()=\n\r\0\xFF\xEF#:,";
    switch (pick(4)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text.insert(at, 1, kSharp[pick(kSharp.size())]);
        break;
      case 2:
        text.erase(at, pick(5));
        break;
      default:
        text.insert(at, text.substr(pick(text.size() + 1), 9));
        break;
    }
  }

  std::mt19937 random_;
};

}  // namespace pggit::frontend::testing
