// Mappings of a text search configuration.
#include <algorithm>

#include "catalog/apply_ops.h"

namespace pggit::catalog {

Applied apply_op(const ir::SetMappings& op, const Catalog& catalog) {
  ir::Configuration configuration = TRY(copy_of<ir::Configuration>(op.key, catalog));
  const auto drop = [&](const std::string& token) {
    return std::erase_if(configuration.mappings,
                         [&](const ir::TokenMapping& m) { return m.token == token; }) > 0;
  };
  for (const ir::TokenMapping& mapping : op.mappings) {
    drop(mapping.token);
    configuration.mappings.push_back(mapping);
  }
  for (const std::string& token : op.dropped) {
    if (!drop(token)) return refuse("mapping for token type \"" + token + "\" does not exist");
  }
  return catalog.with(std::move(configuration));
}

}  // namespace pggit::catalog
