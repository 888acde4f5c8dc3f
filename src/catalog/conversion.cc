#include "catalog/conversion.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace pggit::catalog {
namespace {

// "timestamp(3) with time zone" is base "timestamp with time zone", modifiers {3}.
struct Type {
  std::string base;
  std::vector<int> modifiers;
};

Type parse(const ir::TypeName& type) {
  const std::size_t open = type.name.find('(');
  if (!type.schema.empty() || open == std::string::npos) return {type.name, {}};
  const std::size_t close = type.name.find(')', open);
  Type out{type.name.substr(0, open), {}};
  if (close == std::string::npos) return out;
  out.base += type.name.substr(close + 1);
  for (const std::string_view part :
       base::split(std::string_view(type.name).substr(open + 1, close - open - 1), ',')) {
    int value = 0;
    const std::string_view digits = base::trim(part);
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    out.modifiers.push_back(value);
  }
  return out;
}

// Each of a family is assigned to every other; of exact integers the wider holds the narrower.
int integer_width(const std::string& base) {
  if (base == "smallint") return 2;
  if (base == "integer") return 4;
  return base == "bigint" ? 8 : 0;
}
bool is_number(const std::string& base) {
  return integer_width(base) || base == "numeric" || base == "real" || base == "double precision";
}
bool is_text(const std::string& base) {
  return base == "text" || base == "character varying" || base == "character" || base == "name";
}
bool is_date_or_time_stamp(const std::string& base) {
  return base == "date" || base.starts_with("timestamp ") || base == "timestamp";
}
bool is_json(const std::string& base) { return base == "json" || base == "jsonb"; }

RowLoss values_if(bool lost) { return lost ? RowLoss::Values : RowLoss::None; }

// What a modifier leaves of a value, without one everything (6 digits of a second).
int scale(const Type& type) {
  if (type.modifiers.empty()) return 1000;
  return type.modifiers.size() > 1 ? type.modifiers[1] : 0;
}
int second_digits(const Type& type) { return type.modifiers.empty() ? 6 : type.modifiers[0]; }

RowLoss loss_among_numbers(const Type& from, const Type& to) {
  if (integer_width(from.base)) {
    if (to.base == "real") return values_if(integer_width(from.base) > 2);
    return values_if(to.base == "double precision" && integer_width(from.base) == 8);
  }
  if (from.base == "real" && to.base == "double precision") return RowLoss::None;
  if (from.base == "numeric" && to.base == "numeric") return values_if(scale(to) < scale(from));
  return RowLoss::Values;
}

RowLoss loss_among_times(const Type& from, const Type& to) {
  if (from.base == "date") return RowLoss::None;
  return values_if(to.base == "date" || second_digits(to) < second_digits(from));
}

bool pads(const Type& type) { return type.base == "character"; }

// Types whose values stand in one expression alike.
std::string family(const Type& type) {
  if (integer_width(type.base)) return "integer";
  if (type.base == "real") return "double precision";
  return type.base == "character varying" ? "text" : type.base;
}

Conversion between(const Type& from, const Type& to) {
  const bool leaves = family(from) != family(to);
  if (is_number(from.base) && is_number(to.base))
    return {false, leaves, loss_among_numbers(from, to)};
  if (is_text(from.base) && is_text(to.base))
    return {false, leaves, values_if(pads(from) != pads(to))};
  if (is_date_or_time_stamp(from.base) && is_date_or_time_stamp(to.base))
    return {false, leaves, loss_among_times(from, to)};
  if (is_json(from.base) && is_json(to.base)) return {false, leaves, values_if(to.base == "jsonb")};
  if (from.base == to.base)
    return {false, leaves, values_if(second_digits(to) < second_digits(from))};
  return {true, true, RowLoss::Values};
}

bool is_users(const ir::TypeName& type) { return !type.schema.empty(); }

ir::Piece text(std::string words) { return {ir::Piece::Kind::Text, std::move(words), "", "", ""}; }

void add_cast(std::vector<ir::Piece>& pieces, const ir::TypeName& type) {
  pieces.push_back(text("::"));
  if (!is_users(type)) return pieces.push_back(text(type.sql()));
  pieces.push_back({ir::Piece::Kind::Type, "", type.schema, type.name, ""});
  pieces.push_back(text(type.modifier + (type.is_array ? "[]" : "")));
}

// An explicit cast of its own; everything goes by way of text.
bool has_cast(const ir::TypeName& from, const ir::TypeName& to) {
  if (from.is_array != to.is_array) return false;
  const auto is_one_of_two = [&](const char* a, const char* b) {
    return from.sql() == a && to.sql() == b;
  };
  return (!is_users(from) && is_text(parse(from).base)) ||
         (!is_users(to) && is_text(parse(to).base)) || is_one_of_two("boolean", "integer") ||
         is_one_of_two("integer", "boolean");
}

}  // namespace

Conversion conversion(const ir::TypeName& from, const ir::TypeName& to) {
  if (from == to) return {};
  const Type a = parse(from);
  const Type b = parse(to);
  if (from.is_array != to.is_array) return {true, true, RowLoss::Values};
  // Everything is assigned to text in its own spelling, and an enum takes back just its labels.
  if (!is_users(to) && is_text(b.base) && (is_users(from) || !is_text(a.base))) {
    return {from.is_array || is_users(from), true, values_if(pads(b))};
  }
  if (is_users(to) && (is_users(from) || is_text(a.base))) return {true, true, RowLoss::None};
  if (is_users(from) || is_users(to)) return {true, true, RowLoss::Values};
  return between(a, b);
}

namespace {

bool is_varying(const Type& type) {
  return type.base == "text" || type.base == "character varying";
}

// No value that the one holds is too long for the other.
bool has_room(const Type& from, const Type& to) {
  if (to.modifiers.empty()) return true;
  return !from.modifiers.empty() && to.modifiers[0] >= from.modifiers[0];
}

bool keeps_values(const Type& from, const Type& to) {
  if (is_varying(from) && is_varying(to)) return has_room(from, to);
  if (from.base == "cidr" && to.base == "inet") return true;
  if (from.base != to.base) return false;
  if (from.base == "numeric")
    return to.modifiers.empty() || (has_room(from, to) && scale(from) == scale(to));
  const bool is_time = from.base.starts_with("time") || from.base.starts_with("interval");
  if (is_time) return second_digits(to) >= second_digits(from);
  return from.base == "bit varying" && has_room(from, to);
}

}  // namespace

bool rewrites_rows(const ir::TypeName& from, const ir::TypeName& to) {
  if (from == to) return false;
  if (is_users(from) || is_users(to) || from.is_array || to.is_array) return true;
  return !keeps_values(parse(from), parse(to));
}

std::optional<ir::Expression> using_expression(const ir::Key& table, const ir::Column& column,
                                               const ir::TypeName& to) {
  if (!conversion(column.type, to).needs_using) return std::nullopt;
  std::vector<ir::Piece> pieces{
      {ir::Piece::Kind::Column, "", table.schema, table.name, column.name}};
  if (!has_cast(column.type, to)) {
    add_cast(pieces, ir::TypeName{"", "text", "", column.type.is_array && to.is_array});
  }
  add_cast(pieces, to);
  return ir::Expression(std::move(pieces));
}

}  // namespace pggit::catalog
