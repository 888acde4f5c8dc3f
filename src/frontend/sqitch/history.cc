#include "frontend/sqitch/history.h"

#include <unordered_map>

#include "base/text.h"

namespace pggit::frontend::sqitch {
namespace {

using State = ir::AppliedState;

std::string text_at(const ir::HistoryRow& row, const char* column) {
  const auto found = row.find(column);
  return found == row.end() ? "" : found->second.value_or("");
}

// The rows are in the order in which the changes were deployed, and the listing in that of the plan.
class Decoder {
 public:
  explicit Decoder(const ir::Listing& listing) {
    for (const ir::MigrationEntry& entry : listing.migrations) add(entry);
    for (const ir::MigrationEntry& entry : listing.set_aside) {
      if (entry.type == "deploy" && entry.kind == ir::MigrationKind::Versioned) add(entry);
    }
  }

  std::vector<ir::HistoryFinding> run(const std::vector<ir::HistoryRow>& rows) {
    for (const ir::HistoryRow& row : rows) add_row(row);
    for (std::size_t i = 0; i < planned_.size(); ++i) {
      if (!has_row_[i]) findings_.push_back({state_without_row(i), planned_[i]->id, -1, ""});
    }
    return std::move(findings_);
  }

 private:
  void add(const ir::MigrationEntry& entry) {
    places_.emplace(entry.version, planned_.size());
    planned_.push_back(&entry);
    has_row_.push_back(false);
  }

  void add_row(const ir::HistoryRow& row) {
    const auto place = places_.find(text_at(row, "change_id"));
    const auto rank = std::int64_t(findings_.size()) + 1;
    if (place == places_.end()) {
      findings_.push_back(
          {State::Missing, text_at(row, "change"), rank,
           "it is deployed, and the plan has no change with the id " + text_at(row, "change_id")});
      return;
    }
    has_row_[place->second] = true;
    findings_.push_back(compared(row, place->second, rank));
    if (!newest_ || *newest_ < place->second) newest_ = place->second;
  }

  // Old versions of Sqitch wrote the change's id, or nothing, where the hash of the script is now.
  ir::HistoryFinding compared(const ir::HistoryRow& row, std::size_t place,
                              std::int64_t rank) const {
    const ir::MigrationEntry& entry = *planned_[place];
    const std::string hash = text_at(row, "script_hash");
    if (!hash.empty() && hash != entry.version && hash != entry.checksum) {
      return {State::Changed, entry.id, rank,
              "script hash " + hash + " in the database, " + entry.checksum + " in the file"};
    }
    const bool is_late = newest_ && place < *newest_;
    return {is_late ? State::OutOfOrder : State::Applied, entry.id, rank, ""};
  }

  // Sqitch goes on behind the change that was deployed last, and never looks back.
  State state_without_row(std::size_t i) const {
    if (!planned_[i]->set_aside.empty()) return State::AboveTarget;
    return newest_ && i < *newest_ ? State::Ignored : State::Pending;
  }

  std::vector<const ir::MigrationEntry*> planned_;
  std::vector<bool> has_row_;
  std::unordered_map<std::string, std::size_t> places_;  // by the change's id
  std::optional<std::size_t> newest_;
  std::vector<ir::HistoryFinding> findings_;
};

std::vector<ir::HistoryFinding> decode(const ir::Listing& listing,
                                       const std::vector<ir::HistoryRow>& rows) {
  return Decoder(listing).run(rows);
}

}  // namespace

ir::HistoryTable history_table(const std::string& registry, const std::string& project) {
  const std::string from = base::qualified(registry, "changes");
  const std::string of_project =
      project.empty() ? "" : " WHERE project = " + base::quote_literal(project);
  return {
      registry, "changes",
      "SELECT change_id, script_hash, change, project, note, committed_at::text AS installed_on, "
      "committer_name AS installed_by FROM " +
          from + of_project + " ORDER BY committed_at"};
}

const ir::HistoryCodec kHistory{nullptr, nullptr, nullptr, decode};

}  // namespace pggit::frontend::sqitch
