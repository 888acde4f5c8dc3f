// How Liquibase cuts a script into statements. Its rules are its own: a dollar quote hides nothing from it, BEGIN and END
// do, and where a function's body is cut in two it must be told so with splitStatements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::liquibase {

struct CutRules {
  bool split = true;            // splitStatements
  bool strip_comments = false;  // stripComments
  std::string delimiter;  // endDelimiter; empty: `;`, and `go` or `/` alone at the start of a line
};

struct Segment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// A statement: bytes of the script without the comments that are stripped; never empty, nothing but white space left out
// at both ends.
using Cut = std::vector<Segment>;

// Whether pggit knows what the delimiter means: Liquibase takes it for a regular expression.
bool is_plain_delimiter(std::string_view delimiter);

std::vector<Cut> cut(std::string_view script, const CutRules& rules);

}  // namespace pggit::frontend::liquibase
