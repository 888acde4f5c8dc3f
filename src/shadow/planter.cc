#include "shadow/planter.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/partitions.h"

namespace pggit::shadow {
namespace {

constexpr std::size_t kMostRows = 12;
constexpr unsigned kSerials = 16;  // of one plant in one table

std::string literal(const Cell& cell) { return cell ? base::quote_literal(*cell) : "NULL"; }

std::string quoted(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(base::quote_ident(name));
  return base::join(out, ", ");
}

std::string tuple(const Cells& cells) {
  std::vector<std::string> out;
  for (const Cell& cell : cells) out.push_back(literal(cell));
  return "(" + base::join(out, ", ") + ")";
}

std::size_t place_of(const PlantedTable& planted, const std::string& column) {
  return std::ranges::find(planted.columns, column) - planted.columns.begin();
}

std::string table_name(const PlantedTable& planted) {
  return base::qualified(planted.table.schema, planted.table.name);
}

std::string insert_of(const PlantedTable& planted) {
  std::vector<std::string> rows;
  for (const Cells& row : planted.rows) rows.push_back(tuple(row));
  return "INSERT INTO " + table_name(planted) + " (" + quoted(planted.columns) +
         ") OVERRIDING SYSTEM VALUE VALUES " + base::join(rows, ", ");
}

Cells cells_of(const PlantedTable& planted, const Cells& row,
               const std::vector<std::string>& columns) {
  Cells out;
  for (const std::string& column : columns) {
    const std::size_t at = place_of(planted, column);
    out.push_back(at < row.size() ? row[at] : Cell());
  }
  return out;
}

bool is_key(const PlantedTable& planted, const ir::Constraint& constraint) {
  const bool unique = constraint.kind == ir::ConstraintKind::Primary ||
                      constraint.kind == ir::ConstraintKind::Unique;
  return unique && std::ranges::all_of(planted.rows, [&](const Cells& row) {
           return std::ranges::all_of(cells_of(planted, row, constraint.columns),
                                      [](const Cell& cell) { return cell.has_value(); });
         });
}

// The primary key before others.
std::vector<std::string> key_of(const PlantedTable& planted, const ir::Table& table) {
  for (const bool primary : {true, false}) {
    for (const ir::Constraint& constraint : table.constraints) {
      if ((constraint.kind == ir::ConstraintKind::Primary) == primary &&
          is_key(planted, constraint))
        return constraint.columns;
    }
  }
  return {};
}

std::string remove_by_key(const PlantedTable& planted) {
  std::vector<std::string> keys;
  for (const Cells& row : planted.rows) {
    const Cells cells = cells_of(planted, row, planted.key);
    keys.push_back(cells.size() == 1 ? literal(cells[0]) : tuple(cells));
  }
  return "DELETE FROM ONLY " + table_name(planted) + " WHERE (" + quoted(planted.key) + ") IN (" +
         base::join(keys, ", ") + ")";
}

// Rows that nothing tells apart: as many of the equal ones as were planted, the last of them.
std::vector<std::string> remove_equal_rows(const PlantedTable& planted, const ir::Table& table) {
  std::map<Cells, int> counts;
  for (const Cells& row : planted.rows) ++counts[row];
  std::vector<std::string> statements;
  for (const auto& [row, count] : counts) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto column = std::ranges::find(table.columns, planted.columns[i], &ir::Column::name);
      values.push_back("CAST(" + literal(row[i]) + " AS " + column->type.sql() + ")");
    }
    const std::string name = table_name(planted);
    statements.push_back("DELETE FROM ONLY " + name + " WHERE ctid IN (SELECT ctid FROM ONLY " +
                         name + " WHERE ROW(" + quoted(planted.columns) + ")::text = ROW(" +
                         base::join(values, ", ") + ")::text ORDER BY ctid DESC LIMIT " +
                         std::to_string(count) + ")");
  }
  return statements;
}

// The tables of a plant, each after those that its rows refer to.
class Plan {
 public:
  Plan(const catalog::Catalog& catalog, const PlantRequest& request, FormulaCache& cache)
      : catalog_(catalog), request_(request), cache_(cache) {}

  Plant make() {
    for (const ir::Key& key : request_.tables) {
      waiting_.clear();
      visit(key);
    }
    return std::move(plant_);
  }

 private:
  // For a table in hand, with the reason; how many tables had rows then.
  struct Waiting {
    std::string reason;
    std::size_t planted;
  };

  bool is_waiting_still(const ir::Key& key) const {
    const auto waiting = waiting_.find(key);
    return waiting != waiting_.end() && waiting->second.planted == plant_.tables.size();
  }

  bool is_asked(const ir::Key& key) const {
    return std::ranges::find(request_.tables, key) != request_.tables.end();
  }
  void refuse(const ir::Key& key, std::string why) { plant_.unplanted[key] = std::move(why); }

  std::string why_unknown(const ir::Key& key) const {
    return request_.later && request_.later->find(key)
               ? "the step itself makes it, so which rows it will hold is not known before"
               : "it is no table that is known";
  }

  void visit(const ir::Key& key) {
    if (plant_.find(key) || plant_.unplanted.contains(key) || is_waiting_still(key)) return;
    const auto empty = request_.empty.find(key);
    if (empty != request_.empty.end()) return refuse(key, empty->second);
    const ir::Table* table = catalog_.get<ir::Table>(key);
    if (!table) return refuse(key, why_unknown(key));
    if (table->partition_by) return refuse(key, "its rows are those of its partitions");
    if (table->foreign) return refuse(key, "it is a foreign table: its rows are elsewhere");
    std::expected<Needs, std::string> needs = needs_of(catalog_, *table, request_.later, cache_);
    if (!needs) return refuse(key, needs.error());
    // A table that is planted for others alone keeps what it may at NULL, unless a constraint asks for more.
    const bool any_optional =
        std::ranges::any_of(needs->parents, [](const NeededParent& p) { return p.optional; });
    if (any_optional && !is_asked(key) && add_with_parents(*table, *needs, false)) return;
    add_with_parents(*table, *needs, true);
  }

  // Whether there are rows now, or never will be. Without all parents nothing is said of rows that were not found.
  bool add_with_parents(const ir::Table& table, const Needs& needs, bool all) {
    const ir::Key key = table.key();
    in_hand_.insert(key);
    const ParentRows parents = visit_parents(key, needs, all);
    in_hand_.erase(key);
    // A circle of foreign keys may have come by here already.
    if (plant_.find(key) || plant_.unplanted.contains(key)) return true;
    auto rows = find_rows(needs, key, parents, styles(key, needs), request_.number * kSerials);
    if (!rows) {
      if (all) give_up(key, needs, rows.error());
      return false;
    }
    add(table, needs, parents, *std::move(rows));
    return true;
  }

  ParentRows visit_parents(const ir::Key& key, const Needs& needs, bool all) {
    ParentRows rows;
    for (const NeededParent& parent : needs.parents) {
      if (parent.table == key || in_hand_.contains(parent.table)) continue;
      if (parent.optional && !all) continue;
      for (const ir::Key& holder : holders_of(parent.table)) {
        if (in_hand_.contains(holder)) continue;
        visit(holder);
        const PlantedTable* planted = plant_.find(holder);
        if (planted) rows[&parent] = referable(*planted, parent);
        if (planted) break;
      }
    }
    return rows;
  }

  // The table, or the partitions that hold its rows.
  std::vector<ir::Key> holders_of(const ir::Key& key) const {
    const ir::Table* table = catalog_.get<ir::Table>(key);
    if (!table || !table->partition_by) return {key};
    std::vector<ir::Key> holders = catalog::partitions_below(catalog_, key);
    std::erase_if(holders, [this](const ir::Key& partition) {
      const ir::Table* holder = catalog_.get<ir::Table>(partition);
      return holder && holder->partition_by;
    });
    return holders;
  }

  static std::vector<Cells> referable(const PlantedTable& planted, const NeededParent& parent) {
    std::vector<Cells> rows;
    for (const Cells& row : planted.rows) {
      Cells cells = cells_of(planted, row, parent.referenced);
      const bool whole = std::ranges::all_of(cells, [](const Cell& c) { return c.has_value(); });
      if (whole && std::ranges::find(rows, cells) == rows.end()) rows.push_back(std::move(cells));
    }
    return rows;
  }

  // A row for each label of an enumeration, for each value of a list.
  std::vector<Style> styles(const ir::Key& key, const Needs& needs) const {
    if (needs.one_row) return {Style::Plain};
    std::vector<Style> styles(needs.by_hash ? kMostRows : 5, Style::Plain);
    if (is_asked(key) && !request_.filled) styles[1] = Style::Nulls;
    if (is_asked(key) && !request_.later) styles[2] = Style::High, styles[3] = Style::Low;
    if (!is_asked(key)) return styles;
    for (const NeededColumn& column : needs.columns) {
      const std::size_t labels = column.labels ? column.labels->labels.size() : 0;
      const std::size_t wanted = std::max(labels, column.hints.values.size());
      while (styles.size() < std::min(wanted, kMostRows)) styles.push_back(Style::Plain);
    }
    return styles;
  }

  std::string reason_with_parents(const Needs& needs, const std::string& reason) const {
    for (const NeededParent& parent : needs.parents) {
      const auto refused = plant_.unplanted.find(parent.table);
      if (!parent.optional && refused != plant_.unplanted.end())
        return "it refers to " + ir::to_text(parent.table) + ": " + refused->second;
      for (const ir::Key& holder : holders_of(parent.table)) {
        const auto why = plant_.unplanted.find(holder);
        if (!parent.optional && why != plant_.unplanted.end())
          return "it refers to " + ir::to_text(parent.table) + ": " + ir::to_text(holder) + ": " +
                 why->second;
      }
      const auto waiting = waiting_.find(parent.table);
      if (!parent.optional && waiting != waiting_.end())
        return "it refers to " + ir::to_text(parent.table) + ": " + waiting->second.reason;
      if (!parent.optional && in_hand_.contains(parent.table))
        return "it refers to " + ir::to_text(parent.table) + ", which refers to it in a circle";
    }
    return reason;
  }

  // A table that waits for one in hand gets another chance, when that one has its rows.
  void give_up(const ir::Key& key, const Needs& needs, const std::string& reason) {
    const bool waits = std::ranges::any_of(needs.parents, [this](const NeededParent& parent) {
      return !parent.optional &&
             (in_hand_.contains(parent.table) || waiting_.contains(parent.table));
    });
    if (waits && !in_hand_.empty()) {
      // The first reason leads to the circle without going round it.
      const auto [waiting, is_new] = waiting_.try_emplace(key);
      if (is_new) waiting->second.reason = reason_with_parents(needs, reason);
      waiting->second.planted = plant_.tables.size();
    } else {
      refuse(key, reason_with_parents(needs, reason));
    }
  }

  void add(const ir::Table& table, const Needs& needs, const ParentRows& parents,
           std::vector<Cells> rows) {
    PlantedTable planted;
    planted.table = table.key();
    for (const NeededColumn& column : needs.columns) planted.columns.push_back(column.name);
    for (const auto& [parent, referred] : parents) {
      for (const ir::Key& holder : holders_of(parent->table)) {
        if (plant_.find(holder)) planted.parents.push_back(holder);
      }
    }
    set_rows(planted, table, std::move(rows));
    waiting_.erase(planted.table);
    plant_.tables.push_back(std::move(planted));
  }

  const catalog::Catalog& catalog_;
  const PlantRequest& request_;
  FormulaCache& cache_;
  Plant plant_;
  std::set<ir::Key> in_hand_;  // whose parents are being planted
  std::map<ir::Key, Waiting> waiting_;
};

// In one round trip. The index of the statement that failed.
std::expected<void, std::pair<std::size_t, pg::ServerError>> run_as_replica(
    pg::Connection& harness, const std::vector<std::string>& statements) {
  std::vector<pg::Connection::Queued> queue{{"BEGIN", {}},
                                            {"SET LOCAL session_replication_role = replica", {}}};
  for (const std::string& statement : statements) queue.push_back({statement, {}});
  queue.push_back({"COMMIT", {}});
  const std::vector<pg::Execution> results = harness.pipeline(queue);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i]) continue;
    if (harness.in_transaction()) (void)harness.run("ROLLBACK");
    return std::unexpected(std::pair(i - std::min<std::size_t>(i, 2), results[i].error()));
  }
  return {};
}

}  // namespace

const PlantedTable* Plant::find(const ir::Key& table) const {
  const auto found = std::ranges::find(tables, table, &PlantedTable::table);
  return found == tables.end() ? nullptr : &*found;
}

Plant Planter::plan(const catalog::Catalog& catalog, const PlantRequest& request) {
  return Plan(catalog, request, cache_).make();
}

void set_rows(PlantedTable& planted, const ir::Table& table, std::vector<Cells> rows) {
  planted.rows = std::move(rows);
  planted.key = key_of(planted, table);
  planted.insert = insert_of(planted);
  planted.removes = planted.key.empty() ? remove_equal_rows(planted, table)
                                        : std::vector<std::string>{remove_by_key(planted)};
}

void refuse(Plant& plant, const ir::Key& table, const std::string& why) {
  plant.unplanted[table] = why;
  std::erase_if(plant.tables, [&](const PlantedTable& planted) { return planted.table == table; });
  for (std::size_t i = 0; i < plant.tables.size(); ++i) {
    const PlantedTable& planted = plant.tables[i];
    if (std::ranges::find(planted.parents, table) == planted.parents.end()) continue;
    refuse(plant, ir::Key(planted.table), "it refers to " + ir::to_text(table) + ": " + why);
    i = std::size_t(-1);
  }
}

base::Result<void> plant_rows(pg::Connection& harness, Plant& plant) {
  while (!plant.tables.empty()) {
    std::vector<std::string> statements;
    for (const PlantedTable& planted : plant.tables) statements.push_back(planted.insert);
    const auto done = run_as_replica(harness, statements);
    if (done) return {};
    const auto& [at, error] = done.error();
    if (at >= plant.tables.size() || !harness.alive())
      return base::fail(base::ErrorCode::Database, "planting rows: " + error.text());
    refuse(plant, ir::Key(plant.tables[at].table), "the server refused its rows: " + error.text());
  }
  return {};
}

base::Result<void> unplant_rows(pg::Connection& harness, const Plant& plant) {
  std::vector<std::string> statements;
  for (std::size_t i = plant.tables.size(); i-- > 0;)
    for (const std::string& remove : plant.tables[i].removes) statements.push_back(remove);
  if (statements.empty()) return {};
  const auto done = run_as_replica(harness, statements);
  if (!done)
    return base::fail(base::ErrorCode::Database,
                      "taking planted rows away: " + done.error().second.text());
  return {};
}

}  // namespace pggit::shadow
