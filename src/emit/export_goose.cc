// goose: 00047_add_users.sql with both ways in it. A statement ends at a line that ends in a semicolon, unless it is put between marks.
#include "emit/export_text.h"

namespace pggit::emit {
namespace {

constexpr std::string_view kMark = "-- +goose ";

std::string marked(std::string_view word) { return std::string(kMark) + std::string(word) + "\n"; }

std::string statements(const std::vector<ExportStatement>& all) {
  std::string text;
  for (const ExportStatement& statement : all) {
    const bool plain = statement.sql.find(';') == std::string::npos;
    text += plain ? closed(statement)
                  : marked("StatementBegin") + closed(statement) + marked("StatementEnd");
  }
  return text;
}

}  // namespace

base::Result<std::vector<ExportFile>> goose_files(const std::vector<ExportMigration>& history) {
  const std::vector<ExportMigration> sent = TRY(without_copy(history));
  const std::vector<std::string> numbers = numbers_of(sent, {});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const ExportMigration& migration = sent[i];
    TRY(refuse_lines(migration, "-- +goose", "goose"));
    files.push_back({numbers[i] + "_" + file_word(migration) + ".sql",
                     header(migration) +
                         (migration.in_transaction ? "" : marked("NO TRANSACTION")) + marked("Up") +
                         statements(migration.up) + "\n" + marked("Down") +
                         statements(way_back(migration))});
  }
  return files;
}

}  // namespace pggit::emit
