// Plain SQL files for psql, which begins no transaction itself: 0047_add_users.sql and 0047_add_users.down.sql.
#include "emit/export_text.h"

namespace pggit::emit {
namespace {

std::string text_of(const ExportMigration& migration,
                    const std::vector<ExportStatement>& statements, bool in_transaction) {
  const std::string body = script(statements);
  return header(migration) + (in_transaction ? "BEGIN;\n" + body + "COMMIT;\n" : body);
}

}  // namespace

base::Result<std::vector<ExportFile>> sql_files(const std::vector<ExportMigration>& history) {
  const std::vector<std::string> numbers = numbers_of(history, {});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const ExportMigration& migration = history[i];
    const std::string name = numbers[i] + "_" + file_word(migration);
    files.push_back({name + ".sql", text_of(migration, migration.up, migration.in_transaction)});
    files.push_back({name + ".down.sql", text_of(migration, way_back(migration), true)});
  }
  return files;
}

}  // namespace pggit::emit
