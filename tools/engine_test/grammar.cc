#include "tools/engine_test/grammar.h"

#include <charconv>

#include "base/check.h"
#include "base/text.h"

namespace pggit::engine_test {
namespace {

constexpr std::size_t kIndent = 2;

}  // namespace

Grammar::Grammar(std::string_view text) {
  std::vector<std::string>* ways = nullptr;
  ways_["empty"].emplace_back();
  for (const std::string_view line : base::split(text, '\n')) {
    if (line.empty()) continue;
    if (line.starts_with(' ')) {
      PGGIT_CHECK(ways != nullptr);
      ways->emplace_back(line.substr(kIndent));
    } else {
      ways = &ways_[std::string(line)];
    }
  }
}

std::string Grammar::say(const std::string& word,
                         const std::function<std::uint64_t(std::uint64_t)>& below) const {
  const auto ways = ways_.find(word);
  PGGIT_CHECK(ways != ways_.end() && !ways->second.empty());
  const std::string& way = ways->second[below(ways->second.size())];
  std::string said;
  for (std::size_t at = 0; at < way.size();) {
    const std::size_t end = way[at] == '<' ? way.find('>', at) : std::string::npos;
    std::uint64_t count = 0;
    if (end != std::string::npos && end > at + 1 && way[at + 1] != ' ') {
      said += say(way.substr(at + 1, end - at - 1), below);
      at = end + 1;
    } else if (way[at] == '#' &&
               std::from_chars(&way[at] + 1, way.data() + way.size(), count).ptr != &way[at] + 1) {
      said += std::to_string(below(count));
      at += 1 + std::to_string(count).size();
    } else {
      said.push_back(way[at++]);
    }
  }
  return said;
}

}  // namespace pggit::engine_test
