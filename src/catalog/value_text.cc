#include "catalog/value_text.h"

#include <algorithm>
#include <charconv>

namespace pggit::catalog {
namespace {

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-' || c < 0;
}

std::string in_quotes(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

}  // namespace

std::string value_text(const std::string& value) {
  return !value.empty() && std::ranges::all_of(value, is_bare) ? value : in_quotes(value);
}
std::string value_text(const ir::Expression& value) { return value_text(value.sql()); }
std::string value_text(const ir::TypeName& value) { return value_text(value.sql()); }
std::string value_text(bool value) { return value ? "true" : "false"; }
std::string value_text(char value) { return std::string(1, value); }
std::string value_text(std::int64_t value) { return std::to_string(value); }
std::string value_text(double value) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string value_text(ir::ConstraintKind value) {
  switch (value) {
    case ir::ConstraintKind::Check:
      return "check";
    case ir::ConstraintKind::Primary:
      return "primary";
    case ir::ConstraintKind::Unique:
      return "unique";
    case ir::ConstraintKind::Foreign:
      return "foreign";
    case ir::ConstraintKind::Exclusion:
      return "exclusion";
  }
  return "";
}

std::string value_text(const ir::Options& value) {
  std::string out;
  for (const auto& [name, text] : value) {
    out += (out.empty() ? "" : " ") + value_text(name) + "=" + value_text(text);
  }
  return "{" + out + "}";
}

std::string named(const char* name, const std::string& text) {
  return text == "true" ? name : std::string(name) + "=" + text;
}

}  // namespace pggit::catalog
