// Flyway: V47__add_users.sql, U47__add_users.sql (undo is part of its paid editions), and a .conf beside a script that needs one.
#include <algorithm>

#include "emit/export_text.h"

namespace pggit::emit {
namespace {

void add(const std::string& path, const std::string& text, bool in_transaction,
         std::vector<ExportFile>& files) {
  files.push_back({path, text});
  std::string conf;
  if (!in_transaction) conf += "executeInTransaction=false\n";
  if (text.find("${") != text.npos) conf += "placeholderReplacement=false\n";
  if (!conf.empty()) files.push_back({path + ".conf", conf});
}

}  // namespace

base::Result<std::vector<ExportFile>> flyway_files(const std::vector<ExportMigration>& history) {
  const std::vector<std::string> numbers = numbers_of(history, {true, false});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < history.size(); ++i) {
    const ExportMigration& migration = history[i];
    const std::string name = numbers[i] + "__" + file_word(migration) + ".sql";
    add("V" + name, header(migration) + script(migration.up), migration.in_transaction, files);
    add("U" + name, header(migration) + script(way_back(migration)), true, files);
  }
  return files;
}

}  // namespace pggit::emit
