// dbmate: 0047_add_users.sql with both ways in it, each sent as one message.
#include "emit/export_text.h"

namespace pggit::emit {

base::Result<std::vector<ExportFile>> dbmate_files(const std::vector<ExportMigration>& history) {
  const std::vector<ExportMigration> sent = TRY(in_single_messages(history));
  const std::vector<std::string> numbers = numbers_of(sent, {});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const ExportMigration& migration = sent[i];
    TRY(refuse_lines(migration, "-- migrate:", "dbmate"));
    files.push_back({numbers[i] + "_" + file_word(migration) + ".sql",
                     "-- migrate:up" +
                         std::string(migration.in_transaction ? "" : " transaction:false") + "\n" +
                         header(migration) + script(migration.up) + "\n-- migrate:down\n" +
                         script(way_back(migration))});
  }
  return files;
}

}  // namespace pggit::emit
