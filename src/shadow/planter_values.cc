#include "shadow/planter_values.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "base/text.h"
#include "shadow/planter_types.h"

namespace pggit::shadow {
namespace {

constexpr unsigned kIntegerKeys = 1900000000;  // far from where sequences stand
constexpr unsigned kIntegerKeyRoom = 90000000;
constexpr unsigned kSmallKeys = 30000;
constexpr unsigned kSmallKeyRoom = 2700;
constexpr int kLongestText = 2000;  // where a type sets a longer limit or none
constexpr const char* kMark = "pggit\u00b7";
constexpr const char* kAwkward =
    "pggit\u00b7 'quoted' \"twice\" \\ back %_ $1 \u00e9\u6f22\U0001F600\tend";

using Texts = std::vector<std::string>;

enum class Family { Whole, Decimal, Floating, Truth, Text, Blank, Other, Unknown };

struct Bounds {
  long double low;
  long double high;
};

const OtherType* known_type(const ir::TypeName& type, const TypeShape& shape) {
  return type.schema.empty() ? other_type(shape.name) : extension_type(shape.name);
}

Family family_of_extension(const ir::TypeName& type, const TypeShape& shape) {
  if (shape.name == "citext") return Family::Text;
  const bool known = known_type(type, shape) || !modified_values(type.name, type.modifier).empty();
  return known ? Family::Other : Family::Unknown;
}

Family family_of(const ir::TypeName& type, const TypeShape& shape) {
  if (!type.schema.empty()) return family_of_extension(type, shape);
  const std::string& name = shape.name;
  if (name == "smallint" || name == "integer" || name == "bigint") return Family::Whole;
  if (name == "numeric") return Family::Decimal;
  if (name == "real" || name == "double precision") return Family::Floating;
  if (name == "boolean") return Family::Truth;
  if (name == "text" || name == "character varying") return Family::Text;
  if (name == "character" || name == "bpchar") return Family::Blank;
  return Family::Other;
}

Bounds bounds_of(const TypeShape& shape) {
  if (shape.name == "smallint") return {-32768, 32767};
  if (shape.name == "integer") return {-2147483648.0L, 2147483647.0L};
  if (shape.name == "bigint") return {-9223372036854775808.0L, 9223372036854775807.0L};
  if (shape.name == "numeric" && !shape.modifiers.empty()) {
    const int scale = shape.modifiers.size() > 1 ? shape.modifiers[1] : 0;
    const long double most =
        std::pow(10.0L, shape.modifiers[0] - scale) - (scale > 0 ? std::pow(10.0L, -scale) : 1);
    return {-most, most};
  }
  return {-1e30L, 1e30L};
}

int scale_of(Family family, const TypeShape& shape) {
  if (family == Family::Whole) return 0;
  if (family == Family::Decimal && !shape.modifiers.empty())
    return shape.modifiers.size() > 1 ? std::clamp(shape.modifiers[1], 0, 16) : 0;
  return 2;
}

// The longest text that a type takes, in characters.
int room_of(const TypeShape& shape) {
  if (!shape.modifiers.empty()) return std::min(shape.modifiers[0], kLongestText);
  return shape.name == "character" ? 1 : kLongestText;
}

std::string number_text(long double number, int scale) {
  char buffer[128];
  std::snprintf(buffer, sizeof buffer, "%.*Lf", scale, number);
  std::string text = buffer;
  return text.starts_with("-0") && text.find_first_not_of("-0.") == std::string::npos
             ? text.substr(1)
             : text;
}

template <class T>
void rotate_by(std::vector<T>& items, unsigned by) {
  if (!items.empty()) std::ranges::rotate(items, items.begin() + by % items.size());
}

// --- numbers ------------------------------------------------------------------------------------

// A key: far from zero as the type has room for it.
long double key_number(const TypeShape& shape, const Bounds& bounds, unsigned serial) {
  if (shape.name == "smallint") return kSmallKeys + serial % kSmallKeyRoom;
  if (bounds.high >= kIntegerKeys) return kIntegerKeys + serial % kIntegerKeyRoom;
  return std::floor(bounds.high) - serial % static_cast<unsigned>(std::max(1.0L, bounds.high / 2));
}

std::vector<long double> hinted_numbers(const Hints& hints, int scale) {
  const long double step = scale > 0 ? std::pow(10.0L, -scale) : 1;
  std::vector<long double> sorted = hints.numbers;
  std::ranges::sort(sorted);
  std::vector<long double> out = sorted;
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i)
    out.push_back(std::floor((sorted[i] + sorted[i + 1]) / 2));
  for (const long double number : sorted) out.insert(out.end(), {number + step, number - step});
  return out;
}

Texts numbers(Family family, const TypeShape& shape, const Wish& wish) {
  const Bounds bounds = bounds_of(shape);
  const int scale = scale_of(family, shape);
  std::vector<long double> order;
  if (wish.unique) order.push_back(key_number(shape, bounds, wish.serial));
  if (!wish.unique && wish.style == Style::High) order.push_back(bounds.high);
  if (!wish.unique && wish.style == Style::Low) order.push_back(bounds.low);
  if (wish.unique || wish.row < 4 || !wish.hints) order.push_back(42);
  std::vector<long double> hinted;
  if (wish.hints) hinted = hinted_numbers(*wish.hints, scale);
  rotate_by(hinted, wish.row);
  order.insert(order.end(), hinted.begin(), hinted.end());
  order.insert(order.end(), {42, 1, 0, -1, 2, 3, 7, 99, 1000, 100000, bounds.high, bounds.low});
  for (unsigned i = 0; wish.unique && i < 12; ++i) order.push_back(3 + wish.row + i);
  Texts out;
  for (const long double number : order) {
    if (number >= bounds.low && number <= bounds.high) out.push_back(number_text(number, scale));
  }
  return out;
}

// --- texts --------------------------------------------------------------------------------------

// Exactly `length` characters, ending in a number where there is room for nothing else.
std::string text_of_length(int length, unsigned serial) {
  const std::string number = std::to_string(serial);
  const std::string full = kMark + number;
  const int size = int(full.size()) - 1;  // the mark's last character has two bytes
  if (size <= length) return full + std::string(length - size, 'x');
  std::string code;
  for (unsigned rest = serial; int(code.size()) < length; rest /= 36)
    code.insert(code.begin(), "zyxwvutsrqponmlkjihgfedcba9876543210"[rest % 36]);
  return code;
}

// Also in capitals alone, and in digits alone.
void add_texts_of_length(int length, unsigned serial, Texts& out) {
  if (length < 0 || length > kLongestText) return;
  out.push_back(text_of_length(length, serial));
  if (length == 0 || length > 40) return;
  std::string capitals;
  for (unsigned rest = serial; int(capitals.size()) < length; rest /= 26)
    capitals.push_back(char('Z' - rest % 26));
  std::string digits = std::to_string(serial);
  digits.insert(0, digits.size() < std::size_t(length) ? length - digits.size() : 0, '9');
  out.push_back(capitals);
  out.push_back(digits.substr(digits.size() - length));
}

Texts texts(const TypeShape& shape, const Wish& wish) {
  const int room = room_of(shape);
  const unsigned serial = wish.unique ? wish.serial : 1;
  const std::string plain =
      text_of_length(std::min<int>(room, 6 + std::to_string(serial).size()), serial);
  Texts out;
  if (wish.style == Style::High) {
    if (!wish.unique && shape.modifiers.empty() && shape.name == "text") out.push_back(kAwkward);
    out.push_back(text_of_length(std::min(room, 300), serial));
    if (room > 300) out.insert(out.begin(), text_of_length(room, serial));
    if (shape.name == "text") rotate_by(out, 1);
  }
  if (wish.style == Style::Low && !wish.unique) out.push_back("");
  Texts hinted;
  if (wish.hints) {
    hinted = wish.hints->values;
    for (const auto& pattern : wish.hints->patterns)
      hinted.push_back(pattern->sample(serial, wish.style == Style::High));
    for (const int length : wish.hints->lengths) {
      for (const int near : {length, length + 1, length - 1})
        add_texts_of_length(near, serial, hinted);
    }
  }
  rotate_by(hinted, wish.row);
  if (wish.unique || wish.row < 4 || hinted.empty()) out.push_back(plain);
  out.insert(out.end(), hinted.begin(), hinted.end());
  if (wish.hints) {
    for (const auto& pattern : wish.hints->patterns) out.push_back(pattern->sample(serial, false));
  }
  out.insert(out.end(), {plain, "PGGIT" + std::to_string(serial), std::to_string(serial), "a", "A",
                         "", plain + "@example.test",
                         "https://example.test/" + std::to_string(serial), "9999-12-31"});
  return out;
}

// --- other types --------------------------------------------------------------------------------

Texts others(const ir::TypeName& named, const TypeShape& shape, const Wish& wish) {
  Texts out;
  if (!named.schema.empty()) out = modified_values(named.name, named.modifier);
  if (!out.empty()) return out;
  if (shape.name == "bit" || shape.name == "bit varying") {
    const int length = shape.modifiers.empty() ? 1 : std::min(shape.modifiers[0], 64);
    const char bit = wish.style == Style::Low ? '0' : '1';
    return {std::string(length, bit), std::string(length, '1'), std::string(length, '0')};
  }
  const OtherType* type = known_type(named, shape);
  if (!type) return out;
  if (wish.unique && type->key) out.push_back(type->key(wish.serial));
  if (!wish.unique && wish.style == Style::High) out = type->high;
  if (!wish.unique && wish.style == Style::Low) out = type->low;
  if (wish.hints) {
    Texts hinted = wish.hints->values;
    rotate_by(hinted, wish.row);
    if (wish.row < 4) out.insert(out.end(), type->plain.begin(), type->plain.end());
    out.insert(out.end(), hinted.begin(), hinted.end());
  }
  for (const Texts* texts : {&type->plain, &type->high, &type->low})
    out.insert(out.end(), texts->begin(), texts->end());
  for (unsigned i = 0; wish.unique && type->key && i < 3; ++i)
    out.push_back(type->key(wish.serial + 100000 * (i + 1)));
  return out;
}

Texts enum_labels(const ir::Enum& labels, const Wish& wish) {
  Texts out = labels.labels;
  rotate_by(out, wish.row);
  return out;
}

// '{"a"}' of an element.
std::string array_of(const std::string& element) {
  std::string out = "{\"";
  for (const char c : element) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"}";
}

Texts arrays(const ir::TypeName& type, const ir::Enum* labels, const Wish& wish) {
  ir::TypeName element = type;
  element.is_array = false;
  Wish without_hints = wish;
  without_hints.hints = nullptr;
  Texts out;
  if (wish.style == Style::Low && !wish.unique) out.push_back("{}");
  for (const std::string& text : candidates(element, labels, without_hints))
    out.push_back(array_of(text));
  out.push_back("{}");
  return out;
}

Texts of_family(const ir::TypeName& type, const ir::Enum* labels, const Wish& wish) {
  if (type.is_array) return arrays(type, labels, wish);
  if (labels) return enum_labels(*labels, wish);
  const TypeShape shape = shape_of(type.name);
  switch (const Family family = family_of(type, shape)) {
    case Family::Whole:
    case Family::Decimal:
    case Family::Floating:
      return numbers(family, shape, wish);
    case Family::Truth:
      return wish.row % 2 == 0 ? Texts{"true", "false"} : Texts{"false", "true"};
    case Family::Text:
    case Family::Blank:
      return texts(shape, wish);
    case Family::Other:
      return others(type, shape, wish);
    case Family::Unknown:
      return {};
  }
  return {};
}

int characters_in(const std::string& text) {
  return int(std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

TypeShape shape_of(const std::string& type) {
  TypeShape shape;
  const std::size_t open = type.find('(');
  const std::size_t close = type.find(')', open);
  if (open == std::string::npos || close == std::string::npos) return {type, {}};
  shape.name = type.substr(0, open) + type.substr(close + 1);
  for (const std::string_view number :
       base::split(std::string_view(type).substr(open + 1, close - open - 1), ','))
    shape.modifiers.push_back(std::atoi(std::string(base::trim(number)).c_str()));
  return shape;
}

bool fits(const ir::TypeName& type, const ir::Enum* labels, const std::string& text) {
  if (type.is_array) return text.starts_with("{");
  if (labels) return std::ranges::find(labels->labels, text) != labels->labels.end();
  const TypeShape shape = shape_of(type.name);
  switch (const Family family = family_of(type, shape)) {
    case Family::Whole:
    case Family::Decimal:
    case Family::Floating: {
      const auto number = to_number(text);
      const Bounds bounds = bounds_of(shape);
      const bool whole = text.find_first_of(".eE") == std::string::npos;
      return number && *number >= bounds.low && *number <= bounds.high &&
             (family != Family::Whole || whole);
    }
    case Family::Truth:
      return text == "true" || text == "false";
    case Family::Text:
      return shape.modifiers.empty() || characters_in(text) <= shape.modifiers[0];
    case Family::Blank:
      return characters_in(text) <= room_of(shape);
    case Family::Other: {
      const OtherType* other = known_type(type, shape);
      return !other || text.size() < 200;
    }
    case Family::Unknown:
      return false;
  }
  return false;
}

std::vector<std::string> candidates(const ir::TypeName& type, const ir::Enum* labels,
                                    const Wish& wish) {
  Texts out;
  for (std::string& text : of_family(type, labels, wish)) {
    const bool known = std::ranges::find(out, text) != out.end();
    if (!known && (type.is_array || fits(type, labels, text))) out.push_back(std::move(text));
  }
  return out;
}

bool in_range(const ir::TypeName& type, long double number) {
  const TypeShape shape = shape_of(type.name);
  const Family family = family_of(type, shape);
  if (family != Family::Whole && family != Family::Decimal) return true;
  const Bounds bounds = bounds_of(shape);
  return number >= bounds.low && number <= bounds.high;
}

Value value_of(const ir::TypeName& type, const std::optional<std::string>& text) {
  if (!text) return Value::null();
  if (type.is_array) return Value::unknown();
  const TypeShape shape = shape_of(type.name);
  switch (family_of(type, shape)) {
    case Family::Whole:
    case Family::Decimal:
    case Family::Floating: {
      const auto number = to_number(*text);
      return number ? Value::of(*number) : Value::unknown();
    }
    case Family::Truth:
      return Value::of(*text == "true");
    case Family::Blank: {
      const std::size_t end = text->find_last_not_of(' ');
      return Value::of(end == std::string::npos ? std::string() : text->substr(0, end + 1));
    }
    case Family::Text:
    case Family::Other:
    case Family::Unknown:
      return Value::of(*text);
  }
  return Value::unknown();
}

}  // namespace pggit::shadow
