#include "shadow/row_state.h"

#include "base/text.h"

namespace pggit::shadow {
namespace {

std::string hash_of(const std::string& expression) {
  return "coalesce(sum(hashtextextended(" + expression + ", 0)::numeric), 0)::text";
}

// Columns apart, then the row as a whole: (a, b, c)::text does not depend on how the row is laid out.
std::string table_query(const RowTarget& target) {
  std::vector<std::string> columns;
  std::string sql = "SELECT count(*)";
  for (const std::string& column : target.columns)
    columns.push_back("t." + base::quote_ident(column));
  sql += ", " + hash_of(columns.empty() ? "''" : "ROW(" + base::join(columns, ", ") + ")::text");
  for (const std::string& column : columns)
    sql += ", " + hash_of("coalesce('=' || " + column + "::text, 'null')");
  return sql + " FROM ONLY " + base::qualified(target.key.schema, target.key.name) + " t";
}

std::string sequence_query(const RowTarget& target) {
  return "SELECT last_value || ' ' || is_called FROM " +
         base::qualified(target.key.schema, target.key.name);
}

std::string full_name(const ir::Key& table, const std::string& column) {
  return base::qualified(table.schema, table.name) + "." + base::quote_ident(column);
}

TableState table_state(const RowTarget& target, const pg::Rows& rows) {
  TableState state;
  state.rows = rows.number(0, 0);
  state.hash = rows.text(0, 1);
  for (std::size_t i = 0; i < target.columns.size(); ++i) {
    state.columns[target.columns[i]] = rows.text(0, int(i) + 2);
  }
  return state;
}

std::string table_difference(const ir::Key& key, const TableState& expected,
                             const TableState& found, const std::set<std::string>& noise) {
  if (expected == found) return "";
  const std::string name = base::qualified(key.schema, key.name);
  if (expected.rows != found.rows) {
    return name + " has " + std::to_string(found.rows) + " rows, expected " +
           std::to_string(expected.rows);
  }
  bool masked = false;
  for (const auto& [column, hash] : expected.columns) {
    const auto other = found.columns.find(column);
    if (other == found.columns.end()) return "column " + full_name(key, column) + " is missing";
    if (other->second == hash) continue;
    if (!noise.contains(full_name(key, column)))
      return "values of " + full_name(key, column) + " differ";
    masked = true;
  }
  return masked ? "" : "rows of " + name + " differ";
}

}  // namespace

base::Result<RowState> read_rows(pg::Connection& session, const std::vector<RowTarget>& targets) {
  std::vector<pg::Connection::Queued> queue;
  for (const RowTarget& target : targets) {
    queue.push_back(
        {target.key.kind == ir::Kind::Sequence ? sequence_query(target) : table_query(target), {}});
  }
  const std::vector<pg::Execution> results = session.pipeline(queue);
  RowState state;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ir::Key& key = targets[i].key;
    if (!results[i]) {
      return base::fail(base::ErrorCode::Database,
                        "rows of " + ir::to_text(key) + ": " + results[i].error().text());
    }
    if (key.kind == ir::Kind::Sequence) {
      state.sequences[key] = results[i]->text(0, 0);
    } else {
      state.tables[key] = table_state(targets[i], *results[i]);
    }
  }
  return state;
}

std::string row_difference(const RowState& expected, const RowState& found,
                           const std::set<std::string>& noise) {
  for (const auto& [key, table] : expected.tables) {
    const auto other = found.tables.find(key);
    if (other == found.tables.end()) return ir::to_text(key) + " was not read";
    if (std::string why = table_difference(key, table, other->second, noise); !why.empty())
      return why;
  }
  for (const auto& [key, position] : expected.sequences) {
    const auto other = found.sequences.find(key);
    if (other == found.sequences.end() || other->second != position) {
      return "position of " + ir::to_text(key) + " is " +
             (other == found.sequences.end() ? "unknown" : other->second) + ", expected " +
             position;
    }
  }
  return "";
}

std::set<std::string> noisy_columns(const RowState& a, const RowState& b) {
  std::set<std::string> noise;
  for (const auto& [key, table] : a.tables) {
    const auto other = b.tables.find(key);
    if (other == b.tables.end()) continue;
    for (const auto& [column, hash] : table.columns) {
      const auto twin = other->second.columns.find(column);
      if (twin != other->second.columns.end() && twin->second != hash)
        noise.insert(full_name(key, column));
    }
  }
  return noise;
}

}  // namespace pggit::shadow
