#include "frontend/psql/templates.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::frontend::psql {
namespace {

constexpr auto kTemplates =
    std::to_array<Template>({{"{{", "}}"}, {"${", "}"}, {"<%=", "%>"}, {"$%", "%$"}, {"@", "@"}});

bool in_name(char c) { return syntax::sql::in_word(c) || c == '.' || c == '-'; }

// `{{ .Schema }}` of Go names Schema.
std::optional<std::string> name_in(std::string_view inside) {
  std::string_view name = base::trim(inside);
  if (name.starts_with('.')) name.remove_prefix(1);
  const bool is_name =
      !name.empty() && syntax::sql::starts_word(name[0]) && std::ranges::all_of(name, in_name);
  return is_name ? std::optional(std::string(name)) : std::nullopt;
}

std::optional<Placeholder> placeholder_at(std::string_view text, std::size_t at,
                                          const Template& one) {
  if (!text.substr(at).starts_with(one.open)) return std::nullopt;
  const std::size_t begin = at + one.open.size();
  const std::size_t close = text.find(one.close, begin);
  if (close == text.npos) return std::nullopt;
  const auto name = name_in(text.substr(begin, close - begin));
  // `a@b@c` is no placeholder with spaces in it.
  const bool has_space = one.open == "@" && name && name->size() != close - begin;
  if (!name || has_space) return std::nullopt;
  return Placeholder{*name, at, close + one.close.size()};
}

bool stands_in_code(std::string_view script, const Template& one) {
  if (script.find(one.open) == script.npos) return false;
  syntax::sql::Lexer lexer(script, true);
  while (!lexer.at_end()) {
    if (lexer.at_line_comment()) {
      lexer.skip_line_comment();
    } else if (lexer.at_block_comment()) {
      lexer.skip_block_comment();
    } else if (placeholder_at(script, lexer.at(), one)) {
      return true;
    } else {
      lexer.skip_token();
    }
  }
  return false;
}

bool has_one_with_value(std::string_view script, const Template& one,
                        const std::map<std::string, std::string>& values) {
  const std::vector<Template> kind{one};
  std::size_t at = 0;
  while (const auto found = next_placeholder(script, at, script.size(), kind)) {
    if (values.contains(found->name)) return true;
    at = found->end;
  }
  return false;
}

}  // namespace

std::vector<Template> templates_in(std::string_view script,
                                   const std::map<std::string, std::string>& values) {
  std::vector<Template> used;
  for (const Template& one : kTemplates) {
    if (stands_in_code(script, one) || (!values.empty() && has_one_with_value(script, one, values)))
      used.push_back(one);
  }
  return used;
}

std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t begin,
                                            std::size_t end,
                                            const std::vector<Template>& templates) {
  const std::string_view part = text.substr(0, end);
  for (std::size_t at = begin; at < end && !templates.empty(); ++at) {
    for (const Template& one : templates) {
      if (auto found = placeholder_at(part, at, one)) return found;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> template_code_in(std::string_view script,
                                            const std::vector<Template>& templates) {
  for (const Template& one : templates) {
    const std::string_view code = one.open == "{{" ? "{%" : one.open == "<%=" ? "<%" : "";
    std::size_t at = code.empty() ? script.npos : script.find(code);
    while (at != script.npos && script.substr(at).starts_with("<%="))
      at = script.find(code, at + 1);
    if (at != script.npos) return at;
  }
  return std::nullopt;
}

}  // namespace pggit::frontend::psql
