// Values for a column: what a type can hold, in the forms that break things (limits, empty texts, quotes), and what its
// constraints ask for. All are texts as PostgreSQL reads them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/objects.h"
#include "shadow/planter_checks.h"

namespace pggit::shadow {

// What a row is for. Each row has one style; where a constraint speaks against it, a column falls back to others.
enum class Style {
  Plain,  // something ordinary, the same in each such row where no key forbids it
  Nulls,  // NULL wherever it is allowed, else as Plain
  High,   // the largest, longest, latest; signs that need quoting
  Low,    // the smallest, empty, earliest
};

struct Wish {
  Style style = Style::Plain;
  unsigned row = 0;     // of the table, counted from 0
  unsigned serial = 0;  // another one for each row that may be in a table at the same time
  bool unique = false;  // the column is part of a key
  const Hints* hints = nullptr;
};

// How PostgreSQL's names for types are taken apart: "character varying(20)" is "character varying" and {20}.
struct TypeShape {
  std::string name;
  std::vector<int> modifiers;
};
TypeShape shape_of(const std::string& type);

// Best ones first, without doubles; empty for a type that is not known here. `labels`: of an enum, else null.
std::vector<std::string> candidates(const ir::TypeName& type, const ir::Enum* labels,
                                    const Wish& wish);

// Whether a type takes a text as it stands: neither too long nor out of range.
bool fits(const ir::TypeName& type, const ir::Enum* labels, const std::string& text);

// Whether a number is within the bounds of a type; true for types that are none of numbers.
bool in_range(const ir::TypeName& type, long double number);

// A value of a column as checks see it.
Value value_of(const ir::TypeName& type, const std::optional<std::string>& text);

}  // namespace pggit::shadow
