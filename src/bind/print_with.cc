// WITH: common table expressions, recursive ones with SEARCH and CYCLE.
#include "base/text.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

std::vector<std::string> texts(const std::vector<sql::Node>& list) {
  std::vector<std::string> out;
  for (const sql::Node& item : list) out.emplace_back(item.text());
  return out;
}

// The outputs under the names that `t (a, b)` gives the first of them.
void rename_first(std::vector<Output>& outputs, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < outputs.size() && i < names.size(); ++i) outputs[i].name = names[i];
}

}  // namespace

void SourcePrinter::name_list(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text(", ");
    ident(names[i]);
  }
}

void SourcePrinter::search_clause(const sql::Node& search, Cte& known) {
  if (!search) return;
  text(search.flag("search_breadth_first") ? " SEARCH BREADTH FIRST BY "
                                           : " SEARCH DEPTH FIRST BY ");
  name_list(texts(search.list("search_col_list")));
  text(" SET ");
  ident(search.str("search_seq_column"));
  known.outputs.push_back({std::string(search.str("search_seq_column")), {}});
}

void SourcePrinter::cycle_clause(const sql::Node& cycle, Cte& known) {
  if (!cycle) return;
  text(" CYCLE ");
  name_list(texts(cycle.list("cycle_col_list")));
  text(" SET ");
  ident(cycle.str("cycle_mark_column"));
  text(" TO ");
  expression(cycle["cycle_mark_value"]);
  text(" DEFAULT ");
  expression(cycle["cycle_mark_default"]);
  text(" USING ");
  ident(cycle.str("cycle_path_column"));
  known.outputs.push_back({std::string(cycle.str("cycle_mark_column")), {}});
  known.outputs.push_back({std::string(cycle.str("cycle_path_column")), {}});
}

SourcePrinter::Cte SourcePrinter::cte(const sql::Node& node, bool recursive) {
  const std::vector<std::string> columns = texts(node.list("aliascolnames"));
  const sql::Node inner = node["ctequery"];
  Cte known{std::string(node.str("ctename")), {}, true};
  ident(known.name);
  if (!columns.empty()) {
    text(" (");
    name_list(columns);
    text(")");
  }
  text(" AS ");
  if (node.str("ctematerialized") == "CTEMaterializeAlways") text("MATERIALIZED ");
  if (node.str("ctematerialized") == "CTEMaterializeNever") text("NOT MATERIALIZED ");
  if (!inner.is("SelectStmt")) refuse("WITH over a statement that changes rows is not read yet");
  if (recursive) {
    // The query may name itself: its columns are those of its first, non-recursive part.
    SourcePrinter ahead(names_, scope_);
    ahead.ctes_ = ctes_;
    known.outputs = ahead.query(inner.has("larg") ? inner["larg"] : inner);
    for (Output& output : known.outputs) output.type = {};
    rename_first(known.outputs, columns);
    ctes_.push_back(known);
  }
  text("(");
  std::vector<Output> outputs = query(inner);
  text(")");
  if (recursive) {
    ctes_.pop_back();
  } else {
    rename_first(outputs, columns);
    known.outputs = std::move(outputs);
  }
  search_clause(node["search_clause"], known);
  cycle_clause(node["cycle_clause"], known);
  return known;
}

void SourcePrinter::with_clause(const sql::Node& with) {
  if (!with) return;
  text(with.flag("recursive") ? "WITH RECURSIVE " : "WITH ");
  const std::vector<sql::Node> ctes = with.list("ctes");
  for (std::size_t i = 0; i < ctes.size(); ++i) {
    if (i > 0) text(", ");
    ctes_.push_back(cte(ctes[i], with.flag("recursive")));
  }
  text(" ");
}

}  // namespace pggit::bind
