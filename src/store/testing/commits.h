// Commits that are easy to write down, for tests.
#pragma once

#include <string>
#include <vector>

#include "store/model.h"

namespace pggit::store::testing {

// A commit with its hash; every field is filled with something of its own.
inline NewCommit commit(const std::string& id, const std::vector<NewCommit>& parents,
                        const catalog::Catalog& tree) {
  Commit c;
  for (const NewCommit& parent : parents) c.parents.push_back(parent.commit.hash);
  c.tree = tree.hash();
  c.migration = id;
  c.up = "CREATE TABLE \"t\\\t\" ();\n-- " + id + "\n";
  c.save = "CREATE TABLE saved ();\n";
  c.down = "DROP TABLE \"t\\\t\";\n";
  c.message = id + " says 'so'\nin two lines";
  c.author = "Ada";
  c.authored_at = "2020-01-02T03:04:05Z";
  c.up_in_transaction = false;
  c.rollback_class = "exact";
  c.rollback_reason = "none";
  c.intent = "Create t";
  c.proof = {"proven", "it \\was\\", 15};
  c.source_path = "db/" + id + ".sql";
  c.checksum = "-17";
  c.tool_version = "1";
  c.tool_description = "t";
  c.tool_type = "SQL";
  c.tool_script = id + ".sql";
  const catalog::Catalog before = parents.empty() ? catalog::Catalog() : parents[0].tree;
  c.versions = next_versions({}, catalog::Catalog::changes(before, tree));
  c.hash = commit_hash(c);
  return {c, tree};
}

// A catalog with the tables of these names, in schema app.
inline catalog::Catalog tables(const std::vector<std::string>& names) {
  catalog::Catalog tree;
  for (const std::string& name : names) {
    ir::Table table;
    table.schema = "app";
    table.name = name;
    tree = tree.with(ir::Object(table));
  }
  return tree;
}

inline Transaction storing(const std::vector<NewCommit>& commits, const std::string& branch = "") {
  Transaction transaction;
  transaction.commits = commits;
  if (!branch.empty())
    transaction.set_branches = {{branch, commits.back().commit.hash, "", "ACTIVE"}};
  transaction.operation = {0, "migrate", "ada", "2020-01-02T03:04:05Z", "{}"};
  return transaction;
}

}  // namespace pggit::store::testing
