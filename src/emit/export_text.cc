#include "emit/export_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "base/one_line.h"
#include "base/text.h"
#include "emit/export_rows.h"

namespace pggit::emit {
namespace {

constexpr std::size_t kLongestWord = 60;
constexpr std::size_t kLongestNote = 400;
constexpr std::size_t kLeastWidth = 4;

using Parts = std::vector<std::uint64_t>;

// "1.2" => 1, 2. Nothing where it is no such version.
std::optional<Parts> parts_of(const std::string& version) {
  Parts parts;
  for (const std::string_view part : base::split(version, '.')) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (error != std::errc() || end != part.data() + part.size()) return std::nullopt;
    parts.push_back(value);
  }
  return parts;
}

bool keep_their_versions(const std::vector<ExportMigration>& history, bool dotted) {
  std::optional<Parts> last;
  for (const ExportMigration& migration : history) {
    const std::optional<Parts> parts = parts_of(migration.version);
    if (!parts || (!dotted && parts->size() > 1) || (last && *parts <= *last)) return false;
    last = parts;
  }
  return true;
}

void pad(std::vector<std::string>& numbers) {
  std::size_t width = kLeastWidth;
  for (const std::string& number : numbers) width = std::max(width, number.size());
  for (std::string& number : numbers) number.insert(0, width - number.size(), '0');
}

base::Result<std::vector<ExportStatement>> rows_inserted(std::vector<ExportStatement> statements,
                                                         const std::string& id) {
  std::vector<ExportStatement> out;
  for (ExportStatement& statement : statements) {
    if (!statement.copy_data) {
      out.push_back(std::move(statement));
      continue;
    }
    for (std::string& insert : TRY(rows_as_insert(statement, id)))
      out.push_back({std::move(insert), {}});
  }
  return out;
}

bool has_line(const std::vector<ExportStatement>& statements, std::string_view mark) {
  return std::ranges::any_of(statements, [&](const ExportStatement& statement) {
    return std::ranges::any_of(base::split(statement.sql, '\n'), [&](std::string_view line) {
      return base::trim(line).starts_with(mark);
    });
  });
}

}  // namespace

std::vector<std::string> numbers_of(const std::vector<ExportMigration>& history,
                                    NumberStyle style) {
  std::vector<std::string> numbers;
  const bool keep = keep_their_versions(history, style.dotted);
  for (std::size_t i = 0; i < history.size(); ++i)
    numbers.push_back(keep ? history[i].version : std::to_string(i + 1));
  if (style.padded) pad(numbers);
  return numbers;
}

std::string file_word(const ExportMigration& migration) {
  const std::string& from = migration.description.empty() ? migration.id : migration.description;
  std::string word;
  for (const char c : base::to_lower(from)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain)
      word.push_back(c);
    else if (!word.empty() && word.back() != '_')
      word.push_back('_');
    if (word.size() == kLongestWord) break;
  }
  while (word.ends_with('_')) word.pop_back();
  return word.empty() ? "migration" : word;
}

std::string header(const ExportMigration& migration) {
  const std::string reason =
      migration.rollback_reason.empty() ? "" : " (" + migration.rollback_reason + ")";
  std::vector<std::string> lines{migration.id + " " + migration.description,
                                 "way back: " + migration.rollback_class + reason};
  lines.insert(lines.end(), migration.notes.begin(), migration.notes.end());
  std::string text;
  for (const std::string& line : lines) text += "-- " + base::one_line(line, kLongestNote) + "\n";
  return text;
}

std::string closed(const ExportStatement& statement) {
  const std::string_view sql = statement.sql;
  const std::string_view last = sql.substr(sql.rfind('\n') + 1);
  // A comment at its end would take the semicolon with it.
  return statement.sql + (last.find("--") == last.npos ? ";\n" : "\n;\n");
}

std::string script(const std::vector<ExportStatement>& statements) {
  std::string text;
  for (const ExportStatement& statement : statements) {
    text += closed(statement);
    if (statement.copy_data) text += *statement.copy_data + "\\.\n";
  }
  return text;
}

std::vector<ExportStatement> way_back(const ExportMigration& migration) {
  if (migration.rollback_class != "impossible") return migration.down;
  const std::string reason = base::one_line(
      migration.id + " cannot be taken back: " + migration.rollback_reason, kLongestNote);
  const std::string body =
      "BEGIN RAISE EXCEPTION USING MESSAGE = " + base::quote_literal(reason) + "; END";
  return {{"DO " + base::quote_dollar(body), {}}};
}

base::Result<std::vector<ExportMigration>> without_copy(std::vector<ExportMigration> history) {
  for (ExportMigration& migration : history) {
    migration.up = TRY(rows_inserted(std::move(migration.up), migration.id));
    migration.down = TRY(rows_inserted(std::move(migration.down), migration.id));
  }
  return history;
}

base::Result<std::vector<ExportMigration>> in_single_messages(
    const std::vector<ExportMigration>& history) {
  std::vector<ExportMigration> out;
  for (ExportMigration& migration : TRY(without_copy(history))) {
    if (migration.in_transaction || migration.up.size() < 2) {
      out.push_back(std::move(migration));
      continue;
    }
    for (std::size_t i = 0; i < migration.up.size(); ++i) {
      ExportMigration part = migration;
      part.version.clear();
      part.up = {migration.up[i]};
      if (i > 0) {
        part.down.clear();
        part.rollback_class = "with the first statement of " + migration.id;
        part.rollback_reason.clear();
      }
      out.push_back(std::move(part));
    }
  }
  return out;
}

base::Result<void> refuse_lines(const ExportMigration& migration, std::string_view mark,
                                std::string_view tool) {
  if (!has_line(migration.up, mark) && !has_line(migration.down, mark)) return {};
  return base::fail(
      base::ErrorCode::Input,
      migration.id + ": a line of its text begins with `" + std::string(mark) + "`, which " +
          std::string(tool) +
          " takes for a mark of its own; export to another tool, or change that line");
}

}  // namespace pggit::emit
