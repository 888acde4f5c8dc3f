// Server forms back into source forms: what was learnt from a server follows renames from then on as what
// was bound does.
#pragma once

#include <vector>

#include "catalog/catalog.h"
#include "sql/parse.h"

namespace pggit::bind {

// The object with the source forms of its bound texts, names looked up in `catalog`. A text that we cannot
// read stays in its server form.
ir::Object source_form(const ir::Object& object, const catalog::Catalog& catalog,
                       sql::Parser& parser);

// The object as a server shows it, but bound texts that it showed just so before, as `server`, in the form that they
// had then, as `source`.
ir::Object keep_source_forms(const ir::Object& object, const ir::Object& source,
                             const ir::Object& server);

// source_form for these objects of a catalog.
catalog::Catalog with_source_forms(catalog::Catalog catalog, const std::vector<ir::Key>& keys,
                                   sql::Parser& parser);

}  // namespace pggit::bind
