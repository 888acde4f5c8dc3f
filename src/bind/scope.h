// What column names can mean at a place in a query.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bind/names.h"
#include "ir/objects.h"

namespace pggit::bind {

// One item of a FROM list: its name there, and its columns.
struct RangeItem {
  struct Column {
    std::string name;
    ir::TypeName type;           // may be unknown
    std::string base_column;     // the relation's own name for it, when it is one of `relation`
    std::string collation = {};  // unless the type's own; means nothing while the type is unknown
  };
  std::string alias;
  bool implicit_alias = false;      // the relation's own name, which follows a rename
  std::optional<ir::Key> relation;  // a table or view of the catalog
  std::vector<Column> columns;
  bool complete = true;             // false: there are columns that we do not know
  std::vector<std::string> hidden;  // columns merged away by USING: a star leaves them out
};

class Scope {
 public:
  Scope() = default;
  // Columns of one table, printed bare: checks, defaults, indexes, generated columns.
  static Scope of_table(const ir::Table& table);
  // OLD and NEW of a trigger on that relation.
  static Scope of_trigger(const Names& names, const ir::Key& relation);

  std::vector<RangeItem> items;
  const Scope* outer = nullptr;  // of the query around a subquery
  bool bare_columns = false;     // print columns without their relation
  // Columns that USING merged and that are not simply the left side's (a FULL or RIGHT JOIN, two
  // types): printed bare.
  std::vector<std::string> merged;

  // What a star means here, in its order: the columns of USING stand first.
  struct StarColumn {
    std::size_t item = 0;
    std::size_t column = 0;
    std::string merged = {};  // one of `merged`; else columns[column] of items[item]
  };
  std::vector<StarColumn> star;
};

// The columns of a table or view as a range item of that alias.
RangeItem range_of(const Names& names, const ir::Key& relation, std::string alias, bool implicit);

}  // namespace pggit::bind
