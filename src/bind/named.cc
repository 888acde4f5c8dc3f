// Objects that SQL names by a list of words alone.
#include "bind/kinds.h"
#include "bind/text_search.h"

namespace pggit::bind {

std::optional<ir::Kind> named_kind(std::string_view object_type) {
  if (object_type == "OBJECT_STATISTIC_EXT") return ir::Kind::Statistics;
  if (object_type == "OBJECT_TSDICTIONARY") return ir::Kind::Dictionary;
  if (object_type == "OBJECT_TSCONFIGURATION") return ir::Kind::Configuration;
  if (object_type == "OBJECT_COLLATION") return ir::Kind::Collation;
  return std::nullopt;
}

std::optional<ir::Key> named(ir::Kind kind, const std::vector<sql::Node>& name,
                             const Binding& binding) {
  return binding.names().resolve_named(
      kind, name.size() > 1 ? name[name.size() - 2].text() : std::string_view(),
      name.back().text());
}

std::optional<ir::Key> Names::resolve_named(ir::Kind kind, std::string_view schema,
                                            std::string_view name) const {
  if (schema.empty() && is_built_in(kind, name)) return std::nullopt;  // pg_catalog comes first
  const std::vector<std::string> path =
      schema.empty() ? schemas() : std::vector<std::string>{std::string(schema)};
  for (const std::string& where : path) {
    ir::Key key{kind, where, std::string(name), ""};
    if (catalog->find(key)) return key;
  }
  return std::nullopt;
}

}  // namespace pggit::bind
