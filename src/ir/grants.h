// Access control lists as PostgreSQL keeps and changes them. Source of the rules: acl.c and aclchk.c.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ir/names.h"

namespace pggit::ir {

using Acl = std::vector<Grant>;

// The letters of all privileges that an object of the kind can give, in PostgreSQL's order: "arwdDxt" of a table, "" where
// there are none to give.
std::string_view all_privileges(Kind kind);
// Of default privileges: what objects of their kind can give.
std::string_view all_privileges(const Key& key);
inline constexpr std::string_view kColumnPrivileges = "arwx";

// The letters of `privileges`, without their stars, in PostgreSQL's order; and those of them that have a star.
std::string privileges_of(const Grant& grant);
std::string options_of(const Grant& grant);

// What a new object has: all to its owner, and to PUBLIC what PostgreSQL gives to everybody.
Acl default_acl(const Key& key);

// The list behind `grants`, spelled out; and back, sorted, absent where it is the default one.
Acl spelled_out(const Grants& grants, const Key& key);
Grants stored(Acl acl, const Key& key);
// Entries in their order, those of one role and grantor as one, without those that give nothing.
Acl in_order(const Acl& acl);

// GRANT or REVOKE to one role.
struct GrantChange {
  bool gives = true;
  std::string role;        // as in Grant
  std::string grantor;     // as in Grant
  std::string privileges;  // letters, without stars
  bool option = false;     // WITH GRANT OPTION; of REVOKE: GRANT OPTION FOR
  bool cascades = false;
};
// The list after it. Errors (Input): without CASCADE, others were given by this role what it loses.
base::Result<Acl> changed(Acl acl, const GrantChange& change);

// The REVOKEs that lead from an entry to what the same role has of the same grantor in `after`.
std::vector<GrantChange> revokes(const Grant& before, const Acl& after);

// What the global default privileges (absent: PostgreSQL's own) and those of a schema give together.
Acl merged(Acl global, const Acl& of_schema);

// The list when the object goes from one owner to another: what the old one has and gave, the new one has and gave.
Acl with_owner(const Acl& acl, const std::string& owner);

}  // namespace pggit::ir
