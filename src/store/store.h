// Where history lives. Two implementations, one conformance suite (store_conformance_test.cc): in memory, and in
// schema `pggit` of a PostgreSQL database.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "pg/connection.h"
#include "store/model.h"

namespace pggit::store {

class Store {
 public:
  virtual ~Store() = default;

  // Whether anything was ever stored (for PostgreSQL: the schema is there). Errors: Database; Refused where the
  // schema belongs to the pgGit extension.
  virtual base::Result<bool> exists() = 0;

  virtual base::Result<Refs> refs() = 0;
  // The commit and all its ancestors, newest first in topological order (a child before its parents). Cheap: no
  // trees are read.
  virtual base::Result<std::vector<Commit>> log(const base::Hash& from) = 0;
  // The same without what is long: `up`, `down`, `save` and `versions` are empty.
  virtual base::Result<std::vector<Commit>> outline(const base::Hash& from) = 0;
  // The same with nothing but `hash`, `parents`, `migration` and `checksum`.
  virtual base::Result<std::vector<Commit>> checksums(const base::Hash& from) = 0;
  virtual base::Result<std::optional<Commit>> commit(const base::Hash& hash) = 0;
  // Commits whose hash begins with these hex digits (at most `limit`).
  virtual base::Result<std::vector<base::Hash>> find_prefix(const std::string& hex, int limit) = 0;
  // The catalog after a commit, rebuilt and checked against the tree hash. Errors: Database ("the store is damaged").
  virtual base::Result<catalog::Catalog> tree(const base::Hash& commit) = 0;
  virtual base::Result<std::vector<Operation>> operations() = 0;  // newest first
  virtual base::Result<std::vector<EdgeCaseRecord>> edge_cases() = 0;
  virtual base::Result<std::optional<Source>> source(const std::string& tool) = 0;

  // All or nothing. A commit that is there already is left as it is. Returns the operation's id.
  virtual base::Result<std::int64_t> apply(const Transaction& transaction) = 0;

  // Takes the store away with all that it holds; for PostgreSQL the schema too, where the store made it. Joins an open
  // transaction as apply() does. Errors: Refused, when others keep something in it or use it (they are named).
  virtual base::Result<void> remove() = 0;
};

std::unique_ptr<Store> make_memory_store();

// `connection` outlives the store. `schema`: "pggit" unless --store-schema. Tables are made by the first apply().
// apply() joins the connection's open transaction if there is one, else opens and commits its own.
std::unique_ptr<Store> make_postgres_store(pg::Connection& connection,
                                           const std::string& schema = "pggit");

}  // namespace pggit::store
