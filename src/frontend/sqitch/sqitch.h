// The Sqitch front end. docs/sources/sqitch.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

extern const ir::FrontEnd kSqitch;

}  // namespace pggit::frontend::sqitch
