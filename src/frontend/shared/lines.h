// The lines of a text, with their places.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pggit::frontend::shared {

struct Line {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;   // before LF or CRLF
  std::uint32_t next = 0;  // where the next line begins
};

// From byte `from` on. A text that ends in LF has no empty line behind it.
std::vector<Line> lines_of(std::string_view text, std::uint32_t from = 0);

inline std::string_view slice_of(std::string_view text, const Line& line) {
  return text.substr(line.begin, line.end - line.begin);
}

}  // namespace pggit::frontend::shared
