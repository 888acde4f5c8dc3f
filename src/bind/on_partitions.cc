// What statements on a partitioned table make on its partitions.
#include <algorithm>

#include "base/text.h"
#include "bind/partitions.h"
#include "catalog/dependencies.h"
#include "catalog/named.h"
#include "catalog/partitions.h"

namespace pggit::bind {
namespace {

bool is_key(const ir::Constraint& c) {
  return c.kind == ir::ConstraintKind::Primary || c.kind == ir::ConstraintKind::Unique;
}

std::vector<std::string> columns_of(const ir::Index& index) {
  std::vector<std::string> columns;
  for (const ir::IndexKey& key : index.keys) columns.push_back(key.column);
  return columns;
}

bool has_key_like(const ir::Table& partition, const ir::Index& index) {
  return index.unique && std::ranges::any_of(partition.constraints, [&](const auto& c) {
           return is_key(c) && c.columns == columns_of(index);
         });
}

// CompareIndexInfo minds neither the order of a key nor whether the index is valid.
ir::Index as_compared(ir::Index index) {
  index.valid = true;
  for (ir::IndexKey& key : index.keys) key.descending = key.nulls_first = false;
  return index;
}

// The indexes of the partition that PostgreSQL may attach instead of making one: they fit and are attached to none.
std::vector<ir::Key> indexes_that_fit(const ir::Key& partition, const ir::Index& index,
                                      const Binding& binding) {
  std::vector<ir::Key> fits;
  for (const ir::Key& key : catalog::indexes_of(binding.now(), partition)) {
    const ir::Index& own = *binding.get<ir::Index>(key);
    if (own.parent.empty() && catalog::is_partition_copy(as_compared(own), as_compared(index)))
      fits.push_back(key);
  }
  return fits;
}

// Whether the partition's own index becomes that of its parent's. Which of several that fit is a matter of age; one that is
// not valid, or of another order, makes of the parent's what we do not say.
bool takes_over(const ir::Key& partition, const ir::Index& copy, Binding& binding) {
  const std::vector<ir::Key> fits = indexes_that_fit(partition, copy, binding);
  if (has_key_like(*binding.get<ir::Table>(partition), copy) || fits.size() > 1 ||
      (fits.size() == 1 && !catalog::is_partition_copy(*binding.get<ir::Index>(fits[0]), copy))) {
    binding.refuse("an index of a partition may be taken for that of its parent");
    return true;
  }
  if (fits.empty()) return false;
  ir::Index taken = *binding.get<ir::Index>(fits[0]);
  taken.parent_schema = copy.parent_schema;
  taken.parent = copy.parent;
  binding.emit(ir::Replace{std::move(taken)});
  return true;
}

ir::Index copy_of(const ir::Index& index, const ir::Key& partition) {
  const ir::Key from{ir::Kind::Table, index.schema, index.table, ""};
  ir::Index copy = index;
  copy.parent_schema = index.schema;
  copy.parent = index.name;
  copy.schema = partition.schema;
  copy.table = partition.name;
  copy.comment.reset();
  for (ir::IndexKey& key : copy.keys) {
    key.statistics.reset();
    if (key.expression) key.expression = catalog::moved_to(*key.expression, from, partition);
  }
  if (copy.where) copy.where = catalog::moved_to(*copy.where, from, partition);
  return copy;
}

std::string key_name_on(const ir::Key& partition, const ir::Constraint& key,
                        const Binding& binding) {
  const TakenNames taken{&binding.now(), partition.schema, {}, {}};
  if (key.kind == ir::ConstraintKind::Primary)
    return choose_relation_name(taken, partition.name, "", "pkey", true);
  std::vector<std::string> columns = key.columns;
  columns.insert(columns.end(), key.include.begin(), key.include.end());
  return choose_relation_name(taken, partition.name, index_name_addition(columns), "key", true);
}

// Why ATExecAttachPartitionIdx refuses; empty: it does not.
std::string why_not_attached(const ir::Index& index, const ir::Index& parent,
                             const catalog::Catalog& catalog) {
  if (!index.parent.empty()) return "it is already attached to another index";
  const auto* table = catalog.get<ir::Table>({ir::Kind::Table, index.schema, index.table, ""});
  const bool is_partition = table && table->partition_of &&
                            table->partition_of->schema == parent.schema &&
                            table->partition_of->table == parent.table;
  if (!is_partition) return "its table is no partition of the other's";
  if (!catalog::is_partition_copy(as_compared(index), as_compared(parent)))
    return "the index definitions do not match";
  const std::vector<ir::Key> attached = catalog::attached_indexes(catalog, parent);
  const bool has_one = std::ranges::any_of(attached, [&](const ir::Key& other) {
    return other.schema == index.schema && catalog.get<ir::Index>(other)->table == index.table;
  });
  return has_one ? "another index is already attached for its table" : "";
}

constexpr char kBelow[] = "what it does on the partitions is not predicted yet";

class Gate {
 public:
  explicit Gate(const catalog::Catalog& catalog) : catalog_(catalog) {}

  std::string operator()(const ir::Rename& op) const { return has_copies(op.key) ? kBelow : ""; }
  std::string operator()(const ir::AddConstraint& op) const {
    return op.using_index.empty() ? "" : below(op.table);
  }
  std::string operator()(const ir::DropColumn& op) const {
    for (const ir::Key& partition : catalog::partitions_below(catalog_, op.table)) {
      for (const catalog::Dependent& d : catalog::dependents(catalog_, {partition, op.column})) {
        if (!d.automatic) return "something stands on the column of a partition";
      }
    }
    return "";
  }
  std::string operator()(const ir::AddColumn& op) const {
    return op.column.identity ? below(op.table) : "";
  }
  // Copies are named by age, and names of the parent's are anybody's: which belongs to which nobody wrote down.
  std::string operator()(const ir::DropConstraint& op) const {
    const ir::Table* table = catalog_.get<ir::Table>(op.table);
    const ir::Constraint* dropped =
        table ? catalog::find_named(table->constraints, op.constraint) : nullptr;
    const bool has_twin = dropped && !dropped->check &&
                          std::ranges::count_if(table->constraints, [&](const ir::Constraint& c) {
                            return catalog::is_partition_copy(c, *dropped);
                          }) > 1;
    return has_twin && !catalog::partitions_of(catalog_, op.table).empty()
               ? "which of several copies that say the same goes with it"
               : "";
  }
  std::string operator()(const ir::Move& op) const { return below(op.key); }
  std::string operator()(const ir::SetIdentity& op) const { return below(op.table); }
  // Of indexes that are made anew the comments on partitions get mixed up (PostgreSQL's alter_table test says so itself).
  std::string operator()(const ir::SetColumnType& op) const {
    const std::vector<ir::Key> below = catalog::partitions_below(catalog_, op.table);
    const auto says = [&](const ir::Key& key) { return has_commented_index(key, op.column); };
    const bool mixes = !below.empty() && (says(op.table) || std::ranges::any_of(below, says));
    return mixes ? "which comments the indexes of partitions keep" : "";
  }
  std::string operator()(const ir::ValidateConstraint& op) const {
    const ir::Table* table = catalog_.get<ir::Table>(op.table);
    const bool is_check =
        table && std::ranges::any_of(table->constraints, [&](const ir::Constraint& c) {
          return c.name == op.constraint && c.check;
        });
    return is_check ? "" : below(op.table);
  }
  std::string operator()(const auto&) const { return ""; }

 private:
  std::string below(const ir::Key& table) const {
    return catalog::partitions_of(catalog_, table).empty() ? "" : kBelow;
  }
  bool has_commented_index(const ir::Key& table, const std::string& column) const {
    for (const catalog::Dependent& d : catalog::dependents(catalog_, {table, column})) {
      const auto* index = catalog_.get<ir::Index>(d.key);
      if (index && index->comment) return true;
      const auto* own =
          d.part == catalog::Dependent::Part::Constraint ? catalog_.get<ir::Table>(d.key) : nullptr;
      const ir::Constraint* key = own ? catalog::find_named(own->constraints, d.name) : nullptr;
      if (key && (key->comment || key->index_comment)) return true;
    }
    return false;
  }
  bool has_copies(const ir::Key& key) const {
    const ir::Trigger* trigger = catalog_.get<ir::Trigger>(key);
    return trigger && !catalog::trigger_copies(catalog_, *trigger).empty();
  }

  const catalog::Catalog& catalog_;
};

}  // namespace

void emit_index(ir::Index index, const std::string& addition, Binding& binding) {
  const ir::Key table{ir::Kind::Table, index.schema, index.table, ""};
  for (const ir::Key& partition : catalog::partitions_of(binding.now(), table)) {
    // It has none, and none that is unique can be there then.
    if (binding.get<ir::Table>(partition)->foreign && !index.unique) continue;
    ir::Index copy = copy_of(index, partition);
    if (takes_over(partition, copy, binding)) continue;
    const TakenNames taken{&binding.now(), partition.schema, {index.name}, {}};
    copy.name = choose_relation_name(taken, partition.name, addition, "idx", false);
    emit_index(std::move(copy), addition, binding);
  }
  binding.emit(ir::Create{std::move(index)});
}

void emit_constraint(const ir::Key& table, ir::Constraint constraint, Binding& binding) {
  for (const ir::Key& partition : catalog::partitions_of(binding.now(), table)) {
    const ir::Table& own = *binding.get<ir::Table>(partition);
    ir::Constraint copy = constraint;
    copy.inherited = true;
    copy.local = false;
    copy.comment.reset();
    if (copy.check) copy.check = catalog::moved_to(*copy.check, table, partition);
    const bool is_there = std::ranges::find(own.constraints, copy.name, &ir::Constraint::name) !=
                          own.constraints.end();
    if (is_there || catalog::partition_copy(own, copy))
      return binding.refuse("a constraint of a partition may be taken for that of its parent");
    if (is_key(copy)) copy.name = key_name_on(partition, copy, binding);
    emit_constraint(partition, std::move(copy), binding);
  }
  binding.emit(ir::AddConstraint{table, std::move(constraint), ""});
}

void emit_trigger(ir::Trigger trigger, Binding& binding) {
  const ir::Key table{ir::Kind::Table, trigger.schema, trigger.table, ""};
  const bool copied = trigger.for_each_row;
  binding.emit(ir::Create{trigger});
  if (!copied) return;
  for (const ir::Key& partition : catalog::partitions_of(binding.now(), table)) {
    ir::Trigger copy = trigger;
    copy.schema = partition.schema;
    copy.table = partition.name;
    copy.inherited = true;
    if (copy.when) copy.when = catalog::moved_to(*copy.when, table, partition);
    emit_trigger(std::move(copy), binding);
  }
}

void attach_index(const ir::Key& to, const sql::Node& range, Binding& binding) {
  const std::optional<ir::Key> key = binding.relation(range);
  const ir::Index* attached = key ? binding.get<ir::Index>(*key) : nullptr;
  const ir::Index& parent = *binding.get<ir::Index>(to);
  if (!attached) return binding.refuse("the index of a constraint is attached");
  if (attached->parent == parent.name && attached->parent_schema == parent.schema)
    return binding.no_effect("it is attached already");
  if (const std::string why = why_not_attached(*attached, parent, binding.now()); !why.empty())
    return binding.refuse("cannot attach index \"" + attached->name +
                          "\" as a partition of index \"" + parent.name + "\": " + why);
  ir::Index own = *attached;
  own.parent_schema = parent.schema;
  own.parent = parent.name;
  binding.emit(ir::Replace{std::move(own)});
}

void replace_trigger(const ir::Trigger& trigger, Binding& binding) {
  binding.emit(ir::Replace{trigger});
  if (!trigger.for_each_row) return;
  const ir::Key table{ir::Kind::Table, trigger.schema, trigger.table, ""};
  for (const ir::Key& key : catalog::trigger_copies(binding.now(), trigger)) {
    const ir::Trigger& own = *binding.get<ir::Trigger>(key);
    ir::Trigger copy = trigger;
    copy.schema = own.schema;
    copy.table = own.table;
    copy.inherited = true;
    copy.comment = own.comment;
    if (copy.when)
      copy.when =
          catalog::moved_to(*copy.when, table, {ir::Kind::Table, own.schema, own.table, ""});
    replace_trigger(copy, binding);
  }
}

std::string unpredicted_on_partitions(const ir::Op& op, const catalog::Catalog& catalog) {
  return std::visit(Gate(catalog), op);
}

}  // namespace pggit::bind
