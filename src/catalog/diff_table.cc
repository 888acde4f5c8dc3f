// Steps within a table that stays.
#include <algorithm>

#include "catalog/access.h"
#include "catalog/conversion.h"
#include "catalog/diff_steps.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"
#include "catalog/retype.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;

bool is_key(const ir::Constraint& c) { return !c.check && !c.foreign; }

// The parts of one version of a table, to be asked what they refer to.
class Parts {
 public:
  explicit Parts(const ir::Table& table) : parts_(parts_of(table)) {}

  const std::vector<Reference>& references(Part part, const std::string& name) const {
    static const std::vector<Reference> kNone;
    for (const PartOf& p : parts_) {
      if (p.part == part && p.name == name) return p.references;
    }
    return kNone;
  }
  std::vector<Resource> resources(Part part, const std::string& name) const {
    return catalog::resources(references(part, name));
  }

 private:
  std::vector<PartOf> parts_;
};

void add_names_of_constraint(const ir::Table& table, const ir::Constraint& c,
                             std::vector<Resource>& out) {
  out.push_back(constraint_name(table.key(), c.name));
  if (!is_key(c)) return;
  out.push_back(relation_name(table.schema, c.name));
  out.push_back(keys_of_table(table.schema, table.name));
}

std::vector<Resource> resources_of_constraint(const ir::Table& table, const ir::Constraint& c) {
  std::vector<Resource> out = Parts(table).resources(Part::Constraint, c.name);
  if (c.foreign) out.push_back(keys_of_table(c.foreign->schema, c.foreign->table));
  return out;
}

class TableActions {
 public:
  TableActions(const Plan& plan, const ir::Key& key, const TablePlan& table,
               std::vector<Action>& out)
      : plan_(plan),
        key_(key),
        table_(table),
        before_(*table.before),
        after_(*table.after),
        parts_before_(before_),
        parts_after_(after_),
        from_parent_(plan, table),
        with_parents_(plan, table),
        out_(out) {}

  void add() {
    for (const std::string& name : table_.dropped_constraints) drop_constraint(name);
    for (const auto& [from, to] : table_.renamed_constraints) rename_constraint(from, to);
    for (const ir::Column& column : before_.columns) {
      if (goes(column.name)) {
        if (!from_parent_.is_partition() && !drops_with_parent(column)) drop_column(column);
      } else {
        alter_column(column, *find_named(after_.columns, column.name));
      }
    }
    for (const ir::Column& column : after_.columns) {
      if (!goes(column.name) && !table_.added_columns.contains(column.name)) continue;
      if (from_parent_.is_partition() || adds_with_parent(column))
        set_column_apart(column);
      else
        add_column(column);
    }
    for (const std::string& name : table_.added_constraints) {
      const ir::Constraint& added = *find_named(after_.constraints, name);
      if (with_parents_.adds(&TablePlan::added_constraints, added)) continue;
      out_.push_back(add_constraint_action(after_, added));
      append(out_.back().needs, made_on_partitions(key_, added, *plan_.to));
      append(out_.back().needs, own_of_children(key_, added.name, *plan_.to));
    }
    for (const ir::Constraint& c : before_.constraints) alter_constraint(c);
    alter_table();
  }

 private:
  bool is_parent() const { return with_parents_.has_children(); }

  // Also for a column of `after` that is made anew.
  bool goes(const std::string& column) const {
    return table_.dropped_columns.contains(column) || table_.remade_columns.contains(column);
  }

  bool drops_with_parent(const ir::Column& column) const {
    return with_parents_.drops(&TablePlan::dropped_columns, column) ||
           with_parents_.drops(&TablePlan::remade_columns, column);
  }
  bool adds_with_parent(const ir::Column& column) const {
    return with_parents_.adds(&TablePlan::added_columns, column) ||
           with_parents_.adds(&TablePlan::remade_columns, column);
  }

  void set_column_apart(const ir::Column& column) {
    for (DiffStep& step : apart_from_parents(after_, column.name, is_parent(), *plan_.to)) {
      if (auto* made = std::get_if<ir::SetIdentity>(&step.op)) give_initial_grants(made->identity);
      add_for_column(Phase::SetDefault, column.name, std::move(step.op));
    }
    const ir::Column given = added_with_parents(after_, column.name, *plan_.to);
    set_attributes(given, column);
    add_comment_action(key_, column.name, "", given.comment, column.comment, out_);
  }

  // A foreign key of the table to itself goes before: it may rest on a key that goes with another column.
  bool goes_with_column(const ir::Constraint& constraint) const {
    if (refers_to(constraint, key_)) return false;
    return std::ranges::any_of(
        parts_before_.references(Part::Constraint, constraint.name), [&](const Reference& r) {
          return r.key == key_ && goes(r.column) && catalog::goes_with_column(constraint, r.column);
        });
  }

  Action& add(Phase phase, ir::Op op, RowLoss loss = RowLoss::None, std::string note = {}) {
    out_.push_back({phase, {{std::move(op), loss, std::move(note)}}, {}, {}, {}, {}});
    return out_.back();
  }

  // A step on a column as it stands after a new type.
  Action& add_for_column(Phase phase, const std::string& column, ir::Op op) {
    Action& action = add(phase, std::move(op));
    action.needs.push_back(resource(key_, column));
    if (is_parent()) action.makes.push_back(settled(key_, column));
    return action;
  }

  void drop_constraint(const std::string& name) {
    const ir::Constraint& c = *find_named(before_.constraints, name);
    if (goes_with_column(c) || (from_parent_.is_partition() && c.inherited) ||
        with_parents_.drops(&TablePlan::dropped_constraints, c))
      return;
    Action& action = add(c.foreign ? Phase::DropForeignKey : Phase::DropConstraint,
                         ir::DropConstraint{key_, name});
    add_names_of_constraint(before_, c, action.drops);
    action.releases = resources_of_constraint(before_, c);
    append(action.releases, own_of_children(key_, name, *plan_.from));
  }

  void rename_constraint(const std::string& from, const std::string& to) {
    const ir::Constraint& before = *find_named(before_.constraints, from);
    const ir::Constraint& after = *find_named(after_.constraints, to);
    const bool by_parent =
        (from_parent_.is_partition() && before.check) || with_parents_.renames(from);
    if (before.inherited && after.inherited && by_parent) return;
    Action& action = add(Phase::Rename, ir::RenameConstraint{key_, from, to});
    action.drops.push_back(constraint_name(key_, from));
    action.makes.push_back(constraint_name(key_, to));
    if (is_key(before)) {
      action.drops.push_back(relation_name(key_.schema, from));
      action.makes.push_back(relation_name(key_.schema, to));
    }
    add_comment_action(key_, "", to, before.comment, after.comment, out_);
    add_comment_action({ir::Kind::Index, key_.schema, to, ""}, "", "", before.index_comment,
                       after.index_comment, out_);
  }

  void drop_column(const ir::Column& column) {
    const bool is_recomputed = table_.remade_columns.contains(column.name) && column.generated;
    Action& action = add(
        Phase::DropColumn, ir::DropColumn{key_, column.name},
        is_recomputed || before_.foreign ? RowLoss::None : RowLoss::Values,
        table_.remade_columns.contains(column.name) ? "drop and create: a generated column" : "");
    action.drops.push_back(resource(key_, column.name));
    if (column.identity)
      action.drops.push_back(relation_name(key_.schema, column.identity->sequence));
    for (const Part part : {Part::Column, Part::Default}) {
      append(action.releases, parts_before_.resources(part, column.name));
    }
    add_what_goes_with(column.name, action);
    std::erase(action.releases, resource(key_, column.name));
    append(action.releases, own_of_children(key_, column.name, *plan_.from));
  }

  void add_what_goes_with(const std::string& column, Action& action) {
    for (const Dependent& d : dependents(*plan_.from, {key_, column})) {
      if (!d.automatic) continue;
      if (d.part == Part::Constraint) {
        const ir::Constraint& c = *find_named(before_.constraints, d.name);
        if (!goes_with_column(c)) continue;
        add_names_of_constraint(before_, c, action.drops);
        release_with_column(resources_of_constraint(before_, c), action);
        continue;
      }
      const auto fate = plan_.fates.find(d.key);
      if (fate == plan_.fates.end() || fate->second == Fate::Change) continue;
      append(action.drops, made_by(*plan_.from->find(d.key)));
      release_with_column(needed_by(*plan_.from->find(d.key)), action);
    }
  }

  // Of two columns that go, each would wait for the other where a constraint spans both.
  void release_with_column(std::vector<Resource> released, Action& action) const {
    std::erase_if(released, [&](const Resource& r) {
      return std::ranges::any_of(before_.columns, [&](const ir::Column& c) {
        return goes(c.name) && r == resource(key_, c.name);
      });
    });
    append(action.releases, std::move(released));
  }

  void add_column(const ir::Column& column) {
    ir::AddColumn added{key_, column};
    added.column.grants.clear();
    give_initial_grants(added.column.identity);
    const bool later = column.identity && has_any_below();
    if (later) added.column = with_identity_to_come(std::move(added.column));
    if (is_parent()) forget_what_goes_down(added.column);
    Action& action = add(Phase::AddColumn, std::move(added));
    if (is_parent()) set_what_goes_down(column, action);
    if (later) add_identity(column, action);
    const bool stays_empty = !column.default_value && !column.generated && !column.identity;
    if (column.not_null && stays_empty) {
      action.steps[0].note = "fails on a table with rows: NOT NULL without a default";
    }
    action.makes.push_back(resource(key_, column.name));
    append(action.needs, own_of_children(key_, column.name, *plan_.to));
    if (column.identity)
      action.makes.push_back(relation_name(key_.schema, column.identity->sequence));
    for (const Part part : {Part::Column, Part::Default}) {
      append(action.needs, parts_after_.resources(part, column.name));
    }
  }

  // A child that has the column already keeps its own, so it is said of the parent alone.
  void set_what_goes_down(const ir::Column& column, Action& action) const {
    ir::SetColumnAttributes op{key_, column.name};
    op.only = true;
    if (!column.storage.empty()) op.storage = column.storage;
    op.statistics = column.statistics;
    if (op.storage || op.statistics) action.steps.push_back({std::move(op), RowLoss::None, ""});
  }

  // "cannot recursively add identity column to table that has child tables" (ATExecAddColumn in tablecmds.c).
  bool has_any_below() const { return is_parent() || !partitions_of(*plan_.to, key_).empty(); }

  void add_identity(const ir::Column& column, Action& action) const {
    action.steps.push_back({ir::SetDefault{key_, column.name, std::nullopt}, RowLoss::None, ""});
    append(action.steps, made_identity(column));
  }

  void give_initial_grants(std::optional<ir::Identity>& identity) const {
    if (!identity) return;
    const ir::Key sequence{ir::Kind::Sequence, key_.schema, identity->sequence, ""};
    identity->grants = initial_grants(*plan_.from, sequence, before_.owner);
  }

  void alter_column(const ir::Column& before, const ir::Column& after) {
    ir::Column now = before;
    drop_default(now, after);
    drop_identity(now, after);
    set_type(now, after);
    drop_expression(now, after);
    set_identity(now, after);
    set_not_null(now, after);
    set_attributes(now, after);
    set_foreign_options(now.name, now.foreign_options, after.foreign_options);
    set_default(now, after);
    add_comment_action(key_, after.name, "", now.comment, after.comment, out_);
  }

  void drop_default(ir::Column& now, const ir::Column& after) {
    if (!now.default_value || from_parent_.sets_default(after)) return;
    if (after.default_value && !table_.dropped_defaults.contains(now.name)) return;
    Action& action =
        add(Phase::DropDefault, ir::SetDefault{key_, now.name, std::nullopt, is_parent()});
    action.releases = parts_before_.resources(Part::Default, now.name);
    action.releases.push_back(resource(key_, now.name));
    if (is_parent()) action.makes.push_back(settled(key_, now.name));
    now.default_value.reset();
  }

  void drop_identity(ir::Column& now, const ir::Column& after) {
    if (!now.identity || after.identity) return;
    Action& action = add(Phase::DropDefault, ir::SetIdentity{key_, now.name, std::nullopt});
    action.drops.push_back(relation_name(key_.schema, now.identity->sequence));
    action.releases.push_back(resource(key_, now.name));
    now.identity.reset();
  }

  void set_type(ir::Column& now, const ir::Column& after) {
    if (from_parent_.is_partition() || with_parents_.retypes(now.name)) return;
    const std::vector<Resource> itself{resource(key_, now.name)};
    if (table_.columns_over_text.contains(now.name)) {
      const ir::TypeName text{"", "text", "", now.type.is_array};
      Action& leave = add(Phase::LeaveType, type_step(now, text, ""));
      leave.steps[0].note = "the type is made anew: the values go by way of text";
      leave.releases = parts_before_.resources(Part::Column, now.name);
      leave.drops = itself;
      retype(now, text, "");
      Action& come = add(Phase::ColumnType, type_step(now, after.type, after.collation));
      come.needs = parts_after_.resources(Part::Column, now.name);
      come.makes = itself;
      retype(now, after.type, after.collation);
    } else if (table_.retyped_columns.contains(now.name)) {
      Action& action = add(Phase::ColumnType, type_step(now, after.type, after.collation),
                           after_.foreign ? RowLoss::None : conversion(now.type, after.type).loss);
      action.releases = parts_before_.resources(Part::Column, now.name);
      action.needs = parts_after_.resources(Part::Column, now.name);
      action.drops = itself;
      action.makes = itself;
      retype(now, after.type, after.collation);
    }
  }

  ir::SetColumnType type_step(const ir::Column& now, const ir::TypeName& type,
                              const std::string& collation) const {
    // No row of a foreign table is converted, and USING is refused there.
    if (after_.foreign) return {key_, now.name, type, collation, std::nullopt};
    return {key_, now.name, type, collation, using_expression(key_, now, type)};
  }

  void drop_expression(ir::Column& now, const ir::Column& after) {
    if (!now.generated || after.generated) return;
    if (from_parent_.is_partition()) return now.generated.reset();
    Action& action = add_for_column(Phase::SetColumn, now.name, ir::DropExpression{key_, now.name});
    action.releases = parts_before_.resources(Part::Column, now.name);
    now.generated.reset();
  }

  std::vector<DiffStep> made_identity(ir::Column column) const {
    give_initial_grants(column.identity);
    return identity_steps(key_, column);
  }

  void set_identity(ir::Column& now, const ir::Column& after) {
    if (!after.identity || now.identity == after.identity) return;
    if (!now.identity) {
      std::vector<DiffStep> steps = made_identity(after);
      if (!now.not_null)
        steps.insert(steps.begin(), {ir::SetNotNull{key_, now.name, true}, {}, ""});
      Action& action = add_for_column(Phase::SetColumn, now.name, std::move(steps.front().op));
      append(action.steps, std::vector(steps.begin() + 1, steps.end()));
      action.makes.push_back(relation_name(key_.schema, after.identity->sequence));
      now.not_null = true;
    } else {
      alter_identity(*now.identity, *after.identity, now.name);
    }
    now.identity = after.identity;
  }

  void alter_identity(ir::Identity now, const ir::Identity& after, const std::string& column) {
    if (now.sequence != after.sequence) {
      const ir::Key sequence{ir::Kind::Sequence, key_.schema, now.sequence, ""};
      Action& action = add(Phase::Rename, ir::Rename{sequence, after.sequence});
      action.drops.push_back(relation_name(key_.schema, now.sequence));
      action.makes.push_back(relation_name(key_.schema, after.sequence));
      now.sequence = after.sequence;
    }
    if (now != after)
      add_for_column(Phase::SetColumn, column, ir::SetIdentity{key_, column, after, true});
  }

  bool gets_primary_key(const std::string& column) const {
    return std::ranges::any_of(table_.added_constraints, [&](const std::string& name) {
      const ir::Constraint& c = *find_named(after_.constraints, name);
      return c.kind == ir::ConstraintKind::Primary &&
             std::ranges::find(c.columns, column) != c.columns.end();
    });
  }

  void set_not_null(const ir::Column& now, const ir::Column& after) {
    if (now.not_null == after.not_null || from_parent_.sets_not_null(after)) return;
    if (after.not_null && gets_primary_key(now.name)) return;  // sets it by itself
    const Phase phase = after.not_null ? Phase::SetNotNull : Phase::DropNotNull;
    Action& action = add_for_column(phase, now.name,
                                    ir::SetNotNull{key_, now.name, after.not_null, is_parent()});
    // After the primary key that asked for it.
    if (!after.not_null) action.makes.push_back(keys_of_table(key_.schema, key_.name));
  }

  void set_attributes(const ir::Column& now, const ir::Column& after) {
    if (now.storage == after.storage && now.compression == after.compression &&
        now.statistics == after.statistics && now.options == after.options) {
      return;
    }
    ir::SetColumnAttributes op{key_, now.name};
    op.only = is_parent() || after_.partition_by;
    if (now.storage != after.storage) {
      op.storage = after.storage;
      op.own_storage = own_storage(*plan_.to, after.type);
    }
    if (now.compression != after.compression) op.compression = after.compression;
    if (now.statistics != after.statistics) op.statistics = after.statistics.value_or(-1);
    if (now.options != after.options) {
      op.options = after.options;
      op.reset = taken_away(now.options, after.options);
    }
    add_for_column(Phase::SetColumn, now.name, std::move(op));
  }

  void set_default(const ir::Column& now, const ir::Column& after) {
    if (!after.default_value || same(now.default_value, after.default_value) ||
        from_parent_.sets_default(after))
      return;
    Action& action =
        add_for_column(Phase::SetDefault, now.name,
                       ir::SetDefault{key_, now.name, after.default_value, is_parent()});
    if (now.default_value) action.releases = parts_before_.resources(Part::Default, now.name);
    append(action.needs, parts_after_.resources(Part::Default, now.name));
    leave_out_common(action.releases, action.needs);
  }

  void alter_constraint(const ir::Constraint& before) {
    const ir::Constraint* after = find_named(after_.constraints, before.name);
    if (!after || table_.dropped_constraints.contains(before.name)) return;
    if (!before.validated && after->validated) {
      add(Phase::AddForeignKey, ir::ValidateConstraint{key_, before.name});
    }
    const bool by_parent = from_parent_.is_partition() && before.inherited && after->inherited;
    const bool is_as_late = before.deferrable == after->deferrable &&
                            before.initially_deferred == after->initially_deferred;
    if (!is_as_late && !by_parent) {
      add(Phase::AddForeignKey,
          ir::AlterConstraint{key_, before.name, after->deferrable, after->initially_deferred});
    }
    add_comment_action(key_, "", before.name, before.comment, after->comment, out_);
    add_comment_action({ir::Kind::Index, key_.schema, before.name, ""}, "", "",
                       before.index_comment, after->index_comment, out_);
  }

  void alter_table() {
    if (!same(before_.partition_of, after_.partition_of)) {
      if (before_.partition_of) out_.push_back(detach_action(before_, *plan_.from));
      if (after_.partition_of) out_.push_back(attach_action(after_, *plan_.to));
    }
    add_inherit_actions(before_, after_, plan_, out_);
    if (after_.foreign) set_foreign_options("", before_.foreign->options, after_.foreign->options);
    if (before_.unlogged != after_.unlogged) set_unlogged();
    if (before_.options != after_.options) {
      add(Phase::SetTable,
          ir::SetTableOptions{key_, after_.options, taken_away(before_.options, after_.options)});
    }
    set_row_security();
    set_of_type();
    add_comment_action(key_, "", "", before_.comment, after_.comment, out_,
                       after_.foreign.has_value());
  }

  // A logged table never refers to an unlogged one: it becomes logged after those that it refers to, and unlogged before them.
  void set_unlogged() {
    const auto logged = [](const std::string& schema, const std::string& table) {
      return Resource("logged " + relation_name(schema, table));
    };
    Action& action = add(Phase::SetTable, ir::SetUnlogged{key_, after_.unlogged});
    (after_.unlogged ? action.drops : action.makes).push_back(logged(key_.schema, key_.name));
    std::vector<Resource>& referred = after_.unlogged ? action.releases : action.needs;
    for (const ir::Constraint& c : after_.constraints) {
      const bool stays = c.foreign && !table_.added_constraints.contains(c.name);
      if (stays && !refers_to(c, key_))
        referred.push_back(logged(c.foreign->schema, c.foreign->table));
    }
    set_owned_sequences();
  }

  // They followed the table.
  void set_owned_sequences() {
    for (const ir::Key& key : plan_.from->users(Link::Kind::Relation, key_.schema, key_.name)) {
      const auto* was = plan_.from->get<ir::Sequence>(key);
      const auto* is = plan_.to->get<ir::Sequence>(key);
      if (was && is && was->owner_table == key_.name && is->unlogged != after_.unlogged)
        add(Phase::SetSequence, ir::SetUnlogged{key, is->unlogged});
    }
  }

  // A typed table is of none while its columns or its type change.
  void set_of_type() {
    const bool same_type = before_.of_type == after_.of_type && !type_or_columns_change();
    const Reference type{type_key(before_.of_type.schema, before_.of_type.name), ""};
    if (before_.of_type.is_known() && !same_type) {
      Action& action = add(Phase::DetachPartition, ir::SetOfType{key_, {}});
      action.releases.push_back(resource(type));
    }
    if (!after_.of_type.is_known() || same_type) return;
    Action& action = add(Phase::AttachPartition, ir::SetOfType{key_, after_.of_type});
    action.needs.push_back(resource({type_key(after_.of_type.schema, after_.of_type.name), ""}));
    for (const ir::Column& column : after_.columns)
      action.needs.push_back(resource(key_, column.name));
  }

  bool type_or_columns_change() const {
    const ir::Key type{ir::Kind::Composite, before_.of_type.schema, before_.of_type.name, ""};
    return plan_.fates.contains(type) || !table_.added_columns.empty() ||
           !table_.dropped_columns.empty() || !table_.remade_columns.empty() ||
           !table_.retyped_columns.empty() || !table_.columns_over_text.empty();
  }

  void set_foreign_options(const std::string& column, const ir::Options& before,
                           const ir::Options& after) {
    if (before == after) return;
    Action& action = add(Phase::SetColumn, ir::SetForeignOptions{key_, column, before, after});
    if (!column.empty()) action.needs.push_back(resource(key_, column));
  }

  void set_row_security() {
    ir::SetRowSecurity op{key_, {}, {}};
    if (before_.row_security != after_.row_security) op.enabled = after_.row_security;
    if (before_.force_row_security != after_.force_row_security)
      op.forced = after_.force_row_security;
    if (op.enabled || op.forced) add(Phase::SetTable, std::move(op));
  }

  const Plan& plan_;
  const ir::Key& key_;
  const TablePlan& table_;
  const ir::Table& before_;
  const ir::Table& after_;
  const Parts parts_before_;
  const Parts parts_after_;
  const FromParent from_parent_;
  const WithParents with_parents_;
  std::vector<Action>& out_;
};

}  // namespace

Action add_constraint_action(const ir::Table& table, const ir::Constraint& constraint) {
  const Phase phase = constraint.foreign ? Phase::AddForeignKey
                      : constraint.check ? Phase::AddCheck
                                         : Phase::AddKey;
  ir::Constraint made = constraint;
  strip_marks(made);
  Action action{phase, {{ir::AddConstraint{table.key(), made, ""}, {}, ""}}, {}, {}, {}, {}};
  action.needs = resources_of_constraint(table, constraint);
  action.needs.push_back(resource(table.key(), ""));
  add_names_of_constraint(table, constraint, action.makes);
  return action;
}

void add_comment_action(const ir::Key& key, const std::string& column,
                        const std::string& constraint, const std::optional<std::string>& before,
                        const std::optional<std::string>& after, std::vector<Action>& out,
                        bool foreign) {
  if (before == after) return;
  out.push_back({Phase::Comment,
                 {{ir::SetComment{key, column, constraint, after, foreign}, {}, ""}},
                 {},
                 {},
                 {},
                 {}});
}

void add_table_actions(const Plan& plan, const ir::Key& key, const TablePlan& table,
                       std::vector<Action>& out) {
  TableActions(plan, key, table, out).add();
}

}  // namespace pggit::catalog
