// Writing the store in PostgreSQL.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/encode.h"
#include "sql/print.h"
#include "store/copy_text.h"
#include "store/postgres_schema.h"
#include "store/postgres_store.h"

namespace pggit::store {
namespace {

constexpr char kDependentObjects[] = "2BP01";

std::string bytea(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\\x";
  for (const char c : bytes) {
    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

std::string blob_rows(const std::map<base::Hash, catalog::EntryRef>& blobs) {
  CopyText rows;
  for (const auto& [hash, entry] : blobs) {
    rows.row({hash.hex(), ir::kind_name(entry->key.kind), entry->key.schema, entry->key.name,
              entry->key.sub, base::join(sql::print_create(entry->object), ";\n"),
              bytea(catalog::encode(entry->object)),
              bytea(catalog::encode_references(entry->object))});
  }
  return rows.text();
}

// {"a","b c"}
std::string array_of_names(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) {
    std::string text = "\"";
    for (const char c : name) {
      if (c == '"' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    quoted.push_back(text + "\"");
  }
  return "{" + base::join(quoted, ",") + "}";
}

std::optional<std::string> hash_of(const catalog::EntryRef& entry) {
  return entry ? std::optional(entry->hash().hex()) : std::nullopt;
}

}  // namespace

void CommitRows::add(const Commit& c, int generation,
                     const std::vector<catalog::Catalog::Change>& tree_changes) {
  const std::string hash = c.hash.hex();
  commits.row({hash, array_of(c.parents), c.tree.hex(), std::to_string(generation), c.migration,
               c.message, c.author, c.authored_at, c.up_in_transaction ? "t" : "f",
               c.provisional ? "t" : "f", c.rollback_class, c.rollback_reason, c.intent});
  migrations.row({hash, c.tool_version, c.tool_description, c.tool_type, c.tool_script, c.up,
                  c.down, c.checksum, c.source_path, c.save});
  if (!c.proof.word.empty())
    proofs.row({hash, c.proof.word, c.proof.reason, std::to_string(c.proof.server_major)});
  std::map<ir::Key, SemanticVersion> versions;
  for (const Commit::ObjectVersion& version : c.versions) versions[version.key] = version.version;
  for (const catalog::Catalog::Change& change : tree_changes) {
    const SemanticVersion v = versions[change.key];
    changes.row({hash, ir::kind_name(change.key.kind), change.key.schema, change.key.name,
                 change.key.sub, hash_of(change.after), hash_of(change.before),
                 std::to_string(v.major), std::to_string(v.minor), std::to_string(v.patch)});
    if (change.after) blobs.emplace(change.after->hash(), change.after);
  }
}

base::Result<void> PostgresStore::copy(const std::string& table, const std::string& rows) {
  if (rows.empty()) return {};
  const pg::Execution done =
      connection_.copy_in(with_schema("COPY " + table + " FROM STDIN", schema_), rows);
  if (!done) return std::unexpected(database_error(done.error()));
  return {};
}

base::Result<bool> PostgresStore::schema_is_there() {
  return TRY(query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1", {schema_name_}))
             .count() > 0;
}

base::Result<void> PostgresStore::create_schema() {
  const bool is_there = TRY(schema_is_there());
  const std::string sql =
      "SET LOCAL search_path = pg_catalog;\nSET LOCAL check_function_bodies = off;\n" +
      (is_there ? "" : "CREATE SCHEMA " + schema_ + ";\n") + with_schema(kSchemaSql, schema_) +
      "INSERT INTO " + schema_ + ".meta VALUES (" + std::to_string(kFormat) + ", " +
      (is_there ? "false" : "true") + ");\nSET LOCAL search_path TO DEFAULT;\n" +
      "SET LOCAL check_function_bodies TO DEFAULT";
  const pg::Execution done = connection_.run(sql);
  if (done) return {};
  base::Error error = database_error(done.error());
  if (done.error().sqlstate == "42501") {
    error.message += "; " + schema_ +
                     " is made by the role that you log in as, which needs it: GRANT CREATE ON "
                     "DATABASE ... TO ...";
  }
  return std::unexpected(std::move(error));
}

base::Result<std::int64_t> PostgresStore::apply(const Transaction& transaction) {
  const bool joins = connection_.in_transaction();
  if (!joins) TRY(query("BEGIN"));
  base::Result<std::int64_t> id = write(transaction);
  if (joins) return id;
  if (!id) {
    (void)connection_.run("ROLLBACK");
    return id;
  }
  TRY(query("COMMIT"));
  return id;
}

base::Result<std::int64_t> PostgresStore::write(const Transaction& transaction) {
  if (!TRY(exists())) TRY(create_schema());
  TRY(write_commits(transaction.commits));
  TRY(write_refs(transaction));
  TRY(write_findings(transaction));
  if (transaction.source) TRY(write_source(*transaction.source));
  const Operation& operation = transaction.operation;
  const pg::Rows id = TRY(
      query("INSERT INTO @.operations (what, who, at, detail) VALUES ($1, $2, $3, $4) RETURNING id",
            {operation.what, operation.who, operation.at, operation.detail}));
  return id.number(0, 0);
}

base::Result<std::map<std::string, int>> PostgresStore::generations_of(
    const std::vector<NewCommit>& commits) {
  std::set<base::Hash> asked;
  for (const NewCommit& added : commits) {
    asked.insert(added.commit.hash);
    asked.insert(added.commit.parents.begin(), added.commit.parents.end());
  }
  const pg::Rows rows =
      TRY(query("SELECT hash, generation FROM @.commits WHERE hash = ANY ($1::text[])",
                {array_of({asked.begin(), asked.end()})}));
  std::map<std::string, int> generations;
  for (int i = 0; i < rows.count(); ++i)
    generations.emplace(rows.text(i, 0), int(rows.number(i, 1)));
  return generations;
}

base::Result<void> PostgresStore::write_commits(const std::vector<NewCommit>& all) {
  if (all.empty()) return {};
  std::map<std::string, int> generations = TRY(generations_of(all));
  std::map<base::Hash, const catalog::Catalog*> trees;
  CommitRows rows;
  for (const NewCommit& added : all) {
    const Commit& commit = added.commit;
    trees[commit.hash] = &added.tree;
    if (generations.contains(commit.hash.hex())) continue;
    int generation = 0;
    for (const base::Hash& parent : commit.parents) {
      const auto known = generations.find(parent.hex());
      if (known == generations.end()) return parent_is_missing(commit, parent);
      generation = std::max(generation, known->second + 1);
    }
    generations[commit.hash.hex()] = generation;
    catalog::Catalog before;
    if (!commit.parents.empty()) {
      const auto known = trees.find(commit.parents[0]);
      before = known != trees.end() ? *known->second : TRY(tree(commit.parents[0]));
    }
    rows.add(commit, generation, catalog::Catalog::changes(before, added.tree));
  }
  std::vector<base::Hash> asked;
  for (const auto& [hash, entry] : rows.blobs) asked.push_back(hash);
  const pg::Rows known = TRY(
      query("SELECT blob_hash FROM @.blobs WHERE blob_hash = ANY ($1::text[])", {array_of(asked)}));
  for (int i = 0; i < known.count(); ++i)
    rows.blobs.erase(base::Hash::from_hex(known.text(i, 0)).value_or(base::Hash()));
  return copy_rows(rows);
}

base::Result<void> PostgresStore::copy_rows(const CommitRows& rows) {
  TRY(copy("@.blobs", blob_rows(rows.blobs)));
  TRY(
      copy("@.commits (hash, parents, tree_hash, generation, migration, message, author, "
           "authored_at, up_in_transaction, "
           "provisional, rollback_class, rollback_reason, intent)",
           rows.commits.text()));
  TRY(copy("@.migrations", rows.migrations.text()));
  TRY(copy("@.tree_changes", rows.changes.text()));
  return copy("@.proofs (commit_hash, word, reason, server_major)", rows.proofs.text());
}

base::Result<void> PostgresStore::write_refs(const Transaction& transaction) {
  for (const Branch& branch : transaction.set_branches) {
    TRY(
        query("INSERT INTO @.branches (name, head_commit_hash, parent, status) VALUES ($1, $2, $3, "
              "$4) ON CONFLICT (name) "
              "DO UPDATE SET head_commit_hash = excluded.head_commit_hash, parent = "
              "excluded.parent, status = excluded.status",
              {branch.name, branch.head.hex(), branch.parent, branch.status}));
  }
  for (const std::string& name : transaction.drop_branches)
    TRY(query("DELETE FROM @.branches WHERE name = $1", {name}));
  for (const Tag& tag : transaction.set_tags) {
    TRY(query(
        "INSERT INTO @.tags (name, commit_hash, message) VALUES ($1, $2, $3) ON CONFLICT (name) "
        "DO UPDATE SET commit_hash = excluded.commit_hash, message = excluded.message",
        {tag.name, tag.commit.hex(), tag.message}));
  }
  for (const std::string& name : transaction.drop_tags)
    TRY(query("DELETE FROM @.tags WHERE name = $1", {name}));
  if (!transaction.head) return {};
  const Head& head = *transaction.head;
  const auto commit = head.commit ? std::optional(head.commit->hex()) : std::nullopt;
  TRY(
      query("INSERT INTO @.refs (name, branch, commit_hash, note) VALUES ('HEAD', $1, $2, $3) ON "
            "CONFLICT (name) "
            "DO UPDATE SET branch = excluded.branch, commit_hash = excluded.commit_hash, note = "
            "excluded.note",
            {head.branch, commit, head.note}));
  return {};
}

base::Result<void> PostgresStore::write_findings(const Transaction& transaction) {
  for (const auto& [hash, proof] : transaction.proofs) {
    TRY(
        query("INSERT INTO @.proofs (commit_hash, word, reason, server_major) VALUES ($1, $2, $3, "
              "$4) ON CONFLICT (commit_hash) "
              "DO UPDATE SET word = excluded.word, reason = excluded.reason, server_major = "
              "excluded.server_major, proven_at = now()",
              {hash.hex(), proof.word, proof.reason, std::to_string(proof.server_major)}));
  }
  if (!transaction.edge_cases) return {};
  TRY(query("DELETE FROM @.ai_edge_cases"));
  CopyText rows;
  for (const EdgeCaseRecord& e : *transaction.edge_cases) {
    rows.row({e.id, e.kind, e.where, e.what, e.suggestion, e.action, e.status});
  }
  return copy(
      "@.ai_edge_cases (migration_id, case_type, location, original_content, suggestion, "
      "action_required, review_status)",
      rows.text());
}

base::Result<void> PostgresStore::write_source(const Source& source) {
  TRY(query("DELETE FROM @.sources WHERE tool = $1", {source.tool}));
  TRY(query("INSERT INTO @.sources VALUES ($1, $2, $3, $4, $5, $6)",
            {source.tool, array_of_names(source.search_path), array_of_names(source.schemas),
             source.history_table.schema, source.history_table.name, source.history_table.query}));
  return {};
}

base::Result<void> PostgresStore::remove() {
  if (!TRY(exists())) return {};
  const bool joins = connection_.in_transaction();
  if (!joins) TRY(query("BEGIN"));
  base::Result<void> done = drop_all();
  if (joins) return done;
  if (!done) {
    (void)connection_.run("ROLLBACK");
    return done;
  }
  TRY(query("COMMIT"));
  return {};
}

// Names all that is ours and never says CASCADE: what others keep here, or made of ours, stops it.
base::Result<void> PostgresStore::drop_all() {
  const bool made_schema = TRY(query("SELECT made_schema FROM @.meta")).boolean(0, 0);
  // Copies of rows that migrations destroyed (rollback/snapshot.h) are ours too.
  const pg::Rows copies =
      TRY(query("SELECT pg_catalog.quote_ident(tablename) FROM pg_catalog.pg_tables WHERE "
                "schemaname = $1 AND tablename ~ '^saved_[0-9a-f]{8}_[0-9]+$'",
                {schema_name_}));
  std::string sql;
  for (int i = 0; i < copies.count(); ++i)
    sql += "DROP TABLE " + schema_ + "." + std::string(copies.text(i, 0)) + ";\n";
  sql += with_schema(kDropSql, schema_);
  if (made_schema) sql += "DROP SCHEMA " + schema_ + ";\n";
  const pg::Execution done = connection_.run(sql);
  found_ = false;
  if (done) return {};
  const pg::ServerError& error = done.error();
  if (error.sqlstate != kDependentObjects) return std::unexpected(database_error(error));
  return base::fail(base::ErrorCode::Refused,
                    "schema " + schema_name_ + " is used by others: " + error.detail);
}

}  // namespace pggit::store
