#include "sql/comparison_form.h"

#include <simdjson.h>

#include <algorithm>

namespace pggit::sql {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kCapacity = 1 << 16;
constexpr std::size_t kMaxDepth = 1 << 14;

// Where something stands in the text, and how long it is there.
bool is_a_place(std::string_view field) {
  return field == "location" || field == "stmt_location" || field == "stmt_len" ||
         field == "list_start" || field == "list_end" || field.ends_with("_list_start") ||
         field.ends_with("_list_end") || field == "name_location" || field == "end_location";
}

bool has(const dom::element& node, std::string_view field) {
  dom::element value;
  return node.is_object() && node.at_key(field).get(value) == simdjson::SUCCESS;
}

// {"TypeCast": {...}} gives the inner object; anything else nothing.
bool unwrap(const dom::element& node, std::string_view kind, dom::element& inner) {
  return node.is_object() && node.at_key(kind).get(inner) == simdjson::SUCCESS;
}

// A character type without a length. Other modifiers and types change the value.
bool is_plain_text(const dom::element& type) {
  dom::array names;
  if (has(type, "typmods") || type.at_key("names").get(names) != simdjson::SUCCESS) return false;
  std::string name;
  for (const dom::element& part : names) {
    std::string_view word;
    dom::element string;
    if (!unwrap(part, "String", string) || string.at_key("sval").get(word) != simdjson::SUCCESS)
      return false;
    name += (name.empty() ? "" : ".") + std::string(word);
  }
  return name == "text" || name == "bpchar" || name == "pg_catalog.text" ||
         name == "pg_catalog.varchar" || name == "pg_catalog.bpchar";
}

bool is_text_cast(const dom::element& node, dom::element& argument);

bool is_string_or_array(const dom::element& node) {
  dom::element inner;
  if (unwrap(node, "A_Const", inner)) return has(inner, "sval");
  if (unwrap(node, "A_ArrayExpr", inner)) return true;
  return is_text_cast(node, inner);
}

bool is_text_cast(const dom::element& node, dom::element& argument) {
  dom::element cast;
  dom::element type;
  return unwrap(node, "TypeCast", cast) && cast.at_key("typeName").get(type) == simdjson::SUCCESS &&
         is_plain_text(type) && cast.at_key("arg").get(argument) == simdjson::SUCCESS &&
         is_string_or_array(argument);
}

void write(const dom::element& node, std::string& out) {
  dom::element argument;
  if (is_text_cast(node, argument)) return write(argument, out);
  if (dom::object object; node.get(object) == simdjson::SUCCESS) {
    out += '{';
    for (const dom::key_value_pair& field : object) {
      if (is_a_place(field.key)) continue;
      out.append(field.key).append(":");
      write(field.value, out);
      out += ',';
    }
    out += '}';
  } else if (dom::array array; node.get(array) == simdjson::SUCCESS) {
    out += '[';
    for (const dom::element& item : array) {
      write(item, out);
      out += ',';
    }
    out += ']';
  } else {
    out += simdjson::minify(node);
  }
}

std::string form_of(const Tree& tree) {
  const std::string json = tree.root().json();
  dom::parser reader;
  dom::element root;
  const std::size_t capacity = std::max(json.size(), kCapacity);
  if (reader.allocate(capacity, kMaxDepth) != simdjson::SUCCESS ||
      reader.parse(json).get(root) != simdjson::SUCCESS)
    return "";
  std::string out;
  write(root, out);
  return out;
}

}  // namespace

std::string comparison_form(Parser& parser, std::string_view server_form) {
  std::string form;
  if (const auto expression = parser.parse_expression(server_form)) {
    form = form_of(*expression);
  } else if (const auto query = parser.parse(server_form)) {
    form = form_of(*query);
  }
  return form.empty() ? std::string(server_form) : form;
}

}  // namespace pggit::sql
