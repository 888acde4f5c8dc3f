// Walking the fields of an object by the `visit` lists of ir/objects.h: one place that knows which
// types a field can have. Hashing, printing, comparison and renaming are all built on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ir/objects.h"

namespace pggit::catalog {

struct NoVisitor {
  template <class Field>
  void operator()(const char*, Field&&) const {}
};

// A struct that lists its fields.
template <class T>
concept Fielded = requires(T& t) { std::remove_const_t<T>::visit(t, NoVisitor{}); };

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class T>
struct IsList : std::false_type {};
template <class T>
struct IsList<std::vector<T>> : std::true_type {};
template <>
struct IsList<ir::Options> : std::false_type {};

// A type's fields, which ir lists as a plain struct.
template <class Self, class Visitor>
void visit_type_name(Self& self, Visitor&& v) {
  v("schema", self.schema);
  v("name", self.name);
  v("modifier", self.modifier);
  v("array", self.is_array);
}

// Calls visit(T&) for every T in the value, however deep; `value` may be const.
template <class T, class Value, class Visit>
void for_each_of(Value& value, const Visit& visit) {
  using Plain = std::remove_const_t<Value>;
  if constexpr (std::is_same_v<Plain, T>) {
    visit(value);
  } else if constexpr (std::is_same_v<Plain, ir::Object>) {
    std::visit([&](auto& object) { for_each_of<T>(object, visit); }, value);
  } else if constexpr (IsOptional<Plain>::value) {
    if (value) for_each_of<T>(*value, visit);
  } else if constexpr (IsList<Plain>::value) {
    for (auto& item : value) for_each_of<T>(item, visit);
  } else if constexpr (Fielded<Plain>) {
    Plain::visit(value, [&](const char*, auto& field) { for_each_of<T>(field, visit); });
  }
}

// Calls visit(std::string&) for every collation that the value names, "app.german", those that are empty among them.
template <class Value, class Visit>
void for_each_collation(Value& value, const Visit& visit) {
  using Plain = std::remove_const_t<Value>;
  if constexpr (IsOptional<Plain>::value) {
    if (value) for_each_collation(*value, visit);
  } else if constexpr (IsList<Plain>::value) {
    for (auto& item : value) for_each_collation(item, visit);
  } else if constexpr (Fielded<Plain>) {
    Plain::visit(value, [&](const char* name, auto& field) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field)>, std::string>) {
        if (std::string_view(name) == "collation") visit(field);
      } else {
        for_each_collation(field, visit);
      }
    });
  }
}

// The name by which an object keeps an operator: "schema.op", as OPERATOR(...) takes it.
std::string operator_text(const ir::Key& key);

// Calls visit(std::string&) for every name of a function that an aggregate, operator, cast or foreign data wrapper rests on, those that are
// empty among them.
template <class Value, class Visit>
void for_each_function_name(Value& value, const Visit& visit) {
  const auto each = [&](auto&... names) { (visit(names), ...); };
  using Plain = std::remove_const_t<Value>;
  if constexpr (std::is_same_v<Plain, ir::Operator>) {
    each(value.function, value.restriction, value.join);
  } else if constexpr (std::is_same_v<Plain, ir::Cast>) {
    each(value.function);
  } else if constexpr (std::is_same_v<Plain, ir::ForeignDataWrapper>) {
    each(value.handler, value.validator);
  } else if constexpr (std::is_same_v<Plain, ir::Function>) {
    if (!value.aggregate) return;
    auto& a = *value.aggregate;
    each(a.transition, a.final, a.combine, a.serial, a.deserial, a.moving_transition,
         a.moving_inverse, a.moving_final);
  }
}

}  // namespace pggit::catalog
