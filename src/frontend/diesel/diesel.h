// The Diesel front end. docs/sources/diesel.md says for users what is read and how.
#pragma once

#include <string>
#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::diesel {

// "2019-02-26-002946_create_user" gives "20190226002946". Source: version_from_string() in
// migrations_internals: all up to the first `_`, without dashes.
std::string version_of(std::string_view folder);

extern const ir::FrontEnd kDiesel;

}  // namespace pggit::frontend::diesel
