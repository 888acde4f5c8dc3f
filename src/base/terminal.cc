#include "base/terminal.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::base {
namespace {

constexpr std::size_t kLongestCharacter = 4;

// The character at the front of a text; nothing where its bytes are no UTF-8.
std::string_view first_character(std::string_view text) {
  for (std::size_t size = 1; size <= kLongestCharacter; ++size) {
    if (is_valid_utf8(text.substr(0, size))) return text.substr(0, size);
  }
  return {};
}

bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  return first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0;
}

}  // namespace

std::string harmless(std::string_view text, std::string_view kept) {
  std::string clean;
  while (!text.empty()) {
    const std::string_view character = first_character(text);
    const bool stays = kept.contains(text[0]) || (!character.empty() && !is_control(character));
    clean += stays ? character : " ";
    text.remove_prefix(std::max<std::size_t>(character.size(), 1));
  }
  return clean;
}

}  // namespace pggit::base
