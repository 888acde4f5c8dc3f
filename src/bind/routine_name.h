// Names of functions and operators as objects keep them that rest on one: "app.f", bare where it is one of pg_catalog.
#pragma once

#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// Of a function: the user's along the search_path, else PostgreSQL's own; "schema.name", each part quoted where it must be.
std::string routine_name(const std::vector<sql::Node>& name, const Names& names);
// The same, refusing a name that an extension may have: nobody but the server lists its members.
std::string known_routine_name(const std::vector<sql::Node>& name, Binding& binding);

// The parts of the name that a definition gives as an option's value.
std::vector<sql::Node> name_in(const sql::Node& value);

// The operator of these operands (unknown: none) that the name means along the search_path; nothing where the catalog holds
// none: then it is PostgreSQL's own or not there.
std::optional<ir::Key> operator_named(const std::vector<sql::Node>& name, const ir::TypeName& left,
                                      const ir::TypeName& right, const Names& names);
// From an ObjectWithArgs node.
std::optional<ir::Key> operator_named(const sql::Node& object_with_args, const Names& names);

// The schema of the user's operators of that name along the search_path; empty where there is none, or PostgreSQL has one of
// the name too: then the operands decide, whose types nobody but the server knows.
std::string own_operator_schema(std::string_view name, const Names& names);

// From [source, target].
ir::Key cast_key(const std::vector<sql::Node>& types, const Names& names);

// Whether some text of the catalog may use the operator or cast: texts name neither as what it is.
bool may_be_used(const ir::Key& key, const catalog::Catalog& catalog);

}  // namespace pggit::bind
