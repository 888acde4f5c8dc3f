// The Prisma front end. docs/sources/prisma.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::prisma {

extern const ir::FrontEnd kPrisma;

}  // namespace pggit::frontend::prisma
