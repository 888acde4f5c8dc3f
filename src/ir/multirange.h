// The multirange type that comes with a range type.
#pragma once

#include <string>

namespace pggit::ir {

// The name that PostgreSQL gives it where CREATE TYPE names none (makeMultirangeTypeName in typecmds.c): "range" in the range's own
// becomes "multirange"; else "_multirange" stands behind.
std::string multirange_name(const std::string& range);

}  // namespace pggit::ir
