// What a migration needs from the server beyond its role's rights, done for it by the harness where
// that is harmless (docs/shadow.md). First version: roles that the history names, and extensions of
// an allow-list. What is not here needs a superuser, and is an edge case.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pg/connection.h"

namespace pggit::shadow {

// Whether make_roles() makes a role of this name: not pg_*, not pggit_*, not a word that is none (public,
// current_user, ...).
bool is_made_role(const std::string& role);

// Makes the roles that are missing: without login, without any right of their own, with `login` as
// a member; and all of them by way of a role of pggit's with CREATE on schema public of the harness's
// database, so that objects can be given to them (`OWNER TO` asks for it). Call it with a session in
// template1, then close that, and every database made later is ready; call it for each that is there
// already. Left out: what is_made_role() refuses, roles that exist. Returns those made, sorted: the report lists them as
// assumed. Errors: Database.
base::Result<std::vector<std::string>> make_roles(pg::Connection& harness,
                                                  const std::vector<std::string>& names,
                                                  const std::string& login);

struct ExtensionRequest {
  std::string name;
  std::string schema;   // empty: the first of the harness session's search_path, which is public
  std::string version;  // empty: the default one
  std::string login;    // the role that shall own it
};

// Whether the harness makes this extension when a migration asks for it.
bool is_allowed_extension(const std::string& name);

// Makes an extension of the allow-list, with those it requires, owned by `login` as if it were a
// trusted one; nothing if it is there. `harness`: a superuser's session in the database that asks.
// Errors: Refused (`needs superuser: ...`: not on the list), Database (not installed on this
// machine, or the server's words).
base::Result<void> create_extension(pg::Connection& harness, const ExtensionRequest& request);

// Makes it in that way where a role that is no superuser could not: it is on the list and not trusted. Where its schema
// is not there, that is made first, for the role. Returns whether it is there; else the statement itself has to do it.
// Errors: Database.
base::Result<bool> create_for_role(pg::Connection& harness, const ExtensionRequest& request);

}  // namespace pggit::shadow
