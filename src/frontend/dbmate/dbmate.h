// The dbmate front end. docs/sources/dbmate.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::dbmate {

extern const ir::FrontEnd kDbmate;

}  // namespace pggit::frontend::dbmate
