// What is foreign, as statements name it: options, wrappers and servers, foreign tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// OPTIONS (...) of CREATE or ALTER over what is there, with its ADD, SET and DROP. Refuses what is there twice, or not at
// all. `kind`: of the object, whose wrapper's validator looks at them; a foreign table's and its columns' are Kind::Table.
ir::Options foreign_options(ir::Options options, const std::vector<sql::Node>& list, ir::Kind kind,
                            const std::string& validator, Binding& binding);
// The validator of the wrapper that a server has; empty for none, and where nobody knows the server or its wrapper.
std::string validator_of_server(const std::string& server, const Binding& binding);

// Refuses an object whose wrapper or server is not there. One of an extension is its member and no object here, so where
// there are extensions nobody but the server knows.
void require_base(const ir::Object& object, Binding& binding);

// What OBJECT_FDW or OBJECT_FOREIGN_SERVER names; nothing when it is not there.
std::optional<ir::Key> foreign_named(std::string_view object_type, const sql::Node& name,
                                     const Binding& binding);
// Whether a statement that has a word of its own for foreign tables has the wrong one: DROP TABLE of a foreign table, DROP
// FOREIGN TABLE of another one.
bool is_other_table(std::string_view object_type, const ir::Key& key, const Binding& binding);

// Whether a column of the table may have a compression that is not held: a foreign table stores nothing, so that no statement can
// set what it took over from its parents, and yet what is made of it takes it over.
bool may_hide_compression(const ir::Table& table, const ir::Column& column, const Binding& binding);

}  // namespace pggit::bind
