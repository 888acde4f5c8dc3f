#include "shadow/plant_in_transaction.h"

#include <set>

#include "base/text.h"
#include "catalog/dependencies.h"

namespace pggit::shadow {
namespace {

struct Queue {
  std::vector<pg::Connection::Queued> statements;
  std::size_t first_insert = 0;

  void add(std::string sql) { statements.push_back({std::move(sql), {}}); }
};

// "ENABLE TRIGGER", as the trigger was; empty: it sleeps already.
std::string waking(char enabled) {
  switch (enabled) {
    case 'O':
      return "ENABLE TRIGGER ";
    case 'A':
      return "ENABLE ALWAYS TRIGGER ";
    case 'R':
      return "ENABLE REPLICA TRIGGER ";
    default:
      return "";
  }
}

void add_triggers(const catalog::Catalog& catalog, const ir::Key& table, bool wake, Queue& queue) {
  for (const catalog::Dependent& dependent : catalog::dependents(catalog, {table, ""})) {
    const ir::Trigger* trigger = catalog.get<ir::Trigger>(dependent.key);
    if (!trigger || trigger->table != table.name || trigger->schema != table.schema) continue;
    const std::string word = waking(trigger->enabled);
    if (!word.empty())
      queue.add("ALTER TABLE " + base::qualified(table.schema, table.name) + " " +
                (wake ? word : "DISABLE TRIGGER ") + base::quote_ident(trigger->name));
  }
}

std::vector<ir::Key> tables_of(const Plant& plant) {
  std::vector<ir::Key> keys;
  for (const PlantedTable& planted : plant.tables) keys.push_back(planted.table);
  return keys;
}

Queue queue_of(const catalog::Catalog& catalog, const std::vector<std::string>& setup,
               const Plant& plant) {
  Queue queue;
  for (const std::string& sql : setup) queue.add(sql);
  queue.add("BEGIN");
  const Deferred deferred = deferred_constraints(catalog, tables_of(plant));
  for (const PlantedTable& planted : plant.tables)
    add_triggers(catalog, planted.table, false, queue);
  if (deferred.any) queue.add("SET CONSTRAINTS ALL IMMEDIATE");
  queue.first_insert = queue.statements.size();
  for (const PlantedTable& planted : plant.tables) queue.add(planted.insert);
  if (!deferred.names.empty()) queue.add("SET CONSTRAINTS " + deferred.names + " DEFERRED");
  for (const PlantedTable& planted : plant.tables)
    add_triggers(catalog, planted.table, true, queue);
  return queue;
}

// A statement that failed, or an insert that did not bring all its rows.
struct Refusal {
  std::size_t statement = 0;
  std::string why;
};

std::optional<Refusal> refusal_of(const std::vector<pg::Execution>& results, const Queue& queue,
                                  const Plant& plant) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i]) return Refusal{i, "the server refused its rows: " + results[i].error().text()};
    if (i < queue.first_insert || i >= queue.first_insert + plant.tables.size()) continue;
    const std::size_t wanted = plant.tables[i - queue.first_insert].rows.size();
    if (std::size_t(results[i]->affected()) != wanted)
      return Refusal{i, "only " + std::to_string(results[i]->affected()) + " of " +
                            std::to_string(wanted) + " rows arrived in it"};
  }
  return std::nullopt;
}

constexpr char kUniqueViolation[] = "23505";

struct Tried {
  std::vector<Cells> accepted;
  bool others_are_there = true;  // those that it refused have the key of a row of the history
};

// The rows of one table that the server takes, each by itself: a partition takes some of them, a function in an index or a
// check has its own mind. Those of the tables before it are in. Ends the transaction.
Tried try_rows(pg::Connection& session, Queue queue, const PlantedTable& planted,
               const ir::Table& table, std::size_t at) {
  queue.statements.resize(at);
  Tried tried;
  bool fine = true;
  for (const pg::Execution& done : session.pipeline(queue.statements)) fine = fine && done;
  for (const Cells& row : planted.rows) {
    PlantedTable alone = planted;
    set_rows(alone, table, {row});
    if (!fine || !session.run("SAVEPOINT pggit_row")) {
      tried = {{}, false};
      break;
    }
    const pg::Execution done = session.run(alone.insert);
    const bool taken = done && done->affected() == 1;
    if (taken) tried.accepted.push_back(row);
    if (!taken) tried.others_are_there &= !done && done.error().sqlstate == kUniqueViolation;
    if (!taken) (void)session.run("ROLLBACK TO SAVEPOINT pggit_row");
  }
  if (session.in_transaction()) (void)session.run("ROLLBACK");
  return tried;
}

// Takes a table out of a plant, but not those whose rows refer to it: they may refer to rows that are there. Whether they
// are is for the server's own foreign keys to say.
void leave_as_it_is(Plant& plant, const ir::Key& table, const std::string& why) {
  plant.unplanted[table] = why;
  std::erase_if(plant.tables, [&](const PlantedTable& planted) { return planted.table == table; });
}

// SET CONSTRAINTS means all constraints of that name in the schema, and fails where one of them cannot wait.
bool all_are_deferrable(const catalog::Catalog& catalog, const std::string& schema,
                        const std::string& name) {
  bool all = true;
  catalog.for_each_in(ir::Kind::Table, schema, [&](const catalog::EntryRef& entry) {
    for (const ir::Constraint& constraint : std::get<ir::Table>(entry->object).constraints)
      all &= constraint.name != name || constraint.deferrable;
  });
  return all;
}

void refuse_all(Plant& plant, const std::string& why) {
  while (!plant.tables.empty()) refuse(plant, ir::Key(plant.tables.front().table), why);
}

}  // namespace

Deferred deferred_constraints(const catalog::Catalog& catalog, const std::vector<ir::Key>& tables) {
  Deferred deferred;
  std::vector<std::string> names;
  for (const ir::Key& key : tables) {
    const ir::Table* table = catalog.get<ir::Table>(key);
    if (!table) continue;
    for (const ir::Constraint& constraint : table->constraints) {
      if (!constraint.initially_deferred) continue;
      deferred.any = true;
      if (all_are_deferrable(catalog, key.schema, constraint.name))
        names.push_back(base::qualified(key.schema, constraint.name));
    }
  }
  deferred.names = base::join(names, ", ");
  return deferred;
}

base::Result<void> plant_in_transaction(pg::Connection& session, const catalog::Catalog& catalog,
                                        const std::vector<std::string>& setup, Plant& plant) {
  std::set<ir::Key> narrowed;
  for (;;) {
    const Queue queue = queue_of(catalog, setup, plant);
    const auto refusal = refusal_of(session.pipeline(queue.statements), queue, plant);
    if (!refusal) return {};
    if (!session.alive())
      return base::fail(base::ErrorCode::Database, "planting rows: " + refusal->why);
    if (session.in_transaction()) (void)session.run("ROLLBACK");
    const std::size_t at = refusal->statement - queue.first_insert;
    if (plant.tables.empty())
      return base::fail(base::ErrorCode::Database, "planting rows: " + refusal->why);
    if (refusal->statement < queue.first_insert || at >= plant.tables.size()) {
      refuse_all(plant, refusal->why);
      continue;
    }
    PlantedTable& planted = plant.tables[at];
    const ir::Table* table = catalog.get<ir::Table>(planted.table);
    Tried tried{{}, false};
    if (table && narrowed.insert(planted.table).second)
      tried = try_rows(session, queue, planted, *table, refusal->statement);
    if (!tried.accepted.empty())
      set_rows(planted, *table, std::move(tried.accepted));
    else if (tried.others_are_there)
      leave_as_it_is(plant, ir::Key(planted.table), refusal->why);
    else
      refuse(plant, ir::Key(planted.table), refusal->why);
  }
}

}  // namespace pggit::shadow
