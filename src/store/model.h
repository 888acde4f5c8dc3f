// What a store holds. Names are git's; FORMAT.md says which bytes make a commit's hash.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "catalog/catalog.h"
#include "ir/front_end.h"

namespace pggit::store {

struct SemanticVersion {
  int major = 0;
  int minor = 0;
  int patch = 0;
  auto operator<=>(const SemanticVersion&) const = default;
  std::string text() const;  // "1.4.0"
};

// How far pggit could prove a migration, in PRODUCT.md's words.
struct Proof {
  std::string
      word;  // "proven", "proven on empty tables", "structure proven", "learnt", "not proven"
  std::string reason;  // why it is less than proven; may be empty
  int server_major = 0;
};

struct Commit {
  base::Hash hash;  // of the fields down to `authored_at`, see FORMAT.md

  std::vector<base::Hash> parents;  // none for the first
  base::Hash tree;                  // catalog::Catalog::hash() after it
  std::string migration;            // the tool's id: "V47"
  std::string up;                   // SQL, statements closed by ";\n"
  std::string down;
  std::string save;  // before up: copies of what it destroys, for down; empty: none is needed
  std::string message;
  std::string author;       // only where the source states it
  std::string authored_at;  // likewise, ISO 8601

  // Not hashed: what was found out about it, and can be found out again.
  bool up_in_transaction = true;
  bool provisional = false;    // made without a server where one had to be asked
  std::string rollback_class;  // "exact", ...
  std::string rollback_reason;
  std::string intent;
  Proof proof;
  std::string source_path;
  std::string checksum;      // the tool's
  std::string tool_version;  // the migration's version in the tool's words
  std::string tool_description;
  std::string tool_type;
  std::string tool_script;  // its name in the tool's history table; empty: the tool records none
  // Objects that this commit created, changed or removed, with the version that they have after it.
  struct ObjectVersion {
    ir::Key key;
    SemanticVersion version;
  };
  std::vector<ObjectVersion> versions;
};

// The hash of the fields that are hashed.
base::Hash commit_hash(const Commit& commit);

struct Branch {
  std::string name;  // "main", "import/flyway"
  base::Hash head;
  std::string parent;             // the branch that it was made from; may be empty
  std::string status = "ACTIVE";  // ACTIVE MERGED DELETED CONFLICTED, as pgGit has them
};

struct Tag {
  std::string name;
  base::Hash commit;
  std::string message;
};

// HEAD: on a branch, or detached at a commit; nothing before the first migrate.
struct Head {
  std::string branch;
  std::optional<base::Hash> commit;
  std::string note;  // "near: 3 objects drifted"
};

// One thing that pggit did: the log that makes undo a lookup.
struct Operation {
  std::int64_t id = 0;  // given by the store, rising
  std::string what;     // "migrate", "checkout", "branch", ...
  std::string who;
  std::string at;      // ISO 8601
  std::string detail;  // JSON: refs before and after, DDL that was run
};

struct EdgeCaseRecord {
  std::string id;  // "V47"
  std::string kind;
  std::string where;
  std::string what;
  std::string suggestion;
  std::string action;
  std::string status = "PENDING";
  bool operator==(const EdgeCaseRecord&) const = default;
};

// How a tool runs its migrations, for whoever runs them instead of it.
struct Source {
  std::string tool;                      // "flyway", of branch import/flyway
  std::vector<std::string> search_path;  // at the start of each migration; empty: the role's own
  std::vector<std::string> schemas;      // that the tool makes when they are missing
  ir::HistoryTable history_table;        // as the project names it
};

struct Refs {
  std::vector<Branch> branches;  // by name
  std::vector<Tag> tags;         // by name
  Head head;
};

// A new commit with the catalog that it leads to.
struct NewCommit {
  Commit commit;
  catalog::Catalog tree;
};

// The error of a store that is given a commit before its parent.
std::unexpected<base::Error> parent_is_missing(const Commit& commit, const base::Hash& parent);

// One all-or-nothing change of a store.
struct Transaction {
  std::vector<NewCommit> commits;  // parents first
  std::vector<Branch> set_branches;
  std::vector<std::string> drop_branches;
  std::vector<Tag> set_tags;
  std::vector<std::string> drop_tags;
  std::optional<Head> head;
  std::map<base::Hash, Proof> proofs;                     // new words for old commits
  std::optional<std::vector<EdgeCaseRecord>> edge_cases;  // replaces all
  std::optional<Source> source;                           // replaces that of the same tool
  Operation operation;
};

// The difference between two versions of an object, classified: MAJOR breaks readers or writers (drop, rename,
// narrowing), MINOR adds, PATCH changes neither (comment, index, default, data).
enum class Severity { Patch, Minor, Major };
Severity classify(const catalog::Catalog::Change& change);

// The versions after a step, given those before it (absent: not there). A new object starts at 1.0.0.
std::vector<Commit::ObjectVersion> next_versions(
    const std::map<ir::Key, SemanticVersion>& before,
    const std::vector<catalog::Catalog::Change>& changes);

}  // namespace pggit::store
