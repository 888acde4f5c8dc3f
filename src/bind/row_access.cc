#include "bind/row_access.h"

#include <algorithm>

#include "base/text.h"
#include "bind/expression.h"
#include "catalog/inheritance.h"

namespace pggit::bind {
namespace {

void add(std::vector<ir::Key>& keys, const ir::Key& key) {
  if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

std::optional<ir::Key> relation_of(const sql::Node& range, const Names& names) {
  return names.resolve_relation(range.str("schemaname"), range.str("relname"));
}

void write_relation(const sql::Node& range, const Names& names, RowAccess& access) {
  const std::string_view schema = range.str("schemaname");
  const std::string_view name = range.str("relname");
  if (const auto key = names.resolve_relation(schema, name)) {
    add(access.writes, *key);
  } else if (!names.is_temporary(schema, name)) {
    access.problem = writes_to(base::qualified(schema, name));
  }
}

std::string_view constant(const sql::Node& node) {
  return node.is("TypeCast") ? constant(node["arg"]) : node["sval"].str("sval");
}

std::optional<ir::Key> sequence_of_column(std::string_view table, std::string_view column,
                                          const Names& names) {
  const std::optional<ir::Key> key = names.resolve_text(table);
  std::optional<ir::Key> found;
  if (!key) return found;
  names.catalog->for_each_in(ir::Kind::Sequence, key->schema, [&](const catalog::EntryRef& entry) {
    const auto& sequence = std::get<ir::Sequence>(entry->object);
    if (sequence.owner_table == key->name && sequence.owner_column == column) found = entry->key;
  });
  return found;
}

// The sequence that setval('t_id_seq', 1) or setval(pg_get_serial_sequence('t', 'id'), 1) sets, where it can be told.
std::optional<ir::Key> sequence_set(const sql::Node& call, const Names& names) {
  const std::vector<sql::Node> args = call.list("args");
  if (call.list("funcname").back().text() != "setval" || args.empty()) return std::nullopt;
  const std::vector<sql::Node> of = args[0].list("args");
  if (!args[0].is("FuncCall")) return names.resolve_text(constant(args[0]));
  if (args[0].list("funcname").back().text() != "pg_get_serial_sequence" || of.size() != 2)
    return std::nullopt;
  return sequence_of_column(constant(of[0]), constant(of[1]), names);
}

void note_call(const sql::Node& call, const Names& names, RowAccess& access) {
  const std::vector<sql::Node> name = call.list("funcname");
  if (name.empty()) return;
  if (const auto sequence = sequence_set(call, names)) add(access.writes, *sequence);
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  const std::string_view own = name.back().text();
  const bool is_temporary = schema == "pg_temp";
  const std::vector<ir::Key> functions =
      is_temporary ? names.temporary_functions_named(own) : names.functions(schema, own);
  if (is_temporary && functions.empty())
    access.problem = "calls a function of pg_temp that is not known";
  for (const ir::Key& key : functions) add(access.user_functions, key);
  // lo_create(), lo_put(), lowrite(), ...: what they make lies in the system catalogs and is no object of ours.
  if (functions.empty() && (own.starts_with("lo_") || own == "lowrite"))
    access.problem = writes_to("large objects");
}

void walk(const sql::Node& node, const Names& names, RowAccess& access);

void walk_fields(const sql::Node& node, const Names& names, RowAccess& access) {
  for (const sql::Node& child : node.children()) walk(child, names, access);
}

void walk(const sql::Node& node, const Names& names, RowAccess& access) {
  if (node.is("RangeVar")) {
    if (const auto key = relation_of(node, names)) add(access.reads, *key);
    return;
  }
  if (node.is("FuncCall")) note_call(node, names, access);
  if (node.is("CallStmt")) note_call(node["funccall"], names, access);
  if (writes_rows(node)) write_relation(node["relation"], names, access);
  walk_fields(node, names, access);
}

bool is_constant(const sql::Node& node) {
  if (node.is("TypeCast")) return is_constant(node["arg"]);
  return node.is("A_Const") && !node.flag("isnull");
}

// Columns of the INSERT, in order: those written, or the table's own.
std::vector<std::string> insert_columns(const sql::Node& insert, const ir::Table& table,
                                        std::size_t width) {
  std::vector<std::string> columns;
  for (const sql::Node& target : insert.list("cols")) columns.emplace_back(target.str("name"));
  if (!columns.empty()) return columns;
  for (const ir::Column& column : table.columns) {
    if (columns.size() < width) columns.push_back(column.name);
  }
  return columns;
}

// The first key of the table all of whose columns are written; empty: none.
std::vector<std::string> key_in_text(const ir::Table& table,
                                     const std::vector<std::string>& columns) {
  for (const ir::Constraint& constraint : table.constraints) {
    const bool is_key = constraint.kind == ir::ConstraintKind::Primary ||
                        constraint.kind == ir::ConstraintKind::Unique;
    const bool written = std::ranges::all_of(constraint.columns, [&](const std::string& column) {
      return std::ranges::find(columns, column) != columns.end();
    });
    if (is_key && written) return constraint.columns;
  }
  return {};
}

std::optional<std::string> key_of_row(const sql::Node& row, const std::vector<std::string>& columns,
                                      const std::vector<std::string>& key, const Names& names) {
  const std::vector<sql::Node> values = row.items();
  std::vector<std::string> parts;
  for (const std::string& column : key) {
    const std::size_t at = std::size_t(std::ranges::find(columns, column) - columns.begin());
    if (at >= values.size() || !is_constant(values[at])) return std::nullopt;
    parts.push_back(bind_expression(values[at], names, Scope()).sql());
  }
  return "(" + base::join(parts, ", ") + ")";
}

std::optional<std::string> insert_undo(const sql::Node& insert, const ir::Table& table,
                                       const Names& names) {
  const std::vector<sql::Node> rows = insert["selectStmt"].list("valuesLists");
  if (rows.empty() || insert.has("onConflictClause") || insert.has("withClause"))
    return std::nullopt;
  // The server draws identity columns itself then: the key in the text may be another row's.
  if (insert.str("override") == "OVERRIDING_USER_VALUE") return std::nullopt;
  const std::vector<std::string> columns = insert_columns(insert, table, rows[0].items().size());
  const std::vector<std::string> key = key_in_text(table, columns);
  if (key.empty()) return std::nullopt;
  std::vector<std::string> keys;
  for (const sql::Node& row : rows) {
    auto text = key_of_row(row, columns, key, names);
    if (!text) return std::nullopt;
    keys.push_back(*std::move(text));
  }
  std::vector<std::string> quoted;
  for (const std::string& column : key) quoted.push_back(base::quote_ident(column));
  // A key says nothing of the rows of tables that inherit.
  const bool is_parent = !catalog::children_of(*names.catalog, table.key()).empty();
  return "DELETE FROM " + std::string(is_parent ? "ONLY " : "") +
         base::qualified(table.schema, table.name) + " WHERE (" + base::join(quoted, ", ") +
         ") IN (" + base::join(keys, ", ") + ")";
}

void forget_target(const sql::Node& range, const Names& names, RowAccess& access) {
  // The target is written; it counts as read too unless it is only inserted into.
  if (const auto key = relation_of(range, names)) std::erase(access.reads, *key);
}

}  // namespace

bool writes_rows(const sql::Node& node) {
  return node.is("InsertStmt") || node.is("UpdateStmt") || node.is("DeleteStmt") ||
         node.is("MergeStmt");
}

std::string writes_to(const std::string& what) {
  return "writes to " + what + ", which the catalog does not hold";
}

RowAccess row_access(const sql::Node& statement, const Names& names) {
  RowAccess access;
  walk(statement, names, access);
  const sql::Node relation = statement["relation"];
  if (statement.is("TruncateStmt")) {
    for (const sql::Node& range : statement.list("relations")) write_relation(range, names, access);
    access.reads.clear();
  } else if (statement.is("CopyStmt")) {
    if (statement.flag("is_from")) write_relation(relation, names, access);
  }
  if (statement.is("InsertStmt")) {
    forget_target(relation, names, access);
    const ir::Table* table =
        access.writes.size() != 1 ? nullptr : names.catalog->get<ir::Table>(access.writes.front());
    if (table) access.undo = insert_undo(statement, *table, names);
  }
  return access;
}

}  // namespace pggit::bind
