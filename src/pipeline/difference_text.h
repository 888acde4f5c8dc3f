// What a catalog has otherwise than it was expected, in words: of long texts the place where they part, and of a view that
// keeps the moment at which it was made just that.
//
//   view public.hot query: expected "...ORDER BY a.rank DESC", found "...ORDER BY a.rank"
#pragma once

#include <string>

#include "catalog/catalog.h"
#include "catalog/compare.h"

namespace pggit::pipeline {

std::string difference_text(const catalog::Difference& difference);

// Of one object that both or one of the catalogs have; the first of its differences.
std::string difference_text(const ir::Key& key, const catalog::Catalog& expected,
                            const catalog::Catalog& found);

}  // namespace pggit::pipeline
