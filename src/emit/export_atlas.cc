// Atlas: 0047_add_users.sql and atlas.sum. Its files have no way back: Atlas plans one itself.
// Source of the sum: HashFile in Atlas's sql/migrate: each file's sum covers the names and bytes of all up to it.
#include "base/running_sha256.h"
#include "emit/export_text.h"

namespace pggit::emit {
namespace {

std::string sums(const std::vector<ExportFile>& files) {
  base::RunningSha256 covered;
  std::string names_and_sums;
  std::string lines;
  for (const ExportFile& file : files) {
    covered.add(file.path);
    covered.add(file.text);
    const std::string sum = base::base64(covered.so_far());
    names_and_sums += file.path + sum;
    lines += file.path + " h1:" + sum + "\n";
  }
  return "h1:" + base::base64(base::sha256(names_and_sums)) + "\n" + lines;
}

}  // namespace

base::Result<std::vector<ExportFile>> atlas_files(const std::vector<ExportMigration>& history) {
  const std::vector<ExportMigration> sent = TRY(without_copy(history));
  const std::vector<std::string> numbers = numbers_of(sent, {});
  std::vector<ExportFile> files;
  for (std::size_t i = 0; i < sent.size(); ++i) {
    TRY(refuse_lines(sent[i], "-- atlas:", "Atlas"));
    // A directive of a file stands above all else, with an empty line behind it.
    files.push_back({numbers[i] + "_" + file_word(sent[i]) + ".sql",
                     std::string(sent[i].in_transaction ? "" : "-- atlas:txmode none\n\n") +
                         header(sent[i]) + script(sent[i].up)});
  }
  files.push_back({"atlas.sum", sums(files)});
  return files;
}

}  // namespace pggit::emit
