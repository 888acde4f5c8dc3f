// What exporters share: numbers and names of files, scripts of statements.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/export.h"

namespace pggit::emit {

// A number for each. The versions that the migrations have, where each has one and they rise; else 1, 2, 3, ... With `dotted` versions of
// several parts count too ("1.2"). With `padded` all are of one width, so that the order of the texts is that of the numbers.
struct NumberStyle {
  bool dotted = false;
  bool padded = true;
};
std::vector<std::string> numbers_of(const std::vector<ExportMigration>& history, NumberStyle style);

// "add_users": of the description, or of the id: lower-case letters, digits and single underscores; at most 60 bytes.
std::string file_word(const ExportMigration& migration);

// "-- V47 add users\n-- way back: structure-only (rows do not return)\n", and a line for each note.
std::string header(const ExportMigration& migration);

// The statement with its semicolon and a line feed.
std::string closed(const ExportStatement& statement);
// All of them; rows of a COPY behind it, as psql reads them.
std::string script(const std::vector<ExportStatement>& statements);

// The way back. A step that has none raises its reason.
std::vector<ExportStatement> way_back(const ExportMigration& migration);

// For tools that send a file as one message, which PostgreSQL runs as one transaction: a migration outside of a transaction becomes one
// migration a statement, the first of which has all of its way back; rows of a COPY become INSERTs. Errors: as rows_as_insert().
base::Result<std::vector<ExportMigration>> in_single_messages(
    const std::vector<ExportMigration>& history);

// For tools that send SQL alone: rows of a COPY become INSERTs. Errors: as rows_as_insert().
base::Result<std::vector<ExportMigration>> without_copy(std::vector<ExportMigration> history);

// Errors: Input, where a line of the statements begins with `mark`, which the tool takes for its own.
base::Result<void> refuse_lines(const ExportMigration& migration, std::string_view mark,
                                std::string_view tool);

}  // namespace pggit::emit
