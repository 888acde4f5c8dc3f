#include "frontend/psql/variables.h"

#include <algorithm>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::frontend::psql {
namespace {

bool in_name(char c) { return c != '$' && syntax::sql::in_word(c); }

std::string_view name_at(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, in_name);
  return text.substr(0, std::size_t(end - text.begin()));
}

// `:'name'`, `:"name"`, `:{?name}`: what stands between `open` and `close`.
std::optional<Reference> enclosed(std::string_view text, std::string_view open, char close,
                                  Form form) {
  const std::string_view name = name_at(text.substr(open.size()));
  const std::size_t end = open.size() + name.size();
  if (name.empty() || end >= text.size() || text[end] != close) return std::nullopt;
  return Reference{form, std::string(name), end + 1};
}

// As PQescapeIdentifier() writes it.
std::string quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::optional<Reference> reference_at(std::string_view text) {
  if (text.starts_with(":'")) return enclosed(text, ":'", '\'', Form::Literal);
  if (text.starts_with(":\"")) return enclosed(text, ":\"", '"', Form::Identifier);
  if (text.starts_with(":{?")) return enclosed(text, ":{?", '}', Form::Test);
  const std::string_view name = name_at(text.substr(1));
  if (name.empty()) return std::nullopt;
  return Reference{Form::Plain, std::string(name), 1 + name.size()};
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && name_at(name).size() == name.size();
}

std::optional<std::string> Variables::value(const std::string& name) const {
  const auto found = all_.find(name);
  return found == all_.end() ? std::nullopt : found->second.value;
}

std::string Variables::why_unknown(const std::string& name) const {
  const auto found = all_.find(name);
  return found == all_.end() ? "" : found->second.why;
}

std::optional<std::string> Variables::text_of(const Reference& reference) const {
  if (reference.form == Form::Test) return all_.contains(reference.name) ? "TRUE" : "FALSE";
  const std::optional<std::string> known = value(reference.name);
  if (!known || reference.form == Form::Plain) return known;
  return reference.form == Form::Literal ? base::quote_literal(*known) : quoted(*known);
}

}  // namespace pggit::frontend::psql
