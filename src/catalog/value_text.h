// Values of fields as people read them in dumps and comparisons: bare words as they are, all else
// in double quotes.
#pragma once

#include <string>

#include "catalog/fields.h"

namespace pggit::catalog {

std::string value_text(const std::string& value);
std::string value_text(const ir::Expression& value);
std::string value_text(const ir::TypeName& value);
std::string value_text(const ir::Options& value);
std::string value_text(bool value);
std::string value_text(char value);
std::string value_text(std::int64_t value);
std::string value_text(double value);
std::string value_text(ir::ConstraintKind value);

template <class T>
std::string value_text(const std::optional<T>& value);
template <class T>
std::string value_text(const std::vector<T>& value);
template <Fielded T>
std::string value_text(const T& value);

// The printed fields of a default-constructed T, in order: what equals these is left out.
template <Fielded T>
const std::vector<std::string>& default_texts() {
  static const std::vector<std::string> texts = [] {
    std::vector<std::string> made;
    const T value{};
    T::visit(value, [&](const char*, const auto& field) { made.push_back(value_text(field)); });
    return made;
  }();
  return texts;
}

template <class Field>
inline constexpr bool kIsOptional = IsOptional<std::remove_cvref_t<Field>>::value;

// Calls visit(name, field, text) for each field that has not its default.
template <Fielded T, class Visit>
void for_each_set_field(const T& value, const Visit& visit) {
  std::size_t index = 0;
  T::visit(value, [&](const char* name, const auto& field) {
    const std::string& default_text = default_texts<T>()[index++];
    if constexpr (kIsOptional<decltype(field)>) {
      if (field) visit(name, *field, value_text(*field));
    } else if (std::string text = value_text(field); text != default_text) {
      visit(name, field, std::move(text));
    }
  });
}

// `name=text`; of what is true the name alone.
std::string named(const char* name, const std::string& text);

template <class T>
std::string value_text(const std::optional<T>& value) {
  return value ? value_text(*value) : "";
}

template <class T>
std::string value_text(const std::vector<T>& value) {
  std::string out = "[";
  for (const T& item : value) {
    if (&item != &value.front()) out += ", ";
    out += value_text(item);
  }
  return out + "]";
}

template <Fielded T>
std::string value_text(const T& value) {
  std::string out;
  for_each_set_field(value, [&](const char* name, const auto&, const std::string& text) {
    out += (out.empty() ? "" : " ") + named(name, text);
  });
  return "{" + out + "}";
}

}  // namespace pggit::catalog
