// Which changes of a column's type bring every value back when the type goes back.
#pragma once

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::rollback {

// PostgreSQL refuses the way up or keeps each value as it is: `bigint` to `integer`, `varchar(20)` to `text`, `date` to `timestamp`, an
// enumeration, an `integer` or a `uuid` to `text`, an enumeration by way of text to another one, a type to a domain over it; with a USING
// that says no more than that. `before` is the catalog before the
// statement. Labels are compared by their text, so `values_stay` has to say that no statement of the migration writes rows or
// renames labels.
bool is_lossless(const ir::SetColumnType& op, const ir::Column& column,
                 const catalog::Catalog& before, bool values_stay);

// Whether a foreign key may stand on two columns of these types, while one of them becomes the other's type.
bool may_refer(const ir::TypeName& a, const ir::TypeName& b);

}  // namespace pggit::rollback
