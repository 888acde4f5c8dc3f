#include "pipeline/compare_scope.h"

#include <algorithm>

#include "base/by_two.h"
#include "base/text.h"
#include "catalog/access.h"
#include "frontend/front_ends.h"

namespace pggit::pipeline {
namespace {

constexpr char kExtracted[] = "migration_";  // functions pggit.migration_*: a history's own

// The relation that an object belongs to, or its own name.
std::string owner_of(const ir::Object& object, const ir::Key& key) {
  if (const auto* index = std::get_if<ir::Index>(&object)) return index->table;
  if (const auto* sequence = std::get_if<ir::Sequence>(&object);
      sequence && !sequence->owner_table.empty())
    return sequence->owner_table;
  return key.name;
}

// A tool that names a schema for its table, under a name that no other tool has for one, keeps that schema for itself,
// whatever a project calls it.
bool keeps_a_schema(const std::string& table) {
  bool keeps = false;
  for (const ir::FrontEnd* tool : frontend::all_front_ends()) {
    if (tool->history_table.name != table) continue;
    if (tool->history_table.schema.empty()) return false;
    keeps = true;
  }
  return keeps;
}

bool is_foreign_base(ir::Kind kind) {
  return kind == ir::Kind::ForeignDataWrapper || kind == ir::Kind::ForeignServer ||
         kind == ir::Kind::UserMapping;
}

}  // namespace

CompareScope::CompareScope(project::Config config) : config_(std::move(config)) {
  for (const ir::FrontEnd* tool : frontend::all_front_ends())
    leave_out_table(tool->history_table.schema, tool->history_table.name);
  leave_out_table("", "databasechangeloglock");  // Liquibase's second table
}

void CompareScope::leave_out_table(const std::string& schema, const std::string& name) {
  if (name.empty()) return;
  if (!schema.empty() && keeps_a_schema(name)) {
    tool_schemas_.push_back(schema);
  } else {
    tool_tables_.push_back({schema, name});
  }
}

bool CompareScope::is_tool_schema(const std::string& schema) const {
  return std::ranges::find(tool_schemas_, schema) != tool_schemas_.end();
}

bool CompareScope::has(const std::string& schema, const std::string& name) const {
  return project::is_compared(config_, schema, name) && !is_tool_schema(schema) &&
         std::ranges::none_of(tool_tables_, [&](const ToolTable& table) {
           return table.name == name && (table.schema.empty() || table.schema == schema);
         });
}

ir::Object CompareScope::compared(const ir::Object& object) const {
  const ir::Object bare = catalog::without_access(object);
  return config_.compare.grants ? catalog::with_grants_of(bare, object) : bare;
}

// A cast is compared where a type of its own that it is for is, else with everything.
bool CompareScope::has_type_of(const ir::Cast& cast) const {
  const std::string& schema = cast.source.schema.empty() ? cast.target.schema : cast.source.schema;
  if (schema.empty()) return config_.compare.schemas.empty();
  return project::is_compared(config_, schema, "");
}

bool CompareScope::has(const catalog::EntryRef& entry) const {
  const ir::Key& key = entry->key;
  if (key.kind == ir::Kind::DefaultGrants && !config_.compare.grants) return false;
  if (key.kind == ir::Kind::Schema)
    return project::is_compared(config_, key.name, "") && !is_tool_schema(key.name);
  if (const auto* extension = std::get_if<ir::Extension>(&entry->object))
    return project::is_compared(config_, extension->in_schema, key.name);
  // In no schema: compared with everything.
  if (key.kind == ir::Kind::Publication || is_foreign_base(key.kind))
    return config_.compare.schemas.empty();
  if (key.kind == ir::Kind::PublishedSchema)
    return config_.compare.schemas.empty() && project::is_compared(config_, key.schema, "");
  if (key.kind == ir::Kind::PublishedTable && !config_.compare.schemas.empty()) return false;
  if (const auto* cast = std::get_if<ir::Cast>(&entry->object)) return has_type_of(*cast);
  if (key.kind == ir::Kind::Function && key.schema == config_.store_schema)
    return key.name.starts_with(kExtracted);
  return has(key.schema, key.name) && has(key.schema, owner_of(entry->object, key));
}

catalog::Catalog CompareScope::of(const catalog::Catalog& catalog) const {
  std::vector<catalog::EntryRef> entries;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    if (has(entry)) entries.push_back(entry);
  });
  base::by_two(entries.size(), [&](std::size_t i) {
    if (catalog::has_access(entries[i]->object))
      entries[i] = catalog::make_entry(compared(entries[i]->object));
    (void)entries[i]->hash();  // the comparison asks for it
  });
  return catalog::Catalog::of(std::move(entries));
}

// What is there and is not compared.
void CompareScope::count_grants(server::Introspection& found) const {
  found.catalog.for_each([&](const catalog::EntryRef& entry) {
    if (entry->key.kind == ir::Kind::DefaultGrants) {
      ++found.not_held[ir::kind_name(entry->key.kind)];
    } else if (has(entry) && catalog::has_grants(entry->object)) {
      ++found.not_held["grant"];
    }
  });
}

base::Result<server::Introspection> CompareScope::read(pg::Connection& connection) const {
  return of(TRY(server::introspect(connection)));
}

server::Introspection CompareScope::of(server::Introspection found) const {
  if (!config_.compare.grants) count_grants(found);
  found.catalog = of(found.catalog);
  return found;
}

std::string CompareScope::left_out() const {
  std::vector<std::string> words;
  if (!config_.compare.schemas.empty())
    words.push_back("schemas but " + base::join(config_.compare.schemas, ", "));
  if (!config_.compare.ignore.empty()) words.push_back(base::join(config_.compare.ignore, ", "));
  return base::join(words, "; ");
}

}  // namespace pggit::pipeline
