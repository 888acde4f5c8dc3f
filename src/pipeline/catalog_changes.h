// What changed from one catalog to the next, as bytes that are kept with a proof.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "catalog/catalog.h"

namespace pggit::pipeline {

// An object that is in `known` just so is named, not written out.
std::string catalog_changes(const catalog::Catalog& before, const catalog::Catalog& after,
                            const catalog::Catalog& known = {});

// `after` again, from the same `before` and `known`. Errors (Input): bytes that catalog_changes() would not give.
base::Result<catalog::Catalog> with_changes(const catalog::Catalog& before, std::string_view bytes,
                                            const catalog::Catalog& known = {});

}  // namespace pggit::pipeline
