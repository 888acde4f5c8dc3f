// When two server forms that differ in letters say the same (docs/decisions/001-forms.md).
#pragma once

#include <string>
#include <string_view>

#include "sql/parse.h"

namespace pggit::sql {

// The parse tree of an expression or query as text, with the spellings of this closed list removed:
//   - parentheses that do not change the tree, white space, places in the text;
//   - casts to text, character varying and bpchar without a length, of string constants and of ARRAY[...], and to
//     arrays of them: a database that once went through pg_dump prints checks and defaults with others.
// A text that does not parse is its own form.
std::string comparison_form(Parser& parser, std::string_view server_form);

}  // namespace pggit::sql
