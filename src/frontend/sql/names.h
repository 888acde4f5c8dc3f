// What the path of a file tells: its place in the order, its direction, its dialect.
//
//   3.10/0007##roles.sql            numbers 3.10, 7
//   main/delta/54/12_x.sql.postgres numbers 54, 12; PostgreSQL's
//   up/2024-01-31_users.sql         numbers 2024.1.31; the way up of */2024-01-31_users
//   001_users_down.sql              number 1; the way down of 001_users
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::sql {

// Numbers as digits without leading zeros, of any length.
using Numbers = std::vector<std::string>;

struct FileName {
  enum class Direction { Unknown, Up, Down, Check };  // Check: `verify/x.sql`, tests

  std::string path;  // relative to the folder
  std::string stem;  // without endings, dialect and direction: what the two files of a pair share
  // Of each folder and of the name itself, where they begin with numbers.
  std::vector<Numbers> numbers;
  bool has_own_number = false;
  Direction direction = Direction::Unknown;
  std::string dialect;  // "postgres", "sqlite", ...; empty: not said
  bool adds_dialect =
      false;             // `x.sql.postgres`: what PostgreSQL gets besides x.sql, not instead of it
  std::string language;  // "Python": code that is not SQL
  bool is_repeatable = false;  // R__x.sql, views/x.sql
  bool is_snapshot = false;    // schema.sql, LATEST.sql

  bool is_foreign() const { return !dialect.empty() && dialect != "postgres"; }
  // "54/12"; empty without numbers.
  std::string version() const;
  // "create users": the name without numbers and endings.
  std::string description() const;
};

// Nothing for files that are neither SQL nor code.
std::optional<FileName> parse_path(const std::string& path);

// By numbers, then by name. Folders without numbers do not count, so that the steps of several trees with one count
// come in its order.
bool comes_before(const FileName& a, const FileName& b);

// `x_up.sql` and `x_down.sql` are a pair where both are there; alone, `clean_up.sql` is a name like another. Tells
// directions that only the other files decide.
void decide_directions(std::vector<FileName>& files);

}  // namespace pggit::frontend::sql
