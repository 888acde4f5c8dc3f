// FROM lists: what columns they bring into scope.
#include <algorithm>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

std::vector<std::string> texts(const std::vector<sql::Node>& list) {
  std::vector<std::string> out;
  for (const sql::Node& item : list) out.emplace_back(item.text());
  return out;
}

bool has_column(const RangeItem& item, const std::string& name) {
  const bool hidden = std::ranges::find(item.hidden, name) != item.hidden.end();
  return !hidden &&
         std::ranges::find(item.columns, name, &RangeItem::Column::name) != item.columns.end();
}

const std::string& name_of(const Scope::StarColumn& column, const Scope& scope) {
  if (!column.merged.empty()) return column.merged;
  return scope.items[column.item].columns[column.column].name;
}

using StarIterator = std::vector<Scope::StarColumn>::const_iterator;

StarIterator find_star(StarIterator begin, StarIterator end, const std::string& name,
                       const Scope& scope) {
  return std::find_if(begin, end, [&](const auto& c) { return name_of(c, scope) == name; });
}

// Names that the stars of both sides have, in the left side's order.
std::vector<std::string> common_columns(const Scope& scope, std::size_t begin, std::size_t middle) {
  std::vector<std::string> common;
  const StarIterator right = scope.star.begin() + std::ptrdiff_t(middle);
  for (std::size_t i = begin; i < middle; ++i) {
    const std::string& name = name_of(scope.star[i], scope);
    if (find_star(right, scope.star.end(), name, scope) != scope.star.end()) common.push_back(name);
  }
  return common;
}

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

// Whether the left side's column is what USING made of both: buildMergedJoinVar in parse_clause.c.
bool is_left_column(const Scope::StarColumn& left, const Scope::StarColumn& right,
                    std::string_view join_type, const Scope& scope) {
  if (join_type == "JOIN_RIGHT" || join_type == "JOIN_FULL") return false;
  if (!left.merged.empty() || !right.merged.empty()) return false;
  const ir::TypeName& type = scope.items[left.item].columns[left.column].type;
  return type.is_known() && type == scope.items[right.item].columns[right.column].type;
}

// The star after USING: the merged columns, then the others of both sides.
std::vector<Scope::StarColumn> merged_star(const std::vector<std::string>& columns,
                                           std::string_view join_type, std::size_t begin,
                                           std::size_t middle, Scope& scope) {
  const StarIterator first = scope.star.begin() + std::ptrdiff_t(begin);
  const StarIterator half = scope.star.begin() + std::ptrdiff_t(middle);
  const StarIterator end = scope.star.end();
  std::vector<Scope::StarColumn> star(scope.star.cbegin(), first);
  for (const std::string& column : columns) {
    const StarIterator left = find_star(first, half, column, scope);
    const StarIterator right = find_star(half, end, column, scope);
    if (left != half && right != end && is_left_column(*left, *right, join_type, scope)) {
      star.push_back(*left);
      continue;
    }
    star.push_back({0, 0, column});
    if (!contains(scope.merged, column)) scope.merged.push_back(column);
  }
  std::copy_if(first, end, std::back_inserter(star),
               [&](const auto& c) { return !contains(columns, name_of(c, scope)); });
  return star;
}

void hide(RangeItem& item, const std::string& column) {
  if (has_column(item, column)) item.hidden.push_back(column);
}

std::string_view join_words(const sql::Node& node, bool has_condition) {
  const std::string_view type = node.str("jointype");
  if (type == "JOIN_LEFT") return " LEFT JOIN ";
  if (type == "JOIN_RIGHT") return " RIGHT JOIN ";
  if (type == "JOIN_FULL") return " FULL JOIN ";
  return has_condition ? " JOIN " : " CROSS JOIN ";
}

}  // namespace

const SourcePrinter::Cte* SourcePrinter::find_cte(std::string_view name) const {
  for (std::size_t i = ctes_.size(); i-- > 0;) {
    if (ctes_[i].name == name) return &ctes_[i];
  }
  return nullptr;
}

// " AS alias(a, b)": renames the first columns of the item, which then follow no rename any more.
void SourcePrinter::alias_clause(const sql::Node& alias, RangeItem& item) {
  if (!alias) return;
  item.alias = alias.str("aliasname");
  item.implicit_alias = false;
  text(" AS ");
  ident(item.alias);
  const std::vector<std::string> names = texts(alias.list("colnames"));
  if (names.empty()) return;
  text("(");
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text(", ");
    ident(names[i]);
    if (i >= item.columns.size()) item.columns.push_back({});
    item.columns[i].name = names[i];
    item.columns[i].base_column.clear();
  }
  text(")");
}

void SourcePrinter::range_var(const sql::Node& node, Scope& scope) {
  const std::string name(node.str("relname"));
  const std::string_view schema = node.str("schemaname");
  RangeItem item;
  if (const Cte* cte = schema.empty() ? find_cte(name) : nullptr) {
    item.alias = name;
    item.complete = cte->known;
    for (const Output& output : cte->outputs)
      item.columns.push_back({output.name, output.type, "", output.collation});
    ident(name);
  } else if (const auto key = names_.resolve_relation(schema, name)) {
    item = range_of(names_, *key, name, true);
    if (std::ranges::find(reads_, *key) == reads_.end()) reads_.push_back(*key);
    if (!node.flag("inh")) text("ONLY ");
    piece({ir::Piece::Kind::Relation, "", key->schema, key->name, ""});
  } else {
    item.alias = name;
    item.complete = false;
    text(base::qualified(schema, name));
  }
  alias_clause(node["alias"], item);
  add_item(std::move(item), scope);
}

void SourcePrinter::range_subselect(const sql::Node& node, Scope& scope) {
  RangeItem item;
  if (node.flag("lateral")) text("LATERAL ");
  text("(");
  const Scope* before = scope_;
  scope_ = node.flag("lateral") ? &scope : scope.outer;
  for (Output& output : query(node["subquery"]))
    item.columns.push_back({output.name, output.type, "", output.collation});
  scope_ = before;
  text(")");
  alias_clause(node["alias"], item);
  add_item(std::move(item), scope);
}

// Until a join merges some, a star gives the columns of each item in turn.
void SourcePrinter::add_item(RangeItem item, Scope& scope) {
  for (std::size_t i = 0; i < item.columns.size(); ++i)
    scope.star.push_back({scope.items.size(), i});
  scope.items.push_back(std::move(item));
}

void SourcePrinter::range_sample(const sql::Node& node, Scope& scope) {
  from_item(node["relation"], scope);
  text(" TABLESAMPLE ");
  as_written(node.list("method"));
  text(" (");
  list(node.list("args"));
  text(")");
  if (const sql::Node seed = node["repeatable"]) {
    text(" REPEATABLE (");
    expression(seed);
    text(")");
  }
}

// USING (a, b) AS j. `middle`, `star_middle`: where the right side's items and columns begin.
void SourcePrinter::using_clause(const sql::Node& join, const std::vector<std::string>& columns,
                                 const Scope& before, std::size_t star_middle, std::size_t middle,
                                 Scope& scope) {
  text(" USING (");
  name_list(columns);
  text(")");
  scope.star = merged_star(columns, join.str("jointype"), before.star.size(), star_middle, scope);
  for (std::size_t i = middle; i < scope.items.size(); ++i) {
    for (const std::string& column : columns) hide(scope.items[i], column);
  }
  if (const sql::Node alias = join["join_using_alias"]) {
    RangeItem item;  // found by its name only
    for (const std::string& column : columns) item.columns.push_back({column, {}, ""});
    item.hidden = columns;
    alias_clause(alias, item);
    scope.items.push_back(std::move(item));
  }
}

// (a JOIN b) AS j: one item instead of all that the parentheses hold.
void SourcePrinter::close_join_alias(const sql::Node& alias, const Scope& before, Scope& scope) {
  RangeItem item;
  for (std::size_t i = before.star.size(); i < scope.star.size(); ++i) {
    const Scope::StarColumn& c = scope.star[i];
    ir::TypeName type;
    if (c.merged.empty()) type = scope.items[c.item].columns[c.column].type;
    item.columns.push_back({name_of(c, scope), std::move(type), ""});
  }
  for (std::size_t i = before.items.size(); i < scope.items.size(); ++i)
    item.complete &= scope.items[i].complete;
  text(")");
  alias_clause(alias, item);
  scope = before;
  add_item(std::move(item), scope);
}

void SourcePrinter::join(const sql::Node& node, Scope& scope) {
  const Scope before = scope;
  if (node.has("alias")) text("(");
  from_item(node["larg"], scope);
  const std::size_t middle = scope.items.size();
  const std::size_t star_middle = scope.star.size();
  std::vector<std::string> merged = texts(node.list("usingClause"));
  // The words depend on whether there is a condition; NATURAL gets its columns once both sides are known.
  const bool natural = node.flag("isNatural");
  text(join_words(node, natural || !merged.empty() || node.has("quals")));
  const bool wrapped = node["rarg"].is("JoinExpr") && !node["rarg"].has("alias");
  if (wrapped) text("(");
  from_item(node["rarg"], scope);
  if (wrapped) text(")");
  if (natural) {
    merged = common_columns(scope, before.star.size(), star_middle);
    for (std::size_t i = before.items.size(); i < scope.items.size(); ++i) {
      if (!scope.items[i].complete)
        refuse("NATURAL JOIN over something whose columns are not known");
    }
    if (merged.empty()) text(" ON true");
  }
  if (!merged.empty()) {
    using_clause(node, merged, before, star_middle, middle, scope);
  } else if (const sql::Node condition = node["quals"]) {
    const Scope* outside = scope_;
    scope_ = &scope;
    text(" ON ");
    expression(condition);
    scope_ = outside;
  }
  if (node.has("alias")) close_join_alias(node["alias"], before, scope);
}

void SourcePrinter::from_item(const sql::Node& node, Scope& scope) {
  if (node.is("RangeVar")) return range_var(node, scope);
  if (node.is("RangeSubselect")) return range_subselect(node, scope);
  if (node.is("RangeFunction")) return range_function(node, scope);
  if (node.is("JoinExpr")) return join(node, scope);
  if (node.is("RangeTableSample")) return range_sample(node, scope);
  refuse("the FROM item " + std::string(node.kind()) + " is not read yet");
}

void SourcePrinter::from_clause(const std::vector<sql::Node>& from, Scope& scope) {
  for (std::size_t i = 0; i < from.size(); ++i) {
    text(i == 0 ? " FROM " : ", ");
    from_item(from[i], scope);
  }
}

}  // namespace pggit::bind
