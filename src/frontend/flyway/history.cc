#include "frontend/flyway/history.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "frontend/flyway/plan.h"

namespace pggit::frontend::flyway {
namespace {

using State = ir::AppliedState;

std::string double_quoted(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += c;
    out += c;
  }
  return out + "\"";
}

// Flyway quotes both names, whatever they are.
std::string table_of(const ir::HistoryTable& table) {
  const std::string name = double_quoted(table.name);
  return table.schema.empty() ? name : double_quoted(table.schema) + "." + name;
}

std::string literal_or_null(const std::string& text) {
  return text.empty() ? "NULL" : base::quote_literal(text);
}

// What fits into the columns, cut as Flyway cuts.
std::string short_description(const std::string& text) {
  if (text.size() <= 200) return text;
  return std::string(base::clip_identifier(text, 197)) + "...";
}

bool is_recorded(const ir::MigrationEntry& entry) {
  return entry.kind != ir::MigrationKind::Callback;
}

std::string create(const ir::Listing& listing) {
  const std::string table = table_of(listing.history_table);
  const std::string& name = listing.history_table.name;
  return "CREATE TABLE " + table +
         " (\n"
         "    \"installed_rank\" INT NOT NULL,\n"
         "    \"version\" VARCHAR(50),\n"
         "    \"description\" VARCHAR(200) NOT NULL,\n"
         "    \"type\" VARCHAR(20) NOT NULL,\n"
         "    \"script\" VARCHAR(1000) NOT NULL,\n"
         "    \"checksum\" INTEGER,\n"
         "    \"installed_by\" VARCHAR(100) NOT NULL,\n"
         "    \"installed_on\" TIMESTAMP NOT NULL DEFAULT now(),\n"
         "    \"execution_time\" INTEGER NOT NULL,\n"
         "    \"success\" BOOLEAN NOT NULL\n"
         ");\n"
         "ALTER TABLE " +
         table + " ADD CONSTRAINT " + double_quoted(name + "_pk") +
         " PRIMARY KEY (\"installed_rank\");\n"
         "CREATE INDEX " +
         double_quoted(name + "_s_idx") + " ON " + table + " (\"success\");\n";
}

std::string insert(const ir::Listing& listing, const ir::MigrationEntry& entry,
                   const ir::HistoryWrite& write) {
  if (!is_recorded(entry)) return "";
  return "INSERT INTO " + table_of(listing.history_table) +
         " (\"installed_rank\", \"version\", \"description\", \"type\", \"script\", \"checksum\", "
         "\"installed_by\", \"execution_time\", \"success\") VALUES (" +
         std::to_string(write.rank) + ", " + literal_or_null(entry.version) + ", " +
         base::quote_literal(short_description(entry.description)) + ", " +
         base::quote_literal(entry.type) + ", " + base::quote_literal(entry.script) + ", " +
         (entry.checksum.empty() ? "NULL" : entry.checksum) + ", " +
         base::quote_literal(write.installed_by) + ", " + std::to_string(write.execution_ms) +
         ", " + (write.success ? "TRUE" : "FALSE") + ");";
}

std::string remove(const ir::Listing& listing, const ir::MigrationEntry& entry) {
  if (!is_recorded(entry)) return "";
  const std::string from = "DELETE FROM " + table_of(listing.history_table) + " WHERE ";
  if (!entry.version.empty()) {
    return from + "\"version\" = " + base::quote_literal(entry.version) + ";";
  }
  return from + "\"version\" IS NULL AND \"type\" <> 'SCHEMA' AND \"description\" = " +
         base::quote_literal(short_description(entry.description)) + ";";
}

std::string underscored(std::string text) {
  std::ranges::replace(text, ' ', '_');
  return text;
}

// One row, understood.
struct Row {
  std::int64_t rank = 0;
  std::optional<Version> version;
  std::string description;
  std::string type;
  std::string checksum;  // empty: NULL
  bool success = false;
  bool undone = false;
  bool deleted = false;
  bool out_of_order = false;

  bool is_undo() const { return type.starts_with("UNDO_"); }
  bool is_baseline() const { return type.ends_with("BASELINE"); }
  // Rows that stand for no run of a file.
  bool is_marker() const { return type == "SCHEMA" || type == "DELETE" || is_undo(); }
  bool is_live() const { return !is_marker() && !undone && !deleted; }
  std::string id() const {
    if (!version) return "R__" + underscored(description);
    return (is_undo() ? "U" : type != "BASELINE" && is_baseline() ? "B" : "V") + version->text;
  }
};

std::string text_at(const ir::HistoryRow& row, const char* column) {
  const auto found = row.find(column);
  return found == row.end() ? "" : found->second.value_or("");
}

Row understood(const ir::HistoryRow& from) {
  Row row;
  row.rank = std::atoll(text_at(from, "installed_rank").c_str());
  row.version = parse_version(text_at(from, "version"));
  row.description = text_at(from, "description");
  row.type = text_at(from, "type");
  if (row.type == "SPRING_JDBC") row.type = "JDBC";  // of Flyway 4 and 5
  row.checksum = text_at(from, "checksum");
  row.success = text_at(from, "success").starts_with('t');
  return row;
}

class Decoder {
 public:
  Decoder(const ir::Listing& listing, const std::vector<ir::HistoryRow>& rows)
      : listing_(listing), plan_(static_cast<const Plan*>(listing.kept.get())) {
    for (const ir::HistoryRow& row : rows) rows_.push_back(understood(row));
    std::ranges::stable_sort(rows_, {}, &Row::rank);
  }

  std::vector<ir::HistoryFinding> run() {
    index_files();
    for (std::size_t i = 0; i < rows_.size(); ++i) follow(i);
    for (const Row& row : rows_) add_row(row);
    for (const ir::MigrationEntry& entry : listing_.migrations) add_without_row(entry);
    for (const ir::MigrationEntry& entry : listing_.set_aside) add_without_row(entry);
    return std::move(findings_);
  }

 private:
  using Entry = const ir::MigrationEntry*;

  void index_files() {
    for (const auto* entries : {&listing_.migrations, &listing_.set_aside}) {
      for (const ir::MigrationEntry& entry : *entries) index(entry);
    }
  }

  void index(const ir::MigrationEntry& entry) {
    if (entry.kind == ir::MigrationKind::Repeatable) {
      repeatables_[short_description(entry.description)] = &entry;
      return;
    }
    const auto version = parse_version(entry.version);
    if (!version) return;
    auto& files = entry.kind == ir::MigrationKind::Baseline ? baselines_ : versioned_;
    if (entry.kind == ir::MigrationKind::Undo) return;
    files[*version] = &entry;
    if (!last_resolved_ || *last_resolved_ < *version) last_resolved_ = version;
  }

  // Undo and delete rows speak of the last run of their version before them.
  void follow(std::size_t i) {
    const Row& row = rows_[i];
    if (!row.version) {
      if (!row.is_marker()) latest_repeatable_[row.description] = row.rank;
      return;
    }
    if (row.is_marker()) {
      if (row.success) take_back(i);
      return;
    }
    if (row.is_baseline() && (!baseline_ || *baseline_ < *row.version)) baseline_ = row.version;
    rows_[i].out_of_order = last_applied_ && *row.version < *last_applied_;
    update_last_applied(i + 1);
  }

  void take_back(std::size_t i) {
    for (std::size_t k = i; k-- > 0;) {
      Row& before = rows_[k];
      if (before.is_marker() || !before.version || *before.version != *rows_[i].version) continue;
      (rows_[i].is_undo() ? before.undone : before.deleted) = true;
      break;
    }
    update_last_applied(i + 1);
  }

  void update_last_applied(std::size_t count) {
    last_applied_.reset();
    for (std::size_t k = 0; k < count; ++k) {
      const Row& row = rows_[k];
      if (!row.version || !row.is_live()) continue;
      if (!last_applied_ || *last_applied_ < *row.version) last_applied_ = row.version;
    }
  }

  Entry file_of(const Row& row) const {
    if (!row.version) {
      const auto found = repeatables_.find(row.description);
      return found == repeatables_.end() ? nullptr : found->second;
    }
    const auto& files = row.type != "BASELINE" && row.is_baseline() ? baselines_ : versioned_;
    const auto found = files.find(*row.version);
    return found == files.end() ? nullptr : found->second;
  }

  void add_row(const Row& row) {
    const Entry file = file_of(row);
    ir::HistoryFinding finding{State::Applied, file != nullptr ? file->id : row.id(), row.rank, ""};
    if (row.is_marker()) {
      finding.state = State::Marker;
      finding.migration = row.type == "SCHEMA" ? "" : row.id();
      finding.detail = row.type + " " + row.description;
    } else {
      decide(row, file, finding);
      if (row.is_live() && file != nullptr) has_row_.insert(file);
    }
    findings_.push_back(std::move(finding));
  }

  void decide(const Row& row, Entry file, ir::HistoryFinding& finding) const {
    finding.state = State::Applied;
    if (row.undone || row.deleted) {
      finding.state = row.undone ? State::Undone : State::Deleted;
    } else if (row.type == "BASELINE") {
      finding.state = State::Baseline;
      finding.detail = "stands for every version up to " + row.version.value_or(Version{}).text;
    } else if (!row.success) {
      finding.state = State::Failed;
      finding.detail = "it failed; clean up by hand, then `flyway repair`";
    } else if (!row.version && latest_repeatable_.at(row.description) != row.rank) {
      finding.state = State::Superseded;
    } else if (file == nullptr) {
      const bool future = row.version && (!last_resolved_ || *last_resolved_ < *row.version);
      finding.state = future ? State::Future : State::Missing;
      finding.detail = "it ran, and no file here has this " +
                       std::string(row.version ? "version" : "description");
    } else {
      compare(row, *file, finding);
    }
  }

  void compare(const Row& row, const ir::MigrationEntry& file, ir::HistoryFinding& finding) const {
    if (row.checksum != file.checksum && row.checksum != raw_checksum(file)) {
      finding.state = row.version ? State::Changed : State::Outdated;
      finding.detail = "checksum " + or_none(row.checksum) + " in the database, " +
                       or_none(file.checksum) + " in the file";
    } else if (row.type != file.type) {
      finding.state = State::Changed;
      finding.detail = "type " + row.type + " in the database, " + file.type + " in the file";
    } else if (row.description != short_description(file.description)) {
      finding.state = State::Changed;
      finding.detail = "description `" + row.description + "` in the database, `" +
                       file.description + "` in the file's name";
    } else if (row.out_of_order) {
      finding.state = State::OutOfOrder;
    }
  }

  static std::string or_none(const std::string& text) { return text.empty() ? "none" : text; }

  std::string raw_checksum(const ir::MigrationEntry& file) const {
    if (plan_ == nullptr || file.kind != ir::MigrationKind::Repeatable) return file.checksum;
    const auto script = plan_->scripts.find(file.id);
    return script == plan_->scripts.end() ? file.checksum : script->second.raw_checksum;
  }

  void add_without_row(const ir::MigrationEntry& entry) {
    const bool set_aside = !entry.set_aside.empty();
    if (!is_recorded(entry) || has_row_.contains(&entry)) return;
    if (entry.kind == ir::MigrationKind::Undo) return;
    if (entry.kind == ir::MigrationKind::Baseline && set_aside) return;
    findings_.push_back({state_without_row(entry, set_aside), entry.id, -1, ""});
  }

  State state_without_row(const ir::MigrationEntry& entry, bool set_aside) const {
    const auto version = parse_version(entry.version);
    if (!version) return State::Pending;
    if (baseline_ && *version <= *baseline_) return State::BelowBaseline;
    if (set_aside) return State::AboveTarget;
    const bool in_order = plan_ != nullptr && !plan_->settings.out_of_order;
    if (in_order && last_applied_ && *version < *last_applied_) return State::Ignored;
    return State::Pending;
  }

  const ir::Listing& listing_;
  const Plan* plan_;
  std::vector<Row> rows_;
  std::map<Version, Entry> versioned_;
  std::map<Version, Entry> baselines_;
  std::map<std::string, Entry> repeatables_;
  std::map<std::string, std::int64_t> latest_repeatable_;
  std::set<Entry> has_row_;
  std::optional<Version> last_resolved_;
  std::optional<Version> last_applied_;
  std::optional<Version> baseline_;
  std::vector<ir::HistoryFinding> findings_;
};

std::vector<ir::HistoryFinding> decode(const ir::Listing& listing,
                                       const std::vector<ir::HistoryRow>& rows) {
  return Decoder(listing, rows).run();
}

}  // namespace

ir::HistoryTable history_table(const std::string& schema, const std::string& name) {
  ir::HistoryTable table{schema, name, ""};
  table.query =
      "SELECT \"installed_rank\", \"version\", \"description\", \"type\", \"script\", "
      "\"checksum\", \"installed_by\", \"installed_on\", \"execution_time\", \"success\" FROM " +
      table_of(table) + " ORDER BY \"installed_rank\"";
  return table;
}

const ir::HistoryCodec kHistory{create, insert, remove, decode};

}  // namespace pggit::frontend::flyway
