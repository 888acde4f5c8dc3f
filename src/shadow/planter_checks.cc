#include "shadow/planter_checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace pggit::shadow {
namespace {

using Kind = Value::Kind;
using Op = Formula::Op;

bool is_null(const Value& value) { return value.kind == Kind::Null; }
bool is_unknown(const Value& value) { return value.kind == Kind::Unknown; }

Value truth_of(const Value& value) {
  if (value.kind == Kind::Text && (value.text == "true" || value.text == "t"))
    return Value::of(true);
  if (value.kind == Kind::Text && (value.text == "false" || value.text == "f"))
    return Value::of(false);
  const bool fits = value.kind == Kind::Truth || is_null(value);
  return fits ? value : Value::unknown();
}

Value negated(Value value) {
  value = truth_of(value);
  value.truth = !value.truth;
  return value;
}

// -1, 0, 1; nothing when the two cannot be compared.
std::optional<int> order_of(const Value& a, const Value& b) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
  if (a.kind == Kind::Number || b.kind == Kind::Number) {
    const auto x = a.kind == Kind::Number ? std::optional(a.number) : to_number(a.text);
    const auto y = b.kind == Kind::Number ? std::optional(b.number) : to_number(b.text);
    if (!x || !y) return std::nullopt;
    return sign(*x, *y);
  }
  if (a.kind == Kind::Truth || b.kind == Kind::Truth) {
    const Value x = truth_of(a);
    const Value y = truth_of(b);
    if (x.kind != Kind::Truth || y.kind != Kind::Truth) return std::nullopt;
    return sign(x.truth, y.truth);
  }
  return sign(a.text.compare(b.text), 0);
}

Value compare(const std::string& op, const Value& a, const Value& b) {
  if (is_unknown(a) || is_unknown(b)) return Value::unknown();
  if (is_null(a) || is_null(b)) return Value::null();
  const std::optional<int> order = order_of(a, b);
  if (!order) return Value::unknown();
  if (op == "=") return Value::of(*order == 0);
  if (op == "<>") return Value::of(*order != 0);
  if (op == "<") return Value::of(*order < 0);
  if (op == "<=") return Value::of(*order <= 0);
  if (op == ">") return Value::of(*order > 0);
  if (op == ">=") return Value::of(*order >= 0);
  return Value::unknown();
}

Value distinct(const Value& a, const Value& b) {
  if (is_unknown(a) || is_unknown(b)) return Value::unknown();
  if (is_null(a) || is_null(b)) return Value::of(is_null(a) != is_null(b));
  return compare("<>", a, b);
}

// `decisive` ends it: false for AND, true for OR. What is not understood weighs more than NULL.
Value junction(const std::vector<Formula>& parts, const RowReader& row, bool decisive) {
  Value out = Value::of(!decisive);
  for (const Formula& part : parts) {
    const Value value = truth_of(evaluate(part, row));
    if (value.kind == Kind::Truth && value.truth == decisive) return Value::of(decisive);
    if (is_unknown(value) || (is_null(value) && !is_unknown(out))) out = value;
  }
  return out;
}

Value any_or_all(const Formula& formula, const RowReader& row, bool decisive) {
  const Value left = evaluate(formula.parts[0], row);
  Value out = Value::of(!decisive);
  for (std::size_t i = 1; i < formula.parts.size(); ++i) {
    const Value value = compare(formula.name, left, evaluate(formula.parts[i], row));
    if (value.kind == Kind::Truth && value.truth == decisive) return Value::of(decisive);
    if (is_unknown(value) || (is_null(value) && !is_unknown(out))) out = value;
  }
  return out;
}

Value calculate(const std::string& op, const Value& a, const Value& b) {
  if (is_null(a) || is_null(b)) return Value::null();
  if (a.kind != Kind::Number || b.kind != Kind::Number) return Value::unknown();
  if (op == "+") return Value::of(a.number + b.number);
  if (op == "-") return Value::of(a.number - b.number);
  if (op == "*") return Value::of(a.number * b.number);
  // Whether a division is one of whole numbers is not known here.
  const bool even = b.number != 0 && std::fmod(a.number, b.number) == 0;
  if (op == "/") return even ? Value::of(a.number / b.number) : Value::unknown();
  if (op == "%") return b.number != 0 ? Value::of(std::fmod(a.number, b.number)) : Value::unknown();
  return Value::unknown();
}

long double characters_in(const std::string& text) {
  return std::ranges::count_if(text, [](unsigned char c) { return (c & 0xC0) != 0x80; });
}

std::string changed_case(std::string text, bool upper) {
  for (char& c : text) {
    if (upper && c >= 'a' && c <= 'z') c -= 32;
    if (!upper && c >= 'A' && c <= 'Z') c += 32;
  }
  return text;
}

std::string trimmed(const std::string& text, bool left, bool right) {
  std::size_t from = 0;
  std::size_t to = text.size();
  while (left && from < to && text[from] == ' ') ++from;
  while (right && to > from && text[to - 1] == ' ') --to;
  return text.substr(from, to - from);
}

Value coalesce(const std::vector<Formula>& parts, const RowReader& row) {
  for (const Formula& part : parts) {
    if (Value value = evaluate(part, row); !is_null(value)) return value;
  }
  return Value::null();
}

Value call_on_text(const std::string& name, const std::string& text) {
  if (name == "length" || name == "char_length" || name == "character_length")
    return Value::of(characters_in(text));
  if (name == "octet_length") return Value::of(static_cast<long double>(text.size()));
  if (name == "lower" || name == "upper") return Value::of(changed_case(text, name == "upper"));
  if (name == "btrim" || name == "ltrim" || name == "rtrim")
    return Value::of(trimmed(text, name != "rtrim", name != "ltrim"));
  return Value::unknown();
}

bool is_known_function(const std::string& name) {
  for (const char* known : {"coalesce", "num_nulls", "num_nonnulls", "abs", "floor", "ceil"}) {
    if (name == known) return true;
  }
  return !is_unknown(call_on_text(name, ""));
}

// The functions of one operand that are strict.
Value call(const Formula& formula, const RowReader& row) {
  if (formula.name == "coalesce") return coalesce(formula.parts, row);
  if (formula.name == "num_nonnulls" || formula.name == "num_nulls") {
    long double count = 0;
    for (const Formula& part : formula.parts) {
      const Value value = evaluate(part, row);
      if (is_unknown(value)) return value;
      count += is_null(value) == (formula.name == "num_nulls");
    }
    return Value::of(count);
  }
  if (formula.parts.size() != 1) return Value::unknown();
  const Value value = evaluate(formula.parts[0], row);
  if (value.kind == Kind::Number) {
    if (formula.name == "abs") return Value::of(std::fabs(value.number));
    if (formula.name == "floor") return Value::of(std::floor(value.number));
    if (formula.name == "ceil") return Value::of(std::ceil(value.number));
    return Value::unknown();
  }
  if (value.kind == Kind::Text) return call_on_text(formula.name, value.text);
  // NULL of a function that is not known may give anything.
  return is_null(value) && is_known_function(formula.name) ? value : Value::unknown();
}

Value to_number_value(const Value& value) {
  if (value.kind != Kind::Text) return value.kind == Kind::Truth ? Value::unknown() : value;
  const auto number = to_number(value.text);
  return number ? Value::of(*number) : Value::unknown();
}

Value matches(const Formula& formula, const RowReader& row) {
  const Value value = evaluate(formula.parts[0], row);
  if (is_null(value)) return value;
  if (value.kind != Kind::Text) return Value::unknown();
  const std::optional<bool> matched = formula.pattern->matches(value.text);
  return matched ? Value::of(*matched) : Value::unknown();
}

Value concatenate(const Value& a, const Value& b) {
  if (is_null(a) || is_null(b)) return Value::null();
  if (a.kind != Kind::Text || b.kind != Kind::Text) return Value::unknown();
  return Value::of(a.text + b.text);
}

// --- hints --------------------------------------------------------------------------------------

bool is_length_of(const Formula& formula) {
  return formula.op == Op::Call && (formula.name.ends_with("length"));
}

bool mentions_only(const Formula& formula, const std::string& column) {
  const std::set<std::string> columns = columns_of(formula);
  return columns.size() == 1 && columns.contains(column);
}

bool any_part(const Formula& formula, bool (*is)(const Formula&)) {
  return is(formula) || std::ranges::any_of(formula.parts, [is](const Formula& part) {
           return any_part(part, is);
         });
}

void add_constants(const Formula& formula, bool of_length, Hints& hints) {
  if (formula.op == Op::Constant) {
    const Value& value = formula.constant;
    const auto number = value.kind == Kind::Number ? std::optional(value.number)
                        : value.kind == Kind::Text ? to_number(value.text)
                                                   : std::nullopt;
    if (number && of_length && *number >= 0 && *number < 100000)
      hints.lengths.push_back(int(*number));
    if (number && !of_length) hints.numbers.push_back(*number);
    if (value.kind == Kind::Text && !of_length) hints.values.push_back(value.text);
  }
  for (const Formula& part : formula.parts) add_constants(part, of_length, hints);
}

}  // namespace

std::optional<long double> to_number(const std::string& text) {
  if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string::npos)
    return std::nullopt;
  char* end = nullptr;
  const long double number = std::strtold(text.c_str(), &end);
  return *end == '\0' ? std::optional(number) : std::nullopt;
}

std::set<std::string> columns_of(const Formula& formula) {
  std::set<std::string> columns;
  if (formula.op == Op::Column) columns.insert(formula.name);
  for (const Formula& part : formula.parts) columns.merge(columns_of(part));
  return columns;
}

Value evaluate(const Formula& formula, const RowReader& row) {
  const auto part = [&](std::size_t i) { return evaluate(formula.parts[i], row); };
  switch (formula.op) {
    case Op::Unknown:
      return Value::unknown();
    case Op::Constant:
      return formula.constant;
    case Op::Column:
      return row(formula.name);
    case Op::And:
      return junction(formula.parts, row, false);
    case Op::Or:
      return junction(formula.parts, row, true);
    case Op::Not:
      return negated(part(0));
    case Op::IsNull: {
      const Value value = part(0);
      return is_unknown(value) ? value : Value::of(is_null(value));
    }
    case Op::IsTrue: {
      const Value value = truth_of(part(0));
      if (is_unknown(value)) return value;
      return Value::of(!is_null(value) && value.truth == (formula.name == "TRUE"));
    }
    case Op::Compare:
      return compare(formula.name, part(0), part(1));
    case Op::Distinct:
      return distinct(part(0), part(1));
    case Op::AnyOf:
      return any_or_all(formula, row, true);
    case Op::AllOf:
      return any_or_all(formula, row, false);
    case Op::Calculate:
      return calculate(formula.name, part(0), part(1));
    case Op::Concatenate:
      return concatenate(part(0), part(1));
    case Op::Matches:
      return matches(formula, row);
    case Op::Call:
      return call(formula, row);
    case Op::ToNumber:
      return to_number_value(part(0));
    case Op::ToText: {
      const Value value = part(0);
      return value.kind == Kind::Text || is_null(value) ? value : Value::unknown();
    }
  }
  return Value::unknown();
}

bool is_understood(const Formula& formula) {
  if (formula.op == Op::Unknown) return false;
  if (formula.op == Op::Call && !is_known_function(formula.name)) return false;
  return std::ranges::all_of(formula.parts, is_understood);
}

bool passes(const Formula& check, const RowReader& row) {
  const Value value = truth_of(evaluate(check, row));
  return is_null(value) || (value.kind == Kind::Truth && value.truth);
}

void collect_hints(const Formula& formula, const std::string& column, Hints& hints) {
  const bool about_it = mentions_only(formula, column);
  if (about_it && formula.op == Op::Matches) hints.patterns.push_back(formula.pattern);
  const bool compares = formula.op == Op::Compare || formula.op == Op::AnyOf ||
                        formula.op == Op::AllOf || formula.op == Op::Distinct;
  if (about_it && compares) return add_constants(formula, any_part(formula, is_length_of), hints);
  for (const Formula& part : formula.parts) collect_hints(part, column, hints);
}

}  // namespace pggit::shadow
