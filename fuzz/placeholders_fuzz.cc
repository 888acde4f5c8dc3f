// Whatever the text and the names: filling keeps every byte that is no known placeholder, and each byte of the result
// leads back to one of the file. The first line has prefix, suffix, a name and its value, separated by blanks.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "frontend/flyway/placeholders.h"
#include "fuzz/require.h"

namespace {

using pggit::frontend::flyway::Filled;
using pggit::frontend::flyway::PlaceholderRules;
using pggit::frontend::flyway::Use;
using pggit::fuzz::require;

PlaceholderRules rules_of(std::string_view line) {
  PlaceholderRules rules;
  std::vector<std::string_view> words = pggit::base::split(line, ' ');
  words.resize(4);
  rules.prefix = words[0];
  rules.suffix = words[1];
  rules.values[pggit::base::to_lower(words[2])] = words[3];
  rules.values["kept"] = "${kept}";
  return rules;
}

// The bytes of the source that were copied, in order: all but known placeholders.
std::string copied(std::string_view source, std::size_t from, const std::vector<Use>& uses) {
  std::string out;
  for (const Use& use : uses) {
    require(from <= use.begin && use.begin < use.end && use.end <= source.size(),
            "uses are in order and inside the file");
    if (!use.known) continue;
    out += source.substr(from, use.begin - from);
    from = use.end;
  }
  return out + std::string(source.substr(from));
}

void check(std::string_view source, std::uint32_t from, const PlaceholderRules& rules) {
  const Filled filled = fill(source, from, rules);
  require(!filled.anchors.empty() && filled.anchors.front().text == 0, "an anchor stands at 0");
  const pggit::ir::Sql sql{filled.text, 1, filled.anchors};
  std::string verbatim;
  std::size_t next = 0;
  bool is_verbatim = true;
  for (std::uint32_t i = 0; i < filled.text.size(); ++i) {
    while (next < filled.anchors.size() && filled.anchors[next].text <= i)
      is_verbatim = filled.anchors[next++].verbatim;
    const std::uint32_t at = source_offset(sql, i);
    require(at < source.size(), "a byte leads back into the file");
    if (!is_verbatim) continue;
    require(source[at] == filled.text[i], "a byte that was copied leads back to itself");
    verbatim += filled.text[i];
  }
  require(source_offset(sql, std::uint32_t(filled.text.size())) <= source.size(),
          "the end leads back into the file");
  require(verbatim == copied(source, from, filled.uses), "what is no known placeholder is kept");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\n'), input.size());
  const PlaceholderRules rules = rules_of(input.substr(0, end));
  const std::string_view source = input.substr(std::min(end + 1, input.size()));
  check(source, 0, rules);
  check(source, std::uint32_t(source.size() / 2), rules);
  return 0;
}
