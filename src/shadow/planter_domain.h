// What stands beneath a domain: values of a column of it are values of that type which its checks allow.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "shadow/planter_checks.h"

namespace pggit::shadow {

struct Beneath {
  ir::TypeName type;  // no domain of the catalog; the type itself where it is none
  bool not_null = false;
  std::vector<std::pair<std::string, std::string>> checks;  // name and expression over VALUE
};

// Through domains over domains. Of an array of a domain the checks are left out: they are its elements'.
Beneath beneath_domains(const catalog::Catalog& catalog, const ir::TypeName& type);

// The check of a domain as one of a column: VALUE is the column.
Formula of_column(Formula check, const std::string& column);

}  // namespace pggit::shadow
