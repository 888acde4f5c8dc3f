#include "rollback/lasting_writes.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "bind/trigger_code.h"
#include "catalog/dependencies.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"
#include "ir/dml.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "sql/parse.h"

namespace pggit::rollback {
namespace {

// Triggers and rules: its own, or a rule of another one that names it.
std::vector<ir::Key> triggers_of(const ir::Key& table, const catalog::Catalog& catalog) {
  std::vector<ir::Key> users =
      catalog.users(catalog::Link::Kind::Relation, table.schema, table.name);
  std::erase_if(users, [](const ir::Key& user) {
    return user.kind != ir::Kind::Trigger && user.kind != ir::Kind::Rule;
  });
  return users;
}

bool has_triggers(const ir::Key& table, const catalog::Catalog& catalog) {
  return !triggers_of(table, catalog).empty();
}

// `before`: the lineage of the statements before this one. What triggers do is left out.
bool sets_new_columns_only(const bind::Statement& statement, const ir::Dml& dml,
                           const Lineage& before) {
  if (dml.kind != ir::DmlKind::Update || dml.runs_code || dml.writes.size() != 1 ||
      dml.writes[0].kind != ir::Kind::Table)
    return false;
  const std::vector<std::string> columns = columns_set(statement);
  return !columns.empty() && std::ranges::none_of(columns, [&](const std::string& column) {
    return before.column_before(dml.writes[0], column).has_value();
  });
}

// Whether a statement on what the foreign key refers to writes the table of the key as well.
bool cascades(const ir::ForeignKey& foreign, const bind::Statement& statement, ir::DmlKind kind) {
  const auto writes = [](char action) { return action == 'c' || action == 'n' || action == 'd'; };
  if (kind != ir::DmlKind::Update)
    return writes(foreign.on_delete) || (kind != ir::DmlKind::Delete && writes(foreign.on_update));
  const std::vector<std::string> set = columns_set(statement);
  const auto is_set = [&](const std::string& column) {
    return set.empty() || std::ranges::find(set, column) != set.end();
  };
  return writes(foreign.on_update) && std::ranges::any_of(foreign.columns, is_set);
}

// Foreign keys that lead from older tables to what a statement writes.
class Cascades {
 public:
  explicit Cascades(const bind::Step& step) {
    for (Loss& loss : losses(step)) {
      if (loss.kind == Loss::Kind::Precision) converted_.insert({loss.key, loss.column});
    }
  }

  // Tables that are written so, but for columns of which a copy is made because their type changes.
  std::vector<ir::Key> tables(const bind::Statement& statement, const ir::Dml& dml,
                              const Lineage& lineage) const {
    std::vector<ir::Key> found;
    if (only_adds(dml.kind)) return found;
    for (const ir::Key& written : holders(dml.writes, statement.after)) {
      for (const catalog::Dependent& d : catalog::dependents(statement.after, {written, ""})) {
        const auto* table = statement.after.get<ir::Table>(d.key);
        if (!table || !lineage.before(d.key)) continue;
        const auto reaches = [&](const ir::Constraint& c) {
          return catalog::refers_to(c, written) && cascades(*c.foreign, statement, dml.kind) &&
                 !goes_along(*table, c, statement.after, lineage);
        };
        if (std::ranges::any_of(table->constraints, reaches)) found.push_back(d.key);
      }
    }
    return found;
  }

 private:
  // With the tables of which they are partitions, and their own.
  static std::vector<ir::Key> holders(const std::vector<ir::Key>& written,
                                      const catalog::Catalog& catalog) {
    std::vector<ir::Key> all;
    for (const ir::Key& key : written)
      std::ranges::move(catalog::partition_family(catalog, key), std::back_inserter(all));
    return all;
  }

  // Columns that the migration added, or converts: these are saved. No trigger may write more than them.
  bool goes_along(const ir::Table& table, const ir::Constraint& constraint,
                  const catalog::Catalog& catalog, const Lineage& lineage) const {
    const ir::ForeignKey& foreign = *constraint.foreign;
    if (foreign.on_delete == 'c' || has_triggers(table.key(), catalog)) return false;
    return std::ranges::all_of(constraint.columns, [&](const std::string& column) {
      const auto was = lineage.column_before(table.key(), column);
      return !was || converted_.contains({*lineage.before(table.key()), *was});
    });
  }

  std::set<std::pair<ir::Key, std::string>> converted_;
};

std::vector<std::string> key_columns(const ir::Table* table) {
  std::vector<std::string> columns;
  for (const ir::Constraint& constraint :
       table ? table->constraints : std::vector<ir::Constraint>())
    columns.insert(columns.end(), constraint.columns.begin(), constraint.columns.end());
  return columns;
}

// Of an INSERT of rows that are named by a key, and the DELETE that takes them back: whether their triggers do anything else that
// lasts.
bool fires_more(const ir::Key& key, const catalog::Catalog& catalog) {
  const std::vector<ir::Key> triggers = triggers_of(key, catalog);
  if (triggers.empty()) return false;
  const std::vector<std::string> columns = key_columns(catalog.get<ir::Table>(key));
  return std::ranges::any_of(triggers, [&](const ir::Key& one) {
    const auto* trigger = catalog.get<ir::Trigger>(one);
    return !trigger || ((trigger->on_insert || trigger->on_delete) &&
                        !bind::leaves_alone(*trigger, catalog, columns));
  });
}

}  // namespace

std::vector<std::string> columns_set(const bind::Statement& statement) {
  static thread_local sql::Parser parser;
  const auto tree = parser.parse(statement.text);
  if (!tree || !tree->root().is("UpdateStmt") || tree->root().has("withClause")) return {};
  std::vector<std::string> columns;
  for (const sql::Node& target : tree->root().list("targetList"))
    columns.emplace_back(target.str("name"));
  return columns;
}

bool only_adds(ir::DmlKind kind) {
  return kind == ir::DmlKind::Insert || kind == ir::DmlKind::Copy || kind == ir::DmlKind::Select;
}

bool fires_triggers(const ir::Dml& dml, const catalog::Catalog& catalog) {
  return std::ranges::any_of(dml.writes, [&](const ir::Key& table) {
    return dml.undo ? fires_more(table, catalog) : has_triggers(table, catalog);
  });
}

std::vector<std::vector<ir::Key>> lasting_writes(const bind::Step& step) {
  Lineage lineage(step.before);
  const Cascades cascades(step);
  std::vector<std::vector<ir::Key>> all;
  for (const bind::Statement& statement : step.statements) {
    std::vector<ir::Key>& keys = all.emplace_back();
    for (const ir::Op& op : statement.ops) {
      const auto* dml = std::get_if<ir::Dml>(&op);
      if (!dml || ir::only_moves_sequences(*dml)) continue;
      for (const ir::Key& key : dml->writes) {
        // What is written to a view lands in a table that may be older.
        if (key.kind == ir::Kind::View || lineage.before(key)) keys.push_back(key);
      }
      if (!keys.empty() && !fires_triggers(*dml, statement.after) &&
          sets_new_columns_only(statement, *dml, lineage))
        keys.clear();
      if (keys.empty()) keys = cascades.tables(statement, *dml, lineage);
    }
    lineage.follow(statement);
  }
  return all;
}

bool lasts_by_triggers(const bind::Step& step, std::size_t i) {
  const bind::Statement& statement = step.statements[i];
  const Lineage before = lineage(step, 0, i);
  return std::ranges::any_of(statement.ops, [&](const ir::Op& op) {
    const auto* dml = std::get_if<ir::Dml>(&op);
    return dml && fires_triggers(*dml, statement.after) &&
           (dml->undo || sets_new_columns_only(statement, *dml, before));
  });
}

}  // namespace pggit::rollback
