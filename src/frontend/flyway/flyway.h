// The Flyway front end. docs/sources/flyway.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

extern const ir::FrontEnd kFlyway;

}  // namespace pggit::frontend::flyway
