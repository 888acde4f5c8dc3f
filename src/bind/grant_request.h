// What a GrantStmt asks for, whatever it is asked of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/binding.h"
#include "ir/grants.h"

namespace pggit::bind {

struct ColumnPrivileges {
  std::string privileges;  // letters
  std::vector<std::string> columns;
};

struct GrantRequest {
  bool gives = true;
  bool option = false;
  bool cascades = false;
  std::string_view object_type;  // "OBJECT_TABLE"
  bool all = false;              // ALL, or no privilege named
  std::string privileges;        // letters of those on whole objects
  std::vector<ColumnPrivileges> on_columns;
  std::vector<std::string> roles;  // as bind_role() gives them

  // The list of an object with that owner after it. Errors (Input): as ir::changed().
  base::Result<ir::Acl> applied_to(ir::Acl acl, const std::string& letters,
                                   const std::string& owner) const;
};

// Nothing where the binding was refused: a privilege that we do not know, GRANTED BY another role.
std::optional<GrantRequest> grant_request(const sql::Node& grant, Binding& binding);

}  // namespace pggit::bind
