// Composite and range types, statistics and rules.
#include <algorithm>

#include "base/text.h"
#include "ir/multirange.h"
#include "server/introspect_row.h"

namespace pggit::server {
namespace {

// Where `what` stands in the text outside strings and quoted names, from `at` on.
std::size_t find_outside_quotes(const std::string& text, std::string_view what, std::size_t at) {
  char quote = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (!quote && text.compare(at, what.size(), what) == 0) return at;
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    }
  }
  return std::string::npos;
}

std::string trimmed(const std::string& text) { return std::string(base::trim(text)); }

// "(INSERT ...;\n UPDATE ...;\n);", or one without parentheses: pg_get_ruledef() prints both.
std::vector<ir::Expression> actions_in(std::string text) {
  std::vector<ir::Expression> actions;
  if (text == "NOTHING;") return actions;
  if (text.starts_with("(") && text.ends_with(");")) text = text.substr(1, text.size() - 3);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(find_outside_quotes(text, ";", at), text.size());
    const std::string action = trimmed(text.substr(at, end - at));
    if (!action.empty()) actions.push_back(ir::Expression::from_server(action));
    at = end + 1;
  }
  return actions;
}

// CREATE RULE name AS ON INSERT TO table [WHERE condition] DO [INSTEAD] actions
void read_definition(const std::string& definition, ir::Rule& rule) {
  const std::size_t relation = find_outside_quotes(definition, " TO ", 0);
  const std::size_t where = find_outside_quotes(definition, " WHERE ", relation);
  // A utility statement stands on a line of its own.
  const std::size_t words = std::min(find_outside_quotes(definition, " DO ", relation),
                                     find_outside_quotes(definition, " DO\n", relation));
  if (where < words)
    rule.where = ir::Expression::from_server(
        without_outer_parentheses(trimmed(definition.substr(where + 7, words - where - 7))));
  std::string rest = trimmed(definition.substr(words + 4));
  if (rule.instead) rest = trimmed(rest.substr(std::string_view("INSTEAD").size()));
  rule.actions = actions_in(rest);
}

std::string kinds_in(const std::vector<std::string>& letters) {
  std::string kinds;
  for (const std::string& letter : letters) {
    if (letter != "e") kinds += letter;
  }
  std::ranges::sort(kinds);
  return kinds;
}

}  // namespace

void read_composites(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Composite& type = gathered.composites[row.name()];
    type.schema = row.text(0);
    type.name = row.text(1);
    type.comment = row.comment(2);
    read_access(row, 3, gathered, type);
  });
}

void read_ranges(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Range range;
    range.schema = row.text(0);
    range.name = row.text(1);
    range.subtype = row.type(2);
    range.opclass = row.text(5);
    range.collation = row.text(6);
    range.canonical = row.text(7);
    range.subtype_diff = row.text(8);
    // A server before 14 has none: the range is as one that names none would be elsewhere.
    range.multirange_schema = row.is_null(10) ? range.schema : row.text(9);
    range.multirange = row.is_null(10) ? ir::multirange_name(range.name) : row.text(10);
    range.comment = row.comment(11);
    read_access(row, 12, gathered, range);
    gathered.done.emplace_back(std::move(range));
  });
}

void read_statistics(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Statistics statistics;
    statistics.schema = row.text(0);
    statistics.name = row.text(1);
    statistics.table_schema = row.text(2);
    statistics.table = row.text(3);
    statistics.kinds = kinds_in(row.array(4));
    statistics.columns = row.array(5);
    for (const std::string& text : row.array(6))
      statistics.expressions.push_back(ir::Expression::from_server(trimmed(text)));
    if (!row.is_null(7)) statistics.target = row.number(7);
    statistics.comment = row.comment(8);
    statistics.owner = owner_from({row.text(9), gathered.migration_role});
    gathered.done.emplace_back(std::move(statistics));
  });
}

void read_rules(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Rule rule;
    rule.schema = row.text(0);
    rule.table = row.text(1);
    rule.name = row.text(2);
    rule.event = row.letter(3, '3');
    rule.instead = row.boolean(4);
    read_definition(row.text(5), rule);
    rule.enabled = row.letter(6, 'O');
    rule.comment = row.comment(7);
    gathered.done.emplace_back(std::move(rule));
  });
}

}  // namespace pggit::server
