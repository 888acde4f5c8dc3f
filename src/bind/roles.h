// Roles as statements name them.
#pragma once

#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// The role of a RoleSpec: its name, ir::kPublic, or ir::kMigrationRole for the role that the migrations log in as.
std::string bind_role(const sql::Node& role_spec, const Session& session);
// As an object's owner: empty for the role of the migrations.
std::string bind_owner_role(const sql::Node& role_spec, const Session& session);
// As an entry of the access control list of an object with that owner: empty for the owner itself.
std::string as_grantee(const std::string& role, const std::string& owner);

// The roles that a statement names and that have to be there before it runs: GRANT, OWNER TO, SET ROLE, policies, ... Of a DO
// block those that it makes: most ask first whether the role is there, and the role of the migrations can make none.
std::vector<std::string> named_roles(const sql::Node& statement);

}  // namespace pggit::bind
