// The golang-migrate front end. docs/sources/golang-migrate.md says for users what is read and how.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::golang_migrate {

struct FileName {
  std::string_view version;  // digits, as written
  std::string_view title;
  bool is_up = true;
};

// "0001_create_users.up.sql"; nothing where golang-migrate passes the file over. Source: Regex and
// Parse() in source/parse.go: digits that fit 64 bits, `_`, a title, `.up.` or `.down.`, anything.
std::optional<FileName> parse_file_name(std::string_view name);

extern const ir::FrontEnd kGolangMigrate;

}  // namespace pggit::frontend::golang_migrate
