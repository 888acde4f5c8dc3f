// GROUP BY, DISTINCT ON, ORDER BY, LIMIT and FOR UPDATE.
#include <algorithm>
#include <span>

#include "base/text.h"
#include "bind/source_printer.h"

namespace pggit::bind {
namespace {

struct Word {
  std::string_view kind;
  std::string_view sql;
};

std::string_view word_of(std::span<const Word> words, std::string_view kind) {
  const auto found = std::ranges::find(words, kind, &Word::kind);
  return found == words.end() ? "" : found->sql;
}

constexpr Word kGroupings[] = {{"GROUPING_SET_EMPTY", "("},
                               {"GROUPING_SET_ROLLUP", "ROLLUP ("},
                               {"GROUPING_SET_CUBE", "CUBE ("},
                               {"GROUPING_SET_SETS", "GROUPING SETS ("}};
constexpr Word kLocks[] = {{"LCS_FORKEYSHARE", " FOR KEY SHARE"},
                           {"LCS_FORSHARE", " FOR SHARE"},
                           {"LCS_FORNOKEYUPDATE", " FOR NO KEY UPDATE"},
                           {"LCS_FORUPDATE", " FOR UPDATE"}};
constexpr Word kWaits[] = {{"LockWaitSkip", " SKIP LOCKED"}, {"LockWaitError", " NOWAIT"}};

// The name of a ColumnRef of one part; else empty.
std::string_view only_name(const sql::Node& node) {
  if (!node.is("ColumnRef")) return "";
  const std::vector<sql::Node> fields = node.list("fields");
  return fields.size() == 1 && fields[0].is("String") ? fields[0].text() : "";
}

}  // namespace

// A bare name that is an output column's: findTargetlistEntrySQL92 in parse_clause.c. Where two have it,
// its place says the same.
bool SourcePrinter::output_name(const sql::Node& node, const std::vector<Output>& outputs) {
  const std::string_view name = only_name(node);
  const auto found = std::ranges::find(outputs, name, &Output::name);
  if (name.empty() || found == outputs.end()) return false;
  if (std::ranges::count(outputs, name, &Output::name) == 1) {
    ident(name);
  } else {
    text(std::to_string(found - outputs.begin() + 1));
  }
  return true;
}

bool SourcePrinter::is_local_column(std::string_view name) const {
  const Found found = find_in(*scope_, name);
  return found.column || found.merged;
}

void SourcePrinter::distinct(const std::vector<sql::Node>& list,
                             const std::vector<Output>& outputs) {
  if (list.empty()) return;
  text("DISTINCT ");
  if (list[0].kind().empty()) return;  // plain DISTINCT is a list of one empty node
  text("ON (");
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) text(", ");
    if (!output_name(list[i], outputs)) expression(list[i]);
  }
  text(") ");
}

// GROUP BY prefers a column of the FROM list to an output of the same name; ORDER BY does not.
void SourcePrinter::group(const sql::Node& node, const std::vector<Output>& outputs) {
  if (!node.is("GroupingSet")) {
    if (!is_local_column(only_name(node)) && output_name(node, outputs)) return;
    return expression(node);
  }
  text(word_of(kGroupings, node.str("kind")));
  const std::vector<sql::Node> content = node.list("content");
  for (std::size_t i = 0; i < content.size(); ++i) {
    if (i > 0) text(", ");
    group(content[i], outputs);
  }
  text(")");
}

void SourcePrinter::sort_list(const std::vector<sql::Node>& sorts,
                              const std::vector<Output>& outputs) {
  for (std::size_t i = 0; i < sorts.size(); ++i) {
    if (i > 0) text(", ");
    if (!output_name(sorts[i]["node"], outputs)) expression(sorts[i]["node"]);
    const std::string_view direction = sorts[i].str("sortby_dir");
    if (direction == "SORTBY_ASC") text(" ASC");
    if (direction == "SORTBY_DESC") text(" DESC");
    if (direction == "SORTBY_USING") {
      text(" USING ");
      operator_name(sorts[i].list("useOp"));
    }
    const std::string_view nulls = sorts[i].str("sortby_nulls");
    if (nulls == "SORTBY_NULLS_FIRST") text(" NULLS FIRST");
    if (nulls == "SORTBY_NULLS_LAST") text(" NULLS LAST");
  }
}

void SourcePrinter::locking(const sql::Node& clause) {
  text(word_of(kLocks, clause.str("strength")));
  const std::vector<sql::Node> relations = clause.list("lockedRels");
  for (std::size_t i = 0; i < relations.size(); ++i) {
    text(i == 0 ? " OF " : ", ");
    const RangeItem* item = find_item(relations[i].str("relname"));
    item ? qualifier(*item) : ident(relations[i].str("relname"));
  }
  text(word_of(kWaits, clause.str("waitPolicy")));
}

void SourcePrinter::tail(const sql::Node& select, const std::vector<Output>& outputs) {
  if (const std::vector<sql::Node> order = select.list("sortClause"); !order.empty()) {
    text(" ORDER BY ");
    sort_list(order, outputs);
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
  for (const sql::Node& clause : select.list("lockingClause")) locking(clause);
}

}  // namespace pggit::bind
