#include <algorithm>

#include "base/text.h"
#include "catalog/apply_ops.h"
#include "catalog/fields.h"
#include "catalog/follow.h"

namespace pggit::catalog {
namespace {

// The bytes of a string constant, '...' or E'...' as base::quote_literal writes them.
std::string unquoted(const std::string& literal) {
  std::string out;
  for (std::size_t i = literal.find('\'') + 1; i + 1 < literal.size(); ++i) {
    out.push_back(literal[i]);
    if (literal[i] == '\'' || (literal[i] == '\\' && literal[0] == 'E')) ++i;
  }
  return out;
}

// Always in quotes: the server drops those that are not needed.
std::string quoted_element(const std::string& label) {
  std::string out = "\"";
  for (const char c : label) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

// The elements of an array's text, `{a,"b c",NULL}`, one of them renamed. Source of the rules: array_out.
std::string with_element(const std::string& array, const std::string& from, const std::string& to) {
  std::string out;
  for (std::size_t i = 0; i < array.size();) {
    if (std::string_view("{},").find(array[i]) != std::string_view::npos) {
      out.push_back(array[i++]);
      continue;
    }
    const bool is_quoted = array[i] == '"';
    const std::size_t begin = i;
    std::string element;
    for (i += is_quoted; i < array.size(); ++i) {
      if (is_quoted ? array[i] == '"' : array[i] == ',' || array[i] == '}') break;
      if (array[i] == '\\' && i + 1 < array.size()) ++i;
      element.push_back(array[i]);
    }
    i += is_quoted;
    if (!is_quoted) element = base::trim(element);
    const bool is_null = !is_quoted && base::to_lower(element) == "null";
    out += element == from && !is_null ? quoted_element(to) : array.substr(begin, i - begin);
  }
  return out;
}

// A constant of the type in bound text: `'label'::type` or `CAST('label' AS type)`; `text` is what stands before
// the type's name. An array's elements are followed where they stand in `CAST('{a,b}' AS type[])`.
void rename_before(std::string& text, bool is_array, const std::string& from,
                   const std::string& to) {
  constexpr std::string_view kCast = "CAST(";
  constexpr std::string_view kAs = " AS ";
  const std::string before = base::quote_literal(from) + "::";
  if (!is_array && text.ends_with(before)) {
    text.resize(text.size() - before.size());
    text += base::quote_literal(to) + "::";
  }
  const std::string cast = std::string(kCast) + base::quote_literal(from) + std::string(kAs);
  if (!is_array && text.ends_with(cast)) {
    text.resize(text.size() - cast.size());
    text += std::string(kCast) + base::quote_literal(to) + std::string(kAs);
  }
  const std::size_t open = is_array ? text.rfind("'{") : std::string::npos;
  if (open == std::string::npos || !text.ends_with("}'" + std::string(kAs))) return;
  const std::size_t begin = open - (open > 0 && text[open - 1] == 'E');
  if (!text.substr(0, begin).ends_with(kCast)) return;
  const std::string literal = text.substr(begin, text.size() - kAs.size() - begin);
  const std::string value = unquoted(literal);
  text.resize(begin);
  text += base::quote_literal(with_element(value, from, to)) + std::string(kAs);
}

ir::Expression with_label(const ir::Expression& expression, const ir::Key& type,
                          const std::string& from, const std::string& to) {
  std::vector<ir::Piece> pieces = expression.pieces();
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const ir::Piece& name = pieces[i];
    ir::Piece& text = pieces[i - 1];
    if (name.kind != ir::Piece::Kind::Type || text.kind != ir::Piece::Kind::Text) continue;
    if (name.schema != type.schema || name.name != type.name) continue;
    const bool is_array = i + 1 < pieces.size() && pieces[i + 1].text.starts_with("[]");
    rename_before(text.text, is_array, from, to);
  }
  return ir::Expression(std::move(pieces));
}

void follow_label(ir::Object& object, const ir::Key& type, const std::string& from,
                  const std::string& to) {
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    if (!e.is_server_form()) e = with_label(e, type, from, to);
  });
  if (ir::key_of(object) != type) return;
  std::ranges::replace(std::get<ir::Enum>(object).labels, from, to);
}

}  // namespace

Applied apply_op(const ir::AddEnumLabel& op, const Catalog& catalog) {
  ir::Enum type = TRY(copy_of<ir::Enum>(op.type, catalog));
  if (contains(type.labels, op.label)) {
    return refuse("enum label \"" + op.label + "\" already exists");
  }
  const auto at = op.before.empty() ? type.labels.end() : std::ranges::find(type.labels, op.before);
  if (!op.before.empty() && at == type.labels.end()) {
    return refuse("\"" + op.before + "\" is not an existing enum label");
  }
  type.labels.insert(at, op.label);
  return catalog.with(std::move(type));
}

Applied apply_op(const ir::RenameEnumLabel& op, const Catalog& catalog) {
  const ir::Enum type = TRY(copy_of<ir::Enum>(op.type, catalog));
  if (!contains(type.labels, op.label)) {
    return refuse("\"" + op.label + "\" is not an existing enum label");
  }
  if (contains(type.labels, op.to)) {
    return refuse("enum label \"" + op.to + "\" already exists");
  }
  return rewrite(catalog, concerned(catalog, op.type),
                 [&](ir::Object& o) { follow_label(o, op.type, op.label, op.to); });
}

}  // namespace pggit::catalog
