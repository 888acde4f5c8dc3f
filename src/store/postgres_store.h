// The store in schema `pggit` of a PostgreSQL database; postgres_read.cc and postgres_write.cc hold its two halves.
#pragma once

#include <map>
#include <string>

#include "base/text.h"
#include "store/copy_text.h"
#include "store/store.h"

namespace pggit::store {

// The layout of the tables; another number is left alone.
inline constexpr int kFormat = 2;

using Parameters = std::vector<std::optional<std::string>>;

// {a,b} of hex digits: nothing in it needs quoting.
std::string array_of(const std::vector<base::Hash>& hashes);
// `sql` with the quoted name of the store's schema for every "@" before a dot.
std::string with_schema(std::string sql, const std::string& schema);
base::Error database_error(const pg::ServerError& error);

// What new commits add to the tables.
struct CommitRows {
  CopyText commits, migrations, changes, proofs;
  std::map<base::Hash, catalog::EntryRef> blobs;
  // `changes` against the tree of the first parent.
  void add(const Commit& commit, int generation,
           const std::vector<catalog::Catalog::Change>& tree_changes);
};

class PostgresStore final : public Store {
 public:
  PostgresStore(pg::Connection& connection, std::string schema)
      : connection_(connection),
        schema_name_(std::move(schema)),
        schema_(base::quote_ident(schema_name_)) {}

  base::Result<bool> exists() override;
  base::Result<Refs> refs() override;
  base::Result<std::vector<Commit>> log(const base::Hash& from) override;
  base::Result<std::vector<Commit>> outline(const base::Hash& from) override;
  base::Result<std::vector<Commit>> checksums(const base::Hash& from) override;
  base::Result<std::optional<Commit>> commit(const base::Hash& hash) override;
  base::Result<std::vector<base::Hash>> find_prefix(const std::string& hex, int limit) override;
  base::Result<catalog::Catalog> tree(const base::Hash& commit) override;
  base::Result<std::vector<Operation>> operations() override;
  base::Result<std::vector<EdgeCaseRecord>> edge_cases() override;
  base::Result<std::optional<Source>> source(const std::string& tool) override;
  base::Result<void> remove() override;
  base::Result<std::int64_t> apply(const Transaction& transaction) override;

 private:
  base::Result<pg::Rows> query(std::string sql, const Parameters& parameters = {});
  base::Result<void> copy(const std::string& table, const std::string& rows);
  base::Result<bool> look();
  base::Result<void> check_format();
  base::Result<void> create_schema();
  base::Result<bool> schema_is_there();
  // Of what is long everything or nothing.
  enum class Long { Whole, LeftOut };
  base::Result<std::map<base::Hash, Commit>> commits_where(const std::string& condition,
                                                           const Parameters& parameters,
                                                           Long texts);
  base::Result<void> add_versions(std::map<base::Hash, Commit>& commits);
  base::Result<std::int64_t> write(const Transaction& transaction);
  base::Result<void> write_commits(const std::vector<NewCommit>& commits);
  base::Result<void> copy_rows(const CommitRows& rows);
  base::Result<void> write_refs(const Transaction& transaction);
  base::Result<void> write_source(const Source& source);
  base::Result<std::vector<std::string>> names(const std::string& array, const std::string& tool);
  base::Result<void> drop_all();
  base::Result<void> write_findings(const Transaction& transaction);
  base::Result<std::map<std::string, int>> generations_of(const std::vector<NewCommit>& commits);

  pg::Connection& connection_;
  std::string schema_name_;
  std::string schema_;
  bool found_ = false;
};

}  // namespace pggit::store
