// How values are written to a copy, read from it and compared.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace pggit::rollback {

// Quoted and qualified.
std::string name_of(const ir::Key& key);
// "t." and "id" give `t.id`; the prefix may be empty.
std::string column_at(const std::string& prefix, const std::string& column);

// Built-in types are kept as they are. Others are kept as text, because the migration may drop the type too.
bool is_built_in(const ir::TypeName& type);
// What a regclass holds is an OID, which another object has when the way back was gone.
bool can_be_kept(const ir::Column& column);

std::string kept_type(const ir::Column& column);
std::string to_kept(const ir::Column& column);
// What stands in the copy under the column's name, or another one, as a value of the column's type.
std::string from_kept(const ir::Column& column, const std::string& kept);

// What the column holds, as text that another session makes alike: its time zone may be another. `name`: as the column is
// called there.
bool can_be_compared(const ir::Column& column);
std::string comparable(const ir::Column& column, const std::string& name);

}  // namespace pggit::rollback
