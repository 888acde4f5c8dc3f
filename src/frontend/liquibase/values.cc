#include "frontend/liquibase/values.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether the text has that shape: 0 stands for any digit.
bool has_shape(std::string_view text, std::string_view shape) {
  return text.size() == shape.size() && std::ranges::equal(text, shape, [](char a, char b) {
           return b == '0' ? is_digit(a) : a == b;
         });
}

// A fraction of a second as Java prints it: without zeros at its end; nothing where it is none.
std::optional<std::string> fraction(std::string_view text) {
  if (text.empty()) return "";
  if (text[0] != '.' || text.size() < 2 || !std::ranges::all_of(text.substr(1), is_digit))
    return std::nullopt;
  while (text.ends_with('0')) text.remove_suffix(1);
  return text == "." ? std::string() : std::string(text);
}

// "2020-01-02T03:04:05" as "2020-01-02 03:04:05"; nothing where it is no date or time.
std::optional<std::string> as_date(std::string_view text) {
  if (has_shape(text, "0000-00-00")) return std::string(text);
  if (has_shape(text.substr(0, 8), "00:00:00")) {
    const auto rest = fraction(text.substr(8));
    if (rest) return std::string(text.substr(0, 8)) + *rest;
  }
  if (text.size() < 19 || !has_shape(text.substr(0, 10), "0000-00-00")) return std::nullopt;
  if ((text[10] != 'T' && text[10] != ' ') || !has_shape(text.substr(11, 8), "00:00:00"))
    return std::nullopt;
  const auto rest = fraction(text.substr(19));
  if (!rest) return std::nullopt;
  return std::string(text.substr(0, 10)) + " " + std::string(text.substr(11, 8)) + *rest;
}

bool is_now(std::string_view text) {
  return base::starts_with_ignoring_case(text, "current_timestamp") ||
         base::starts_with_ignoring_case(text, "current_datetime") ||
         base::to_lower(text) == "now()";
}

std::string date_value(std::string_view text, TypeFamily family) {
  if (const auto date = as_date(text)) return literal(*date);
  const bool of_clock = family == TypeFamily::Timestamp || family == TypeFamily::Other;
  if (of_clock && is_now(text)) return "NOW()";
  return std::string(text);
}

std::string boolean_word(std::string_view text) {
  return base::to_lower(base::trim(text)) == "true" ? "TRUE" : "FALSE";
}

bool means_true(std::string_view text) {
  const std::string lower = base::to_lower(base::trim(text));
  return lower == "true" || lower == "t" || lower == "1" || lower == "b'1'" || lower == "yes" ||
         lower == "y";
}

bool is_null_word(std::string_view text) { return base::to_lower(text) == "null"; }

std::string by_family(const std::string& text, TypeFamily family) {
  if (is_null_word(text)) return "null";
  switch (family) {
    case TypeFamily::Boolean:
      return means_true(text) ? "TRUE" : "FALSE";
    case TypeFamily::Number:
    case TypeFamily::Bit:
      return text;
    case TypeFamily::Timestamp:
    case TypeFamily::Date:
    case TypeFamily::Time:
    case TypeFamily::Uuid:
      return text.ends_with(')') ? text : literal(text);
    case TypeFamily::Text:
    case TypeFamily::Other:
      return literal(text);
  }
  return literal(text);
}

std::string numeric_default(const std::string& text, TypeFamily family) {
  if (family == TypeFamily::Boolean) return means_true(text) ? "TRUE" : "FALSE";
  if (family == TypeFamily::Text &&
      std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.' || c == '-'; }))
    return literal(text);
  return text;
}

std::string boolean_default(const std::string& text, TypeFamily family) {
  const std::string word = boolean_word(text);
  if (family == TypeFamily::Boolean || family == TypeFamily::Bit) return word;
  return family == TypeFamily::Text ? literal(base::to_lower(word)) : base::to_lower(word);
}

}  // namespace

std::optional<std::string> given_value(const Element& column, const Names& names) {
  if (const auto v = value_of(column, "valueNumeric"))
    return is_null_word(*v) ? "NULL" : std::string(base::trim(*v));
  if (const auto v = value_of(column, "valueBoolean")) return boolean_word(*v);
  if (const auto v = value_of(column, "valueDate")) return date_value(*v, TypeFamily::Other);
  if (const auto v = value_of(column, "valueComputed")) return *v;
  if (const auto v = value_of(column, "valueSequenceNext"))
    return "nextval('" + names.qualified("", *v) + "')";
  if (const auto v = value_of(column, "valueSequenceCurrent"))
    return "currval('" + names.qualified("", *v) + "')";
  if (const auto v = value_of(column, "value"))
    return is_null_word(*v) ? std::string("NULL") : literal(*v);
  if (column.has_text && !column.text.empty()) return literal(column.text);
  return std::nullopt;
}

std::optional<std::string> default_value(const Element& column, const Type& type,
                                         const Names& names) {
  if (const auto v = value_of(column, "defaultValueDate")) return date_value(*v, type.family);
  if (const auto v = value_of(column, "defaultValueNumeric"))
    return numeric_default(*v, type.family);
  if (const auto v = value_of(column, "defaultValueBoolean"))
    return boolean_default(*v, type.family);
  if (const auto v = value_of(column, "defaultValueComputed"))
    return type.family == TypeFamily::Timestamp && is_now(*v) ? "NOW()" : *v;
  if (const auto v = value_of(column, "defaultValueSequenceNext"))
    return "nextval('" + names.qualified("", *v) + "')";
  if (const auto v = value_of(column, "defaultValue")) return by_family(*v, type.family);
  return std::nullopt;
}

}  // namespace pggit::frontend::liquibase
