// Rows of a file as Liquibase reads them: a header, a separator, quotes that may hold several lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::liquibase {

struct CsvRow {
  std::vector<std::string> cells;
  std::uint32_t at = 0;  // the byte where it begins
};

struct CsvRules {
  char separator = ',';
  char quote = '"';
  std::string comment = "#";  // what a line begins with that is none; empty: no such line
};

// Empty lines are none. Linear in the text.
std::vector<CsvRow> read_csv(std::string_view text, const CsvRules& rules);

}  // namespace pggit::frontend::liquibase
