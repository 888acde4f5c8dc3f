// What the harness made for a history belongs to the role that runs it.
#pragma once

#include <string>

#include "base/error.h"
#include "pg/connection.h"

namespace pggit::shadow {

// Schemas, relations, routines, types, publications, wrappers, servers, collations and text search objects that the session's role owns become the
// login's; members of extensions and what PostgreSQL brings along stay. Migrations alter what was there before them, and only an owner may. Errors: Database.
base::Result<void> hand_over_objects(pg::Connection& harness, const std::string& login);

}  // namespace pggit::shadow
