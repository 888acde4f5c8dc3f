#pragma once

namespace pggit::store {

// The DDL of an empty store, with "@" where the quoted name of its schema stands (CREATE SCHEMA left out).
extern const char* const kSchemaSql;
// Drops all of it, and nothing else.
extern const char* const kDropSql;

}  // namespace pggit::store
