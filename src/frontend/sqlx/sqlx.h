// The sqlx front end. docs/sources/sqlx.md says for users what is read and how.
#pragma once

#include <optional>
#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::sqlx {

enum class Direction { Simple, Up, Down };

struct FileName {
  std::string_view version;  // digits, as written
  std::string_view title;
  Direction direction = Direction::Simple;
};

// "20240131093000_create_users.up.sql"; nothing where sqlx passes the file over. Source:
// resolve_blocking() in sqlx-core/src/migrate/source.rs: a number that fits 63 bits, `_`, a title,
// `.up.sql`, `.down.sql` or `.sql`.
std::optional<FileName> parse_file_name(std::string_view name);

extern const ir::FrontEnd kSqlx;

}  // namespace pggit::frontend::sqlx
