#include "catalog/diff.h"

#include <algorithm>

#include "catalog/apply.h"
#include "catalog/apply_ops.h"
#include "catalog/compare.h"
#include "catalog/diff_steps.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"

namespace pggit::catalog {
namespace {

void add_renamed_indexes(const Plan& plan, std::vector<Action>& out) {
  for (const auto& [from, to] : plan.renamed_indexes) {
    Action action{Phase::Rename, {{ir::Rename{from, to.name}, RowLoss::None, ""}}, {}, {}, {}, {}};
    action.drops.push_back(relation_name(from.schema, from.name));
    action.makes.push_back(relation_name(to.schema, to.name));
    out.push_back(std::move(action));
    add_comment_action(to, "", "", plan.from->get<ir::Index>(from)->comment,
                       plan.to->get<ir::Index>(to)->comment, out);
  }
}

std::vector<Action> actions_of(const Plan& plan) {
  std::vector<Action> actions;
  for (const auto& [key, fate] : plan.fates) add_object_actions(plan, key, fate, actions);
  for (const auto& [key, table] : plan.tables) add_table_actions(plan, key, table, actions);
  add_renamed_indexes(plan, actions);
  return actions;
}

std::vector<std::string> column_names(const ir::Table& table) {
  std::vector<std::string> names;
  for (const ir::Column& column : table.columns) names.push_back(column.name);
  return names;
}

std::vector<ir::Key> with_partitions(const Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> all = partitions_below(catalog, table);
  all.push_back(table);
  return all;
}

// Where tables inherit, what becomes of their columns is found out by doing it.
bool family_order_differs(const Plan& plan, const std::vector<DiffStep>& steps) {
  Catalog now = *plan.from;
  for (const DiffStep& step : steps) {
    base::Result<Catalog> after = pggit::catalog::apply(step.op, now);
    if (!after) return false;  // verify_diff() says so
    now = *std::move(after);
  }
  return std::ranges::any_of(plan.fates, [&](const auto& item) {
    const ir::Table* made = now.get<ir::Table>(item.first);
    const ir::Table* wanted = plan.to->get<ir::Table>(item.first);
    return made && wanted && column_names(*made) != column_names(*wanted);
  });
}

bool has_family(const Plan& plan) {
  return std::ranges::any_of(plan.fates, [&](const auto& item) {
    return is_in_family(*plan.from, item.first) || is_in_family(*plan.to, item.first);
  });
}

// Where columns that are dropped and added leave a table that is in both.
bool order_differs(const Plan& plan, const std::vector<DiffStep>& steps) {
  if (has_family(plan)) return family_order_differs(plan, steps);
  std::map<ir::Key, std::vector<std::string>> orders;
  for (const auto& [key, table] : plan.tables) orders[key] = column_names(*table.before);
  for (const DiffStep& step : steps) {
    if (const auto* drop = std::get_if<ir::DropColumn>(&step.op)) {
      for (const ir::Key& key : with_partitions(*plan.from, drop->table))
        std::erase(orders[key], drop->column);
    } else if (const auto* add = std::get_if<ir::AddColumn>(&step.op)) {
      for (const ir::Key& key : with_partitions(*plan.from, add->table))
        orders[key].push_back(add->column.name);
    }
  }
  return std::ranges::any_of(plan.tables, [&](const auto& item) {
    return orders[item.first] != column_names(*item.second.after);
  });
}

ir::Object in_column_order(const ir::Object& object) {
  ir::Object sorted = object;
  if (auto* table = std::get_if<ir::Table>(&sorted)) {
    std::ranges::sort(table->columns, {}, &ir::Column::name);
  }
  return sorted;
}

// The first object that is not as it should be, in words.
std::string first_difference(const Catalog& expected, const Catalog& found, bool any_column_order) {
  for (const Catalog::Change& change : Catalog::changes(expected, found)) {
    if (!change.before) return ir::to_text(change.key) + " should not be there";
    if (!change.after) return ir::to_text(change.key) + " is missing";
    ir::Object a = change.before->object;
    ir::Object b = change.after->object;
    if (any_column_order) {
      a = in_column_order(a);
      b = in_column_order(b);
    }
    if (object_hash(a) == object_hash(b) || says_the_same(a, b)) continue;
    const std::vector<Difference> fields = compare(a, b);
    const std::string where = fields.empty() ? ""
                                             : ": " + fields[0].field + " should be " +
                                                   fields[0].before + ", is " + fields[0].after;
    return ir::to_text(change.key) + " comes out otherwise" + where;
  }
  return "";
}

}  // namespace

Diff diff(const Catalog& from, const Catalog& to, const RenameHints& hints) {
  Diff result;
  const Catalog renamed = apply_renames(from, to, hints, result.steps);
  const Catalog all_but_access = with_access_of(to, renamed);
  const Plan plan = make_plan(renamed, all_but_access);
  std::vector<DiffStep> steps = in_order(actions_of(plan));
  result.column_order_differs = order_differs(plan, steps);
  add_mark_steps(renamed, all_but_access, steps);
  result.steps.insert(result.steps.end(), steps.begin(), steps.end());
  if (has_access_to_give(all_but_access, to, steps))
    add_access_steps(renamed, to, steps, result.steps);
  return result;
}

bool equal_but_for_column_order(const Catalog& a, const Catalog& b) {
  return first_difference(a, b, true).empty();
}

base::Result<void> verify_diff(const Catalog& from, const Catalog& to, const Diff& diff) {
  Catalog now = from;
  for (const DiffStep& step : diff.steps) {
    base::Result<Catalog> after = pggit::catalog::apply(step.op, now);
    if (!after) return refuse(ir::op_name(step.op) + ": " + after.error().message);
    now = *std::move(after);
  }
  const std::string difference = first_difference(to, now, diff.column_order_differs);
  if (!difference.empty()) return refuse(difference);
  return {};
}

}  // namespace pggit::catalog
