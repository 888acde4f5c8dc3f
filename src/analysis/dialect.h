// Whether migrations were written for another database: words that only it has.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::analysis {

struct ForeignDialect {
  const char* name;  // "Oracle"
  std::size_t text;  // the first one that shows it: index, byte and word as written
  std::size_t offset;
  std::string word;
  std::size_t shown_by;  // how many texts do
};

// Looks at words outside of comments, strings and quoted names: types and attributes that PostgreSQL refuses, and none that
// may well be the name of a column or a schema there. A dialect is named where at least one text in ten shows it,
// and three times as many as have words that only PostgreSQL has. Sources: the data types and attributes in the
// reference manuals of Oracle Database 19, MySQL 8 and SQL Server 2022.
std::optional<ForeignDialect> foreign_dialect(const std::vector<std::string_view>& texts);

}  // namespace pggit::analysis
