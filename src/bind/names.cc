#include "bind/names.h"

#include <algorithm>

#include "base/text.h"
#include "bind/type_name.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

std::vector<ir::Key> functions_in(const catalog::Catalog& catalog, const std::string& schema,
                                  std::string_view name) {
  std::vector<ir::Key> keys;
  catalog.for_each_in(ir::Kind::Function, schema, [&](const catalog::EntryRef& entry) {
    if (entry->key.name == name) keys.push_back(entry->key);
  });
  return keys;
}

std::string argument_list(const std::vector<sql::Node>& types, const Names& names) {
  std::vector<std::string> spelled;
  for (const sql::Node& type : types)
    spelled.push_back(bind_type_without_modifier(type, names).sql());
  return base::join(spelled, ", ");
}

}  // namespace

std::vector<std::string> Names::schemas() const {
  std::vector<std::string> found;
  for (const std::string& entry : search_path) {
    const std::string& schema = entry == "$user" ? user : entry;
    if (schema == "public" || catalog->find({ir::Kind::Schema, "", schema, ""}))
      found.push_back(schema);
  }
  return found;
}

std::string Names::current_schema() const {
  const std::vector<std::string> path = schemas();
  return path.empty() ? "public" : path.front();
}

std::string Names::extension_schema() const {
  std::vector<std::string> used;
  catalog->for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    used.push_back(std::get<ir::Extension>(entry->object).in_schema);
  });
  for (const std::string& schema : schemas()) {
    if (std::ranges::find(used, schema) != used.end()) return schema;
  }
  return current_schema();
}

bool Names::is_temporary(std::string_view schema, std::string_view name) const {
  if (schema == "pg_temp") return true;
  return schema.empty() && std::ranges::find(temporary, name) != temporary.end();
}

std::optional<ir::Key> Names::resolve_relation(std::string_view schema,
                                               std::string_view name) const {
  if (is_temporary(schema, name)) return std::nullopt;
  const std::vector<std::string> path =
      schema.empty() ? schemas() : std::vector<std::string>{std::string(schema)};
  for (const std::string& candidate : path) {
    for (const ir::Kind kind : {ir::Kind::Table, ir::Kind::View, ir::Kind::MaterializedView,
                                ir::Kind::Sequence, ir::Kind::Index}) {
      ir::Key key{kind, candidate, std::string(name), ""};
      if (catalog->find(key)) return key;
    }
  }
  return std::nullopt;
}

std::optional<ir::Key> Names::resolve_text(std::string_view text) const {
  std::vector<std::string> parts;
  for (const std::string_view part : base::split(text, '.')) {
    // One name of a search_path is read as one of a relation is.
    for (std::string& name : parse_search_path(part)) parts.push_back(std::move(name));
  }
  if (parts.empty() || parts.size() > 2) return std::nullopt;
  return resolve_relation(parts.size() == 2 ? parts[0] : "", parts.back());
}

std::optional<ir::Key> Names::resolve_type(std::string_view schema, std::string_view name) const {
  const std::vector<std::string> path =
      schema.empty() ? schemas() : std::vector<std::string>{std::string(schema)};
  for (const std::string& candidate : path) {
    for (const ir::Kind kind :
         {ir::Kind::Enum, ir::Kind::Domain, ir::Kind::Composite, ir::Kind::Range}) {
      ir::Key key{kind, candidate, std::string(name), ""};
      if (catalog->find(key)) return key;
    }
  }
  return std::nullopt;
}

std::optional<ir::Key> Names::resolve_type_name(const std::vector<sql::Node>& name) const {
  if (name.empty()) return std::nullopt;
  return resolve_type(name.size() > 1 ? name[name.size() - 2].text() : "", name.back().text());
}

std::vector<ir::Key> Names::functions(std::string_view schema, std::string_view name) const {
  if (!schema.empty()) return functions_in(*catalog, std::string(schema), name);
  for (const std::string& candidate : schemas()) {
    if (std::vector<ir::Key> found = functions_in(*catalog, candidate, name); !found.empty())
      return found;
  }
  return {};
}

std::vector<ir::Key> Names::temporary_functions_named(std::string_view name) const {
  std::vector<ir::Key> keys;
  if (!temporary_functions) return keys;
  for (const ir::Function& function : *temporary_functions) {
    if (function.name == name) keys.push_back(function.key());
  }
  return keys;
}

const ir::Function* Names::temporary_function(const ir::Key& key) const {
  if (!temporary_functions) return nullptr;
  const auto found = std::ranges::find(*temporary_functions, key, &ir::Function::key);
  return found == temporary_functions->end() ? nullptr : &*found;
}

std::string Names::function_schema(std::string_view name) const {
  for (const std::string& schema : schemas()) {
    if (!functions_in(*catalog, schema, name).empty()) return schema;
    if (catalog::is_constructor({ir::Kind::Function, schema, std::string(name), ""}, *catalog))
      return schema;
  }
  return "";
}

namespace {

bool is_of_kind(const Names& names, const ir::Key& key, RoutineKind kind) {
  const ir::Function& function = *names.catalog->get<ir::Function>(key);
  if (kind == RoutineKind::Aggregate) return function.aggregate.has_value();
  const bool is_procedure = function.is_procedure;
  return kind == RoutineKind::Any || is_procedure == (kind == RoutineKind::Procedure);
}

// The types of all arguments: since 14 a procedure may be named by these too.
std::string all_arguments(const ir::Function& function) {
  std::vector<std::string> types;
  for (const ir::Argument& argument : function.arguments) types.push_back(argument.type.sql());
  return base::join(types, ", ");
}

}  // namespace

std::optional<ir::Key> Names::resolve_function(const sql::Node& object, RoutineKind kind) const {
  const std::vector<sql::Node> name = object.list("objname");
  if (name.empty()) return std::nullopt;
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  std::vector<ir::Key> candidates = functions(schema, name.back().text());
  std::erase_if(candidates, [&](const ir::Key& key) { return !is_of_kind(*this, key, kind); });
  if (object.flag("args_unspecified")) {
    return candidates.size() == 1 ? std::optional(candidates.front()) : std::nullopt;
  }
  const std::string arguments = argument_list(object.list("objargs"), *this);
  for (const ir::Key& candidate : candidates) {
    if (candidate.sub == arguments) return candidate;
  }
  for (const ir::Key& candidate : candidates) {
    const ir::Function* function = catalog->get<ir::Function>(candidate);
    if (function->is_procedure && all_arguments(*function) == arguments) return candidate;
  }
  return std::nullopt;
}

std::vector<std::string> name_parts(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : base::split(text, '.')) {
    const std::vector<std::string> one = parse_search_path(part);
    parts.push_back(one.empty() ? "" : one[0]);
  }
  return parts;
}

std::vector<std::string> parse_search_path(std::string_view value) {
  std::vector<std::string> path;
  for (std::string_view part : base::split(value, ',')) {
    part = base::trim(part);
    const bool quoted = part.size() >= 2 && part.front() == '"' && part.back() == '"';
    std::string schema =
        quoted ? std::string(part.substr(1, part.size() - 2)) : base::to_lower(part);
    if (!schema.empty()) path.push_back(std::move(schema));
  }
  return path;
}

}  // namespace pggit::bind
