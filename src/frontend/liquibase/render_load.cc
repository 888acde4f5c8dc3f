// loadData and loadUpdateData: rows of a CSV file.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "frontend/liquibase/csv.h"
#include "frontend/liquibase/render.h"
#include "frontend/liquibase/values.h"
#include "ir/objects.h"

namespace pggit::frontend::liquibase {
namespace {

// Rows in one INSERT, as Liquibase batches them.
constexpr std::size_t kBatch = 50;

// A column of the file.
struct Column {
  std::string name;  // in the table
  std::string type;  // upper case; empty: nothing said
  const Element* config = nullptr;
  bool skipped = false;
  bool holds_text = false;  // an empty cell is an empty text and not NULL
};

bool is_null(std::string_view cell) { return cell.empty() || base::to_lower(cell) == "null"; }

bool is_text(const ir::TypeName& type) {
  return type.schema.empty() && (type.name == "text" || type.name.starts_with("character"));
}

class Load {
 public:
  explicit Load(Rendering& r) : r_(r) {}

  // Whether there are rows; what is missing was said.
  bool read() {
    const auto found = r_.set.files.find(r_.text("file"));
    if (found == r_.set.files.end()) return false;
    file_ = found->second;
    const std::string_view text =
        std::string_view(r_.project.sources->file(file_.file).text).substr(file_.begin);
    rows_ = read_csv(text, rules());
    if (rows_.empty()) {
      r_.report(base::Severity::Error, "`" + r_.text("file") + "` has no header; add one");
      return false;
    }
    read_header();
    return true;
  }

  void insert() {
    for (std::size_t from = 1; from < rows_.size(); from += kBatch) {
      std::string sql = "INSERT INTO " + r_.table() + " (" + names() + ") VALUES ";
      const std::size_t end = std::min(rows_.size(), from + kBatch);
      for (std::size_t i = from; i < end; ++i)
        sql += (i == from ? "(" : ", (") + values(rows_[i]) + ")";
      add(std::move(sql), rows_[from]);
    }
  }

  // Liquibase sends a DO block that updates, and inserts where nothing was found; these are its two statements.
  void update() {
    const std::string keys = r_.text("primaryKey");
    for (std::size_t i = 1; i < rows_.size(); ++i) update_row(rows_[i], keys);
  }

 private:
  CsvRules rules() const {
    CsvRules rules;
    if (const std::string s = r_.text("separator"); !s.empty())
      rules.separator = s == "\\t" || s == "tab" ? '\t' : s[0];
    if (const std::string q = r_.text("quotchar"); !q.empty()) rules.quote = q[0];
    if (const auto c = value_of(r_.change, "commentLineStartsWith")) rules.comment = *c;
    return rules;
  }

  void read_header() {
    const auto configs = all_of(r_.change, "column");
    for (std::size_t i = 0; i < rows_[0].cells.size(); ++i) {
      const std::string header(base::trim(rows_[0].cells[i]));
      Column column{header, "", nullptr};
      for (const Element* config : configs) {
        const std::string index = text_of(*config, "index");
        const bool fits =
            text_of(*config, "header") == header ||
            (text_of(*config, "header").empty() && text_of(*config, "name") == header) ||
            (!index.empty() && index == std::to_string(i));
        if (fits) configure(column, *config);
      }
      column.holds_text =
          column.type.empty() ? is_text_column(column.name) : column.type == "STRING";
      columns_.push_back(std::move(column));
    }
  }

  // As the changeset itself made the column, or as it stood before.
  bool is_text_column(const std::string& name) const {
    for (const Element& change : r_.set.changes) {
      if (text_of(change, "tableName") != r_.text("tableName")) continue;
      if (change.name != "createTable" && change.name != "addColumn") continue;
      for (const Element* column : all_of(change, "column"))
        if (text_of(*column, "name") == name)
          return type_of(text_of(*column, "type")).family == TypeFamily::Text;
    }
    const ir::Object* found =
        r_.view.find({ir::Kind::Table, r_.names.stored(r_.names.schema_or(r_.text("schemaName"))),
                      r_.names.stored(r_.text("tableName")), ""});
    const auto* table = found ? std::get_if<ir::Table>(found) : nullptr;
    if (!table) return false;
    const auto column = std::ranges::find(table->columns, r_.names.stored(name), &ir::Column::name);
    return column != table->columns.end() && is_text(column->type);
  }

  void configure(Column& column, const Element& config) {
    column.config = &config;
    if (const std::string name = text_of(config, "name"); !name.empty()) column.name = name;
    column.type = text_of(config, "type");
    for (char& c : column.type)
      if (c >= 'a' && c <= 'z') c = char(c - 'a' + 'A');
    column.skipped = column.type == "SKIP";
    if (column.type == "BLOB" || column.type == "CLOB")
      r_.report(base::Severity::Error,
                "a column of type `" + column.type +
                    "` names files, which is not read; load them with <sql>");
  }

  std::string names() const {
    std::string out;
    for (const Column& column : columns_)
      if (!column.skipped) out += (out.empty() ? "" : ", ") + r_.names.quoted(column.name);
    return out;
  }

  std::string value(const Column& column, const CsvRow& row, std::size_t i) const {
    const std::string cell = i < row.cells.size() ? row.cells[i] : "";
    if (cell.empty() && column.holds_text) return "''";
    if (is_null(cell)) {
      if (!column.config) return "NULL";
      return default_value(*column.config, type_of(column.type), r_.names).value_or("NULL");
    }
    const std::string trimmed(base::trim(cell));
    if (column.type == "NUMERIC" || column.type == "COMPUTED") return trimmed;
    if (column.type == "BOOLEAN") {
      const std::string lower = base::to_lower(trimmed);
      return lower == "true" || lower == "1" || lower == "t" || lower == "y" || lower == "yes"
                 ? "TRUE"
                 : "FALSE";
    }
    if (column.type == "SEQUENCE") return "nextval('" + r_.names.qualified("", trimmed) + "')";
    return literal(cell);
  }

  std::string values(const CsvRow& row) const {
    std::string out;
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].skipped) continue;
      out += (first ? "" : ", ") + value(columns_[i], row, i);
      first = false;
    }
    return out;
  }

  bool is_key(const Column& column, std::string_view keys) const {
    return std::ranges::any_of(base::split(keys, ','), [&](std::string_view key) {
      return base::trim(key) == column.name;
    });
  }

  void update_row(const CsvRow& row, const std::string& keys) {
    std::string sets, where;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].skipped) continue;
      const std::string one =
          r_.names.quoted(columns_[i].name) + " = " + value(columns_[i], row, i);
      std::string& to = is_key(columns_[i], keys) ? where : sets;
      to += (to.empty() ? "" : &to == &where ? " AND " : ", ") + one;
    }
    if (where.empty())
      return r_.report(base::Severity::Error,
                       "primaryKey `" + keys + "` names no column of the file");
    if (!sets.empty()) add("UPDATE " + r_.table() + " SET " + sets + " WHERE " + where, row);
    if (r_.is("onlyUpdate")) return;
    add("INSERT INTO " + r_.table() + " (" + names() + ") SELECT " + values(row) +
            " WHERE NOT EXISTS (SELECT 1 FROM " + r_.table() + " WHERE " + where + ")",
        row);
  }

  void add(std::string sql, const CsvRow& row) {
    r_.add(ir::Sql{std::move(sql), file_.file, {{0, file_.begin + row.at, false}}});
  }

  Rendering& r_;
  Attached file_;
  std::vector<CsvRow> rows_;
  std::vector<Column> columns_;
};

}  // namespace

void load_data(Rendering& r) {
  Load load(r);
  if (load.read()) load.insert();
}

void load_update_data(Rendering& r) {
  Load load(r);
  if (load.read()) load.update();
}

}  // namespace pggit::frontend::liquibase
