#pragma once

#include "ir/objects.h"

namespace pggit::catalog {

// What ALTER COLUMN ... TYPE does to a column besides its type: storage and compression go back to the new type's
// own (ATExecAlterColumnType), an identity's sequence takes the type along (init_params in sequence.c).
void retype(ir::Column& column, const ir::TypeName& type, const std::string& collation);

}  // namespace pggit::catalog
