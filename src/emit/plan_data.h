// What a run found out, as plain data: the input of the plan, the edge-case file and the terminal report. Filled by
// pipeline/plan_data.cc; everything in here was measured or read in this run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pggit::emit {

struct PlanSource {
  std::string tool;     // "flyway"
  std::string title;    // "Flyway"
  std::string version;  // of the tool, where the project states it; else empty
  std::vector<std::string> folders;
  std::vector<std::string> evidence;  // why it was taken for this tool
};

// A file that was read.
struct PlanInput {
  std::string path;
  std::string sha256;  // 64 hex digits
  std::uint64_t bytes = 0;
};

struct PlanStatement {
  std::string sql;    // without its semicolon
  std::string where;  // "db/V1__a.sql:3:1"; of a down: the statement that it takes back
  std::optional<std::string>
      lock;  // the strongest: "ACCESS EXCLUSIVE"; nothing where it is not known
  std::vector<std::string> locks =
      {};  // "ACCESS EXCLUSIVE on table app.users", the strongest first
};

struct PlanVersion {
  std::string object;   // "table app.users"
  std::string version;  // "1.0.0"
  std::string label;    // "app.users:1.0.0", and "users:1.0.0" of schema public
};

struct PlanProof {
  std::string word;                     // "proven", ...: PRODUCT.md's words
  std::string reason;                   // why it is less than proven; may be empty
  std::vector<std::string> noise = {};  // what differs from run to run and was masked
};

struct PlanCommit {
  std::string id;    // the tool's: "V47"
  std::string hash;  // 64 hex digits
  std::string tree;
  std::string message;
  std::string intent;
  std::string path;
  std::string author;       // only where the source states it
  std::string authored_at;  // likewise
  bool in_transaction = true;
  bool provisional = false;
  std::vector<PlanVersion> versions;
  std::vector<PlanStatement> up;
  std::vector<PlanStatement> down;
  std::vector<std::string> save;  // statements before up: copies of what it destroys
  std::string rollback_class;
  std::vector<std::string> rollback_reasons;
  std::vector<std::string> destroys;  // on the way up
  std::vector<std::string> discards;  // on the way down
  PlanProof proof;
};

// A migration that the server refused: no commit, the history goes on without it.
struct PlanRefusal {
  std::string id;
  std::string path;
  std::string reason;
};

// The names are PRODUCT.md's principle 2: nothing is dropped silently.
enum class Outcome { Converted, NoEffect, SetAside };
const char* outcome_name(Outcome outcome);  // "converted", "no effect", "set aside"

// What became of one statement (or one piece of code that cannot be read as SQL).
struct PlanAccount {
  std::string where;
  std::string migration;
  Outcome outcome = Outcome::Converted;
  std::string reason;  // of no effect and set aside
};

// A file that is not replayed as a whole.
struct PlanSetAside {
  std::string id;
  std::string path;
  std::string reason;
};

struct PlanEdgeCase {
  std::string id;  // unique in the plan: "V47", "V47-2"
  std::string migration;
  std::string where;  // "db/V47__x.java:1:1"
  std::string kind;
  std::string what;
  std::string suggestion;
  std::string action;
  std::string status = "PENDING";
};

struct PlanCertificate {
  int server_major = 0;        // 0: no server was asked
  std::string server_version;  // "15.20"
  std::vector<std::string> walls_standing;
  std::vector<std::string> walls_missing;   // with the reason
  std::vector<std::string> assumptions;     // about the target
  int statements_asked = 0;                 // whose column types a server was asked for
  std::map<std::string, int> not_compared;  // kinds that the catalog does not hold: "grant" 14
};

// A statement whose effect a later one takes away again.
struct PlanTakenBack {
  std::string where;
  std::string by;    // where the later one stands
  std::string what;  // "column app.users.note"
};

// The database that the plan was made for, as it stood.
struct PlanTarget {
  std::string database;
  std::string server_version;  // "15.20"
  std::string schema;          // hash over what it holds: 64 hex digits
  std::string stored;          // the commit that its pggit history ends in; empty: it has none
  std::string at;              // the migration that it stands at; empty: before the first
  std::string note;            // "near V47: 3 objects drifted"
  std::vector<std::string> drifted = {};  // "table app.users: columns[2:email].type"
  std::string history_table;              // the tool's; empty: not there
  std::size_t applied = 0;                // rows of it
  std::string first_applied;              // their dates; empty where it states none
  std::string last_applied;
};

struct PlanData {
  std::string created_at;     // ISO 8601: the one thing in the plan that differs between two runs
  std::string pggit_version;  // "0.1.0"
  PlanSource source;
  std::vector<PlanInput> inputs;
  std::vector<PlanCommit> commits;  // oldest first
  std::vector<PlanRefusal> refused;
  std::vector<PlanSetAside> set_aside;
  std::vector<PlanAccount> account;  // one entry a statement
  std::vector<PlanEdgeCase> edge_cases;
  std::vector<PlanTakenBack> taken_back;
  std::map<std::string, int> schema_operations;  // by kind of operation: "add column" 96
  std::map<std::string, int> row_operations;     // "insert" 40
  PlanCertificate certificate;
  std::optional<PlanTarget> target;  // nothing: no database was named
};

// How many statements have each outcome.
int count_of(const PlanData& plan, Outcome outcome);

// How many commits take each lock as their strongest, the strongest first; "not known" where a statement's is not.
std::vector<std::pair<std::string, int>> strongest_locks(const PlanData& plan);

// How many migrations have each word of proof, the strongest first; the refused are "failed". Words without
// migrations are left out.
std::vector<std::pair<std::string, int>> proof_words(const PlanData& plan);

// How many commits have each rollback class, the best first; classes without commits are left out.
std::vector<std::pair<std::string, int>> rollback_classes(const PlanData& plan);

}  // namespace pggit::emit
