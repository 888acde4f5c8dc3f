// Liquibase: one changelog of formatted SQL. A changeset is sent as it stands, neither split nor stripped of its comments.
#include "base/one_line.h"
#include "emit/export_text.h"

namespace pggit::emit {
namespace {

constexpr std::string_view kMarks[] = {"liquibase",    "changeset",     "rollback",
                                       "precondition", "validchecksum", "property",
                                       "comment",      "ignorelines",   "ignore"};

base::Result<void> refuse_marks(const ExportMigration& migration) {
  for (const std::string_view mark : kMarks) {
    TRY(refuse_lines(migration, "--" + std::string(mark), "Liquibase"));
    TRY(refuse_lines(migration, "-- " + std::string(mark), "Liquibase"));
  }
  return {};
}

std::string way_back_lines(const ExportMigration& migration) {
  const std::vector<ExportStatement> back = way_back(migration);
  if (back.empty()) return "--rollback not required\n";
  std::string text = script(back);
  text.pop_back();
  std::string lines = "--rollback ";
  for (const char c : text) {
    lines.push_back(c);
    if (c == '\n') lines += "--rollback ";
  }
  return lines + "\n";
}

std::string changeset(const ExportMigration& migration, const std::string& id) {
  std::string text = "\n--changeset pggit:" + id + " splitStatements:false stripComments:false";
  text += " rollbackSplitStatements:false";
  if (!migration.in_transaction) text += " runInTransaction:false";
  // A changeset needs a statement.
  const std::string body = script(migration.up);
  return text + "\n" + header(migration) + (body.empty() ? "SELECT 1;\n" : body) +
         way_back_lines(migration);
}

}  // namespace

base::Result<std::vector<ExportFile>> liquibase_files(const std::vector<ExportMigration>& history) {
  const std::vector<ExportMigration> sent = TRY(in_single_messages(history));
  const std::vector<std::string> numbers = numbers_of(sent, {});
  std::string text = "--liquibase formatted sql\n";
  for (std::size_t i = 0; i < sent.size(); ++i) {
    TRY(refuse_marks(sent[i]));
    text += changeset(sent[i], numbers[i] + "_" + file_word(sent[i]));
  }
  return std::vector<ExportFile>{{"changelog.sql", text}};
}

}  // namespace pggit::emit
