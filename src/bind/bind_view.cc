// CREATE [OR REPLACE] VIEW, and CREATE TABLE ... AS. Column types that need PostgreSQL's type inference are
// asked of the oracle, never guessed.
#include <algorithm>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/options.h"
#include "bind/query.h"
#include "catalog/dependencies.h"

namespace pggit::bind {
namespace {

bool all_known(const std::vector<ir::ViewColumn>& columns) {
  return std::ranges::all_of(columns, [](const ir::ViewColumn& c) { return c.type.is_known(); });
}

// Fills unknown types from a Describe of the query as we print it.
void ask_types(const BoundQuery& query, std::vector<ir::ViewColumn>& columns, Binding& binding) {
  if (all_known(columns) || !binding.oracle()) return;
  binding.note_asked();
  const auto described = binding.oracle()->describe(query.query.sql());
  if (!described || described->size() != columns.size()) return;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    // A Describe gives a domain's base type instead of the domain.
    if (columns[i].type.is_known() && !columns[i].type.schema.empty()) continue;
    columns[i].type = (*described)[i].type;
    columns[i].collation = (*described)[i].collation;
  }
}

std::vector<std::string> names_of(const std::vector<sql::Node>& list) {
  std::vector<std::string> names;
  for (const sql::Node& name : list) names.emplace_back(name.text());
  return names;
}

void set_check_option(const sql::Node& statement, ir::View& view) {
  const std::string_view option = statement.str("withCheckOption");
  if (option == "LOCAL_CHECK_OPTION") set_option(view.options, "check_option", "local");
  if (option == "CASCADED_CHECK_OPTION") set_option(view.options, "check_option", "cascaded");
}

// CREATE OR REPLACE keeps comments and column defaults, and only lets columns be added at the end.
void keep_from(const ir::View& before, ir::View& view, Binding& binding) {
  view.comment = before.comment;
  if (view.columns.size() < before.columns.size())
    return binding.refuse("cannot drop columns from view");
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    if (view.columns[i].name != before.columns[i].name) {
      return binding.refuse("cannot change name of view column \"" + before.columns[i].name +
                            "\" to \"" + view.columns[i].name + "\"");
    }
    view.columns[i].comment = before.columns[i].comment;
    view.columns[i].default_value = before.columns[i].default_value;
  }
}

// A view over what is temporary is temporary itself (isQueryUsingTempRelation).
bool reads_temporary(const sql::Node& node, const Binding& binding) {
  if (node.is("RangeVar")) return binding.is_temporary(node);
  return std::ranges::any_of(
      node.children(), [&](const sql::Node& child) { return reads_temporary(child, binding); });
}

// The query and the columns that it gives; false where it was refused.
template <class View>
bool take_query(const sql::Node& query, const std::vector<sql::Node>& names, View& view,
                Binding& binding) {
  BoundQuery bound = bind_query(query, binding.names(), names_of(names));
  if (!bound.complete) {
    binding.refuse(bound.problem);
    return false;
  }
  ask_types(bound, bound.columns, binding);
  view.query = std::move(bound.query);
  view.columns = std::move(bound.columns);
  return true;
}

}  // namespace

void bind_create_view(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["view"];
  if (binding.creates_temporary(range) || reads_temporary(statement["query"], binding))
    return binding.add_temporary(std::string(range.str("relname")), "temporary view");
  ir::View view;
  std::tie(view.schema, view.name) = binding.target(range);
  if (!take_query(statement["query"], statement.list("aliases"), view, binding)) return;
  view.options = bind_options(statement.list("options"));
  set_check_option(statement, view);
  const ir::View* before = binding.get<ir::View>(view.key());
  if (!before) return binding.emit(ir::Create{std::move(view)});
  if (!statement.flag("replace"))
    return binding.refuse("relation \"" + view.name + "\" already exists");
  keep_from(*before, view, binding);
  binding.emit(ir::Replace{std::move(view)});
}

namespace {

ir::Table table_of(const sql::Node& into, const std::vector<ir::ViewColumn>& columns,
                   Binding& binding) {
  ir::Table table;
  std::tie(table.schema, table.name) = binding.target(into["rel"]);
  for (const ir::ViewColumn& from : columns) {
    ir::Column column;
    column.name = from.name;
    column.type = from.type;
    column.collation = from.collation;
    table.columns.push_back(std::move(column));
  }
  table.unlogged = into["rel"].str("relpersistence") == "u";
  table.options = bind_options(into.list("options"));
  return table;
}

// The table that a query fills: CREATE TABLE ... AS and SELECT ... INTO.
void create_from_query(const sql::Node& into, const sql::Node& query, bool if_not_exists,
                       Binding& binding) {
  const sql::Node range = into["rel"];
  const std::string name(range.str("relname"));
  if (binding.creates_temporary(range)) {
    if (into.str("onCommit") == "ONCOMMIT_DROP")
      binding.session().temporary_until_commit.push_back(name);
    return binding.add_temporary(name, "temporary table");
  }
  if (!query.is("SelectStmt")) return binding.refuse("CREATE TABLE AS EXECUTE is not read yet");
  const auto [schema, relation] = binding.target(range);
  if (if_not_exists && catalog::relation_name_taken(binding.now(), schema, relation))
    return binding.no_effect("relation " + spelled(range) + " is there already");
  BoundQuery bound = bind_query(query, binding.names(), names_of(into.list("colNames")));
  if (!bound.complete) return binding.refuse(bound.problem);
  ask_types(bound, bound.columns, binding);
  ir::Table table = table_of(into, bound.columns, binding);
  const ir::Key key = table.key();
  binding.emit(ir::Create{std::move(table)});
  binding.emit(ir::Dml{ir::DmlKind::Insert, {key}, std::move(bound.reads), {}});
}

}  // namespace

namespace {

// Access method and tablespace are not held.
bool has_storage_words(const sql::Node& into) {
  return !into.str("accessMethod").empty() || !into.str("tableSpaceName").empty() ||
         into["rel"].str("relpersistence") == "u";
}

void create_materialized_view(const sql::Node& statement, Binding& binding) {
  const sql::Node into = statement["into"];
  ir::MaterializedView view;
  std::tie(view.schema, view.name) = binding.target(into["rel"]);
  if (statement.flag("if_not_exists") &&
      catalog::relation_name_taken(binding.now(), view.schema, view.name))
    return binding.no_effect("relation " + spelled(into["rel"]) + " is there already");
  if (has_storage_words(into)) return binding.not_held("option of a materialized view");
  if (!statement["query"].is("SelectStmt"))
    return binding.refuse("a materialized view over EXECUTE is not read yet");
  if (!take_query(statement["query"], into.list("colNames"), view, binding)) return;
  view.options = bind_options(into.list("options"));
  view.populated = !into.flag("skipData");
  binding.emit(ir::Create{std::move(view)});
}

}  // namespace

// What it holds is derived, so filling it again changes nothing that a way back would bring; whether it is filled
// at all is a state that others see.
void bind_refresh(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = binding.relation(statement["relation"]);
  const auto* there = key ? binding.get<ir::MaterializedView>(*key) : nullptr;
  if (!there)
    return binding.refuse("\"" + spelled(statement["relation"]) + "\" is not a materialized view");
  ir::MaterializedView view = *there;
  view.populated = !statement.flag("skipData");
  if (view.populated != there->populated) return binding.emit(ir::Replace{std::move(view)});
  if (!view.populated) return binding.no_effect("it is not filled already");
  std::vector<ir::Key> reads;
  for (const catalog::Reference& reference : catalog::references(view)) {
    for (ir::Key& read : catalog::resolve(binding.now(), reference.key)) {
      if (read.kind == ir::Kind::Table) reads.push_back(std::move(read));
    }
  }
  binding.emit(ir::Dml{ir::DmlKind::Insert, {*key}, std::move(reads), {}, true});
}

void bind_create_table_as(const sql::Node& statement, Binding& binding) {
  if (statement.str("objtype") == "OBJECT_MATVIEW")
    return create_materialized_view(statement, binding);
  create_from_query(statement["into"], statement["query"], statement.flag("if_not_exists"),
                    binding);
}

void bind_select_into(const sql::Node& select, Binding& binding) {
  create_from_query(select["intoClause"], select, false, binding);
}

}  // namespace pggit::bind
