// Liquibase's types, as it writes them for PostgreSQL.
#pragma once

#include <string>
#include <string_view>

namespace pggit::frontend::liquibase {

// How values of the type are written.
enum class TypeFamily { Text, Number, Boolean, Bit, Timestamp, Date, Time, Uuid, Other };

struct Type {
  std::string sql;  // "VARCHAR(20)", "TIMESTAMP WITHOUT TIME ZONE"
  TypeFamily family = TypeFamily::Other;
  bool counts = false;  // serial and its like: an identity without being told
};

Type type_of(std::string_view text);

}  // namespace pggit::frontend::liquibase
