// Reading the store in PostgreSQL.
#include <algorithm>

#include "base/text.h"
#include "catalog/encode.h"
#include "store/postgres_store.h"
#include "store/topology.h"

namespace pggit::store {
namespace {

std::unexpected<base::Error> damaged(const std::string& how) {
  return base::fail(base::ErrorCode::Database, "the store is damaged: " + how);
}

base::Result<base::Hash> hash_from(std::string_view hex) {
  const std::optional<base::Hash> hash = base::Hash::from_hex(hex);
  if (!hash) return damaged("\"" + std::string(hex) + "\" is no hash");
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

int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes.push_back(char(digit(text[i]) << 4 | digit(text[i + 1])));
  return bytes;
}

}  // namespace

// One that was found stays, unless the transaction in which it was made is rolled back.
base::Result<bool> PostgresStore::exists() {
  if (found_ && !connection_.in_transaction()) return true;
  const bool there = TRY(look());
  found_ = there && !connection_.in_transaction();
  return there;
}

// What the schema holds: our tables, the extension's, or somebody's.
base::Result<bool> PostgresStore::look() {
  const pg::Rows rows = TRY(query(
      "SELECT bool_or(c.relname = 'tree_changes'), bool_or(c.relname = 'versioned_objects') OR "
      "EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = "
      "'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objid = n.oid AND d.deptype = 'e'), "
      "count(c.oid) > 0 FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_class c ON "
      "c.relnamespace = n.oid WHERE n.nspname = $1 GROUP BY n.oid",
      {schema_name_}));
  if (rows.count() == 0) return false;
  const char* const elsewhere = "; give --store-schema NAME to keep pggit's own tables elsewhere";
  if (rows.boolean(0, 1)) {
    return base::fail(base::ErrorCode::Refused,
                      "schema " + schema_name_ + " belongs to the pgGit extension" + elsewhere);
  }
  if (!rows.boolean(0, 0)) {
    if (!rows.boolean(0, 2)) return false;
    return base::fail(base::ErrorCode::Refused,
                      "schema " + schema_name_ + " holds tables that are not pggit's" + elsewhere);
  }
  TRY(check_format());
  return true;
}

base::Result<void> PostgresStore::check_format() {
  const pg::Rows format = TRY(query("SELECT format FROM @.meta"));
  if (format.count() == 1 && format.number(0, 0) == kFormat) return {};
  return base::fail(base::ErrorCode::Database, "schema " + schema_name_ +
                                                   " was written by another version of pggit; use "
                                                   "that one, nothing was changed");
}

base::Result<Refs> PostgresStore::refs() {
  Refs refs;
  if (!TRY(exists())) return refs;
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
    const std::string& condition, const Parameters& parameters, Long texts) {
  const std::string scripts =
      texts == Long::Whole ? "m.up_script, m.down_script, m.save_script" : "'', '', ''";
  const pg::Rows rows = TRY(query(
      "SELECT c.hash, c.parents, c.tree_hash, c.migration, c.message, c.author, c.authored_at, "
      "c.up_in_transaction, c.provisional, c.rollback_class, c.rollback_reason, c.intent, "
      "m.version, m.description, m.type, m.checksum, m.source_path, m.script, "
      "coalesce(p.word, ''), coalesce(p.reason, ''), coalesce(p.server_major, 0), " +
          scripts +
          " FROM @.commits c JOIN @.migrations m ON "
          "m.commit_hash = c.hash "
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
    c.checksum = text(15);
    c.source_path = text(16);
    c.tool_script = text(17);
    c.proof = {text(18), text(19), int(rows.number(i, 20))};
    c.up = text(21);
    c.down = text(22);
    c.save = text(23);
    commits.emplace(c.hash, std::move(c));
  }
  if (texts == Long::Whole) TRY(add_versions(commits));
  return commits;
}

base::Result<void> PostgresStore::add_versions(std::map<base::Hash, Commit>& commits) {
  std::vector<base::Hash> hashes;
  for (const auto& [hash, commit] : commits) hashes.push_back(hash);
  const pg::Rows rows =
      TRY(query("SELECT commit_hash, object_type, object_schema, object_name, object_sub, "
                "version_major, version_minor, "
                "version_patch FROM @.tree_changes WHERE commit_hash = ANY ($1::text[])",
                {array_of(hashes)}));
  for (int i = 0; i < rows.count(); ++i) {
    const std::optional<ir::Kind> kind = ir::kind_from_name(rows.text(i, 1));
    if (!kind) return damaged("unknown kind " + std::string(rows.text(i, 1)));
    Commit& commit = commits.at(TRY(hash_from(rows.text(i, 0))));
    commit.versions.push_back(
        {{*kind, std::string(rows.text(i, 2)), std::string(rows.text(i, 3)),
          std::string(rows.text(i, 4))},
         {int(rows.number(i, 5)), int(rows.number(i, 6)), int(rows.number(i, 7))}});
  }
  for (auto& [hash, commit] : commits)
    std::ranges::sort(commit.versions, {}, &Commit::ObjectVersion::key);
  return {};
}

base::Result<std::vector<Commit>> PostgresStore::log(const base::Hash& from) {
  if (!TRY(exists())) return std::vector<Commit>();
  std::map<base::Hash, Commit> commits =
      TRY(commits_where("WHERE c.hash IN (WITH RECURSIVE line(hash) AS (SELECT $1::text UNION "
                        "SELECT unnest(p.parents) FROM line "
                        "JOIN @.commits p ON p.hash = line.hash) SELECT hash FROM line)",
                        {from.hex()}, Long::Whole));
  return newest_first(std::move(commits), from);
}

// Of all commits, most of which are on the line: to walk it here costs less than to have the server do it.
base::Result<std::vector<Commit>> PostgresStore::outline(const base::Hash& from) {
  if (!TRY(exists())) return std::vector<Commit>();
  return newest_first(TRY(commits_where("", {}, Long::LeftOut)), from);
}

base::Result<std::vector<Commit>> PostgresStore::checksums(const base::Hash& from) {
  if (!TRY(exists())) return std::vector<Commit>();
  const pg::Rows rows =
      TRY(query("SELECT c.hash, c.parents, c.migration, m.checksum FROM @.commits c JOIN "
                "@.migrations m ON m.commit_hash = c.hash"));
  std::map<base::Hash, Commit> commits;
  for (int i = 0; i < rows.count(); ++i) {
    Commit commit;
    commit.hash = TRY(hash_from(rows.text(i, 0)));
    commit.parents = TRY(hashes_from(rows.text(i, 1)));
    commit.migration = rows.text(i, 2);
    commit.checksum = rows.text(i, 3);
    commits.emplace(commit.hash, std::move(commit));
  }
  return newest_first(std::move(commits), from);
}

base::Result<std::optional<Commit>> PostgresStore::commit(const base::Hash& hash) {
  if (!TRY(exists())) return std::nullopt;
  std::map<base::Hash, Commit> found =
      TRY(commits_where("WHERE c.hash = $1", {hash.hex()}, Long::Whole));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found.begin()->second));
}

base::Result<std::vector<base::Hash>> PostgresStore::find_prefix(const std::string& hex,
                                                                 int limit) {
  if (!TRY(exists())) return std::vector<base::Hash>();
  const pg::Rows rows = TRY(
      query("SELECT hash FROM @.commits WHERE left(hash, length($1)) = $1 ORDER BY hash LIMIT " +
                std::to_string(limit),
            {hex}));
  std::vector<base::Hash> found;
  for (int i = 0; i < rows.count(); ++i) found.push_back(TRY(hash_from(rows.text(i, 0))));
  return found;
}

base::Result<catalog::Catalog> PostgresStore::tree(const base::Hash& commit) {
  const auto no_such = [&] {
    return base::fail(base::ErrorCode::Database, "no such commit: " + commit.brief());
  };
  if (!TRY(exists())) return no_such();
  const pg::Rows stated =
      TRY(query("SELECT tree_hash FROM @.commits WHERE hash = $1", {commit.hex()}));
  if (stated.count() == 0) return no_such();
  const pg::Rows rows = TRY(
      query("SELECT pg_catalog.encode(b.content, 'hex'), pg_catalog.encode(b.content_references, "
            "'hex') FROM (SELECT DISTINCT ON (t.object_type, "
            "t.object_schema, t.object_name, t.object_sub) t.* "
            "FROM @.first_parents($1) line JOIN @.tree_changes t ON t.commit_hash = line.hash "
            "ORDER BY t.object_type, "
            "t.object_schema, t.object_name, t.object_sub, line.depth) t JOIN @.blobs b ON "
            "b.blob_hash = t.blob_hash",
            {commit.hex()}));
  std::vector<catalog::EntryRef> entries;
  for (int i = 0; i < rows.count(); ++i) {
    auto object = catalog::decode(from_hex(rows.text(i, 0)), from_hex(rows.text(i, 1)));
    if (!object) return damaged("an object of commit " + commit.brief() + " cannot be read");
    entries.push_back(catalog::make_entry(*std::move(object)));
  }
  const catalog::Catalog tree = catalog::Catalog::of(std::move(entries));
  if (stated.text(0, 0) != tree.hash().hex())
    return damaged("the objects of commit " + commit.brief() + " do not have the hash of its tree");
  return tree;
}

base::Result<std::vector<Operation>> PostgresStore::operations() {
  if (!TRY(exists())) return std::vector<Operation>();
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
  if (!TRY(exists())) return std::vector<EdgeCaseRecord>();
  const pg::Rows rows =
      TRY(query("SELECT migration_id, case_type, location, original_content, suggestion, "
                "action_required, review_status FROM @.ai_edge_cases ORDER BY id"));
  std::vector<EdgeCaseRecord> records;
  for (int i = 0; i < rows.count(); ++i) {
    const auto text = [&](int column) { return std::string(rows.text(i, column)); };
    records.push_back({text(0), text(1), text(2), text(3), text(4), text(5), text(6)});
  }
  return records;
}

base::Result<std::vector<std::string>> PostgresStore::names(const std::string& array,
                                                            const std::string& tool) {
  const pg::Rows rows =
      TRY(query("SELECT unnest(" + array + ") FROM @.sources WHERE tool = $1", {tool}));
  std::vector<std::string> names;
  for (int i = 0; i < rows.count(); ++i) names.emplace_back(rows.text(i, 0));
  return names;
}

base::Result<std::optional<Source>> PostgresStore::source(const std::string& tool) {
  if (!TRY(exists())) return std::nullopt;
  const pg::Rows rows = TRY(
      query("SELECT history_schema, history_table, history_query FROM @.sources WHERE tool = $1",
            {tool}));
  if (rows.count() == 0) return std::nullopt;
  Source source;
  source.tool = tool;
  source.history_table = {std::string(rows.text(0, 0)), std::string(rows.text(0, 1)),
                          std::string(rows.text(0, 2))};
  source.search_path = TRY(names("search_path", tool));
  source.schemas = TRY(names("schemas", tool));
  return source;
}

}  // namespace pggit::store
