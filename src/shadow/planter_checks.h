// CHECK constraints as far as the planter understands them: read from their text, evaluated on a row, and asked for the
// values that they talk about. What is not understood says so (Value::Kind::Unknown) and never counts as fulfilled.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shadow/planter_pattern.h"
#include "sql/parse.h"

namespace pggit::shadow {

// What an expression gives for one row.
struct Value {
  enum class Kind { Null, Unknown, Truth, Number, Text };
  Kind kind = Kind::Unknown;
  bool truth = false;
  long double number = 0;
  std::string text;

  static Value null() { return {Kind::Null, false, 0, {}}; }
  static Value unknown() { return {}; }
  static Value of(bool truth) { return {Kind::Truth, truth, 0, {}}; }
  static Value of(long double number) { return {Kind::Number, false, number, {}}; }
  static Value of(std::string text) { return {Kind::Text, false, 0, std::move(text)}; }
};

// An expression of a row's columns.
struct Formula {
  enum class Op {
    Unknown,  // not understood
    Constant,
    Column,
    And,
    Or,
    Not,
    IsNull,
    IsTrue,     // name: TRUE or FALSE
    Compare,    // name: = <> < <= > >=
    Distinct,   // IS DISTINCT FROM
    AnyOf,      // name as Compare; the first operand against any of the others
    AllOf,      //   against all of them
    Calculate,  // name: + - * / %
    Concatenate,
    Matches,   // pattern on the only operand
    Call,      // name: length, lower, ...
    ToNumber,  // casts
    ToText,
  };
  Op op = Op::Unknown;
  std::string name;
  Value constant;
  std::shared_ptr<const Pattern> pattern;
  std::vector<Formula> parts;
};

using RowReader = std::function<Value(const std::string& column)>;

// Reads an expression as PostgreSQL prints or as a user writes it. Unknown when the grammar refuses it.
Formula read_formula(sql::Parser& parser, const std::string& sql);
std::set<std::string> columns_of(const Formula& formula);
Value evaluate(const Formula& formula, const RowReader& row);
// Whether all of it is read; a function or operator that is not known makes it false.
bool is_understood(const Formula& formula);
// As a CHECK takes it: true and NULL pass; false and what is not understood do not.
bool passes(const Formula& check, const RowReader& row);

// The values that a formula compares one column with.
struct Hints {
  std::vector<std::string> values;  // constants
  std::vector<long double> numbers;
  std::vector<int> lengths;  // that length(column) is compared with
  std::vector<std::shared_ptr<const Pattern>> patterns;
};
void collect_hints(const Formula& formula, const std::string& column, Hints& hints);

// "12.50" as a number; nothing for anything else.
std::optional<long double> to_number(const std::string& text);

}  // namespace pggit::shadow
