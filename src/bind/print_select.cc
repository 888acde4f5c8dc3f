// Queries: WITH, SELECT, VALUES, set operations.
#include <algorithm>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/query.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

std::string name_or(const std::vector<std::string>& renames, std::size_t i, std::string name) {
  return i < renames.size() ? renames[i] : name;
}

}  // namespace

ir::TypeName SourcePrinter::known_type(const sql::Node& node) const {
  if (node.is("TypeCast")) return bind_type(node["typeName"], names_);
  if (!node.is("ColumnRef")) return {};
  const std::vector<sql::Node> fields = node.list("fields");
  if (fields.empty() || fields.back().is("A_Star")) return {};
  if (fields.size() == 1) {
    for (const Scope* scope = scope_; scope; scope = scope->outer) {
      if (std::ranges::find(scope->merged, fields[0].text()) != scope->merged.end()) return {};
    }
    const RangeItem* item = nullptr;
    const RangeItem::Column* column = find_column(fields[0].text(), &item);
    return column ? column->type : ir::TypeName();
  }
  const RangeItem* item = find_item(fields[fields.size() - 2].text());
  if (!item) return {};
  const auto column =
      std::ranges::find(item->columns, fields.back().text(), &RangeItem::Column::name);
  return column == item->columns.end() ? ir::TypeName() : column->type;
}

void SourcePrinter::target_name(std::string name, const std::vector<std::string>& renames,
                                ir::TypeName type, std::vector<Output>& outputs) {
  outputs.push_back({name_or(renames, outputs.size(), std::move(name)), std::move(type)});
  text(" AS ");
  ident(outputs.back().name);
}

// Every visible column of the item, as `SELECT item.*` means it now.
void SourcePrinter::star(const RangeItem& item, const std::vector<std::string>& renames,
                         std::vector<Output>& outputs) {
  if (!item.complete) refuse("a star over " + item.alias + ", whose columns are not known");
  for (const RangeItem::Column& column : item.columns) {
    if (std::ranges::find(item.hidden, column.name) != item.hidden.end()) continue;
    if (!outputs.empty()) text(", ");
    column_of(item, column, false);
    target_name(column.name, renames, column.type, outputs);
  }
}

std::vector<Output> SourcePrinter::targets(const std::vector<sql::Node>& list,
                                           const std::vector<std::string>& renames) {
  std::vector<Output> outputs;
  for (const sql::Node& target : list) {
    const sql::Node value = target["val"];
    const std::vector<sql::Node> fields =
        value.is("ColumnRef") ? value.list("fields") : std::vector<sql::Node>();
    const bool is_star = !fields.empty() && fields.back().is("A_Star");
    if (is_star && fields.size() == 1) {
      for (const std::string& merged : scope_->merged) {
        if (!outputs.empty()) text(", ");
        ident(merged);
        target_name(merged, renames, {}, outputs);
      }
      for (const RangeItem& item : scope_->items) star(item, renames, outputs);
    } else if (is_star) {
      const RangeItem* item = find_item(fields[fields.size() - 2].text());
      if (!item) {
        refuse("a star over " + std::string(fields[fields.size() - 2].text()) +
               ", which is not known");
        continue;
      }
      RangeItem all = *item;
      all.hidden.clear();  // t.* has also what USING merged away
      star(all, renames, outputs);
    } else {
      if (!outputs.empty()) text(", ");
      ir::TypeName type = known_type(value);
      const std::string_view name = target.str("name");
      expression(value);
      target_name(name.empty() ? figure_column_name(value) : std::string(name), renames,
                  std::move(type), outputs);
    }
  }
  return outputs;
}

// ORDER BY and GROUP BY: an integer constant means a column by its place; a bare name may be an output.
void SourcePrinter::sort_or_group(const sql::Node& node) {
  if (node.is("GroupingSet")) {
    struct Word {
      std::string_view kind;
      std::string_view sql;
    };
    static constexpr Word kWords[] = {{"GROUPING_SET_EMPTY", "("},
                                      {"GROUPING_SET_ROLLUP", "ROLLUP ("},
                                      {"GROUPING_SET_CUBE", "CUBE ("},
                                      {"GROUPING_SET_SETS", "GROUPING SETS ("}};
    for (const Word& word : kWords) {
      if (word.kind == node.str("kind")) text(word.sql);
    }
    const std::vector<sql::Node> content = node.list("content");
    for (std::size_t i = 0; i < content.size(); ++i) {
      if (i > 0) text(", ");
      sort_or_group(content[i]);
    }
    return text(")");
  }
  expression(node);
}

std::vector<Output> SourcePrinter::simple_select(const sql::Node& select,
                                                 const std::vector<std::string>& renames) {
  Scope scope;
  scope.outer = scope_;
  const Scope* before = scope_;
  // The FROM list is printed behind the targets but decides what these mean: it is printed aside first.
  flush();
  std::vector<ir::Piece> so_far = std::move(pieces_);
  pieces_.clear();
  from_clause(select.list("fromClause"), scope);
  flush();
  std::vector<ir::Piece> from = std::move(pieces_);
  pieces_ = std::move(so_far);

  scope_ = &scope;
  text("SELECT ");
  if (const std::vector<sql::Node> distinct = select.list("distinctClause"); !distinct.empty()) {
    text("DISTINCT ");
    // Plain DISTINCT is a list of one empty node.
    if (!distinct[0].kind().empty()) {
      text("ON (");
      list(distinct);
      text(") ");
    }
  }
  std::vector<Output> outputs = targets(select.list("targetList"), renames);
  flush();
  std::ranges::move(from, std::back_inserter(pieces_));
  if (const sql::Node where = select["whereClause"]) {
    text(" WHERE ");
    expression(where);
  }
  if (const std::vector<sql::Node> group = select.list("groupClause"); !group.empty()) {
    text(select.flag("groupDistinct") ? " GROUP BY DISTINCT " : " GROUP BY ");
    for (std::size_t i = 0; i < group.size(); ++i) {
      if (i > 0) text(", ");
      sort_or_group(group[i]);
    }
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
  tail(select);
  scope_ = before;
  return outputs;
}

void SourcePrinter::tail(const sql::Node& select) {
  if (const std::vector<sql::Node> order = select.list("sortClause"); !order.empty()) {
    text(" ORDER BY ");
    sort_list(order);
  }
  if (const sql::Node offset = select["limitOffset"]) {
    text(" OFFSET ");
    expression(offset);
  }
  if (const sql::Node limit = select["limitCount"]) {
    const bool ties = select.str("limitOption") == "LIMIT_OPTION_WITH_TIES";
    text(ties ? " FETCH FIRST (" : " LIMIT ");
    expression(limit);
    if (ties) text(") ROWS WITH TIES");
  }
  if (!select.list("lockingClause").empty()) refuse("FOR UPDATE in a view is not read yet");
}

std::vector<Output> SourcePrinter::values_lists(const sql::Node& select,
                                                const std::vector<std::string>& renames) {
  const std::vector<sql::Node> rows = select.list("valuesLists");
  text("VALUES ");
  list(rows);
  std::vector<Output> outputs;
  const std::size_t width = rows.empty() ? 0 : rows[0].items().size();
  for (std::size_t i = 0; i < width; ++i) {
    outputs.push_back({name_or(renames, i, "column" + std::to_string(i + 1)), {}});
  }
  tail(select);
  return outputs;
}

std::vector<Output> SourcePrinter::set_operation(const sql::Node& select,
                                                 const std::vector<std::string>& renames) {
  text("(");
  std::vector<Output> outputs = query(select["larg"], renames);
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
  tail(select);
  scope_ = before;
  return outputs;
}

void SourcePrinter::with_clause(const sql::Node& with) {
  if (!with) return;
  text(with.flag("recursive") ? "WITH RECURSIVE " : "WITH ");
  const std::vector<sql::Node> ctes = with.list("ctes");
  for (std::size_t i = 0; i < ctes.size(); ++i) {
    const sql::Node& cte = ctes[i];
    if (i > 0) text(", ");
    std::vector<std::string> names;
    for (const sql::Node& column : cte.list("aliascolnames")) names.emplace_back(column.text());
    Cte known{std::string(cte.str("ctename")), {}, true};
    ident(known.name);
    if (!names.empty()) {
      text("(");
      for (std::size_t k = 0; k < names.size(); ++k) {
        if (k > 0) text(", ");
        ident(names[k]);
        known.outputs.push_back({names[k], {}});
      }
      text(")");
    }
    text(" AS ");
    if (cte.str("ctematerialized") == "CTEMaterializeAlways") text("MATERIALIZED ");
    if (cte.str("ctematerialized") == "CTEMaterializeNever") text("NOT MATERIALIZED ");
    text("(");
    const sql::Node inner = cte["ctequery"];
    if (!inner.is("SelectStmt")) refuse("WITH over a statement that changes rows is not read yet");
    if (with.flag("recursive")) {
      // The query may name itself: its columns are those of its first, non-recursive part.
      if (names.empty()) {
        SourcePrinter ahead(names_, scope_);
        ahead.ctes_ = ctes_;
        const sql::Node first = inner.has("larg") ? inner["larg"] : inner;
        known.outputs = ahead.query(first);
        for (Output& output : known.outputs) output.type = {};
      }
      ctes_.push_back(known);
      query(inner);
    } else {
      std::vector<Output> outputs = query(inner);
      for (std::size_t k = 0; k < outputs.size(); ++k)
        outputs[k].name = name_or(names, k, outputs[k].name);
      known.outputs = std::move(outputs);
      ctes_.push_back(known);
    }
    text(")");
    if (cte.has("search_clause") || cte.has("cycle_clause"))
      refuse("SEARCH and CYCLE are not read yet");
  }
  text(" ");
}

std::vector<Output> SourcePrinter::select_body(const sql::Node& select,
                                               const std::vector<std::string>& renames) {
  if (const std::string_view op = select.str("op"); !op.empty() && op != "SETOP_NONE")
    return set_operation(select, renames);
  if (!select.list("valuesLists").empty()) return values_lists(select, renames);
  return simple_select(select, renames);
}

std::vector<Output> SourcePrinter::query(const sql::Node& select,
                                         const std::vector<std::string>& renames) {
  const std::size_t ctes = ctes_.size();
  with_clause(select["withClause"]);
  std::vector<Output> outputs = select_body(select, renames);
  ctes_.resize(ctes);
  return outputs;
}

BoundQuery bind_query(const sql::Node& select, const Names& names,
                      const std::vector<std::string>& aliases) {
  const Scope none;
  SourcePrinter printer(names, &none);
  BoundQuery bound;
  for (Output& output : printer.query(select, aliases)) {
    ir::ViewColumn column;
    column.name = std::move(output.name);
    column.type = std::move(output.type);
    bound.columns.push_back(std::move(column));
  }
  bound.query = printer.take();
  bound.reads = printer.reads();
  bound.problem = printer.problem();
  bound.complete = bound.problem.empty();
  return bound;
}

}  // namespace pggit::bind
