// The operations one by one, and what they share. apply.h is the door.
#pragma once

#include <algorithm>
#include <string>

#include "base/error.h"
#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::catalog {

using Applied = base::Result<Catalog>;

Applied apply_op(const ir::Create& op, const Catalog& catalog);
Applied apply_op(const ir::Drop& op, const Catalog& catalog);
Applied apply_op(const ir::Replace& op, const Catalog& catalog);
Applied apply_op(const ir::Rename& op, const Catalog& catalog);
Applied apply_op(const ir::Move& op, const Catalog& catalog);
Applied apply_op(const ir::SetComment& op, const Catalog& catalog);
Applied apply_op(const ir::SetGrants& op, const Catalog& catalog);
Applied apply_op(const ir::SetOwner& op, const Catalog& catalog);
Applied apply_op(const ir::SetForeignOptions& op, const Catalog& catalog);
Applied apply_op(const ir::SetRowSecurity& op, const Catalog& catalog);
Applied apply_op(const ir::AddColumn& op, const Catalog& catalog);
Applied apply_op(const ir::DropColumn& op, const Catalog& catalog);
Applied apply_op(const ir::RenameColumn& op, const Catalog& catalog);
Applied apply_op(const ir::SetColumnType& op, const Catalog& catalog);
Applied apply_op(const ir::SetDefault& op, const Catalog& catalog);
Applied apply_op(const ir::SetNotNull& op, const Catalog& catalog);
Applied apply_op(const ir::SetIdentity& op, const Catalog& catalog);
Applied apply_op(const ir::DropExpression& op, const Catalog& catalog);
Applied apply_op(const ir::SetColumnAttributes& op, const Catalog& catalog);
Applied apply_op(const ir::SetInherit& op, const Catalog& catalog);
Applied apply_op(const ir::SetTableOptions& op, const Catalog& catalog);
Applied apply_op(const ir::SetUnlogged& op, const Catalog& catalog);
Applied apply_op(const ir::AddConstraint& op, const Catalog& catalog);
Applied apply_op(const ir::DropConstraint& op, const Catalog& catalog);
Applied apply_op(const ir::RenameConstraint& op, const Catalog& catalog);
Applied apply_op(const ir::ValidateConstraint& op, const Catalog& catalog);
Applied apply_op(const ir::AlterConstraint& op, const Catalog& catalog);
Applied apply_op(const ir::SetTriggerState& op, const Catalog& catalog);
Applied apply_op(const ir::SetClustered& op, const Catalog& catalog);
Applied apply_op(const ir::SetReplicaIdentity& op, const Catalog& catalog);
Applied apply_op(const ir::SetOfType& op, const Catalog& catalog);
Applied apply_op(const ir::AddEnumLabel& op, const Catalog& catalog);
Applied apply_op(const ir::RenameEnumLabel& op, const Catalog& catalog);
Applied apply_op(const ir::SetMappings& op, const Catalog& catalog);

// --- shared -------------------------------------------------------------------------------------

[[nodiscard]] std::unexpected<base::Error> refuse(std::string message);
// `relation "app.users" does not exist`, in PostgreSQL's words for the kind.
std::string missing(const ir::Key& key);
std::string already_there(const ir::Key& key);
// Errors: a relation or type of this name is there already (they share PostgreSQL's name spaces).
base::Result<void> require_free(const ir::Key& key, const Catalog& catalog);

// A copy of the object under the key, to be changed and put back. Errors: there is none of that
// kind.
template <class T>
base::Result<T> copy_of(const ir::Key& key, const Catalog& catalog) {
  const T* object = catalog.get<T>(key);
  if (!object) return refuse(missing(key));
  return *object;
}

// As PostgreSQL's messages show a name.
inline std::string quoted(const std::string& name) { return "\"" + name + "\""; }

inline bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// Errors: there is none of that name.
base::Result<ir::Column*> column_of(ir::Table& table, const std::string& name);
base::Result<ir::Constraint*> constraint_of(ir::Table& table, const std::string& name);

// The same operations where what they name as their table is a domain.
Applied apply_to_domain(const ir::SetDefault& op, const Catalog& catalog);
Applied apply_to_domain(const ir::SetNotNull& op, const Catalog& catalog);
Applied apply_to_domain(const ir::AddConstraint& op, const Catalog& catalog);
Applied apply_to_domain(const ir::DropConstraint& op, const Catalog& catalog);
Applied apply_to_domain(const ir::RenameConstraint& op, const Catalog& catalog);
Applied apply_to_domain(const ir::ValidateConstraint& op, const Catalog& catalog);
Applied apply_to_domain(const ir::SetComment& op, const Catalog& catalog);

// The same operations where what they name as their table is a composite type, and as their column an attribute.
Applied apply_to_composite(const ir::AddColumn& op, const Catalog& catalog);
Applied apply_to_composite(const ir::DropColumn& op, const Catalog& catalog);
Applied apply_to_composite(const ir::SetColumnType& op, const Catalog& catalog);
Applied apply_to_composite(const ir::SetComment& op, const Catalog& catalog);

// Replace of a table with `partition_of`: ATTACH PARTITION, or DETACH PARTITION where its bound is empty.
Applied attach_or_detach(const ir::Table& table, const Catalog& catalog);
// What an index of a partition that was attached makes valid: those above whose every partition has a valid one now.
Catalog with_valid_parents(const ir::Index& attached, Catalog catalog);
// A column of a table as a partition or child gets it from there.
ir::Column handed_down(ir::Column column, const ir::Key& parent, const ir::Key& child);
// The default of its column on partitions or children, unless ONLY was said.
Applied set_default_on(const std::vector<ir::Key>& below, const ir::SetDefault& op,
                       Catalog catalog);
// The same, after it was done to a partitioned table, on its partitions.
Applied carry_down(const ir::AddColumn& op, Catalog catalog);
Applied carry_down(const ir::DropColumn& op, Catalog catalog);
Applied carry_down(const ir::RenameColumn& op, Catalog catalog);
Applied carry_down(const ir::SetColumnType& op, Catalog catalog);
Applied carry_down(const ir::DropExpression& op, Catalog catalog);
Applied carry_down(const ir::SetDefault& op, Catalog catalog);
Applied carry_down(const ir::SetNotNull& op, Catalog catalog);
Applied carry_down(const ir::ValidateConstraint& op, Catalog catalog);
Applied carry_down(const ir::DropConstraint& op, const ir::Constraint& dropped, Catalog catalog);
Applied carry_down(const ir::AlterConstraint& op, const ir::Constraint& before, Catalog catalog);
Applied carry_down(const ir::RenameConstraint& op, const ir::Constraint& renamed, Catalog catalog);
// The same, after it was done to a table, on those that inherit from it.
Applied carry_to_children(const ir::AddColumn& op, Catalog catalog);
Applied carry_to_children(const ir::DropColumn& op, Catalog catalog);
Applied carry_to_children(const ir::RenameColumn& op, Catalog catalog);
Applied carry_to_children(const ir::SetColumnType& op, Catalog catalog);
Applied carry_to_children(const ir::SetDefault& op, Catalog catalog);
Applied carry_to_children(const ir::SetNotNull& op, Catalog catalog);
Applied carry_to_children(const ir::DropExpression& op, Catalog catalog);
Applied carry_to_children(const ir::SetColumnAttributes& op, Catalog catalog);
Applied carry_to_children(const ir::AddConstraint& op, Catalog catalog);
Applied carry_to_children(const ir::DropConstraint& op, const ir::Constraint& dropped,
                          Catalog catalog);
Applied carry_to_children(const ir::RenameConstraint& op, const ir::Constraint& renamed,
                          Catalog catalog);
Applied carry_to_children(const ir::ValidateConstraint& op, Catalog catalog);
// Whether a table that adds a check of an inherited one's name makes that one its own too, as PostgreSQL merges them.
bool becomes_local_too(const ir::Constraint& inherited, const ir::Constraint& added,
                       const ir::Key& table);
// Errors: what the table is partitioned by may stand on the column.
base::Result<void> require_not_in_partition_key(const ir::Table& table, const std::string& column);

}  // namespace pggit::catalog
