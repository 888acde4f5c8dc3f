#include "catalog/diff_plan.h"

#include <algorithm>

#include "catalog/conversion.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;

// Something of `from` that goes, whose dependants are to be looked at. A column's type goes within its family
// (integer to bigint: checks, keys and indexes stay) or altogether (Conversion::leaves_family).
struct Loss {
  enum class What { Object, Column, ColumnType, ColumnFamily, Constraint };
  What what;
  ir::Key key;
  std::string name;
};

class Planner {
 public:
  Planner(const Catalog& from, const Catalog& to) {
    plan_.from = &from;
    plan_.to = &to;
  }

  Plan plan() {
    for (const Catalog::Change& change : Catalog::changes(*plan_.from, *plan_.to)) start(change);
    find_renamed_indexes();
    for (const auto& [key, fate] : plan_.fates) {
      if (fate == Fate::Drop || fate == Fate::Recreate) lose({Loss::What::Object, key, ""});
    }
    remake_what_lets_go();
    while (!losses_.empty()) {
      const Loss loss = std::move(losses_.back());
      losses_.pop_back();
      follow(loss);
    }
    // Nothing is altered of a table that is made anew.
    std::erase_if(plan_.tables, [&](const auto& item) {
      const auto fate = plan_.fates.find(item.first);
      return fate != plan_.fates.end() && fate->second == Fate::Recreate;
    });
    return std::move(plan_);
  }

 private:
  void lose(Loss loss) { losses_.push_back(std::move(loss)); }

  void start(const Catalog::Change& change) {
    if (!change.before) {
      plan_.fates[change.key] = Fate::Create;
    } else if (!change.after) {
      plan_.fates[change.key] = Fate::Drop;
    } else if (says_the_same(change.before->object, change.after->object)) {
      return;
    } else if (change.key.kind == ir::Kind::Table) {
      const bool changes = can_change(change.before->object, change.after->object);
      plan_.fates[change.key] = changes ? Fate::Change : Fate::Recreate;
      if (changes) table(change.key);
    } else {
      const bool changes = can_change(change.before->object, change.after->object) ||
                           becomes_valid(plan_, *change.before, *change.after);
      plan_.fates[change.key] = changes ? Fate::Change : Fate::Recreate;
    }
  }

  static bool becomes_valid(const Plan& plan, const Entry& before, const Entry& after) {
    const auto* index = std::get_if<ir::Index>(&before.object);
    return index && catalog::becomes_valid(plan, *index, std::get<ir::Index>(after.object));
  }

  // An index is let go by dropping what it is attached to.
  void remake_what_lets_go() {
    std::vector<ir::Key> parents;
    for (const auto& [key, fate] : plan_.fates) {
      if (key.kind != ir::Kind::Index || fate != Fate::Change) continue;
      const ir::Index& before = *plan_.from->get<ir::Index>(key);
      if (is_let_go(plan_, before, *plan_.to->get<ir::Index>(key)))
        parents.push_back({ir::Kind::Index, before.parent_schema, before.parent, ""});
    }
    for (const ir::Key& parent : parents) {
      if (plan_.from->find(parent)) remake_object(parent);
    }
  }

  // An index that goes and one that comes on the same table, equal but for the name, are one.
  void find_renamed_indexes() {
    std::multimap<std::string, ir::Key> dropped;  // by table
    for (const auto& [key, fate] : plan_.fates) {
      if (key.kind != ir::Kind::Index || fate != Fate::Drop) continue;
      dropped.emplace(key.schema + '\0' + plan_.from->get<ir::Index>(key)->table, key);
    }
    for (auto& [key, fate] : plan_.fates) {
      if (key.kind != ir::Kind::Index || fate != Fate::Create) continue;
      const ir::Index& created = *plan_.to->get<ir::Index>(key);
      auto [at, end] = dropped.equal_range(key.schema + '\0' + created.table);
      const auto same = std::find_if(at, end, [&](const auto& candidate) {
        return same_but_for_name(*plan_.from->get<ir::Index>(candidate.second), created);
      });
      if (same == end) continue;
      plan_.renamed_indexes[same->second] = key;
      dropped.erase(same);
    }
    for (const auto& [from, to] : plan_.renamed_indexes) {
      plan_.fates.erase(from);
      plan_.fates.erase(to);
    }
  }

  // The plan of a table that is in both catalogs.
  TablePlan& table(const ir::Key& key) {
    const auto [at, is_new] = plan_.tables.try_emplace(key);
    TablePlan& plan = at->second;
    if (!is_new) return plan;
    plan.before = plan_.from->get<ir::Table>(key);
    plan.after = plan_.to->get<ir::Table>(key);
    plan_columns(key, plan);
    plan_constraints(key, plan);
    return plan;
  }

  void plan_columns(const ir::Key& key, TablePlan& plan) {
    for (const ir::Column& before : plan.before->columns) {
      if (const ir::Column* after = find_named(plan.after->columns, before.name)) {
        plan_column(key, before, *after, plan);
      } else {
        plan.dropped_columns.insert(before.name);
        lose({Loss::What::Column, key, before.name});
      }
    }
    for (const ir::Column& after : plan.after->columns) {
      if (!find_named(plan.before->columns, after.name)) plan.added_columns.insert(after.name);
    }
  }

  void plan_column(const ir::Key& key, const ir::Column& before, const ir::Column& after,
                   TablePlan& plan) {
    const bool is_known = before.type.is_known() && after.type.is_known();
    const bool new_type =
        (is_known && before.type != after.type) || before.collation != after.collation;
    const bool new_expression = !same(before.generated, after.generated);
    if (new_expression && (after.generated || new_type)) return remake(key, before.name, plan);
    if (!new_type) return;
    if (after.generated) return remake(key, before.name, plan);
    plan.retyped_columns.insert(before.name);
    const bool stands_on_type = conversion(before.type, after.type).leaves_family;
    if (stands_on_type) plan.dropped_defaults.insert(before.name);
    const auto what = stands_on_type ? Loss::What::ColumnFamily : Loss::What::ColumnType;
    lose({what, key, before.name});
  }

  void remake(const ir::Key& key, const std::string& column, TablePlan& plan) {
    if (plan.remade_columns.insert(column).second) lose({Loss::What::Column, key, column});
  }

  bool gets_other_log(const ir::Key& key) const {
    const auto* before = plan_.from->get<ir::Table>(key);
    const auto* after = plan_.to->get<ir::Table>(key);
    return before && after && before->unlogged != after->unlogged;
  }

  // Of two tables that refer to one another neither can be set logged or unlogged first: one of the two keys steps aside.
  bool closes_circle_of_logged(const ir::Key& key, const ir::Constraint& constraint) const {
    if (!constraint.foreign) return false;
    const ir::Key other{ir::Kind::Table, constraint.foreign->schema, constraint.foreign->table, ""};
    if (!(other < key) || !gets_other_log(key) || !gets_other_log(other)) return false;
    return refers_to(*plan_.to->get<ir::Table>(other), key);
  }

  void plan_constraints(const ir::Key& key, TablePlan& plan) {
    for (const ir::Constraint& before : plan.before->constraints) {
      const ir::Constraint* after = find_named(plan.after->constraints, before.name);
      if (!after || !can_alter_constraint(before, *after))
        plan.dropped_constraints.insert(before.name);
      if (after && !can_alter_constraint(before, *after))
        plan.added_constraints.insert(before.name);
      if (after && closes_circle_of_logged(key, *after)) {
        plan.dropped_constraints.insert(before.name);
        plan.added_constraints.insert(before.name);
      }
    }
    for (const ir::Constraint& after : plan.after->constraints) {
      if (find_named(plan.before->constraints, after.name)) continue;
      if (!find_renamed_constraint(after, plan)) plan.added_constraints.insert(after.name);
    }
    for (const std::string& name : plan.dropped_constraints) {
      lose({Loss::What::Constraint, key, name});
    }
  }

  bool find_renamed_constraint(const ir::Constraint& after, TablePlan& plan) {
    for (const std::string& name : plan.dropped_constraints) {
      if (plan.added_constraints.contains(name)) continue;
      if (!same_but_for_name(*find_named(plan.before->constraints, name), after)) continue;
      plan.renamed_constraints[name] = after.name;
      plan.dropped_constraints.erase(name);
      return true;
    }
    return false;
  }

  void follow(const Loss& loss) {
    if (loss.what == Loss::What::Constraint) {
      for (const Dependent& d : dependents_of_constraint(*plan_.from, loss.key, loss.name)) {
        affect(d, loss);
      }
      return;
    }
    if (loss.key.kind == ir::Kind::Index) follow_attached(*plan_.from->get<ir::Index>(loss.key));
    for (const Dependent& d : dependents(*plan_.from, {loss.key, loss.name})) {
      if (is_of_type(d, loss)) {
        if (plan_.to->get<ir::Table>(d.key) && !is_dropped(d.key)) (void)table(d.key);
      } else if (is_affected(d, loss)) {
        affect(d, loss);
      }
    }
  }

  // A typed table leaves its type while that is made anew.
  bool is_of_type(const Dependent& d, const Loss& loss) const {
    const auto* typed = d.part == Part::Object ? plan_.from->get<ir::Table>(d.key) : nullptr;
    return loss.what == Loss::What::Object && typed && catalog::is_of_type(*typed, loss.key);
  }

  // With an index go those of the partitions that are attached to it; where the partition is detached before, its own stays.
  void follow_attached(const ir::Index& index) {
    for (const ir::Key& key : attached_indexes(*plan_.from, index)) {
      const ir::Index& attached = *plan_.from->get<ir::Index>(key);
      const ir::Key table{ir::Kind::Table, attached.schema, attached.table, ""};
      const auto* after = plan_.to->get<ir::Table>(table);
      const bool stays_attached = after && after->partition_of &&
                                  after->partition_of->schema == index.schema &&
                                  after->partition_of->table == index.table;
      if (stays_attached) remake_object(key);
    }
  }

  bool is_affected(const Dependent& d, const Loss& loss) const {
    if (refers_to_parent(d, loss.key)) return false;  // it is detached first
    if (loss.what != Loss::What::ColumnType && loss.what != Loss::What::ColumnFamily) return true;
    if (d.part == Part::Column) return true;
    const bool new_family = loss.what == Loss::What::ColumnFamily;
    if (d.part == Part::Constraint) return new_family && !is_plain_key(d);
    if (d.part == Part::Default) return false;
    switch (d.key.kind) {
      case ir::Kind::View:
      case ir::Kind::MaterializedView:
      case ir::Kind::Trigger:
      case ir::Kind::Function:
      case ir::Kind::Rule:
      case ir::Kind::Policy:
      case ir::Kind::PublishedTable:
      case ir::Kind::Range:
        return true;
      case ir::Kind::Index:
        return new_family && has_expression(d.key);
      // PostgreSQL makes it anew for the new type, and forgets the target.
      case ir::Kind::Statistics:
        return keeps_target(d.key);
      case ir::Kind::Schema:
      case ir::Kind::Enum:
      case ir::Kind::Sequence:
      case ir::Kind::Table:
      case ir::Kind::Extension:
      case ir::Kind::Domain:
      case ir::Kind::Composite:
      case ir::Kind::DefaultGrants:
      case ir::Kind::Operator:
      case ir::Kind::Cast:
      case ir::Kind::Publication:
      case ir::Kind::PublishedSchema:
      case ir::Kind::ForeignDataWrapper:
      case ir::Kind::ForeignServer:
      case ir::Kind::UserMapping:
      case ir::Kind::Dictionary:
      case ir::Kind::Configuration:
      case ir::Kind::Collation:
        return false;
    }
    return false;
  }

  // A foreign key that stands on a partition by way of the table that it is one of.
  bool refers_to_parent(const Dependent& d, const ir::Key& key) const {
    if (d.part != Part::Constraint || partitioned_above(*plan_.from, key).empty()) return false;
    const auto* table = plan_.from->get<ir::Table>(d.key);
    const ir::Constraint* c = table ? find_named(table->constraints, d.name) : nullptr;
    return c && c->foreign && !refers_to(*c, key);
  }

  // PostgreSQL rebuilds it for the new type by itself.
  bool is_plain_key(const Dependent& d) const {
    const ir::Constraint* c = find_named(plan_.from->get<ir::Table>(d.key)->constraints, d.name);
    return c && !c->check && !c->foreign;
  }

  bool keeps_target(const ir::Key& statistics) const {
    const auto* after = plan_.to->get<ir::Statistics>(statistics);
    return after && after->target && plan_.from->get<ir::Statistics>(statistics)->target;
  }

  bool has_expression(const ir::Key& key) const {
    const ir::Index& index = *plan_.from->get<ir::Index>(key);
    return index.where || std::ranges::any_of(index.keys, [](const ir::IndexKey& k) {
             return k.expression.has_value();
           });
  }

  bool is_dropped(const ir::Key& key) const {
    const auto at = plan_.fates.find(key);
    return at != plan_.fates.end() && at->second == Fate::Drop;
  }

  void affect(const Dependent& d, const Loss& loss) {
    if (d.part == Part::Object || d.key.kind != ir::Kind::Table) return remake_object(d.key);
    if (is_dropped(d.key)) return;
    TablePlan& plan = table(d.key);
    switch (d.part) {
      case Part::Object:
        return;
      case Part::Constraint:
        return remake_constraint(d, plan);
      case Part::Default:
        plan.dropped_defaults.insert(d.name);
        return;
      case Part::Column:
        return affect_column(d, loss, plan);
    }
  }

  void remake_object(const ir::Key& key) {
    // A sequence only loses its owner; that is a change of its own, also where it gets the same one back.
    if (key.kind == ir::Kind::Sequence) {
      if (plan_.to->find(key)) plan_.fates.try_emplace(key, Fate::Change);
      return;
    }
    if (const auto renamed = plan_.renamed_indexes.find(key);
        renamed != plan_.renamed_indexes.end()) {
      plan_.fates[renamed->second] = Fate::Create;
      plan_.fates[key] = Fate::Drop;
      plan_.renamed_indexes.erase(renamed);
      return lose({Loss::What::Object, key, ""});
    }
    const auto [at, is_new] = plan_.fates.try_emplace(key, Fate::Change);
    if (at->second == Fate::Drop || at->second == Fate::Recreate) return;
    at->second = plan_.to->find(key) ? Fate::Recreate : Fate::Drop;
    lose({Loss::What::Object, key, ""});
  }

  void remake_constraint(const Dependent& d, TablePlan& plan) {
    if (const auto renamed = plan.renamed_constraints.find(d.name);
        renamed != plan.renamed_constraints.end()) {
      plan.added_constraints.insert(renamed->second);
      plan.renamed_constraints.erase(renamed);
    } else if (find_named(plan.after->constraints, d.name)) {
      plan.added_constraints.insert(d.name);
    }
    if (plan.dropped_constraints.insert(d.name).second) {
      lose({Loss::What::Constraint, d.key, d.name});
    }
  }

  void affect_column(const Dependent& d, const Loss& loss, TablePlan& plan) {
    const bool stays = !plan.dropped_columns.contains(d.name);
    if (!stays || plan.retyped_columns.contains(d.name)) return;
    const ir::Column& column = *find_named(plan.before->columns, d.name);
    const bool lost_its_type = loss.what == Loss::What::Object &&
                               (ir::is_type(loss.key.kind) || loss.key.kind == ir::Kind::Collation);
    if (!lost_its_type || column.generated) return remake(d.key, d.name, plan);
    if (!plan.columns_over_text.insert(d.name).second) return;
    plan.dropped_defaults.insert(d.name);
    lose({Loss::What::ColumnFamily, d.key, d.name});
  }

  Plan plan_;
  std::vector<Loss> losses_;
};

}  // namespace

Plan make_plan(const Catalog& from, const Catalog& to) { return Planner(from, to).plan(); }

}  // namespace pggit::catalog
