// Owners and access control lists: who has some, and how they are reached.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "ir/grants.h"

namespace pggit::catalog {

// The owner where the kind has one; empty: the role of the migrations, or there is none.
std::string owner_of(const ir::Object& object);
// What is granted on the object, or on a column of a table or view (absent: nothing).
ir::Grants grants_of(const ir::Object& object, const std::string& column);
// Whether something is granted on it, its columns or its identity columns' sequences otherwise than by default.
bool has_grants(const ir::Object& object);
// Whether without_access() would change it.
bool has_access(const ir::Object& object);
// Errors (Input): objects of the kind have no grants, or there is no such column.
base::Result<void> set_grants(ir::Object& object, const std::string& column,
                              const ir::Grants& grants);
// The lists of the object, of its columns and of the sequences of identity columns follow the owner.
void set_owner(ir::Object& object, const std::string& owner);

// The columns that can have grants of their own, in order; none for other kinds.
std::vector<std::string> grantable_columns(const ir::Object& object);
// The identity columns of a table, with the key that SQL names their sequence by.
struct IdentitySequence {
  ir::Key sequence;
  ir::Grants grants;
};
std::vector<IdentitySequence> identity_sequences(const ir::Object& object);

// The privileges that a new object of that owner gets (get_user_default_acl in aclchk.c).
ir::Grants initial_grants(const Catalog& catalog, const ir::Key& key, const std::string& owner);
// A new object and its parts get them.
void give_initial_grants(ir::Object& object, const Catalog& catalog);

// The default privileges of a key of that kind, which are there where they are not PostgreSQL's own.
ir::Grants default_privileges(const Catalog& catalog, const ir::Key& key);
// 'r' for tables and what is like one, 'S', 'f', 'T', 'n'; 0 for what has none.
char default_privileges_letter(ir::Kind kind);

// A copy that belongs to the role of the migrations, with nothing granted on it or its parts: as CREATE leaves it where
// no default privileges hold.
ir::Object without_access(ir::Object object);
// A copy of `object` with the grants of `other`, an object of the same key, and its own owner; columns and identity
// columns that `other` has not keep none.
ir::Object with_grants_of(ir::Object object, const ir::Object& other);
// A copy of `object` with owner and grants of `other`.
ir::Object with_access_of(ir::Object object, const ir::Object& other);

}  // namespace pggit::catalog
