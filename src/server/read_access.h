// Owners and access control lists as a server shows them.
#pragma once

#include <string>
#include <string_view>

#include "ir/grants.h"

namespace pggit::server {

// How the roles are called that ir::Grant knows without a name.
struct RoleNames {
  std::string owner;      // of the object
  std::string migration;  // the role of the migrations: the owner of the database
};

// The array of aclitems as PostgreSQL prints it, `{app=r*w/owner,=X/owner}`. Entries of pggit's own roles are left out, and
// MAINTAIN, which only PostgreSQL 17 knows.
ir::Acl acl_from(std::string_view array, const RoleNames& names);

// Empty for the role of the migrations.
std::string owner_from(const RoleNames& names);

}  // namespace pggit::server
