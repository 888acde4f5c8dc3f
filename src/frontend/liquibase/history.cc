#include "frontend/liquibase/history.h"

#include <map>
#include <set>

#include "base/text.h"

namespace pggit::frontend::liquibase {
namespace {

using State = ir::AppliedState;

std::string table_of(const ir::HistoryTable& table) {
  return base::qualified(table.schema, table.name);
}

std::string create(const ir::Listing& listing) {
  return "CREATE TABLE " + table_of(listing.history_table) +
         " (id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT "
         "NULL, "
         "dateexecuted timestamp NOT NULL, orderexecuted integer NOT NULL, exectype varchar(10) "
         "NOT "
         "NULL, md5sum varchar(35), description varchar(255), comments varchar(255), tag "
         "varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255), "
         "deployment_id varchar(10));\n";
}

// The three parts of "path::id::author", as far as the entry itself does not hold them: a stored one has no author.
struct Key {
  std::string id;
  std::string author;
  std::string path;
};

Key key_of(const ir::MigrationEntry& entry) {
  Key key{entry.version, "", entry.script};
  const std::string before = key.path + "::" + key.id + "::";
  if (entry.id.starts_with(before)) key.author = entry.id.substr(before.size());
  return key;
}

std::string cut(const std::string& text) { return std::string(base::clip_identifier(text, 250)); }

std::string insert(const ir::Listing& listing, const ir::MigrationEntry& entry,
                   const ir::HistoryWrite& write) {
  const Key key = key_of(entry);
  return "INSERT INTO " + table_of(listing.history_table) +
         " (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, description, "
         "liquibase) VALUES (" +
         base::quote_literal(key.id) + ", " + base::quote_literal(key.author) + ", " +
         base::quote_literal(key.path) + ", now(), " + std::to_string(write.rank) + ", '" +
         (write.success ? "EXECUTED" : "FAILED") + "', " +
         (entry.checksum.empty() ? "NULL" : base::quote_literal(entry.checksum)) + ", " +
         base::quote_literal(cut(entry.description)) + ", '4.28.0');";
}

std::string remove(const ir::Listing& listing, const ir::MigrationEntry& entry) {
  const Key key = key_of(entry);
  return "DELETE FROM " + table_of(listing.history_table) +
         " WHERE id = " + base::quote_literal(key.id) +
         " AND author = " + base::quote_literal(key.author) +
         " AND filename = " + base::quote_literal(key.path) + ";";
}

std::string text_at(const ir::HistoryRow& row, const char* column) {
  const auto found = row.find(column);
  return found == row.end() ? "" : found->second.value_or("");
}

void compare(const std::string& md5, const ir::MigrationEntry& entry, ir::HistoryFinding& finding) {
  if (md5.empty()) return;
  if (entry.checksum.empty() || !md5.starts_with("9:")) {
    finding.detail = "checksum " + md5 + " was not compared: pggit computes " +
                     (md5.starts_with("9:") ? "none of such a changeset" : "those of version 9");
  } else if (md5 != entry.checksum) {
    finding.state = State::Changed;
    finding.detail = "checksum " + md5 + " in the database, " + entry.checksum + " in the file";
  }
}

std::vector<ir::HistoryFinding> decode(const ir::Listing& listing,
                                       const std::vector<ir::HistoryRow>& rows) {
  std::map<std::string, const ir::MigrationEntry*> entries;
  for (const auto& entry : listing.migrations) entries[entry.id] = &entry;
  std::vector<ir::HistoryFinding> findings;
  std::set<std::string> seen;
  for (const ir::HistoryRow& row : rows) {
    std::string path = text_at(row, "filename");
    if (path.starts_with("classpath:")) path = path.substr(10);
    const std::string id = path + "::" + text_at(row, "id") + "::" + text_at(row, "author");
    ir::HistoryFinding finding{State::Applied, id,
                               std::atoll(text_at(row, "orderexecuted").c_str()), ""};
    const std::string type = text_at(row, "exectype");
    const auto entry = entries.find(id);
    if (type == "FAILED") {
      finding.state = State::Failed;
    } else if (entry == entries.end()) {
      finding.state = State::Missing;
      finding.detail = "it ran, and no changeset here has this path, id and author";
    } else {
      compare(text_at(row, "md5sum"), *entry->second, finding);
      if (type == "MARK_RAN") finding.detail = "MARK_RAN: its preConditions did not hold";
    }
    seen.insert(id);
    findings.push_back(std::move(finding));
  }
  for (const auto& entry : listing.migrations)
    if (!seen.contains(entry.id)) findings.push_back({State::Pending, entry.id, -1, ""});
  return findings;
}

}  // namespace

ir::HistoryTable history_table(const std::string& schema, const std::string& name) {
  ir::HistoryTable table{schema, name, ""};
  table.query =
      "SELECT orderexecuted, id, author, filename, exectype, md5sum, dateexecuted, description "
      "FROM " +
      table_of(table) + " ORDER BY orderexecuted, dateexecuted";
  return table;
}

const ir::HistoryCodec kHistory{create, insert, remove, decode};

}  // namespace pggit::frontend::liquibase
