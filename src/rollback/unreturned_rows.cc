#include "rollback/unreturned_rows.h"

#include <algorithm>

#include "catalog/partitions.h"
#include "rollback/copy_text.h"
#include "rollback/first_op.h"
#include "rollback/lasting_writes.h"
#include "rollback/lineage.h"

namespace pggit::rollback {
namespace {

bool is_in(const std::vector<std::string>& columns, const std::string& column) {
  return std::ranges::find(columns, column) != columns.end();
}

}  // namespace

UnreturnedRows::UnreturnedRows(const bind::Step& step) : step_(step) {
  const std::vector<std::vector<ir::Key>> lasting = lasting_writes(step);
  for (std::size_t i = 0; i < lasting.size(); ++i) {
    const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
    if (!dml || lasting[i].empty()) continue;
    const Lineage here = lineage(step, 0, i);
    for (const ir::Key& now : lasting[i]) {
      // Else by way of a foreign key, or by a part of the statement, whatever it is called itself.
      const bool itself = dml->writes == std::vector{now} && !dml->runs_code;
      writes_.push_back({here.before(now).value_or(now), itself ? dml->kind : ir::DmlKind::Code,
                         itself ? columns_set(step.statements[i]) : std::vector<std::string>()});
    }
  }
}

void UnreturnedRows::add(const Loss& loss, std::string why) {
  lost_.try_emplace({loss.key, loss.column}, std::move(why));
}

// Why rows that a foreign key led to may be gone, or called otherwise; empty: they are there.
std::string UnreturnedRows::why_lost(const ir::ForeignKey& foreign) const {
  const ir::Key table{ir::Kind::Table, foreign.schema, foreign.table, ""};
  const std::string text = "it refers to rows of " + name_of(table) + ", which do not return";
  const std::vector<ir::Key> holders = catalog::partition_family(step_.before, table);
  const auto holds_rows = [&](const ir::Key& key) {
    return std::ranges::find(holders, key) != holders.end();
  };
  for (const auto& [lost, why] : lost_) {
    const bool is_it = lost.second.empty() || is_in(foreign.columns, lost.second);
    if (holds_rows(lost.first) && is_it) return text + ": " + why;
  }
  const bool is_written = std::ranges::any_of(writes_, [&](const Write& write) {
    if (!holds_rows(write.table) || only_adds(write.kind)) return false;
    return write.columns.empty() || std::ranges::any_of(foreign.columns, [&](const auto& column) {
             return is_in(write.columns, column);
           });
  });
  return is_written ? text : "";
}

std::string UnreturnedRows::why_not(const Loss& loss) const {
  const auto known = lost_.find({loss.key, loss.column});
  if (known != lost_.end()) return known->second;
  const ir::Table* table = step_.before.get<ir::Table>(loss.key);
  if (!table || loss.kind == Loss::Kind::Identity) return "";
  const bool stays = loss.kind != Loss::Kind::Rows;
  if (stays && std::ranges::find(writes_, loss.key, &Write::table) != writes_.end())
    return "rows of " + name_of(loss.key) + " are written too, and do not return";
  for (const ir::Constraint& constraint : table->constraints) {
    const bool concerns = !stays || is_in(constraint.columns, loss.column);
    const std::string why =
        constraint.foreign && concerns ? why_lost(*constraint.foreign) : std::string();
    if (!why.empty()) return why;
  }
  return "";
}

}  // namespace pggit::rollback
