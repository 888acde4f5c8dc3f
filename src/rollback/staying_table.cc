#include "rollback/staying_table.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/dependencies.h"
#include "rollback/copy_text.h"
#include "rollback/lossless.h"

namespace pggit::rollback {
namespace {

// Values by which a row is found again after the migration are there, are the same, and mean the same in any session. In words
// what is not so of a column; empty: all is.
std::string why_no_key(const StayingTable::Column& column, bool changes) {
  if (!column.before || !column.after) return "goes";
  if (changes || !may_refer(column.before->type, column.after->type))
    return "becomes " + column.after->type.sql();
  if (!column.before->not_null) return "may be NULL";
  if (!is_built_in(column.before->type) || !can_be_kept(*column.before))
    return "is of type " + column.before->type.sql() +
           ", and rows are told apart by built-in types alone";
  return column.before->collation.empty() && column.after->collation.empty() ? ""
                                                                             : "has a collation";
}

// The columns of a unique index over all rows and plain columns; empty where it is another.
std::vector<std::string> unique_columns(const ir::Index& index) {
  std::vector<std::string> columns;
  if (!index.unique || index.where || !index.valid) return columns;
  for (const ir::IndexKey& key : index.keys) {
    if (key.column.empty()) return {};
    columns.push_back(key.column);
  }
  return columns;
}

// What each row has a value of its own in, the best first.
std::vector<std::vector<std::string>> candidates(const ir::Table& table,
                                                 const catalog::Catalog& catalog) {
  std::vector<std::vector<std::string>> found;
  for (const auto kind : {ir::ConstraintKind::Primary, ir::ConstraintKind::Unique}) {
    for (const ir::Constraint& constraint : table.constraints) {
      if (constraint.kind == kind) found.push_back(constraint.columns);
    }
  }
  for (const catalog::Dependent& d : catalog::dependents(catalog, {table.key(), ""})) {
    const ir::Index* index = catalog.get<ir::Index>(d.key);
    if (index && !unique_columns(*index).empty()) found.push_back(unique_columns(*index));
  }
  return found;
}

}  // namespace

std::optional<StayingTable> StayingTable::find(const bind::Step& step, const Lineage& lineage,
                                               const ir::Key& key) {
  const ir::Table* before = step.before.get<ir::Table>(key);
  const ir::Key now = lineage.now(key);
  const ir::Table* after = lineage.before(now) == key ? step.after.get<ir::Table>(now) : nullptr;
  if (!before || !after) return std::nullopt;
  return StayingTable(step, lineage, *before, *after);
}

StayingTable::Column StayingTable::column(const std::string& name) const {
  Column found{nullptr, nullptr};
  for (const ir::Column& column : before_->columns) {
    if (column.name == name) found.before = &column;
  }
  for (const ir::Column& column : after_->columns) {
    if (lineage_->column_before(after_->key(), column.name) == name) found.after = &column;
  }
  return found;
}

std::vector<StayingTable::Column> StayingTable::columns(
    const std::vector<std::string>& names) const {
  std::vector<Column> found;
  for (const std::string& name : names) found.push_back(column(name));
  return found;
}

std::vector<StayingTable::Column> StayingTable::key(const std::set<std::string>& changed) const {
  for (const std::vector<std::string>& names : candidates(*before_, step_->before)) {
    const bool stays = std::ranges::all_of(names, [&](const std::string& name) {
      return rollback::why_no_key(column(name), changed.contains(name)).empty();
    });
    if (stays) return columns(names);
  }
  return {};
}

std::string StayingTable::why_no_key(const std::set<std::string>& changed) const {
  const auto keys = candidates(*before_, step_->before);
  for (const std::string& name : keys.empty() ? std::vector<std::string>() : keys.front()) {
    const std::string why = rollback::why_no_key(column(name), changed.contains(name));
    if (!why.empty()) return "column " + base::quote_ident(name) + " of its key " + why;
  }
  return "it has no key";
}

std::optional<std::vector<StayingTable::Column>> StayingTable::rest(const std::string& but) const {
  std::vector<Column> found;
  for (const ir::Column& before : before_->columns) {
    const Column both = column(before.name);
    if (!both.after || before.name == but) continue;
    if (!(both.after->type == before.type) || !can_be_compared(before)) return std::nullopt;
    found.push_back(both);
  }
  return found;
}

std::optional<std::vector<ir::Trigger>> StayingTable::triggers() const {
  std::vector<ir::Trigger> found;
  for (const catalog::Dependent& d : catalog::dependents(step_->after, {after_->key(), ""})) {
    const auto* now = step_->after.get<ir::Trigger>(d.key);
    if (!now || !now->on_update || now->enabled == 'D' || now->enabled == 'R') continue;
    const std::optional<ir::Key> key = lineage_->before(d.key);
    const auto* then = key ? step_->before.get<ir::Trigger>(*key) : nullptr;
    ir::Trigger same = *now;
    same.schema = before_->schema;
    same.table = before_->name;
    if (!then || !(*then == same)) return std::nullopt;
    found.push_back(same);
  }
  return found;
}

}  // namespace pggit::rollback
