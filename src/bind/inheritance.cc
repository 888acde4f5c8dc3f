#include "bind/inheritance.h"

#include <algorithm>

#include "bind/foreign.h"
#include "catalog/apply.h"
#include "catalog/diff_plan.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"

namespace pggit::bind {
namespace {

using catalog::find_named;

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

const ir::Table* parent_or_refuse(const sql::Node& range, Binding& binding) {
  if (binding.is_temporary(range)) {
    binding.refuse("cannot inherit from temporary relation " + quoted(spelled(range)));
    return nullptr;
  }
  const ir::Table* parent = binding.table_or_refuse(range);
  if (!parent) return nullptr;
  if (parent->partition_by)
    binding.refuse("cannot inherit from partitioned table " + quoted(parent->name));
  if (parent->partition_of) binding.refuse("cannot inherit from partition " + quoted(parent->name));
  return binding.refused() ? nullptr : parent;
}

// --- CREATE TABLE -------------------------------------------------------------------------------

// Two parents have the column. A default on which they differ must be said by the child.
void merge_parents_column(ir::Column& have, const ir::Column& other, Binding& binding,
                          TableDraft& draft) {
  const std::string column = "inherited column " + quoted(have.name);
  if (have.type != other.type) return binding.refuse(column + " has a type conflict");
  if (have.collation != other.collation)
    return binding.refuse(column + " has a collation conflict");
  if (have.storage != other.storage || have.compression != other.compression)
    return binding.refuse(column + " has a storage parameter conflict");
  if (!catalog::same(have.generated, other.generated))
    return binding.refuse(column + " has a generation conflict");
  have.not_null |= other.not_null;
  if (!other.default_value || catalog::same(have.default_value, other.default_value)) return;
  if (have.default_value) draft.conflicting_defaults.push_back(have.name);
  have.default_value = other.default_value;
}

void add_parents_column(const ir::Column& from, const ir::Key& parent, Binding& binding,
                        TableDraft& draft) {
  ir::Column column = inherited_column(from, parent, draft.table.key());
  if (ir::Column* have = find_named(draft.table.columns, column.name))
    return merge_parents_column(*have, column, binding, draft);
  draft.table.columns.push_back(std::move(column));
}

void add_parents_check(const ir::Constraint& from, const ir::Key& parent, Binding& binding,
                       TableDraft& draft) {
  ir::Constraint check = inherited_constraint(from, parent, draft.table.key());
  check.validated = true;
  if (const ir::Constraint* have = find_named(draft.table.constraints, check.name)) {
    if (!catalog::same(*have->check, *check.check))
      binding.refuse("check constraint name " + quoted(check.name) +
                     " appears multiple times but with different expressions");
    return;
  }
  draft.taken.pending_constraints.push_back(check.name);
  draft.table.constraints.push_back(std::move(check));
}

void merge_own_column(ir::Column& have, const ir::Column& own, Binding& binding) {
  const std::string column = "column " + quoted(have.name);
  if (have.type != own.type) return binding.refuse(column + " has a type conflict");
  if (have.collation != own.collation) return binding.refuse(column + " has a collation conflict");
  if (have.generated || own.generated)
    return binding.refuse(column + " is a generated one on one side");
  if (!own.storage.empty() || !own.compression.empty())
    return binding.refuse(column + " of a parent is given a storage of its own");
  have.local = true;
  have.not_null |= own.not_null;
  have.identity = own.identity;
  have.comment = own.comment;
  have.foreign_options = own.foreign_options;
  if (own.identity) have.default_value.reset();
  if (own.default_value) have.default_value = own.default_value;
}

// --- ALTER TABLE --------------------------------------------------------------------------------

bool has_children(const Part& part, const Binding& binding) {
  return !catalog::children_of(binding.now(), part.key).empty();
}

bool has_partitions(const Part& part, const Binding& binding) {
  return !catalog::partitions_of(binding.now(), part.key).empty();
}

const ir::Constraint* find_constraint(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  return table ? find_named(table->constraints, part.column) : nullptr;
}

bool refuse(Binding& binding, std::string why) {
  binding.refuse(std::move(why));
  return true;
}

}  // namespace

ir::Column inherited_column(const ir::Column& from, const ir::Key& parent, const ir::Key& own) {
  ir::Column column = from;
  column.inherited = true;
  column.local = false;
  column.identity.reset();
  column.statistics.reset();
  column.options.clear();
  column.comment.reset();
  column.grants.clear();
  column.foreign_options.clear();
  for (std::optional<ir::Expression>* text : {&column.default_value, &column.generated}) {
    if (*text) *text = catalog::moved_to(**text, parent, own);
  }
  return column;
}

ir::Constraint inherited_constraint(ir::Constraint constraint, const ir::Key& parent,
                                    const ir::Key& own) {
  constraint.inherited = true;
  constraint.local = false;
  constraint.comment.reset();
  if (constraint.check) constraint.check = catalog::moved_to(*constraint.check, parent, own);
  return constraint;
}

void draft_parents(const std::vector<sql::Node>& parents, Binding& binding, TableDraft& draft) {
  for (const sql::Node& range : parents) {
    const ir::Table* parent = parent_or_refuse(range, binding);
    if (!parent) return;
    const ir::RelationName name{parent->schema, parent->name};
    if (std::ranges::find(draft.table.inherits, name) != draft.table.inherits.end())
      return binding.refuse("relation " + quoted(parent->name) +
                            " would be inherited from more than once");
    draft.table.inherits.push_back(name);
    for (const ir::Column& column : parent->columns) {
      if (may_hide_compression(*parent, column, binding))
        return binding.refuse("the compression of foreign table columns is not known");
      add_parents_column(column, parent->key(), binding, draft);
    }
    for (const ir::Constraint& c : parent->constraints) {
      if (catalog::is_inheritable(c)) add_parents_check(c, parent->key(), binding, draft);
    }
  }
  draft.parents_columns = draft.table.columns.size();
}

void merge_own_columns(Binding& binding, TableDraft& draft) {
  std::vector<ir::Column>& columns = draft.table.columns;
  std::vector<ir::Column> own(columns.begin() + std::ptrdiff_t(draft.parents_columns),
                              columns.end());
  columns.resize(draft.parents_columns);
  for (ir::Column& column : own) {
    ir::Column* have = find_named(columns, column.name);
    if (have && have->inherited && !have->local) {
      if (column.default_value || column.identity)
        std::erase(draft.conflicting_defaults, column.name);
      merge_own_column(*have, column, binding);
    } else {
      columns.push_back(std::move(column));
    }
  }
  if (!draft.conflicting_defaults.empty())
    binding.refuse("column " + quoted(draft.conflicting_defaults.front()) +
                   " inherits conflicting default values");
}

void merge_own_constraints(std::vector<ir::Constraint> own, Binding& binding, TableDraft& draft) {
  for (ir::Constraint& constraint : own) {
    ir::Constraint* have = find_named(draft.table.constraints, constraint.name);
    if (!have) {
      draft.table.constraints.push_back(std::move(constraint));
    } else if (have->inherited && !have->local && constraint.check && !constraint.no_inherit &&
               catalog::same(*have->check, *constraint.check)) {
      // Of a partition it stays its parent's (MergeWithExistingConstraint in heap.c).
      have->local = !draft.table.partition_of;
      if (constraint.comment) have->comment = std::move(constraint.comment);
    } else {
      binding.refuse("constraint " + quoted(constraint.name) + " for relation " +
                     quoted(draft.table.name) + " already exists");
    }
  }
}

void alter_inherit(const Part& part, Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return binding.refuse(quoted(part.key.name) + " is not a table");
  if (table->partition_of) return binding.refuse("cannot change inheritance of a partition");
  if (table->partition_by) return binding.refuse("cannot change inheritance of partitioned table");
  const bool joins = part.command.str("subtype") == "AT_AddInherit";
  const ir::Table* parent = joins ? parent_or_refuse(part.command["def"], binding)
                                  : binding.table_or_refuse(part.command["def"]);
  if (parent) binding.emit(ir::SetInherit{part.key, {parent->schema, parent->name}, joins});
}

bool is_bound_by_family(const Part& part, std::string_view verb, Binding& binding) {
  const ir::Column* column = find_column(part, binding);
  if (column && column->inherited)
    return refuse(binding,
                  "cannot " + std::string(verb) + " inherited column " + quoted(part.column));
  if (!part.only) return false;
  if (has_partitions(part, binding))
    return refuse(binding, "cannot do that to only the partitioned table when partitions exist");
  if (verb != "drop" && has_children(part, binding))
    return refuse(binding, "inherited column " + quoted(part.column) +
                               " must be changed in child tables too");
  return false;
}

bool is_constraint_bound_by_family(const Part& part, std::string_view verb, Binding& binding) {
  const ir::Constraint* constraint = find_constraint(part, binding);
  if (!constraint) return false;
  if (constraint->inherited)
    return refuse(binding, "cannot " + std::string(verb) + " inherited constraint " +
                               quoted(part.column) + " of relation " + quoted(part.key.name));
  const auto shared = catalog::with_check_from_elsewhere(binding.now(), part.key, part.column);
  if (verb == "rename" && shared)
    return refuse(binding, "cannot rename inherited constraint " + quoted(part.column) +
                               " of relation " + quoted(shared->name));
  if (!part.only) return false;
  if (has_partitions(part, binding))
    return refuse(binding, "cannot do that to only the partitioned table when partitions exist");
  if (verb != "drop" && catalog::is_inheritable(*constraint) && has_children(part, binding))
    return refuse(binding, "constraint must be changed in child tables too");
  return false;
}

bool is_shared_below(const Part& part, std::string_view verb, Binding& binding) {
  const std::optional<ir::Key> shared =
      catalog::with_column_from_elsewhere(binding.now(), part.key, part.column);
  if (!shared) return false;
  return refuse(binding, "cannot " + std::string(verb) + " inherited column " +
                             quoted(part.column) + " of relation " + quoted(shared->name));
}

std::vector<ir::Key> children_that_lose(const Part& part, const Binding& binding) {
  std::vector<ir::Key> below = catalog::children_below(binding.now(), part.key);
  if (below.empty()) return below;
  const auto after =
      catalog::apply(ir::DropColumn{part.key, part.column, part.only}, binding.now());
  if (!after) return {};
  std::erase_if(below, [&](const ir::Key& key) {
    return find_column({key, {}, part.column}, binding) == nullptr ||
           std::ranges::find(after->get<ir::Table>(key)->columns, part.column, &ir::Column::name) !=
               after->get<ir::Table>(key)->columns.end();
  });
  std::ranges::reverse(below);
  return below;
}

}  // namespace pggit::bind
