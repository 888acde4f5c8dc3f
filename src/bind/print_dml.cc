// Statements that change rows, as rules and BEGIN ATOMIC hold them: columns named, stars expanded.
//
//   INSERT INTO log VALUES (NEW.*)   =>   INSERT INTO app.log (a, b) VALUES (new.a, new.b)
#include <algorithm>

#include "base/text.h"
#include "bind/query.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

bool is_star(const sql::Node& value) {
  const std::vector<sql::Node> fields =
      value.is("ColumnRef") ? value.list("fields") : std::vector<sql::Node>();
  return fields.size() == 2 && fields.back().is("A_Star");
}

}  // namespace

// The relation that a statement changes, the first item of its scope.
void SourcePrinter::target(const sql::Node& range, Scope& scope) {
  const std::string name(range.str("relname"));
  const auto key = names_.resolve_relation(range.str("schemaname"), name);
  if (!key) return refuse("rows of " + name + ", which is not known");
  RangeItem item = range_of(names_, *key, name, true);
  if (!range.flag("inh")) text("ONLY ");
  piece({ir::Piece::Kind::Relation, "", key->schema, key->name, ""});
  alias_clause(range["alias"], item);
  add_item(std::move(item), scope);
}

const RangeItem::Column* SourcePrinter::target_column(const sql::Node& assigned,
                                                      const RangeItem& item) {
  const std::string_view name = assigned.str("name");
  const auto column = std::ranges::find(item.columns, name, &RangeItem::Column::name);
  if (!assigned.list("indirection").empty())
    refuse("a value for a part of column " + std::string(name));
  if (column != item.columns.end()) return &*column;
  refuse("column " + std::string(name) + " of " + item.alias + ", which is not known");
  return nullptr;
}

// The values of one row; a star stands for the columns of an item. Returns how many they are.
std::size_t SourcePrinter::values_row(const sql::Node& row,
                                      const std::vector<const RangeItem::Column*>& columns) {
  std::size_t count = 0;
  text("(");
  for (const sql::Node& value : row.items()) {
    if (is_star(value)) {
      const RangeItem* item = find_item(value.list("fields").front().text());
      if (!item || !item->complete) refuse("a star over columns that are not known");
      if (!item) continue;
      for (const RangeItem::Column& column : item->columns) {
        if (count++ > 0) text(", ");
        column_of(*item, column, false);
      }
      continue;
    }
    const RangeItem::Column* column = count < columns.size() ? columns[count] : nullptr;
    if (count++ > 0) text(", ");
    assigned_value(value, column);
  }
  text(")");
  return count;
}

void SourcePrinter::assigned_value(const sql::Node& value, const RangeItem::Column* column) {
  if (value.is("SetToDefault")) return text("DEFAULT");
  expression_as(value, column ? column->type : ir::TypeName());
}

void SourcePrinter::column_list(const RangeItem& item,
                                const std::vector<const RangeItem::Column*>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text(i == 0 ? " (" : ", ");
    column_of(item, *columns[i], true);
  }
  if (!columns.empty()) text(")");
}

// Columns that are not named are the first ones, as many as there are values.
void SourcePrinter::insert_source(const sql::Node& statement, const RangeItem& item) {
  const sql::Node source = statement["selectStmt"];
  std::vector<const RangeItem::Column*> columns;
  for (const sql::Node& named : statement.list("cols")) {
    if (const RangeItem::Column* column = target_column(named, item)) columns.push_back(column);
  }
  const bool are_named = !columns.empty();
  if (!are_named) {
    for (const RangeItem::Column& column : item.columns) columns.push_back(&column);
  }
  std::size_t count = 0;
  const std::vector<sql::Node> rows = source.list("valuesLists");
  std::vector<ir::Piece> values = aside([&] {
    if (!source) return text(" DEFAULT VALUES");
    text(rows.empty() ? " " : " VALUES ");
    if (rows.empty()) count = query(source).size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i > 0) text(", ");
      count = values_row(rows[i], columns);
    }
  });
  if (source && !are_named) columns.resize(std::min(count, columns.size()));
  if (source) column_list(item, columns);
  const std::string_view override = statement.str("override");
  if (override == "OVERRIDING_USER_VALUE") text(" OVERRIDING USER VALUE");
  if (override == "OVERRIDING_SYSTEM_VALUE") text(" OVERRIDING SYSTEM VALUE");
  flush();
  std::ranges::move(values, std::back_inserter(pieces_));
}

void SourcePrinter::assignments(const std::vector<sql::Node>& list, const RangeItem& item) {
  text(" SET ");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const sql::Node value = list[i]["val"];
    const bool many = value.is("MultiAssignRef");
    const std::size_t count = many ? std::size_t(value.num("ncolumns")) : 1;
    if (i > 0) text(", ");
    std::vector<const RangeItem::Column*> columns;
    for (std::size_t j = i; j < std::min(i + count, list.size()); ++j) {
      if (const RangeItem::Column* column = target_column(list[j], item)) columns.push_back(column);
    }
    if (columns.size() != count) return;
    if (many) {
      column_list(item, columns);
      text(" = ");
      expression(value["source"]);
    } else {
      column_of(item, *columns[0], true);
      text(" = ");
      assigned_value(value, columns[0]);
    }
    i += count - 1;
  }
}

void SourcePrinter::conflict_target(const sql::Node& infer) {
  if (const std::string_view name = infer.str("conname"); !name.empty()) {
    text(" ON CONSTRAINT ");
    return ident(name);
  }
  const std::vector<sql::Node> elements = infer.list("indexElems");
  for (std::size_t i = 0; i < elements.size(); ++i) {
    text(i == 0 ? " (" : ", ");
    if (!elements[i].list("collation").empty() || !elements[i].list("opclass").empty())
      refuse("ON CONFLICT with a collation or an operator class");
    const std::string name(elements[i].str("name"));
    if (name.empty()) {
      text("(");
      expression(elements[i]["expr"]);
      text(")");
    } else if (const Found found = find_in(*scope_, name); found.column) {
      column_of(*found.item, *found.column, true);
    } else {
      refuse("column " + name + ", which is not known");
    }
  }
  if (!elements.empty()) text(")");
  where_clause(infer["whereClause"]);
}

void SourcePrinter::on_conflict(const sql::Node& clause, const Scope& scope) {
  if (!clause) return;
  text(" ON CONFLICT");
  if (const sql::Node infer = clause["infer"]) conflict_target(infer);
  if (clause.str("action") != "ONCONFLICT_UPDATE") return text(" DO NOTHING");
  Scope with_excluded = scope;
  RangeItem excluded = scope.items.front();
  excluded.alias = "excluded";
  excluded.implicit_alias = false;
  with_excluded.items.push_back(std::move(excluded));
  const Scope* before = scope_;
  scope_ = &with_excluded;
  text(" DO UPDATE");
  assignments(clause.list("targetList"), scope.items.front());
  where_clause(clause["whereClause"]);
  scope_ = before;
}

void SourcePrinter::where_clause(const sql::Node& where) {
  if (!where) return;
  if (where.is("CurrentOfExpr")) refuse("WHERE CURRENT OF");
  text(" WHERE ");
  expression(where);
}

void SourcePrinter::returning(const sql::Node& statement) {
  const std::vector<sql::Node> list = statement.list("returningList");
  if (list.empty()) return;
  text(" RETURNING ");
  targets(list);
}

void SourcePrinter::insert(const sql::Node& statement) {
  Scope scope;
  scope.outer = scope_;
  text("INSERT INTO ");
  target(statement["relation"], scope);
  if (scope.items.empty()) return;
  insert_source(statement, scope.items.front());
  const Scope* before = scope_;
  scope_ = &scope;
  on_conflict(statement["onConflictClause"], scope);
  returning(statement);
  scope_ = before;
}

// UPDATE and DELETE: `others` is the list that stands beside the target.
void SourcePrinter::change(const sql::Node& statement, std::string_view words, const char* others,
                           std::string_view others_word) {
  Scope scope;
  scope.outer = scope_;
  text(words);
  target(statement["relation"], scope);
  if (scope.items.empty()) return;
  const std::vector<sql::Node> from = statement.list(others);
  std::vector<ir::Piece> beside = aside([&] {
    for (std::size_t i = 0; i < from.size(); ++i) {
      text(i == 0 ? others_word : ", ");
      from_item(from[i], scope);
    }
  });
  const Scope* before = scope_;
  scope_ = &scope;
  if (statement.is("UpdateStmt")) assignments(statement.list("targetList"), scope.items.front());
  flush();
  std::ranges::move(beside, std::back_inserter(pieces_));
  where_clause(statement["whereClause"]);
  returning(statement);
  scope_ = before;
}

void SourcePrinter::notify(const sql::Node& statement) {
  text("NOTIFY ");
  ident(statement.str("conditionname"));
  if (const std::string_view payload = statement.str("payload"); !payload.empty())
    text(", " + base::quote_literal(std::string(payload)));
}

void SourcePrinter::statement(const sql::Node& node) {
  if (node.is("NotifyStmt")) return notify(node);
  if (node.is("SelectStmt") && !node.has("intoClause")) {
    query(node);
    return;
  }
  const std::size_t ctes = ctes_.size();
  with_clause(node["withClause"]);
  if (node.is("InsertStmt")) {
    insert(node);
  } else if (node.is("UpdateStmt")) {
    change(node, "UPDATE ", "fromClause", " FROM ");
  } else if (node.is("DeleteStmt")) {
    change(node, "DELETE FROM ", "usingClause", " USING ");
  } else {
    refuse("the statement " + std::string(node.kind()) + " in a rule or a body of SQL");
  }
  ctes_.resize(ctes);
}

std::expected<ir::Expression, std::string> bind_row_statement(const sql::Node& statement,
                                                              const Names& names,
                                                              const Scope& scope) {
  SourcePrinter printer(names, &scope);
  printer.statement(statement);
  if (!printer.problem().empty()) return std::unexpected(printer.problem());
  return printer.take();
}

}  // namespace pggit::bind
