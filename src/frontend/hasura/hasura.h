// The Hasura front end. docs/sources/hasura.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::hasura {

extern const ir::FrontEnd kHasura;

}  // namespace pggit::frontend::hasura
