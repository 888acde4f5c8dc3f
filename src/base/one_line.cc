#include "base/one_line.h"

#include "base/text.h"

namespace pggit::base {

std::string one_line(std::string_view text, std::size_t longest) {
  std::string out;
  for (const char c : trim(text)) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space) out += c;
    if (space && out.back() != ' ') out += ' ';
  }
  if (out.size() <= longest) return out;
  return std::string(clip_identifier(out, longest)) + "...";
}

}  // namespace pggit::base
