#include "bind/options.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::bind {
namespace {

std::string name_of(const sql::Node& option) {
  const std::string_view space = option.str("defnamespace");
  const std::string name(option.str("defname"));
  return space.empty() ? name : std::string(space) + "." + name;
}

std::string value_of(const sql::Node& value) {
  if (!value) return "true";
  if (value.is("Integer")) return std::to_string(value.integer());
  if (value.is("Boolean")) return value.flag("boolval") ? "true" : "false";
  if (value.is("TypeName")) {  // an unquoted word: `on`, `local`
    const std::vector<sql::Node> names = value.list("names");
    return names.empty() ? "" : std::string(names.back().text());
  }
  return std::string(value.text());
}

}  // namespace

void set_option(ir::Options& options, const std::string& name, const std::string& value) {
  std::erase_if(options, [&](const auto& option) { return option.first == name; });
  options.emplace_back(name, value);
  std::ranges::sort(options);
}

std::optional<bool> truth_of(const std::string& text) {
  const std::string word = base::to_lower(text);
  if (word == "true" || word == "on" || word == "1") return true;
  if (word == "false" || word == "off" || word == "0") return false;
  return std::nullopt;
}

ir::Options merged_options(ir::Options options, const std::vector<sql::Node>& list) {
  for (const sql::Node& option : list)
    set_option(options, name_of(option), value_of(option["arg"]));
  return options;
}

ir::Options without_options(ir::Options options, const std::vector<sql::Node>& list) {
  for (const sql::Node& option : list) {
    const std::string name = name_of(option);
    std::erase_if(options, [&](const auto& o) { return o.first == name; });
  }
  return options;
}

ir::Options bind_options(const std::vector<sql::Node>& list) { return merged_options({}, list); }

}  // namespace pggit::bind
