// What a diff knows of each kind of object.
#pragma once

#include "catalog/diff_action.h"

namespace pggit::catalog {

struct DiffOfKind {
  Phase drop;  // where its DROP and its CREATE stand when nothing else decides
  Phase create;
  const char* why_made_anew;  // one that changes, in words for people
};
DiffOfKind diff_of(ir::Kind kind);

}  // namespace pggit::catalog
