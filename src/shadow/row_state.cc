#include "shadow/row_state.h"

#include "base/text.h"

namespace pggit::shadow {
namespace {

std::string hash_of(const std::string& expression) {
  return "coalesce(sum(hashtextextended(" + expression + ", 0)::numeric), 0)::text";
}

// Columns apart, then the row as a whole: (a, b, c)::text does not depend on how the row is laid out.
std::string table_query(const RowTarget& target, Detail detail) {
  std::vector<std::string> columns;
  std::string sql = "SELECT count(*)";
  for (const std::string& column : target.columns)
    columns.push_back("t." + base::quote_ident(column));
  sql += ", " + hash_of(columns.empty() ? "''" : "ROW(" + base::join(columns, ", ") + ")::text");
  for (const std::string& column : detail == Detail::Columns ? columns : std::vector<std::string>())
    sql += ", " + hash_of("coalesce('=' || " + column + "::text, 'null')");
  return sql + " FROM ONLY " + base::qualified(target.key.schema, target.key.name) + " t";
}

TableState table_state(const RowTarget& target, Detail detail, const pg::Rows& rows) {
  TableState state;
  state.rows = rows.number(0, 0);
  state.hash = rows.text(0, 1);
  for (std::size_t i = 0; detail == Detail::Columns && i < target.columns.size(); ++i) {
    state.columns[target.columns[i]] = rows.text(0, int(i) + 2);
  }
  return state;
}

}  // namespace

std::string ColumnName::text() const { return ir::column_name(table, column); }

base::Result<RowState> read_rows(pg::Connection& session, const std::vector<RowTarget>& targets,
                                 Detail detail) {
  std::vector<pg::Connection::Queued> queue;
  for (const RowTarget& target : targets) {
    queue.push_back({table_query(target, detail), {}});
  }
  const std::vector<pg::Execution> results = session.pipeline(queue);
  RowState state;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ir::Key& key = targets[i].key;
    if (!results[i]) {
      return base::fail(base::ErrorCode::Database,
                        "rows of " + ir::to_text(key) + ": " + results[i].error().text());
    }
    state.tables[key] = table_state(targets[i], detail, *results[i]);
  }
  return state;
}

std::string value_difference(const ir::Key& table, const TableState& expected,
                             const TableState& found, const std::set<ColumnName>& noise) {
  if (expected.rows != found.rows) {
    return base::qualified(table.schema, table.name) + " has " + std::to_string(found.rows) +
           " rows, expected " + std::to_string(expected.rows);
  }
  for (const auto& [column, hash] : expected.columns) {
    const auto other = found.columns.find(column);
    if (other == found.columns.end()) break;
    const ColumnName differs{table, column};
    if (other->second != hash && !noise.contains(differs))
      return "values of " + differs.text() + " differ";
  }
  return "";
}

std::string row_difference(const RowState& expected, const RowState& found) {
  for (const auto& [key, table] : expected.tables) {
    const auto other = found.tables.find(key);
    if (other == found.tables.end()) return ir::to_text(key) + " was not read";
    if (table.rows == other->second.rows && table.hash == other->second.hash) continue;
    const std::string why = value_difference(key, table, other->second, {});
    return why.empty() ? "rows of " + base::qualified(key.schema, key.name) + " differ" : why;
  }
  return "";
}

std::set<ColumnName> noisy_columns(const RowState& a, const RowState& b) {
  std::set<ColumnName> noise;
  for (const auto& [key, table] : a.tables) {
    const auto other = b.tables.find(key);
    if (other == b.tables.end()) continue;
    for (const auto& [column, hash] : table.columns) {
      const auto twin = other->second.columns.find(column);
      if (twin != other->second.columns.end() && twin->second != hash) noise.insert({key, column});
    }
  }
  return noise;
}

namespace {

base::Result<std::vector<std::string>> names(const pg::Execution& rows) {
  if (!rows)
    return base::fail(base::ErrorCode::Database, "reading sequences: " + rows.error().text());
  std::vector<std::string> names;
  for (int i = 0; i < rows->count(); ++i) names.emplace_back(rows->text(i, 0));
  return names;
}

}  // namespace

base::Result<std::vector<std::string>> all_sequences(pg::Connection& harness) {
  return names(
      harness.query("SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename) "
                    "FROM pg_catalog.pg_sequences WHERE schemaname <> 'pggit'"));
}

base::Result<Positions> read_positions(pg::Connection& harness,
                                       const std::vector<std::string>& sequences) {
  Positions positions;
  if (sequences.empty()) return positions;
  const std::vector<std::string> there = TRY(names(
      harness.query("SELECT name FROM unnest($1::text[]) name "
                    "JOIN pg_catalog.pg_class c ON c.oid = to_regclass(name) AND c.relkind = 'S'",
                    {base::array_literal(sequences)})));
  std::vector<pg::Connection::Queued> queue;
  for (const std::string& name : there)
    queue.push_back({"SELECT last_value, is_called FROM " + name, {}});
  const std::vector<pg::Execution> results = harness.pipeline(queue);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i])
      return base::fail(base::ErrorCode::Database, there[i] + ": " + results[i].error().text());
    positions[there[i]] = {std::string(results[i]->text(0, 0)), results[i]->boolean(0, 1)};
  }
  return positions;
}

std::string position_difference(const Positions& expected, const Positions& found) {
  for (const auto& [name, position] : expected) {
    const auto other = found.find(name);
    if (other == found.end() || other->second == position) continue;
    return "sequence " + name + " stands at " + other->second.value +
           (other->second.called ? "" : ", not called yet") + ", expected " + position.value +
           (position.called ? "" : ", not called yet");
  }
  return "";
}

std::vector<std::string> put_back(const Positions& now, const Positions& then, bool guarded) {
  std::vector<std::string> statements;
  for (const auto& [name, position] : then) {
    const auto current = now.find(name);
    if (current == now.end() || current->second == position) continue;
    std::string sql = "SELECT pg_catalog.setval(" + base::quote_literal(name) + ", " +
                      position.value + (position.called ? ", true)" : ", false)");
    if (guarded) sql += " FROM " + name + " WHERE last_value = " + current->second.value;
    statements.push_back(std::move(sql));
  }
  return statements;
}

}  // namespace pggit::shadow
