// The store in schema `pggit` of a PostgreSQL database.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/encode.h"
#include "sql/print.h"
#include "store/copy_text.h"
#include "store/postgres_schema.h"
#include "store/store.h"
#include "store/topology.h"

namespace pggit::store {
namespace {

using Parameters = std::vector<std::optional<std::string>>;

constexpr int kFormat = 1;

base::Error database_error(const pg::ServerError& error) {
  return {base::ErrorCode::Database, "the store in the database: " + error.text()};
}

base::Result<base::Hash> hash_from(std::string_view hex) {
  const std::optional<base::Hash> hash = base::Hash::from_hex(hex);
  if (!hash)
    return base::fail(base::ErrorCode::Database,
                      "the store is damaged: \"" + std::string(hex) + "\" is no hash");
  return *hash;
}

// {a,b} of hex digits: nothing in it needs quoting.
base::Result<std::vector<base::Hash>> hashes_from(std::string_view array) {
  std::vector<base::Hash> hashes;
  if (array.size() <= 2) return hashes;
  for (const std::string_view hex : base::split(array.substr(1, array.size() - 2), ',')) {
    hashes.push_back(TRY(hash_from(hex)));
  }
  return hashes;
}

std::string array_of(const std::vector<base::Hash>& hashes) {
  std::vector<std::string> hex;
  for (const base::Hash& hash : hashes) hex.push_back(hash.hex());
  return "{" + base::join(hex, ",") + "}";
}

std::string bytea(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out = "\\x";
  for (const char c : bytes) {
    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

std::string from_bytea(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 2; i + 1 < text.size(); i += 2)
    bytes.push_back(char(digit(text[i]) << 4 | digit(text[i + 1])));
  return bytes;
}

class PostgresStore final : public Store {
 public:
  PostgresStore(pg::Connection& connection, std::string schema)
      : connection_(connection),
        schema_name_(std::move(schema)),
        schema_(base::quote_ident(schema_name_)) {}

  base::Result<bool> exists() override;
  base::Result<Refs> refs() override;
  base::Result<std::vector<Commit>> log(const base::Hash& from) override;
  base::Result<std::optional<Commit>> commit(const base::Hash& hash) override;
  base::Result<std::vector<base::Hash>> find_prefix(const std::string& hex, int limit) override;
  base::Result<catalog::Catalog> tree(const base::Hash& commit) override;
  base::Result<std::vector<Operation>> operations() override;
  base::Result<std::vector<EdgeCaseRecord>> edge_cases() override;
  base::Result<std::int64_t> apply(const Transaction& transaction) override;

 private:
  base::Result<pg::Rows> query(std::string sql, const Parameters& parameters = {});
  base::Result<void> copy(const std::string& table, const std::string& rows);
  base::Result<void> create_schema();
  base::Result<std::map<base::Hash, Commit>> commits_where(const std::string& condition,
                                                           const Parameters& parameters);
  base::Result<void> add_versions(std::map<base::Hash, Commit>& commits);
  base::Result<std::int64_t> write(const Transaction& transaction);
  base::Result<void> write_commits(const std::vector<NewCommit>& commits);
  base::Result<void> write_refs(const Transaction& transaction);
  base::Result<void> write_findings(const Transaction& transaction);
  base::Result<std::map<std::string, int>> generations_of(const std::vector<NewCommit>& commits);

  pg::Connection& connection_;
  std::string schema_name_;
  std::string schema_;
};

std::string with_schema(std::string sql, const std::string& schema) {
  for (std::size_t at = 0; (at = sql.find("@.", at)) != std::string::npos;) {
    sql.replace(at, 1, schema);
    at += schema.size();
  }
  return sql;
}

base::Result<pg::Rows> PostgresStore::query(std::string sql, const Parameters& parameters) {
  pg::Execution rows = connection_.query(with_schema(std::move(sql), schema_), parameters);
  if (!rows) return std::unexpected(database_error(rows.error()));
  return *std::move(rows);
}

base::Result<void> PostgresStore::copy(const std::string& table, const std::string& rows) {
  if (rows.empty()) return {};
  const pg::Execution done =
      connection_.copy_in(with_schema("COPY " + table + " FROM STDIN", schema_), rows);
  if (!done) return std::unexpected(database_error(done.error()));
  return {};
}

base::Result<bool> PostgresStore::exists() {
  const pg::Rows rows = TRY(query(
      "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relname = 'tree_changes' AND "
      "c.relnamespace = n.oid), "
      "EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
      "'pg_catalog.pg_namespace'::regclass AND "
      "d.objid = n.oid AND d.deptype = 'e') OR EXISTS (SELECT FROM pg_catalog.pg_class c WHERE "
      "c.relname = 'versioned_objects' AND c.relnamespace = n.oid) "
      "FROM pg_catalog.pg_namespace n WHERE n.nspname = $1",
      {schema_name_}));
  if (rows.count() == 0) return false;
  if (rows.boolean(0, 1)) {
    return base::fail(base::ErrorCode::Refused,
                      "schema " + schema_name_ +
                          " belongs to the pgGit extension; give "
                          "--store-schema NAME to keep pggit's own tables elsewhere");
  }
  return rows.boolean(0, 0);
}

base::Result<Refs> PostgresStore::refs() {
  Refs refs;
  const pg::Rows branches = TRY(query(
      "SELECT name, head_commit_hash, parent, status FROM @.branches ORDER BY name COLLATE \"C\""));
  for (int i = 0; i < branches.count(); ++i) {
    refs.branches.push_back({std::string(branches.text(i, 0)), TRY(hash_from(branches.text(i, 1))),
                             std::string(branches.text(i, 2)), std::string(branches.text(i, 3))});
  }
  const pg::Rows tags =
      TRY(query("SELECT name, commit_hash, message FROM @.tags ORDER BY name COLLATE \"C\""));
  for (int i = 0; i < tags.count(); ++i) {
    refs.tags.push_back({std::string(tags.text(i, 0)), TRY(hash_from(tags.text(i, 1))),
                         std::string(tags.text(i, 2))});
  }
  const pg::Rows head =
      TRY(query("SELECT branch, commit_hash, note FROM @.refs WHERE name = 'HEAD'"));
  if (head.count() == 0) return refs;
  refs.head.branch = head.text(0, 0);
  if (!head.is_null(0, 1)) refs.head.commit = TRY(hash_from(head.text(0, 1)));
  refs.head.note = head.text(0, 2);
  return refs;
}

base::Result<std::map<base::Hash, Commit>> PostgresStore::commits_where(
    const std::string& condition, const Parameters& parameters) {
  const pg::Rows rows = TRY(query(
      "SELECT c.hash, c.parents, c.tree_hash, c.migration, c.message, c.author, c.authored_at, "
      "c.up_in_transaction, "
      "c.provisional, c.rollback_class, c.rollback_reason, c.intent, m.version, m.description, "
      "m.type, m.up_script, "
      "m.down_script, m.checksum, m.source_path, m.script, coalesce(p.word, ''), "
      "coalesce(p.reason, ''), "
      "coalesce(p.server_major, 0) FROM @.commits c JOIN @.migrations m ON m.commit_hash = c.hash "
      "LEFT JOIN @.proofs p ON p.commit_hash = c.hash " +
          condition,
      parameters));
  std::map<base::Hash, Commit> commits;
  for (int i = 0; i < rows.count(); ++i) {
    Commit c;
    const auto text = [&](int column) { return std::string(rows.text(i, column)); };
    c.hash = TRY(hash_from(rows.text(i, 0)));
    c.parents = TRY(hashes_from(rows.text(i, 1)));
    c.tree = TRY(hash_from(rows.text(i, 2)));
    c.migration = text(3);
    c.message = text(4);
    c.author = text(5);
    c.authored_at = text(6);
    c.up_in_transaction = rows.boolean(i, 7);
    c.provisional = rows.boolean(i, 8);
    c.rollback_class = text(9);
    c.rollback_reason = text(10);
    c.intent = text(11);
    c.tool_version = text(12);
    c.tool_description = text(13);
    c.tool_type = text(14);
    c.up = text(15);
    c.down = text(16);
    c.checksum = text(17);
    c.source_path = text(18);
    c.tool_script = text(19);
    c.proof = {text(20), text(21), int(rows.number(i, 22))};
    commits.emplace(c.hash, std::move(c));
  }
  TRY(add_versions(commits));
  return commits;
}

base::Result<void> PostgresStore::add_versions(std::map<base::Hash, Commit>& commits) {
  std::vector<base::Hash> hashes;
  for (const auto& [hash, commit] : commits) hashes.push_back(hash);
  const pg::Rows rows =
      TRY(query("SELECT commit_hash, object_type, object_schema, object_name, object_sub, "
                "version_major, version_minor, "
                "version_patch FROM @.tree_changes WHERE commit_hash = ANY ($1::text[]) ORDER BY "
                "commit_hash, object_type, "
                "object_schema, object_name, object_sub",
                {array_of(hashes)}));
  for (int i = 0; i < rows.count(); ++i) {
    const std::optional<ir::Kind> kind = ir::kind_from_name(rows.text(i, 1));
    if (!kind)
      return base::fail(base::ErrorCode::Database,
                        "the store is damaged: unknown kind " + std::string(rows.text(i, 1)));
    Commit& commit = commits.at(TRY(hash_from(rows.text(i, 0))));
    commit.versions.push_back(
        {{*kind, std::string(rows.text(i, 2)), std::string(rows.text(i, 3)),
          std::string(rows.text(i, 4))},
         {int(rows.number(i, 5)), int(rows.number(i, 6)), int(rows.number(i, 7))}});
  }
  return {};
}

base::Result<std::vector<Commit>> PostgresStore::log(const base::Hash& from) {
  const std::map<base::Hash, Commit> commits =
      TRY(commits_where("WHERE c.hash IN (WITH RECURSIVE line(hash) AS (SELECT $1::text UNION "
                        "SELECT unnest(p.parents) FROM line "
                        "JOIN @.commits p ON p.hash = line.hash) SELECT hash FROM line)",
                        {from.hex()}));
  return newest_first(commits, from);
}

base::Result<std::optional<Commit>> PostgresStore::commit(const base::Hash& hash) {
  std::map<base::Hash, Commit> found = TRY(commits_where("WHERE c.hash = $1", {hash.hex()}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found.begin()->second));
}

base::Result<std::vector<base::Hash>> PostgresStore::find_prefix(const std::string& hex,
                                                                 int limit) {
  const pg::Rows rows = TRY(
      query("SELECT hash FROM @.commits WHERE left(hash, length($1)) = $1 ORDER BY hash LIMIT " +
                std::to_string(limit),
            {hex}));
  std::vector<base::Hash> found;
  for (int i = 0; i < rows.count(); ++i) found.push_back(TRY(hash_from(rows.text(i, 0))));
  return found;
}

base::Result<catalog::Catalog> PostgresStore::tree(const base::Hash& commit) {
  const pg::Rows rows =
      TRY(query("SELECT b.content, b.content_references FROM (SELECT DISTINCT ON (t.object_type, "
                "t.object_schema, t.object_name, t.object_sub) t.* "
                "FROM @.first_parents($1) line JOIN @.tree_changes t ON t.commit_hash = line.hash "
                "ORDER BY t.object_type, "
                "t.object_schema, t.object_name, t.object_sub, line.depth) t JOIN @.blobs b ON "
                "b.blob_hash = t.blob_hash",
                {commit.hex()}));
  catalog::Catalog tree;
  for (int i = 0; i < rows.count(); ++i)
    tree =
        tree.with(TRY(catalog::decode(from_bytea(rows.text(i, 0)), from_bytea(rows.text(i, 1)))));
  const pg::Rows stated =
      TRY(query("SELECT tree_hash FROM @.commits WHERE hash = $1", {commit.hex()}));
  if (stated.count() == 0)
    return base::fail(base::ErrorCode::Database, "no such commit: " + commit.brief());
  if (stated.text(0, 0) != tree.hash().hex()) {
    return base::fail(base::ErrorCode::Database, "the store is damaged: the objects of commit " +
                                                     commit.brief() +
                                                     " do not have the hash of its tree");
  }
  return tree;
}

base::Result<std::vector<Operation>> PostgresStore::operations() {
  const pg::Rows rows =
      TRY(query("SELECT id, what, who, at, detail FROM @.operations ORDER BY id DESC"));
  std::vector<Operation> operations;
  for (int i = 0; i < rows.count(); ++i) {
    operations.push_back({rows.number(i, 0), std::string(rows.text(i, 1)),
                          std::string(rows.text(i, 2)), std::string(rows.text(i, 3)),
                          std::string(rows.text(i, 4))});
  }
  return operations;
}

base::Result<std::vector<EdgeCaseRecord>> PostgresStore::edge_cases() {
  const pg::Rows rows =
      TRY(query("SELECT migration_id, case_type, location, original_content, suggestion, "
                "action_required, review_status FROM @.ai_edge_cases"));
  std::vector<EdgeCaseRecord> records;
  for (int i = 0; i < rows.count(); ++i) {
    const auto text = [&](int column) { return std::string(rows.text(i, column)); };
    records.push_back({text(0), text(1), text(2), text(3), text(4), text(5), text(6)});
  }
  return records;
}

base::Result<void> PostgresStore::create_schema() {
  const std::string sql =
      "SET LOCAL search_path = pg_catalog;\nSET LOCAL check_function_bodies = off;\n"
      "CREATE SCHEMA IF NOT EXISTS " +
      schema_ + ";\n" + with_schema(kSchemaSql, schema_);
  if (const pg::Execution done = connection_.run(sql); !done)
    return std::unexpected(database_error(done.error()));
  return {};
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
  const pg::Rows format = TRY(query("SELECT format FROM @.meta"));
  if (format.count() != 1 || format.number(0, 0) != kFormat) {
    return base::fail(base::ErrorCode::Database,
                      "schema " + schema_name_ + " was written by a newer pggit; use that one");
  }
  TRY(write_commits(transaction.commits));
  TRY(write_refs(transaction));
  TRY(write_findings(transaction));
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
  CopyText commits, migrations, changes, blobs, proofs;
  std::map<std::string, catalog::EntryRef> new_blobs;
  for (const NewCommit& added : all) {
    const Commit& c = added.commit;
    trees[c.hash] = &added.tree;
    if (generations.contains(c.hash.hex())) continue;
    int generation = 0;
    for (const base::Hash& parent : c.parents)
      generation = std::max(generation, generations[parent.hex()] + 1);
    generations[c.hash.hex()] = generation;
    commits.row({c.hash.hex(), array_of(c.parents), c.tree.hex(), std::to_string(generation),
                 c.migration, c.message, c.author, c.authored_at, c.up_in_transaction ? "t" : "f",
                 c.provisional ? "t" : "f", c.rollback_class, c.rollback_reason, c.intent});
    migrations.row({c.hash.hex(), c.tool_version, c.tool_description, c.tool_type, c.tool_script,
                    c.up, c.down, c.checksum, c.source_path});
    if (!c.proof.word.empty())
      proofs.row(
          {c.hash.hex(), c.proof.word, c.proof.reason, std::to_string(c.proof.server_major)});
    catalog::Catalog before;
    if (!c.parents.empty()) {
      const auto known = trees.find(c.parents[0]);
      before = known != trees.end() ? *known->second : TRY(tree(c.parents[0]));
    }
    std::map<ir::Key, SemanticVersion> versions;
    for (const Commit::ObjectVersion& version : c.versions) versions[version.key] = version.version;
    for (const catalog::Catalog::Change& change : catalog::Catalog::changes(before, added.tree)) {
      const SemanticVersion v = versions[change.key];
      changes.row({c.hash.hex(), ir::kind_name(change.key.kind), change.key.schema, change.key.name,
                   change.key.sub,
                   change.after ? std::optional(change.after->hash.hex()) : std::nullopt,
                   change.before ? std::optional(change.before->hash.hex()) : std::nullopt,
                   std::to_string(v.major), std::to_string(v.minor), std::to_string(v.patch)});
      if (change.after) new_blobs.emplace(change.after->hash.hex(), change.after);
    }
  }
  std::vector<base::Hash> blob_hashes;
  for (const auto& [hex, entry] : new_blobs) blob_hashes.push_back(entry->hash);
  const pg::Rows known = TRY(query(
      "SELECT blob_hash FROM @.blobs WHERE blob_hash = ANY ($1::text[])", {array_of(blob_hashes)}));
  for (int i = 0; i < known.count(); ++i) new_blobs.erase(std::string(known.text(i, 0)));
  for (const auto& [hex, entry] : new_blobs) {
    blobs.row({hex, ir::kind_name(entry->key.kind), entry->key.schema, entry->key.name,
               entry->key.sub, base::join(sql::print_create(entry->object), ";\n"),
               bytea(catalog::encode(entry->object)),
               bytea(catalog::encode_references(entry->object))});
  }
  TRY(copy("@.blobs", blobs.text()));
  TRY(
      copy("@.commits (hash, parents, tree_hash, generation, migration, message, author, "
           "authored_at, up_in_transaction, "
           "provisional, rollback_class, rollback_reason, intent)",
           commits.text()));
  TRY(copy("@.migrations", migrations.text()));
  TRY(copy("@.tree_changes", changes.text()));
  return copy("@.proofs (commit_hash, word, reason, server_major)", proofs.text());
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
  return copy("@.ai_edge_cases", rows.text());
}

}  // namespace

std::unique_ptr<Store> make_postgres_store(pg::Connection& connection, const std::string& schema) {
  return std::make_unique<PostgresStore>(connection, schema);
}

}  // namespace pggit::store
