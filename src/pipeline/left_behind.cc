#include "pipeline/left_behind.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "pipeline/checkout_script.h"
#include "sql/parse.h"

namespace pggit::pipeline {
namespace {

struct LiveIndex {
  std::string schema, name;
  bool is_valid = false;
};

base::Result<std::vector<LiveIndex>> indexes_on(pg::Connection& connection,
                                                const std::string& table) {
  const pg::Execution rows = connection.query(
      "SELECT n.nspname, i.relname, x.indisvalid FROM pg_catalog.pg_index x "
      "JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid "
      "JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace "
      "WHERE x.indrelid = pg_catalog.to_regclass($1) ORDER BY i.relname",
      {table});
  if (!rows) return base::fail(base::ErrorCode::Database, rows.error().text());
  std::vector<LiveIndex> indexes;
  for (int i = 0; i < rows->count(); ++i) {
    indexes.push_back(
        {std::string(rows->text(i, 0)), std::string(rows->text(i, 1)), rows->boolean(i, 2)});
  }
  return indexes;
}

// The names of the indexes that a commit adds.
base::Result<std::set<std::string>> added_indexes(store::Store& store,
                                                  const store::Commit& commit) {
  catalog::Catalog before;
  if (!commit.parents.empty()) before = TRY(store.tree(commit.parents[0]));
  std::set<std::string> names;
  for (const auto& change : catalog::Catalog::changes(before, TRY(store.tree(commit.hash)))) {
    if (change.key.kind == ir::Kind::Index && !change.before) names.insert(change.key.name);
  }
  return names;
}

base::Result<LeftBehind> look_behind_create(Repository& repository, const store::Commit& commit,
                                            const sql::Node& statement) {
  std::set<std::string> wanted{std::string(statement.str("idxname"))};
  if (wanted.contains("")) wanted = TRY(added_indexes(*repository.store, commit));
  const sql::Node table = statement["relation"];
  LeftBehind left;
  const auto live = TRY(indexes_on(*repository.connection,
                                   base::qualified(table.str("schemaname"), table.str("relname"))));
  for (const LiveIndex& index : live) {
    if (!wanted.contains(index.name)) continue;
    if (index.is_valid) left.is_done = true;
    if (!index.is_valid) left.invalid.push_back(base::qualified(index.schema, index.name));
  }
  left.is_done = left.is_done && left.invalid.empty();
  return left;
}

base::Result<LeftBehind> look_behind_drop(Repository& repository, const sql::Node& statement) {
  LeftBehind left;
  left.is_done = true;
  for (const std::string& name : tables_of(statement)) {
    const pg::Execution gone =
        repository.connection->query("SELECT pg_catalog.to_regclass($1) IS NULL", {name});
    if (!gone) return base::fail(base::ErrorCode::Database, gone.error().text());
    left.is_done = left.is_done && gone->boolean(0, 0);
  }
  return left;
}

}  // namespace

base::Result<LeftBehind> look_behind(Repository& repository, const store::Commit& commit,
                                     const std::string& sql) {
  sql::Parser parser;
  const auto tree = parser.parse(sql);
  if (!tree || !tree->root().flag("concurrent")) return LeftBehind();
  const sql::Node root = tree->root();
  if (root.is("IndexStmt")) return look_behind_create(repository, commit, root);
  if (root.is("DropStmt")) return look_behind_drop(repository, root);
  return LeftBehind();
}

}  // namespace pggit::pipeline
