// The goose front end. docs/sources/goose.md says for users what is read and how.
#pragma once

#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::goose {

// The digits before the first `_` of "00012_create_users.sql"; empty where goose passes the file over.
// Source: NumericComponent() in migrate.go: a number above zero that fits 63 bits, `.sql` or `.go`.
std::string_view version_of(std::string_view name);

extern const ir::FrontEnd kGoose;

}  // namespace pggit::frontend::goose
