// How the rows of the introspection queries are read, column by column.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/introspect_decode.h"
#include "server/read_access.h"

namespace pggit::server {

// One row, read column by column.
class Row {
 public:
  Row(const pg::Rows& rows, int row) : rows_(rows), row_(row) {}
  std::string text(int column) const { return std::string(rows_.text(row_, column)); }
  bool is_null(int column) const { return rows_.is_null(row_, column); }
  bool boolean(int column) const { return rows_.boolean(row_, column); }
  std::int64_t number(int column) const { return rows_.number(row_, column); }
  char letter(int column, char otherwise) const {
    const std::string_view text = rows_.text(row_, column);
    return text.empty() ? otherwise : text[0];
  }
  std::optional<std::string> comment(int column) const {
    return is_null(column) ? std::nullopt : std::optional(text(column));
  }
  std::optional<ir::Expression> expression(int column) const {
    return is_null(column) ? std::nullopt
                           : std::optional(ir::Expression::from_server(text(column)));
  }
  std::vector<std::string> array(int column) const { return array_items(rows_.text(row_, column)); }
  // Names and values by turns.
  ir::Options foreign_options(int column) const {
    const std::vector<std::string> items = array(column);
    ir::Options options;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
      options.emplace_back(items[i], items[i + 1]);
    return options;
  }
  ir::TypeName type(int column) const {
    return type_from(rows_.text(row_, column), rows_.text(row_, column + 1),
                     rows_.text(row_, column + 2));
  }
  std::pair<std::string, std::string> name() const { return {text(0), text(1)}; }
  // type, start, increment, min, max, cache, cycle
  ir::SequenceOptions sequence(int column) const {
    return {text(column),       number(column + 1), number(column + 2), number(column + 3),
            number(column + 4), number(column + 5), boolean(column + 6)};
  }

 private:
  const pg::Rows& rows_;
  int row_;
};

// The owner's name, and in the next column the access control list.
template <class T>
void read_access(const Row& row, int column, const Gathered& gathered, T& object) {
  const RoleNames names{row.text(column), gathered.migration_role};
  object.owner = owner_from(names);
  if (!row.is_null(column + 1))
    object.grants = ir::stored(acl_from(row.text(column + 1), names), object.key());
}

template <class Read>
void each(const pg::Rows& rows, Read read) {
  for (int i = 0; i < rows.count(); ++i) read(Row(rows, i));
}

// "((a + b))" -> "(a + b)"; "lower(a)" stays: PostgreSQL puts parentheses around all but plain calls.
std::string without_outer_parentheses(std::string text);

}  // namespace pggit::server
