// Source of the format's rules: CopyReadAttributesText in PostgreSQL's copyfromparse.c.
#include "emit/export_rows.h"

#include <charconv>

#include "base/text.h"
#include "sql/parse.h"

namespace pggit::emit {
namespace {

constexpr std::size_t kRowsOfAnInsert = 500;

std::unexpected<base::Error> cannot(const std::string& migration, const std::string& what) {
  return base::fail(base::ErrorCode::Input,
                    migration + ": " + what +
                        ", which cannot become INSERTs; export to flyway, sqitch or sql, which "
                        "send rows");
}

// A letter behind a backslash.
char escaped(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'v':
      return '\v';
    default:
      return c;
  }
}

// \101 and \x41; moves `i` to the last digit. Nothing where no digits stand there.
bool take_number(std::string_view field, std::size_t& i, std::string& to) {
  const bool hex = field[i] == 'x';
  const std::size_t begin = i + (hex ? 1 : 0);
  const std::string_view digits = field.substr(begin, hex ? 2 : 3);
  int value = 0;
  const char* end =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 8).ptr;
  if (end == digits.data() || digits[0] == '-') return false;
  to.push_back(char(value));
  i = begin + std::size_t(end - digits.data()) - 1;
  return true;
}

std::string literal(std::string_view field) {
  if (field == "\\N") return "NULL";
  std::string value;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      value.push_back(field[i]);
      continue;
    }
    ++i;
    if (!take_number(field, i, value)) value.push_back(escaped(field[i]));
  }
  return base::quote_literal(value);
}

std::string row(std::string_view line) {
  std::vector<std::string> values;
  for (const std::string_view field : base::split(line, '\t')) values.push_back(literal(field));
  return "(" + base::join(values, ", ") + ")";
}

bool is_text_format(const sql::Node& statement) {
  for (const sql::Node& option : statement.list("options")) {
    const bool text = option.str("defname") == "format" && option["arg"].str("sval") == "text";
    if (!text) return false;
  }
  return true;
}

std::vector<std::string_view> lines_of(std::string_view rows) {
  std::vector<std::string_view> lines = base::split(rows, '\n');
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  for (std::string_view& line : lines) {
    if (line.ends_with('\r')) line.remove_suffix(1);
  }
  return lines;
}

}  // namespace

base::Result<std::vector<std::string>> rows_as_insert(const ExportStatement& copy,
                                                      const std::string& migration) {
  sql::Parser parser;
  const auto tree = parser.parse(copy.sql);
  if (!tree || !tree->root().is("CopyStmt") || !is_text_format(tree->root()))
    return cannot(migration, "rows of a COPY in another format than text");
  const sql::Node statement = tree->root();
  std::vector<std::string> columns;
  for (const sql::Node& column : statement.list("attlist"))
    columns.push_back(base::quote_ident(column.text()));
  if (columns.empty()) return cannot(migration, "rows of a COPY without a list of columns");
  const sql::Node relation = statement["relation"];
  const std::string begin = "INSERT INTO " +
                            base::qualified(relation.str("schemaname"), relation.str("relname")) +
                            " (" + base::join(columns, ", ") + ") OVERRIDING SYSTEM VALUE VALUES";
  std::vector<std::string> inserts;
  std::size_t rows = 0;
  for (const std::string_view line : lines_of(*copy.copy_data)) {
    if (rows % kRowsOfAnInsert == 0) inserts.push_back(begin);
    inserts.back() += (rows % kRowsOfAnInsert == 0 ? "\n  " : ",\n  ") + row(line);
    ++rows;
  }
  return inserts;
}

}  // namespace pggit::emit
