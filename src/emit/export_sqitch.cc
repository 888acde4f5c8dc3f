// Sqitch: sqitch.plan with deploy/0047_add_users.sql and revert/0047_add_users.sql, which psql runs.
#include <algorithm>

#include "base/one_line.h"
#include "emit/export_text.h"

namespace pggit::emit {
namespace {

constexpr std::size_t kLongestNote = 200;
// Where the history states no date: the plan is the same on each run.
constexpr std::string_view kNoDate = "2000-01-01T00:00:00Z";

// "2024-05-01T12:30:00Z" is what a plan takes.
std::string planned_at(const ExportMigration& migration) {
  const std::string& at = migration.authored_at;
  return at.size() == kNoDate.size() && at[10] == 'T' && at.back() == 'Z' ? at
                                                                          : std::string(kNoDate);
}

// "Ada Lovelace <ada@example.org>"; signs that end a name or an address are left out.
std::string planner(const ExportMigration& migration) {
  std::string name = migration.author;
  std::erase_if(name, [](char c) { return c == '<' || c == '>' || c == '[' || c == '#'; });
  return (name.empty() ? "pggit" : base::one_line(name, kLongestNote)) + " <pggit@localhost>";
}

std::string in_transaction(const std::string& body) { return "BEGIN;\n" + body + "COMMIT;\n"; }

}  // namespace

base::Result<std::vector<ExportFile>> sqitch_files(const std::vector<ExportMigration>& history) {
  const std::vector<std::string> numbers = numbers_of(history, {});
  std::vector<ExportFile> files{{"sqitch.conf", "[core]\n\tengine = pg\n"}};
  std::string plan = "%syntax-version=1.0.0\n%project=pggit\n\n";
  for (std::size_t i = 0; i < history.size(); ++i) {
    const ExportMigration& migration = history[i];
    const std::string name = numbers[i] + "_" + file_word(migration);
    const std::string up = script(migration.up);
    plan += name + " " + planned_at(migration) + " " + planner(migration) + " # " +
            base::one_line(migration.id + " " + migration.description, kLongestNote) + "\n";
    files.push_back({"deploy/" + name + ".sql",
                     header(migration) + (migration.in_transaction ? in_transaction(up) : up)});
    files.push_back({"revert/" + name + ".sql",
                     header(migration) + in_transaction(script(way_back(migration)))});
  }
  files.push_back({"sqitch.plan", plan});
  return files;
}

}  // namespace pggit::emit
