// The canonical bytes of an object: what its hash covers and a store keeps. src/store/FORMAT.md
// says every byte.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "ir/objects.h"

namespace pggit::catalog {

// Fields with their names, those at their default left out; bound text as SQL with current names.
std::string encode(const ir::Object& object);

// Which parts of the object's bound texts are references, so that renames go on to follow after
// decode. Kept beside the canonical bytes and never hashed: the text alone says what the object is.
std::string encode_references(const ir::Object& object);

// The object back from its bytes; without `references` (or with an empty one) its bound texts hold
// no references. Errors (Input): bytes that encode would not give; references that do not fit them.
base::Result<ir::Object> decode(std::string_view bytes, std::string_view references = {});

}  // namespace pggit::catalog
