// golang-migrate: 0047_add_users.up.sql and .down.sql, each sent as one message.
#include "emit/export_text.h"

namespace pggit::emit {

base::Result<std::vector<ExportFile>> golang_migrate_files(
    const std::vector<ExportMigration>& history) {
  const std::vector<ExportMigration> sent = TRY(in_single_messages(history));
  const std::vector<std::string> numbers = numbers_of(sent, {});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const std::string name = numbers[i] + "_" + file_word(sent[i]);
    files.push_back({name + ".up.sql", header(sent[i]) + script(sent[i].up)});
    files.push_back({name + ".down.sql", header(sent[i]) + script(way_back(sent[i]))});
  }
  return files;
}

}  // namespace pggit::emit
