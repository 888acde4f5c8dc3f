// Queries: WITH, SELECT, VALUES, set operations.
#include <algorithm>
#include <span>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/query.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {

void SourcePrinter::target_name(std::string name, Known known, std::vector<Output>& outputs) {
  outputs.push_back({std::move(name), std::move(known.type), std::move(known.collation)});
  text(" AS ");
  ident(outputs.back().name);
}

// Two columns of one name, as a join or a subquery may have: no text but a star tells them apart.
void SourcePrinter::refuse_twins(const RangeItem& item) {
  for (std::size_t i = 1; i < item.columns.size(); ++i) {
    const auto before = std::span(item.columns).first(i);
    if (std::ranges::find(before, item.columns[i].name, &RangeItem::Column::name) != before.end())
      refuse("a star over " + item.alias + ", which has two columns named " + item.columns[i].name);
  }
}

// Every visible column of the item, as `SELECT item.*` means it now.
void SourcePrinter::star(const RangeItem& item, std::vector<Output>& outputs) {
  if (!item.complete) refuse("a star over " + item.alias + ", whose columns are not known");
  refuse_twins(item);
  for (const RangeItem::Column& column : item.columns) {
    if (std::ranges::find(item.hidden, column.name) != item.hidden.end()) continue;
    if (!outputs.empty()) text(", ");
    column_of(item, column, false);
    target_name(column.name, {column.type, column.collation}, outputs);
  }
}

// `*`: what all items have, those of USING first and once.
void SourcePrinter::all_columns(std::vector<Output>& outputs) {
  for (const RangeItem& item : scope_->items) {
    if (!item.complete) refuse("a star over " + item.alias + ", whose columns are not known");
    refuse_twins(item);
  }
  for (const Scope::StarColumn& entry : scope_->star) {
    if (!outputs.empty()) text(", ");
    if (!entry.merged.empty()) {
      ident(entry.merged);
      target_name(entry.merged, {}, outputs);
      continue;
    }
    const RangeItem& item = scope_->items[entry.item];
    const RangeItem::Column& column = item.columns[entry.column];
    column_of(item, column, false);
    target_name(column.name, {column.type, column.collation}, outputs);
  }
}

std::vector<Output> SourcePrinter::targets(const std::vector<sql::Node>& list) {
  std::vector<Output> outputs;
  for (const sql::Node& target : list) {
    const sql::Node value = target["val"];
    const std::vector<sql::Node> fields =
        value.is("ColumnRef") ? value.list("fields") : std::vector<sql::Node>();
    const bool is_star = !fields.empty() && fields.back().is("A_Star");
    if (is_star && fields.size() == 1) {
      all_columns(outputs);
    } else if (is_star) {
      const RangeItem* item = find_item(fields[fields.size() - 2].text());
      if (!item) {
        refuse("a star over " + std::string(fields[fields.size() - 2].text()) +
               ", which is not known");
        continue;
      }
      RangeItem all = *item;
      all.hidden.clear();  // t.* has also what USING merged away
      star(all, outputs);
    } else {
      if (!outputs.empty()) text(", ");
      Known of_value = known(value);
      const std::string_view name = target.str("name");
      expression(value);
      target_name(name.empty() ? figure_column_name(value) : std::string(name), std::move(of_value),
                  outputs);
    }
  }
  return outputs;
}

std::vector<Output> SourcePrinter::simple_select(const sql::Node& select) {
  Scope scope;
  scope.outer = scope_;
  const Scope* before = scope_;
  // FROM and DISTINCT ON stand elsewhere in the text than their names resolve.
  std::vector<ir::Piece> from = aside([&] { from_clause(select.list("fromClause"), scope); });
  scope_ = &scope;
  std::vector<Output> outputs;
  std::vector<ir::Piece> all = aside([&] { outputs = targets(select.list("targetList")); });
  text("SELECT ");
  distinct(select.list("distinctClause"), outputs);
  flush();
  std::ranges::move(all, std::back_inserter(pieces_));
  std::ranges::move(from, std::back_inserter(pieces_));
  if (const sql::Node where = select["whereClause"]) {
    text(" WHERE ");
    expression(where);
  }
  const std::vector<sql::Node> groups = select.list("groupClause");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    text(i > 0 ? ", " : select.flag("groupDistinct") ? " GROUP BY DISTINCT " : " GROUP BY ");
    group(groups[i], outputs);
  }
  if (const sql::Node having = select["havingClause"]) {
    text(" HAVING ");
    expression(having);
  }
  const std::vector<sql::Node> windows = select.list("windowClause");
  for (std::size_t i = 0; i < windows.size(); ++i) {
    text(i == 0 ? " WINDOW " : ", ");
    ident(windows[i].str("name"));
    text(" AS ");
    window(windows[i]);
  }
  tail(select, outputs);
  scope_ = before;
  return outputs;
}

std::vector<Output> SourcePrinter::values_lists(const sql::Node& select) {
  const std::vector<sql::Node> rows = select.list("valuesLists");
  text("VALUES ");
  list(rows);
  std::vector<Output> outputs;
  const std::size_t width = rows.empty() ? 0 : rows[0].items().size();
  for (std::size_t i = 0; i < width; ++i) {
    outputs.push_back({"column" + std::to_string(i + 1), {}});
  }
  tail(select, outputs);
  return outputs;
}

std::vector<Output> SourcePrinter::set_operation(const sql::Node& select) {
  text("(");
  std::vector<Output> outputs = query(select["larg"]);
  const std::string_view op = select.str("op");
  text(op == "SETOP_UNION" ? ") UNION " : op == "SETOP_INTERSECT" ? ") INTERSECT " : ") EXCEPT ");
  text(select.flag("all") ? "ALL (" : "(");
  query(select["rarg"]);
  text(")");
  // Types of the two sides may differ and be unified: asked, unless both are the same word.
  for (Output& output : outputs) output.type = {};
  // ORDER BY of a set operation sees output names only.
  const Scope none;
  const Scope* before = scope_;
  scope_ = &none;
  tail(select, outputs);
  scope_ = before;
  return outputs;
}

std::vector<Output> SourcePrinter::select_body(const sql::Node& select) {
  if (const std::string_view op = select.str("op"); !op.empty() && op != "SETOP_NONE")
    return set_operation(select);
  if (!select.list("valuesLists").empty()) return values_lists(select);
  return simple_select(select);
}

std::vector<Output> SourcePrinter::query(const sql::Node& select) {
  const std::size_t ctes = ctes_.size();
  with_clause(select["withClause"]);
  std::vector<Output> outputs = select_body(select);
  ctes_.resize(ctes);
  return outputs;
}

BoundQuery bind_query(const sql::Node& select, const Names& names,
                      const std::vector<std::string>& aliases) {
  const Scope none;
  SourcePrinter printer(names, &none);
  BoundQuery bound;
  for (Output& output : printer.query(select)) {
    ir::ViewColumn column;
    const std::size_t at = bound.columns.size();
    if (at < aliases.size()) output.name = aliases[at];
    column.name = std::move(output.name);
    column.type = std::move(output.type);
    column.collation = std::move(output.collation);
    bound.columns.push_back(std::move(column));
  }
  bound.query = printer.take();
  bound.reads = printer.reads();
  bound.problem = printer.problem();
  bound.complete = bound.problem.empty();
  return bound;
}

}  // namespace pggit::bind
