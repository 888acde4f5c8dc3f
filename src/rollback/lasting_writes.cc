#include "rollback/lasting_writes.h"

#include <algorithm>

#include "catalog/dependencies.h"
#include "rollback/lineage.h"
#include "sql/parse.h"

namespace pggit::rollback {
namespace {

// The columns that an UPDATE names; empty where it is none, or where a part of it may write too.
std::vector<std::string> columns_set(const bind::Statement& statement) {
  static thread_local sql::Parser parser;
  const auto tree = parser.parse(statement.text);
  if (!tree || !tree->root().is("UpdateStmt") || tree->root().has("withClause")) return {};
  std::vector<std::string> columns;
  for (const sql::Node& target : tree->root().list("targetList"))
    columns.emplace_back(target.str("name"));
  return columns;
}

// `before`: the lineage of the statements before this one.
bool writes_new_columns_only(const bind::Statement& statement, const ir::Dml& dml,
                             const Lineage& before) {
  if (dml.kind != ir::DmlKind::Update || dml.runs_code || dml.writes.size() != 1 ||
      dml.writes[0].kind != ir::Kind::Table || fires_triggers(dml, statement.after))
    return false;
  const std::vector<std::string> columns = columns_set(statement);
  return !columns.empty() && std::ranges::none_of(columns, [&](const std::string& column) {
    return before.column_before(dml.writes[0], column).has_value();
  });
}

}  // namespace

bool fires_triggers(const ir::Dml& dml, const catalog::Catalog& catalog) {
  return std::ranges::any_of(dml.writes, [&](const ir::Key& table) {
    return std::ranges::any_of(
        catalog::dependents(catalog, {table, ""}), [](const catalog::Dependent& d) {
          return d.key.kind == ir::Kind::Trigger || d.key.kind == ir::Kind::Rule;
        });
  });
}

bool only_moves_sequences(const ir::Dml& dml) {
  return dml.kind == ir::DmlKind::Select && !dml.runs_code &&
         std::ranges::all_of(dml.writes,
                             [](const ir::Key& key) { return key.kind == ir::Kind::Sequence; });
}

std::vector<std::vector<ir::Key>> lasting_writes(const bind::Step& step) {
  Lineage lineage(step.before);
  std::vector<std::vector<ir::Key>> all;
  for (const bind::Statement& statement : step.statements) {
    std::vector<ir::Key>& keys = all.emplace_back();
    for (const ir::Op& op : statement.ops) {
      const auto* dml = std::get_if<ir::Dml>(&op);
      if (!dml || only_moves_sequences(*dml)) continue;
      for (const ir::Key& key : dml->writes) {
        // What is written to a view lands in a table that may be older.
        if (key.kind == ir::Kind::View || lineage.before(key)) keys.push_back(key);
      }
      if (!keys.empty() && writes_new_columns_only(statement, *dml, lineage)) keys.clear();
    }
    lineage.follow(statement);
  }
  return all;
}

}  // namespace pggit::rollback
