// The one door through which a source tool comes in. A front end lists migrations and lowers each
// to SQL text; it never makes operations: these come from parsing the text alone.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diagnostics.h"
#include "base/env.h"
#include "base/error.h"
#include "base/source.h"
#include "ir/schema_view.h"

namespace pggit::ir {

// How a folder of scripts is to be read where the scripts themselves do not say.
struct ScriptSettings {
  std::vector<std::string>
      order;                // files relative to the folder, all of them or those that go first
  std::string transaction;  // "file": one around each; "none"; empty: as psql -f
};

// What the user pointed us at, and what they said on the command line.
struct Project {
  const base::Disk* disk = nullptr;
  base::Sources* sources = nullptr;  // files that are read are added here
  base::Diagnostics* diagnostics = nullptr;
  std::vector<std::string> folders;                 // --dir, or the working folder
  std::string environment;                          // --env; may be empty
  std::map<std::string, std::string> placeholders;  // --placeholder NAME=VALUE
  std::string user;      // who runs the migrations, for default placeholders
  std::string database;  // its name, likewise
  std::string
      target_version;  // --target-version: the tool's own rule says what lies above; may be empty
  // What .pggit/config.toml says in [sql], for front ends that read plain scripts.
  ScriptSettings scripts;
  // The files below a folder, by the commit that brought them, oldest first; empty without git. Not set: nobody knows.
  std::function<std::vector<std::vector<std::string>>(const std::string& folder)> committed;
  // For default placeholders. 0, so that a history that asks for the time is the same from run to run.
  std::int64_t now_us = 0;
};

// Why a front end claims a project, strongest first; `score` from 0 (not mine) to 100 (certain).
struct Claim {
  int score = 0;
  std::vector<std::string> evidence;  // "db/migration has 83 files named V<version>__*.sql"
};

enum class MigrationKind {
  Versioned,
  Repeatable,
  Undo,      // the author's own way back from the versioned migration of that version
  Baseline,  // stands for all versioned ones up to its version, on an empty database only
  Callback,  // runs before or after everything else: a commit of its own at its place
};

// One migration, as listed; no body.
struct MigrationEntry {
  std::string id;  // unique, as the tool's users call it: "V47", "R__prices_view", "afterMigrate"
  MigrationKind kind = MigrationKind::Versioned;
  std::string version;      // normalised by the tool's rule; empty for repeatables and callbacks
  std::string description;  // "increase premium prices"
  std::string path;         // as shown to people
  base::FileId file = base::kNoFile;
  std::string checksum;  // as the tool prints it; empty where it has none
  std::string type;      // the tool's own word for it in its history table: "SQL", "JDBC"
  std::vector<std::string> parents;  // ids; empty: the one listed before it
  // Only what the source itself states (a Sqitch plan, a Rails time stamp); else empty.
  std::string author;
  std::string authored_at;  // ISO 8601
  std::string script;       // its name in the tool's history table, where that has one
  std::string set_aside;    // why it is not replayed, for people; empty where it is
};

// A place in lowered text and the byte of the file that it came from; between two anchors both
// advance together where `verbatim`, and the text came from a filled placeholder where not.
struct Anchor {
  std::uint32_t text = 0;
  std::uint32_t source = 0;
  bool verbatim = true;
};

// SQL text, of one or many statements, as the tool would send it.
struct Sql {
  std::string text;
  base::FileId file = base::kNoFile;
  std::vector<Anchor> anchors;  // sorted by text; the first at 0
};
// The rows after a COPY ... FROM STDIN that the text before it ended with.
struct CopyData {
  std::string bytes;
};
// Code that cannot be read as SQL: a Java migration, a shell script.
struct Hole {
  std::string what;  // "Java migration"
  std::string why;   // for the edge case: what it is and what to do
  base::FileId file = base::kNoFile;
};
using PieceOfMigration = std::variant<Sql, CopyData, Hole>;

// The byte of the file from which the byte `offset` of the text came.
std::uint32_t source_offset(const Sql& sql, std::uint32_t offset);

enum class TransactionMode {
  PerMigration,  // the tool wraps the migration in one transaction
  None,          // each statement is on its own
};

// One migration, as the tool would run it.
struct LoweredMigration {
  std::vector<PieceOfMigration> pieces;
  TransactionMode transaction = TransactionMode::PerMigration;
  // The tool runs it on a connection of its own: what it SETs ends with it.
  bool own_session = false;
};

// What holds around every migration of the project.
struct SessionRules {
  std::string init_sql;                  // run once when the tool connects
  std::vector<std::string> search_path;  // at the start of each migration; empty: the role's own
  std::vector<std::string> schemas;      // that the tool creates when they are missing
  bool restores_session = true;          // search_path and role are put back before each migration
  bool new_session = false;  // each migration has one: no setting, no temporary table of another
};

// Something that a person must look at.
struct EdgeCase {
  std::string migration;  // id
  std::string kind;       // "java-migration", "environment-specific", "dynamic-sql", ...
  base::Span span;
  std::string what;
  std::string suggestion;
  std::string action;
};

// The tool's own history table, as data.
struct HistoryTable {
  std::string schema;  // empty: the default schema
  std::string name;    // "flyway_schema_history"
  std::string query;   // gives version, description, script, checksum, success, installed_on, by
};

// What `list` gives: migrations in the order in which an empty database would get them. Undo files
// and files that a baseline leaves out are listed too, after the others, and never replayed.
struct Listing {
  std::string tool;          // "flyway"
  std::string tool_version;  // where the project states it
  std::vector<MigrationEntry> migrations;
  std::vector<MigrationEntry> set_aside;  // undo, superseded: accounted for, not replayed
  SessionRules session;
  std::vector<EdgeCase> edge_cases;
  std::map<std::string, std::string> settings;  // what was found, and where
  // What the files do not state and was concluded, with the reason, for the report: "order: by number, 1 to 212".
  std::vector<std::string> inferred;
  HistoryTable history_table;  // as this project names it
  // What the front end keeps from list for lower; nobody else looks inside.
  std::shared_ptr<const void> kept;
};

// How a migration stands in a database, by the tool's own history table.
enum class AppliedState {
  Pending,        // the tool would run it next
  Applied,        // ran, and the file is still the same
  Changed,        // ran, and the file has another checksum, description or type now
  OutOfOrder,     // ran after a later one
  Outdated,       // repeatable: ran, changed since, would run again
  Superseded,     // repeatable: an earlier run of it
  Undone,         // ran and was undone
  Failed,         // started and did not end well
  Missing,        // ran, and its file is gone
  Future,         // ran, is newer than every file here
  Deleted,        // marked as removed by the tool's repair
  Ignored,        // not run, older than what ran: the tool would leave it out
  AboveTarget,    // not run, beyond the configured target
  BelowBaseline,  // not run, the baseline stands for it
  Baseline,       // the baseline row itself
  Marker,         // a row that is no migration: schemas created
};

// One row of the history table: values as text by column name; nothing for NULL.
using HistoryRow = std::map<std::string, std::optional<std::string>>;

// One row or one listed migration without row, in the order of the tool's own status command.
struct HistoryFinding {
  AppliedState state = AppliedState::Pending;
  std::string migration;   // id; of a row without file, as its id would be
  std::int64_t rank = -1;  // installed_rank or the like; -1 where there is no row
  std::string detail;      // for people: "checksum 5 in the database, 7 in the file"
};

// A row to be written as the tool itself would have written it.
struct HistoryWrite {
  std::int64_t rank = 1;
  std::string installed_by;
  std::int64_t execution_ms = 0;
  bool success = true;
};

// Reads and writes the history table as data: SQL texts out, rows in, no connection.
struct HistoryCodec {
  // The DDL with which the tool makes the table, statements ended by semicolons.
  std::string (*create)(const Listing& listing);
  // INSERT of the row of one migration; empty where the tool records none (callbacks).
  std::string (*insert)(const Listing& listing, const MigrationEntry& migration,
                        const HistoryWrite& write);
  // DELETE of the rows of one migration: as if it had never run. Empty like insert.
  std::string (*remove)(const Listing& listing, const MigrationEntry& migration);
  // What the rows, in the order of HistoryTable::query, say about the listing.
  std::vector<HistoryFinding> (*decode)(const Listing& listing,
                                        const std::vector<HistoryRow>& rows);
};

struct FrontEnd {
  const char* id;     // "flyway": what --source takes
  const char* title;  // "Flyway"
  // Both read files only; faults of the user's text go to project.diagnostics.
  Claim (*detect)(const Project& project);
  base::Result<Listing> (*list)(const Project& project);
  // Of any entry of the listing, set aside or not. Adds no source files. Calls for several
  // migrations may run at once when each has a Project with Diagnostics of its own.
  base::Result<LoweredMigration> (*lower)(const Project& project, const Listing& listing,
                                          const MigrationEntry& migration, const SchemaView& view);
  HistoryTable history_table;  // by default; Listing::history_table says what a project made of it
  bool pure;                   // lower asks nothing of the view
  const HistoryCodec* history = nullptr;  // nothing where reading or writing it is not written yet
};

}  // namespace pggit::ir
