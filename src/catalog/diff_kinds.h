// What a diff knows of each kind of object.
#pragma once

#include "catalog/diff_action.h"

namespace pggit::catalog {

// Where its DROP and its CREATE stand when nothing else decides.
Phase drop_phase(ir::Kind kind);
Phase create_phase(ir::Kind kind);

// Why one that changes is made anew, in words for people.
const char* why_made_anew(ir::Kind kind);

}  // namespace pggit::catalog
