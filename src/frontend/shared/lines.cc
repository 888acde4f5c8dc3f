#include "frontend/shared/lines.h"

namespace pggit::frontend::shared {

std::vector<Line> lines_of(std::string_view text, std::uint32_t from) {
  std::vector<Line> lines;
  for (std::size_t begin = from; begin < text.size();) {
    const std::size_t feed = text.find('\n', begin);
    const std::size_t next = feed == text.npos ? text.size() : feed + 1;
    std::size_t end = feed == text.npos ? next : feed;
    if (feed != text.npos && end > begin && text[end - 1] == '\r') --end;
    lines.push_back({std::uint32_t(begin), std::uint32_t(end), std::uint32_t(next)});
    begin = next;
  }
  return lines;
}

}  // namespace pggit::frontend::shared
