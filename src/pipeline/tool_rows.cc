#include "pipeline/tool_rows.h"

#include "base/text.h"
#include "pipeline/tool_history.h"

namespace pggit::pipeline {
namespace {

std::string without_semicolon(std::string sql) {
  while (sql.ends_with(';') || sql.ends_with('\n')) sql.pop_back();
  return sql;
}

std::string quoted_names(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(base::quote_ident(name));
  return base::join(quoted, ", ");
}

}  // namespace

base::Result<ToolRows> ToolRows::open(Repository& repository, bool leave) {
  ToolRows rows;
  rows.repository_ = &repository;
  const ir::FrontEnd* tool = tool_of(TRY(repository.store->refs()));
  if (!tool) return rows;
  if (tool->history && tool->history->insert) rows.codec_ = tool->history;
  rows.listing_ = TRY(stored_listing(*repository.store, *tool));
  rows.is_kept_ = rows.codec_ && !leave && TRY(has_table(*repository.connection, rows.table()));
  return rows;
}

std::string ToolRows::session_sql() const {
  const std::vector<std::string>& path = session().search_path;
  return path.empty() ? "RESET ROLE; RESET search_path"
                      : "RESET ROLE; SET search_path TO " + quoted_names(path);
}

base::Result<pg::Rows> ToolRows::run(const std::string& sql) {
  pg::Execution rows = repository_->connection->run(sql);
  if (!rows)
    return base::fail(base::ErrorCode::Database, table().name + ": " + rows.error().text());
  return *std::move(rows);
}

base::Result<void> ToolRows::add(const store::Commit& commit, std::int64_t execution_ms) {
  if (!is_kept_) return {};
  // The first column of the tool's query is the order of its rows.
  const pg::Rows rank = TRY(run("SELECT coalesce(max(rank), 0) + 1, current_user FROM (" +
                                table().query + ") AS rows(rank)"));
  const std::string sql =
      codec_->insert(listing_, entry_of(commit),
                     {rank.number(0, 0), std::string(rank.text(0, 1)), execution_ms, true});
  if (!sql.empty()) TRY(run(sql));
  return {};
}

std::string ToolRows::saved_rows() const {
  return base::qualified(repository_->schema, "saved_rows");
}

std::string ToolRows::where_saved() const {
  return saved_rows() + " WHERE table_schema = " + base::quote_literal(table().schema) +
         " AND table_name = " + base::quote_literal(table().name);
}

base::Result<void> ToolRows::remove(const store::Commit& commit, bool save) {
  if (!is_kept_) return {};
  const std::string sql = codec_->remove(listing_, entry_of(commit));
  if (sql.empty()) return {};
  if (!save) {
    TRY(run(sql));
    return {};
  }
  TRY(run("WITH gone AS (" + without_semicolon(sql) + " RETURNING *) INSERT INTO " + saved_rows() +
          " (commit_hash, table_schema, table_name, key, row_before) SELECT " +
          base::quote_literal(commit.hash.hex()) + ", " + base::quote_literal(table().schema) +
          ", " + base::quote_literal(table().name) +
          ", pg_catalog.md5(pg_catalog.to_jsonb(gone)::text), pg_catalog.to_jsonb(gone) "
          "FROM gone ON CONFLICT DO NOTHING"));
  return {};
}

base::Result<void> ToolRows::restore() {
  if (!is_kept_) return {};
  const pg::Rows commits = TRY(run("SELECT DISTINCT commit_hash FROM " + where_saved()));
  for (int i = 0; i < commits.count(); ++i) {
    const auto hash = base::Hash::from_hex(commits.text(i, 0));
    const auto commit = TRY(repository_->store->commit(hash.value_or(base::Hash())));
    if (commit) TRY(remove(*commit, false));
  }
  const std::string name = base::qualified(table().schema, table().name);
  TRY(run("INSERT INTO " + name + " SELECT (pg_catalog.jsonb_populate_record(NULL::" + name +
          ", row_before)).* FROM " + where_saved() +
          " ORDER BY coalesce(row_before ->> 'installed_rank', row_before ->> "
          "'orderexecuted')::bigint"));
  return {};
}

}  // namespace pggit::pipeline
