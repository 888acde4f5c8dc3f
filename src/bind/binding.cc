#include "bind/binding.h"

#include <algorithm>

#include "base/text.h"
#include "bind/partitions.h"
#include "catalog/access.h"
#include "catalog/apply.h"
#include "catalog/foreign.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"

namespace pggit::bind {

Binding::Binding(const catalog::Catalog& before, Session& session, ir::Oracle* oracle)
    : now_(before), session_(session), oracle_(oracle) {}

void Session::end_transaction() {
  if (path_after_commit) {
    search_path = *std::exchange(path_after_commit, std::nullopt);
    path_text.reset();
  }
  if (role_is_local) role = authorized;
  role_is_local = false;
  for (const std::string& name : temporary_until_commit) std::erase(temporary, name);
  temporary_until_commit.clear();
}

Names Binding::names() const {
  Names names;
  names.catalog = &now_;
  names.search_path = session_.search_path;
  names.user = session_.role.empty() ? session_.user : session_.role;
  names.temporary = session_.temporary;
  names.roles = session_.roles.get();
  names.temporary_functions = &session_.temporary_functions;
  return names;
}

namespace {

// Rows of a partitioned table are rows of its partitions, and those of tables that inherit from one are seen in it too,
// unless ONLY is said.
void add_tables_below(std::vector<ir::Key>& tables, const catalog::Catalog& catalog) {
  const auto add = [&](const std::vector<ir::Key>& below) {
    for (const ir::Key& key : below) {
      if (std::ranges::find(tables, key) == tables.end()) tables.push_back(key);
    }
  };
  for (const ir::Key& table : std::vector(tables)) {
    add(catalog::partitions_below(catalog, table));
    add(catalog::children_below(catalog, table));
  }
}

}  // namespace

void Binding::give_access(ir::Op& op) const {
  const auto give = [&](std::optional<ir::Identity>& identity, const ir::Key& table) {
    const ir::Object* there = now_.find(table);
    if (!identity || !there) return;
    const ir::Key sequence{ir::Kind::Sequence, table.schema, identity->sequence, ""};
    identity->grants = catalog::initial_grants(now_, sequence, catalog::owner_of(*there));
  };
  if (auto* create = std::get_if<ir::Create>(&op)) {
    if (catalog::owner_of(create->object).empty())
      catalog::set_owner(create->object, maker_of(create->object));
    catalog::give_initial_grants(create->object, now_);
    // What everybody may do in schema public comes with the database.
    auto* schema = std::get_if<ir::Schema>(&create->object);
    if (schema && schema->name == "public") schema->grants = ir::Acl{{"", "", "UC"}};
  } else if (auto* replace = std::get_if<ir::Replace>(&op)) {
    const ir::Object* there = now_.find(ir::key_of(replace->object));
    if (there) replace->object = catalog::with_access_of(std::move(replace->object), *there);
    // Made for a column of a table that is there already, and given to it then.
    const auto* sequence = std::get_if<ir::Sequence>(&replace->object);
    if (sequence && !sequence->owner_table.empty())
      catalog::set_owner(replace->object, maker_of(replace->object));
  } else if (auto* column = std::get_if<ir::AddColumn>(&op)) {
    give(column->column.identity, column->table);
  } else if (auto* set = std::get_if<ir::SetIdentity>(&op); set && !set->alters) {
    give(set->identity, set->table);
  }
}

// A sequence that a table owns has that table's owner.
std::string Binding::maker_of(const ir::Object& object) const {
  const auto* sequence = std::get_if<ir::Sequence>(&object);
  if (!sequence || sequence->owner_table.empty()) return session_.role;
  const auto* table =
      get<ir::Table>({ir::Kind::Table, sequence->schema, sequence->owner_table, ""});
  return table ? table->owner : session_.role;
}

namespace {

// What a catalog does not show: it goes with the session.
bool is_in_pg_temp(const ir::Op& op) {
  const auto* create = std::get_if<ir::Create>(&op);
  return create && ir::key_of(create->object).schema == "pg_temp";
}

bool is_temporary_type(const ir::TypeName& type) { return type.schema == "pg_temp"; }

// Whether the object goes with a temporary one that its types name.
bool goes_with_temporary(const ir::Op& op) {
  const auto* create = std::get_if<ir::Create>(&op);
  const auto* replace = std::get_if<ir::Replace>(&op);
  if (!create && !replace) return false;
  const ir::Object& object = create ? create->object : replace->object;
  if (const auto* domain = std::get_if<ir::Domain>(&object)) return is_temporary_type(domain->type);
  const auto* function = std::get_if<ir::Function>(&object);
  return function &&
         (is_temporary_type(function->returns) ||
          std::ranges::any_of(function->arguments, is_temporary_type, &ir::Argument::type));
}

}  // namespace

void Binding::emit(ir::Op op) {
  if (refused()) return;
  if (is_in_pg_temp(op)) op = ir::NoEffect{"a temporary object"};
  if (goes_with_temporary(op)) return refuse("it goes with the temporary table that it names");
  if (std::string why = unpredicted_on_partitions(op, now_); !why.empty())
    return refuse(std::move(why));
  if (auto* dml = std::get_if<ir::Dml>(&op)) {
    add_tables_below(dml->writes, now_);
    add_tables_below(dml->reads, now_);
    const auto is_elsewhere = [&](const ir::Key& key) { return catalog::is_foreign(key, now_); };
    if (std::ranges::any_of(dml->writes, is_elsewhere))
      return refuse("it writes to a foreign table, whose rows are elsewhere");
  }
  give_access(op);
  base::Result<catalog::Catalog> after = catalog::apply(op, now_);
  if (!after) return refuse(after.error().message);
  now_ = *std::move(after);
  ops_.push_back(std::move(op));
}

void Binding::refuse(std::string why) {
  if (refusal_.empty()) refusal_ = std::move(why);
}

std::pair<std::string, std::string> Binding::target(const sql::Node& range_var) const {
  const std::string_view schema = range_var.str("schemaname");
  return {schema.empty() ? names().current_schema() : std::string(schema),
          std::string(range_var.str("relname"))};
}

std::pair<std::string, std::string> Binding::target(const std::vector<sql::Node>& list) const {
  if (list.empty()) return {};
  if (list.size() == 1) return {names().current_schema(), std::string(list[0].text())};
  return {std::string(list[list.size() - 2].text()), std::string(list.back().text())};
}

std::optional<ir::Key> Binding::relation(const sql::Node& range_var) const {
  return names().resolve_relation(range_var.str("schemaname"), range_var.str("relname"));
}

std::optional<ir::Key> Binding::relation(const std::vector<sql::Node>& list) const {
  if (list.empty()) return std::nullopt;
  const std::string_view schema = list.size() > 1 ? list[list.size() - 2].text() : "";
  return names().resolve_relation(schema, list.back().text());
}

bool Binding::is_temporary(const sql::Node& range) const {
  return names().is_temporary(range.str("schemaname"), range.str("relname"));
}

bool Binding::creates_temporary(const sql::Node& range) const {
  return range.str("relpersistence") == "t" || range.str("schemaname") == "pg_temp";
}

void Binding::add_temporary(const std::string& name, std::string what) {
  session_.temporary.push_back(name);
  no_effect(std::move(what));
}

bool Binding::is_temporary(const std::vector<sql::Node>& list) const {
  if (list.empty()) return false;
  return names().is_temporary(list.size() > 1 ? list[list.size() - 2].text() : "",
                              list.back().text());
}

const ir::Table* Binding::table_or_refuse(const sql::Node& range_var) {
  const std::optional<ir::Key> key = relation(range_var);
  const ir::Table* table = key ? get<ir::Table>(*key) : nullptr;
  if (key && !table) refuse("\"" + spelled(range_var) + "\" is not a table");
  if (!key) refuse("relation \"" + spelled(range_var) + "\" does not exist");
  return table;
}

std::optional<ir::Key> hidden_relation(std::string_view written, std::string_view name,
                                       ir::Kind kind, const Binding& binding) {
  const std::vector<std::string> schemas =
      written.empty() ? binding.names().schemas() : std::vector<std::string>{std::string(written)};
  for (const std::string& schema : schemas) {
    ir::Key key{kind, schema, std::string(name), ""};
    if (!binding.now().users(catalog::Link::Kind::TakesRelation, schema, key.name).empty())
      return key;
  }
  return std::nullopt;
}

std::optional<ir::Key> hidden_relation(const sql::Node& range, ir::Kind kind,
                                       const Binding& binding) {
  return hidden_relation(range.str("schemaname"), range.str("relname"), kind, binding);
}

bool is_named(std::string_view type, ir::Kind kind, bool loosely) {
  if (type == "OBJECT_TABLE") return loosely || kind == ir::Kind::Table;
  if (type == "OBJECT_VIEW") return kind == ir::Kind::View;
  if (type == "OBJECT_MATVIEW") return kind == ir::Kind::MaterializedView;
  if (type == "OBJECT_DOMAIN") return kind == ir::Kind::Domain;
  if (type == "OBJECT_SEQUENCE") return kind == ir::Kind::Sequence;
  return type != "OBJECT_INDEX" || kind == ir::Kind::Index;
}

std::string spelled(const sql::Node& range_var) {
  const std::string name(range_var.str("relname"));
  const std::string_view schema = range_var.str("schemaname");
  return schema.empty() ? name : std::string(schema) + "." + name;
}

std::string spelled(const std::vector<sql::Node>& list) {
  std::string name;
  for (const sql::Node& part : list) {
    if (!name.empty()) name += ".";
    name += part.text();
  }
  return name;
}

}  // namespace pggit::bind
