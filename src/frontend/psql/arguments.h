// The arguments of one of psql's backslash commands. Source of the rules: psqlscanslash.l.
//
//   \set greeting 'it''s\n' :'name' `date`      three: it's<LF>, the variable quoted, one that is not known
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/psql/variables.h"

namespace pggit::frontend::psql {

struct Argument {
  std::string text;
  std::size_t begin = 0;  // byte of the script
  std::size_t end = 0;
  // Why its text is not known before the script runs; else empty.
  std::string unknown;
  // Variables without value in it: they stand there as they are written.
  std::vector<std::string> missing;
};

struct Arguments {
  std::vector<Argument> all;
  std::size_t end = 0;   // where the command ends: at the end of the line, or at the next backslash
  bool is_open = false;  // a quote has no end in this line
};

// From byte `at` of the script, behind the command's name. Variables are filled; nothing is run.
Arguments arguments_at(std::string_view script, std::size_t at, const Variables& variables);

// true, false, on, off, yes, no, 1, 0 and what begins one of the words alone; nothing for any other text. Source:
// ParseVariableBool() of psql.
std::optional<bool> boolean_of(std::string_view text);

}  // namespace pggit::frontend::psql
