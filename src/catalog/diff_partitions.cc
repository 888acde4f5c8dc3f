// Partitions in a diff: rows stay where they are, so a partition is attached and detached.
//
// What PostgreSQL makes on the partitions of a table by itself it takes over where it is there already. So the parts
// of partitions come first, under their own names, and the parent's after them; columns go down from the parent alone.
#include <algorithm>

#include "catalog/diff_steps.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

const ir::Column* column_named(const ir::Table* table, const std::string& name) {
  if (!table) return nullptr;
  const auto at = std::ranges::find(table->columns, name, &ir::Column::name);
  return at == table->columns.end() ? nullptr : &*at;
}

bool stays_partition(const Plan& plan, const ir::Index& index) {
  const ir::Key key{ir::Kind::Table, index.schema, index.table, ""};
  const auto* before = plan.from->get<ir::Table>(key);
  const auto* after = plan.to->get<ir::Table>(key);
  return before && after && before->partition_of && after->partition_of &&
         parent_of(*before) == parent_of(*after);
}

bool is_made_anew(const Plan& plan, const ir::Key& key) {
  const auto fate = plan.fates.find(key);
  return fate != plan.fates.end() && fate->second != Fate::Change;
}

}  // namespace

Action attach_action(const ir::Table& table, const Catalog& to) {
  Action action{Phase::AttachPartition, {{ir::Replace{table}, {}, ""}}, {}, {}, {}, {}};
  const ir::Key parent = parent_of(table);
  action.needs = {resource(parent, ""), resource(table.key(), "")};
  for (const ir::Column& column : table.columns) {
    action.needs.push_back(resource(parent, column.name));
    action.needs.push_back(resource(table.key(), column.name));
  }
  for (const ir::Constraint& c : table.constraints)
    action.needs.push_back(constraint_name(table.key(), c.name));
  for (const ir::Key& index : indexes_of(to, table.key()))
    action.needs.push_back(relation_name(index.schema, index.name));
  return action;
}

Action detach_action(ir::Table table, const Catalog& from) {
  std::vector<Resource> releases{resource(parent_of(table), ""), resource(table.key(), "")};
  for (const ir::Key& below : partitions_below(from, table.key()))
    releases.push_back(resource(below, ""));
  table.partition_of->bound = {};
  Action action{Phase::DetachPartition, {{ir::Replace{std::move(table)}, {}, ""}}, {}, {}, {}, {}};
  action.releases = std::move(releases);
  return action;
}

std::vector<Resource> made_on_partitions(const ir::Key& table, const ir::Constraint& constraint,
                                         const Catalog& to) {
  std::vector<Resource> made;
  for (const ir::Key& partition : partitions_of(to, table)) {
    const ir::Constraint* copy = partition_copy(*to.get<ir::Table>(partition), constraint);
    if (copy) made.push_back(constraint_name(partition, copy->name));
  }
  return made;
}

std::vector<Resource> copies_on_partitions(const ir::Object& object, const Catalog& catalog) {
  std::vector<ir::Key> keys;
  if (const auto* index = std::get_if<ir::Index>(&object)) keys = attached_indexes(catalog, *index);
  if (const auto* trigger = std::get_if<ir::Trigger>(&object))
    keys = trigger_copies(catalog, *trigger);
  std::vector<Resource> copies;
  for (const ir::Key& key : keys) {
    append(copies, made_by(*catalog.find(key)));
    append(copies, copies_on_partitions(*catalog.find(key), catalog));
  }
  return copies;
}

std::vector<Resource> partitions_referred_to(const ir::Object& object, const Catalog& catalog) {
  std::vector<Resource> partitions;
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return partitions;
  for (const ir::Constraint& constraint : table->constraints) {
    if (!constraint.foreign) continue;
    const ir::Key to{ir::Kind::Table, constraint.foreign->schema, constraint.foreign->table, ""};
    const bool is_own = to == table->key() || (table->partition_of && to == parent_of(*table));
    for (const ir::Key& key : is_own ? std::vector<ir::Key>() : partitions_below(catalog, to))
      partitions.push_back(resource(key, ""));
  }
  return partitions;
}

FromParent::FromParent(const Plan& plan, const TablePlan& table) {
  const auto& before = table.before->partition_of;
  const auto& after = table.after->partition_of;
  if (!before || !after || before->schema != after->schema || before->table != after->table) return;
  is_partition_ = true;
  parent_ = parent_of(*table.after);
  own_ = table.after->key();
  before_ = plan.from->get<ir::Table>(parent_);
  after_ = plan.to->get<ir::Table>(parent_);
}

bool FromParent::sets_not_null(const ir::Column& after) const {
  const ir::Column* was = column_named(before_, after.name);
  const ir::Column* is = column_named(after_, after.name);
  return was && is && was->not_null != is->not_null && is->not_null == after.not_null;
}

bool FromParent::sets_default(const ir::Column& after) const {
  const ir::Column* was = column_named(before_, after.name);
  const ir::Column* is = column_named(after_, after.name);
  if (!was || !is || same(was->default_value, is->default_value)) return false;
  std::optional<ir::Expression> value = is->default_value;
  if (value) value = moved_to(*value, parent_, own_);
  return same(value, after.default_value);
}

bool gets_attached(const Plan& plan, const ir::Index& before, const ir::Index& after) {
  const ir::Key parent{ir::Kind::Index, after.parent_schema, after.parent, ""};
  return before.parent.empty() && plan.from->find(parent) && !is_made_anew(plan, parent) &&
         stays_partition(plan, after);
}

bool is_let_go(const Plan& plan, const ir::Index& before, const ir::Index& after) {
  const bool other = before.parent != after.parent || before.parent_schema != after.parent_schema;
  return !before.parent.empty() && other && stays_partition(plan, before);
}

bool becomes_valid(const Plan& plan, const ir::Index& before, ir::Index after) {
  if (before.valid || !after.valid) return false;
  const std::vector<ir::Key> attached = attached_indexes(*plan.to, after);
  after.valid = false;
  return can_change(before, after) && std::ranges::any_of(attached, [&](const ir::Key& key) {
           const auto* was = plan.from->get<ir::Index>(key);
           return was && (gets_attached(plan, *was, *plan.to->get<ir::Index>(key)) ||
                          becomes_valid(plan, *was, *plan.to->get<ir::Index>(key)));
         });
}

void set_copies_apart(const Catalog& to, const ir::Trigger& trigger, std::vector<DiffStep>& steps) {
  for (const ir::Key& key : trigger_copies(to, trigger)) {
    const ir::Trigger& copy = *to.get<ir::Trigger>(key);
    if (copy.enabled != trigger.enabled)
      steps.push_back({ir::SetTriggerState{key, copy.enabled, true}, RowLoss::None, ""});
    set_copies_apart(to, copy, steps);
  }
}

}  // namespace pggit::catalog
