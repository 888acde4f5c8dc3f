// A stored history as the files of a migration tool.
//
//   V47 add users  =>  goose:  00047_add_users.sql  with  -- +goose Up, -- +goose Down
//
// What a tool cannot say is an error, never left out. A step without a way back gets one that refuses, with the reason: most tools take
// an empty script for a way back that worked.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace pggit::emit {

struct ExportStatement {
  std::string sql;  // without its semicolon
  std::optional<std::string>
      copy_data;  // lines behind a COPY ... FROM STDIN, without the closing \.
};

struct ExportMigration {
  std::string id;           // in the tool that it comes from: "V47"
  std::string version;      // in that tool's words: "47", "1.2"; may be empty
  std::string description;  // "add users"; may be empty
  std::string author;       // may be empty
  std::string authored_at;  // ISO 8601; may be empty
  bool in_transaction = true;
  std::vector<ExportStatement> up;
  std::vector<ExportStatement> down;  // in one transaction
  std::string rollback_class;         // in PRODUCT.md's words: "exact", ..., "impossible"
  std::string rollback_reason;        // why it is less than exact; may be empty
  std::vector<std::string> notes;     // what a person must look at: become comments
};

struct ExportFile {
  std::string path;  // relative to the folder of the export
  std::string text;
};

struct Exporter {
  const char* id;
  // Errors: Input, naming the migration and what the tool cannot say.
  base::Result<std::vector<ExportFile>> (*files)(const std::vector<ExportMigration>& history);
};

// In the order of their ids.
std::span<const Exporter> all_exporters();
// Errors: Usage, naming what there is.
base::Result<const Exporter*> find_exporter(std::string_view id);

}  // namespace pggit::emit
