// Steps for whole objects: made, dropped, replaced.
#include <algorithm>

#include "catalog/access.h"
#include "catalog/diff_circles.h"
#include "catalog/diff_kinds.h"
#include "catalog/diff_steps.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;

class ObjectActions {
 public:
  ObjectActions(const Plan& plan, const ir::Key& key, std::vector<Action>& out)
      : plan_(plan), key_(key), out_(out) {}

  void add_drop(bool comes_back) {
    const ir::Object& object = *plan_.from->find(key_);
    if (goes_with_its_table(object) && !is_in_circle_with_table(object)) return;
    if (is_kept_by_foreign_key())
      out_.push_back(detach_action(std::get<ir::Table>(object), *plan_.from));
    const auto* table = std::get_if<ir::Table>(&object);
    const bool is_foreign = table && table->foreign;  // its rows are elsewhere
    const RowLoss loss = table && !is_foreign ? RowLoss::Rows : RowLoss::None;
    const ir::Object without_circles = drop_circular_parts(object);
    Action& action = add(diff_of(key_.kind).drop, ir::Drop{key_, is_foreign}, loss);
    if (comes_back) action.steps[0].note = diff_of(key_.kind).why_made_anew;
    action.drops = made_by(object);
    action.releases = needed_by(without_circles);
    append(action.releases, partitions_referred_to(without_circles, *plan_.from));
    add_what_goes_along(action);
  }

  void add_create() {
    const ir::Object& object = *plan_.to->find(key_);
    if (const auto* table = std::get_if<ir::Table>(&object)) return create_table(*table);
    if (const auto* sequence = std::get_if<ir::Sequence>(&object))
      return create_sequence(*sequence);
    create(object);
  }

  // An object of the same kind and key that is altered in place.
  void add_change() {
    const ir::Object& before = *plan_.from->find(key_);
    const ir::Object& after = *plan_.to->find(key_);
    std::visit([&]<class T>(const T& object) { change(object, std::get<T>(after)); }, before);
    const auto comment = [](const ir::Object& o) {
      return std::visit([](const auto& object) { return object.comment; }, o);
    };
    add_comment_action(key_, "", "", comment(before), comment(after), out_);
  }

 private:
  Action& add(Phase phase, ir::Op op, RowLoss loss = RowLoss::None) {
    out_.push_back({phase, {{std::move(op), loss, ""}}, {}, {}, {}, {}});
    return out_.back();
  }

  bool is_fated(const ir::Key& key, Fate fate) const {
    const auto at = plan_.fates.find(key);
    return at != plan_.fates.end() && at->second == fate;
  }
  bool is_new(const ir::Key& key) const {
    return is_fated(key, Fate::Create) || is_fated(key, Fate::Recreate);
  }
  bool goes(const ir::Key& key) const {
    return is_fated(key, Fate::Drop) || is_fated(key, Fate::Recreate);
  }
  bool column_goes(const ir::Key& table, const std::string& column) const {
    const auto at = plan_.tables.find(table);
    return at != plan_.tables.end() && (at->second.dropped_columns.contains(column) ||
                                        at->second.remade_columns.contains(column));
  }

  // Whether it is a partition of a table that stays, and so does a foreign key to that one: DROP TABLE would want the key gone.
  bool is_kept_by_foreign_key() const {
    const std::vector<ir::Key> above = partitioned_above(*plan_.from, key_);
    if (above.empty() || goes(above.front())) return false;
    return std::ranges::any_of(dependents(*plan_.from, {key_, ""}), [&](const Dependent& d) {
      if (d.part != Part::Constraint || d.automatic || goes(d.key)) return false;
      const auto at = plan_.tables.find(d.key);
      return at == plan_.tables.end() || !at->second.dropped_constraints.contains(d.name);
    });
  }

  bool goes_with_its_table(const ir::Object& object) const {
    const auto* trigger = std::get_if<ir::Trigger>(&object);
    if (trigger && trigger->inherited) return true;  // or with the one that it is a copy of
    if (const auto publication = publication_of(key_); publication && goes(*publication))
      return true;
    if (ir::is_on_relation(key_.kind)) {
      return goes({ir::Kind::Table, key_.schema, key_.name, ""}) ||
             goes({ir::Kind::View, key_.schema, key_.name, ""});
    }
    if (const auto* rule = std::get_if<ir::Rule>(&object)) {
      return goes({ir::Kind::Table, rule->schema, rule->table, ""}) ||
             goes({ir::Kind::View, rule->schema, rule->table, ""});
    }
    if (const auto* statistics = std::get_if<ir::Statistics>(&object)) {
      const ir::Key table{ir::Kind::Table, statistics->table_schema, statistics->table, ""};
      return goes(table) || std::ranges::any_of(references(object), [&](const Reference& r) {
               return r.key == table && column_goes(table, r.column);
             });
    }
    if (const auto* sequence = std::get_if<ir::Sequence>(&object)) {
      const ir::Key table{ir::Kind::Table, sequence->schema, sequence->owner_table, ""};
      return goes(table) || column_goes(table, sequence->owner_column);
    }
    const auto* index = std::get_if<ir::Index>(&object);
    if (!index) return false;
    if (goes({ir::Kind::Index, index->parent_schema, index->parent, ""})) return true;
    const ir::Key table{ir::Kind::Table, index->schema, index->table, ""};
    if (goes({ir::Kind::MaterializedView, index->schema, index->table, ""})) return true;
    return goes(table) || std::ranges::any_of(references(object), [&](const Reference& r) {
             return r.key == table && column_goes(table, r.column);
           });
  }

  // An index over a function that takes the table's rows has to go before both, a rule before the partition that it writes.
  bool is_in_circle_with_table(const ir::Object& object) const {
    const auto* index = std::get_if<ir::Index>(&object);
    const ir::Key key = ir::key_of(object);
    const bool is_on = index || key.kind == ir::Kind::Trigger || key.kind == ir::Kind::Rule ||
                       key.kind == ir::Kind::Policy;
    if (!is_on) return false;
    const ir::Key table{ir::Kind::Table, key.schema, index ? index->table : key.name, ""};
    const auto together = [&](const ir::Key& key) { return goes(key); };
    return leads_back(*plan_.from, references(object), table, together, true);
  }

  // Parts of a table that goes in a circle with others go first.
  ir::Object drop_circular_parts(ir::Object object) {
    auto* table = std::get_if<ir::Table>(&object);
    if (!table) return object;
    for (const PartOf& part : parts_of(*plan_.from->find(key_))) {
      const auto together = [&](const ir::Key& key) { return goes(key); };
      if (!leads_back(*plan_.from, part.references, key_, together, true)) continue;
      if (part.part == Part::Constraint) {
        drop_part_first(part, Phase::DropForeignKey, ir::DropConstraint{key_, part.name});
        std::erase_if(table->constraints,
                      [&](const ir::Constraint& c) { return c.name == part.name; });
      } else if (part.part == Part::Default) {
        drop_part_first(part, Phase::DropDefault, ir::SetDefault{key_, part.name, std::nullopt});
        column_of(*table, part.name)->default_value.reset();
      }
    }
    return object;
  }

  void drop_part_first(const PartOf& part, Phase phase, ir::Op op) {
    Action& action = add(phase, std::move(op));
    action.releases = resources(part.references);
    action.releases.push_back(resource(key_, ""));
    for (const Reference& r : part.references) {
      if (part.part == Part::Constraint)
        action.releases.push_back(keys_of_table(r.key.schema, r.key.name));
    }
  }

  static ir::Column* column_of(ir::Table& table, const std::string& name) {
    return &*std::ranges::find(table.columns, name, &ir::Column::name);
  }

  void add_what_goes_along(Action& action) {
    append(action.drops, copies_on_partitions(*plan_.from->find(key_), *plan_.from));
    if (key_.kind != ir::Kind::Table && key_.kind != ir::Kind::View &&
        key_.kind != ir::Kind::MaterializedView && key_.kind != ir::Kind::Publication)
      return;
    for (const Dependent& d : dependents(*plan_.from, {key_, ""})) {
      if (!d.automatic || !goes(d.key)) continue;
      if (is_in_circle_with_table(*plan_.from->find(d.key))) continue;
      // It goes with its table already.
      if (key_.kind == ir::Kind::Publication &&
          goes({ir::Kind::Table, d.key.schema, d.key.name, ""}))
        continue;
      append(action.drops, made_by(*plan_.from->find(d.key)));
      append(action.releases, needed_by(*plan_.from->find(d.key)));
    }
    for (const Resource& own : std::vector(action.drops)) std::erase(action.releases, own);
  }

  Action& create(const ir::Object& object) {
    ir::Object made = without_access(object);
    strip_marks(made);
    give_initial_grants(made, *plan_.from);
    const auto* index = std::get_if<ir::Index>(&object);
    const bool alone = index && !index->valid;
    const Phase phase = alone ? Phase::CreateIndexAlone : diff_of(key_.kind).create;
    std::vector<DiffStep> further;
    if (auto* table = std::get_if<ir::Table>(&made); table && !table->inherits.empty())
      *table = as_created_by_inherits(std::move(*table), *plan_.to, further);
    Action& action = add(phase, ir::Create{std::move(made)});
    append(action.steps, std::move(further));
    action.makes = made_by(object);
    action.needs = needed_by(object);
    append(action.needs, copies_on_partitions(object, *plan_.to));
    if (const auto* table = std::get_if<ir::Table>(&object))
      append(action.needs, inherited_parts(*table, *plan_.to));
    if (alone) attach_to(*index, action);
    if (const auto* trigger = std::get_if<ir::Trigger>(&object))
      set_copies_apart(*plan_.to, *trigger, action.steps);
    return action;
  }

  // What is made ON ONLY a partitioned table takes over nothing by itself.
  void attach_to(const ir::Index& index, Action& action) {
    for (const ir::Key& key : attached_indexes(*plan_.to, index))
      action.steps.push_back({ir::Replace{*plan_.to->get<ir::Index>(key)}, RowLoss::None, ""});
  }

  // Foreign keys come when all tables and keys are there; a constraint that is not validated cannot come with
  // its table, nor a second key on the same columns (CREATE TABLE takes them for one); what needs the table itself
  // comes after it.
  void create_table(ir::Table table) {
    const ir::Table whole = table;
    Names later = circular_parts(Part::Constraint);
    for (const ir::Constraint& c : whole.constraints) {
      const bool is_self = refers_to(c, key_);
      const bool comes_from_parent = !table.inherits.empty() && c.inherited && !c.local;
      if (comes_from_parent) continue;
      if ((c.foreign && !is_self) || !c.validated || is_second_key(whole, c)) later.insert(c.name);
      if (later.contains(c.name)) out_.push_back(add_constraint_action(whole, c));
    }
    std::erase_if(table.constraints,
                  [&](const ir::Constraint& c) { return later.contains(c.name); });
    for (const std::string& column : circular_parts(Part::Default)) {
      std::optional<ir::Expression>& value = column_of(table, column)->default_value;
      Action& action = add(Phase::SetDefault, ir::SetDefault{key_, column, value});
      action.needs = resources(references(*value, key_));
      action.needs.push_back(resource(key_, column));
      value.reset();
    }
    if (table.partition_of) out_.push_back(attach_action(whole, *plan_.to));
    table.partition_of.reset();
    create(std::move(table));
  }

  // The primary key is the first, then the one by name.
  static bool is_second_key(const ir::Table& table, const ir::Constraint& key) {
    if (!has_index(key) || key.kind == ir::ConstraintKind::Primary) return false;
    return std::ranges::any_of(table.constraints, [&](const ir::Constraint& c) {
      const bool is_first = c.kind == ir::ConstraintKind::Primary || c.name < key.name;
      return is_first && has_index(c) && c.columns == key.columns && c.exclusion == key.exclusion;
    });
  }

  // Names of the parts of a new table that need the table itself, by way of others that are new.
  Names circular_parts(Part kind) const {
    Names names;
    for (const PartOf& part : parts_of(*plan_.to->find(key_))) {
      const auto together = [&](const ir::Key& key) { return is_new(key); };
      if (part.part != kind) continue;
      if (leads_back(*plan_.to, part.references, key_, together, false)) names.insert(part.name);
    }
    return names;
  }

  // Its table's default may need it, and its owner is that table.
  void create_sequence(const ir::Sequence& sequence) {
    ir::Sequence free = sequence;
    free.owner_table.clear();
    free.owner_column.clear();
    create(free);
    if (!sequence.owner_table.empty()) set_sequence(free, sequence);
  }

  static ir::Key owning_table(const ir::Sequence& sequence) {
    return {ir::Kind::Table, sequence.schema, sequence.owner_table, ""};
  }

  // A sequence is owned by a table of the same owner only.
  void set_sequence(const ir::Sequence& before, const ir::Sequence& after) {
    Action& action = replace(Phase::SetSequence, before, after);
    const ir::Key table = owning_table(after);
    if (after.owner_table.empty()) return;
    const ir::Object* owned_by = is_new(table) ? nullptr : plan_.to->find(table);
    const std::string owner = owned_by ? owner_of(*owned_by) : "";
    if (owner != before.owner)
      action.steps.insert(action.steps.begin(), {ir::SetOwner{key_, owner}, RowLoss::None, ""});
  }

  template <class T>
  Action& replace(Phase phase, const T& before, const T& after) {
    Action& action = add(phase, ir::Replace{after});
    action.releases = needed_by(before);
    action.needs = needed_by(after);
    leave_out_common(action.releases, action.needs);
    return action;
  }

  void change(const ir::Schema&, const ir::Schema&) {}
  void change(const ir::Composite& before, const ir::Composite& after) {
    for (const ir::ViewColumn& a : before.attributes) {
      if (attribute_named(after, a.name)) continue;
      Action& action = change_part(Phase::CreateType, ir::DropColumn{key_, a.name}, before, after);
      action.steps[0].loss = RowLoss::Values;
    }
    for (const ir::ViewColumn& a : after.attributes) {
      const ir::ViewColumn* old = attribute_named(before, a.name);
      if (old) {
        add_comment_action(key_, a.name, "", old->comment, a.comment, out_);
        continue;
      }
      ir::Column added;
      added.name = a.name;
      added.type = a.type;
      added.collation = a.collation;
      added.comment = a.comment;
      change_part(Phase::CreateType, ir::AddColumn{key_, added}, before, after);
    }
  }

  static const ir::ViewColumn* attribute_named(const ir::Composite& type, const std::string& name) {
    const auto at = std::ranges::find(type.attributes, name, &ir::ViewColumn::name);
    return at == type.attributes.end() ? nullptr : &*at;
  }

  void change(const ir::Range&, const ir::Range&) {}
  void change(const ir::Cast&, const ir::Cast&) {}
  void change(const ir::PublishedTable&, const ir::PublishedTable&) {}
  void change(const ir::PublishedSchema&, const ir::PublishedSchema&) {}
  void change(const ir::Publication& before, const ir::Publication& after) {
    if (before.options == after.options) return;
    add(Phase::SetTable,
        ir::SetTableOptions{key_, after.options, taken_away(before.options, after.options)});
  }
  void change(const ir::ForeignDataWrapper& before, const ir::ForeignDataWrapper& after) {
    change_foreign(before, after);
  }
  void change(const ir::ForeignServer& before, const ir::ForeignServer& after) {
    change_foreign(before, after);
  }
  void change(const ir::UserMapping& before, const ir::UserMapping& after) {
    change_foreign(before, after);
  }

  // The options last: a new validator is to look at them.
  template <class T>
  void change_foreign(const T& before, const T& after) {
    T kept = after;
    kept.options = before.options;
    kept.comment = before.comment;
    if (!same(before, kept)) replace(Phase::CreateFunction, before, kept);
    if (before.options == after.options) return;
    Action& action =
        add(Phase::SetTable, ir::SetForeignOptions{key_, "", before.options, after.options});
    action.needs = needed_by(after);
  }

  void change(const ir::Collation&, const ir::Collation&) {}
  void change(const ir::Dictionary& before, const ir::Dictionary& after) {
    if (before.options == after.options) return;
    change_part(Phase::CreateType,
                ir::SetTableOptions{key_, after.options, taken_away(before.options, after.options)},
                before, after);
  }
  void change(const ir::Configuration& before, const ir::Configuration& after) {
    ir::SetMappings op{key_, {}};
    for (const ir::TokenMapping& mapping : after.mappings) {
      if (std::ranges::find(before.mappings, mapping) == before.mappings.end())
        op.mappings.push_back(mapping);
    }
    for (const ir::TokenMapping& mapping : before.mappings) {
      if (std::ranges::find(after.mappings, mapping.token, &ir::TokenMapping::token) ==
          after.mappings.end())
        op.dropped.push_back(mapping.token);
    }
    if (op.mappings.empty() && op.dropped.empty()) return;
    change_part(Phase::CreateType, std::move(op), before, after);
  }
  void change(const ir::Operator& before, ir::Operator after) {
    after.comment = before.comment;
    if (!same(before, after)) replace(Phase::CreateFunction, before, after);
  }
  void change(const ir::Statistics& before, ir::Statistics after) {
    after.comment = before.comment;
    if (!same(before, after)) replace(Phase::CreateIndex, before, after);
  }
  void change(const ir::Rule& before, ir::Rule after) {
    after.comment = before.comment;
    if (!same(before, after)) replace(Phase::CreateTrigger, before, after);
  }
  void change(const ir::Policy& before, ir::Policy after) {
    after.comment = before.comment;
    if (!same(before, after)) replace(Phase::CreateTrigger, before, after);
  }
  void change(const ir::DefaultGrants& before, const ir::DefaultGrants& after) {
    replace(Phase::CreateTrigger, before, after);
  }
  void change(const ir::Table&, const ir::Table&) {}  // in diff_table.cc

  void change(const ir::Extension& before, const ir::Extension& after) {
    if (!same(before, after)) replace(Phase::CreateExtension, before, after);
  }

  void change(const ir::MaterializedView& before, const ir::MaterializedView& after) {
    for (std::size_t i = 0; i < after.columns.size(); ++i)
      add_comment_action(key_, after.columns[i].name, "", before.columns[i].comment,
                         after.columns[i].comment, out_);
    if (before.options != after.options)
      add(Phase::SetTable,
          ir::SetTableOptions{key_, after.options, taken_away(before.options, after.options)});
    ir::MaterializedView filled = before;
    filled.populated = after.populated;
    filled.options = after.options;
    if (before.populated != after.populated) replace(Phase::CreateView, before, filled);
  }

  void change(const ir::Domain& before, const ir::Domain& after) {
    for (const ir::Constraint& c : before.constraints) {
      if (!keeps(after, c)) change_domain(ir::DropConstraint{key_, c.name}, before, after);
    }
    if (!same(before.default_value, after.default_value))
      change_domain(ir::SetDefault{key_, "", after.default_value}, before, after);
    if (before.not_null != after.not_null)
      change_domain(ir::SetNotNull{key_, "", after.not_null}, before, after);
    for (const ir::Constraint& c : after.constraints) {
      const ir::Constraint* old = constraint_named(before, c.name);
      if (!old || !keeps(after, *old)) {
        change_domain(ir::AddConstraint{key_, c, ""}, before, after);
        continue;
      }
      if (c.validated && !old->validated)
        change_domain(ir::ValidateConstraint{key_, c.name}, before, after);
      add_comment_action(key_, "", c.name, old->comment, c.comment, out_);
    }
  }

  static const ir::Constraint* constraint_named(const ir::Domain& domain, const std::string& name) {
    const auto at = std::ranges::find(domain.constraints, name, &ir::Constraint::name);
    return at == domain.constraints.end() ? nullptr : &*at;
  }

  static bool keeps(const ir::Domain& after, const ir::Constraint& constraint) {
    const ir::Constraint* now = constraint_named(after, constraint.name);
    return now && can_alter_constraint(constraint, *now);
  }

  void change_domain(ir::Op op, const ir::Domain& before, const ir::Domain& after) {
    change_part(Phase::CreateFunction, std::move(op), before, after);
  }

  // One after the other: what they let go of and need is the type's before and after.
  template <class T>
  Action& change_part(Phase phase, ir::Op op, const T& before, const T& after) {
    Action& action = add(phase, std::move(op));
    action.releases = needed_by(before);
    action.needs = needed_by(after);
    leave_out_common(action.releases, action.needs);
    return action;
  }

  void change(const ir::Enum& before, const ir::Enum& after) {
    for (auto label = after.labels.begin(); label != after.labels.end(); ++label) {
      const auto is_old = [&](const std::string& l) {
        return std::ranges::find(before.labels, l) != before.labels.end();
      };
      if (is_old(*label)) continue;
      const auto next = std::find_if(label, after.labels.end(), is_old);
      add(Phase::CreateType,
          ir::AddEnumLabel{key_, *label, next == after.labels.end() ? "" : *next});
    }
  }

  // It leaves an owner that goes before that one goes.
  void change(ir::Sequence before, ir::Sequence after) {
    after.comment = before.comment;
    if (goes_with_its_table(before)) {
      ir::Sequence free = before;
      free.owner = owner_of(*plan_.from->find(owning_table(before)));
      free.owner_table.clear();
      free.owner_column.clear();
      replace(Phase::DropDefault, before, free);
      before = std::move(free);
    }
    const bool was_unlogged = follows_table(before) ? after.unlogged : before.unlogged;
    if (was_unlogged != after.unlogged)
      add(Phase::SetSequence, ir::SetUnlogged{key_, after.unlogged});
    before.unlogged = after.unlogged;
    if (!same(before, after)) set_sequence(before, after);
  }

  // The table that owns it is set logged or unlogged, and it with it: what it is to be is seen to there.
  bool follows_table(const ir::Sequence& sequence) const {
    const auto* was = plan_.from->get<ir::Table>(owning_table(sequence));
    const auto* is = plan_.to->get<ir::Table>(owning_table(sequence));
    return was && is && was->unlogged != is->unlogged;
  }

  // What it is attached to follows from its table's being attached, unless that was there before.
  void change(const ir::Index& before, ir::Index after) {
    set_statistics(before, after);
    if (gets_attached(plan_, before, after)) {
      add(Phase::CreateIndexAlone, ir::Replace{after});
    }
    after.comment = before.comment;
    after.clustered = before.clustered;
    after.replica_identity = before.replica_identity;
    after.parent_schema = before.parent_schema;
    after.parent = before.parent;
    after.valid = before.valid;  // by what is attached to it
    if (!same(before, after)) replace(Phase::CreateIndex, before, after);
  }

  // Of its expressions, after all that puts another index in its place; `after` keeps those of before.
  void set_statistics(const ir::Index& before, ir::Index& after) {
    for (std::size_t i = 0; i < std::min(before.keys.size(), after.keys.size()); ++i) {
      const std::optional<std::int64_t> wanted = after.keys[i].statistics;
      after.keys[i].statistics = before.keys[i].statistics;
      if (wanted == before.keys[i].statistics) continue;
      ir::SetColumnAttributes op{key_, std::to_string(i + 1)};
      op.statistics = wanted.value_or(-1);
      add(Phase::Comment, std::move(op));
    }
  }

  void change(const ir::Trigger& before, const ir::Trigger& after) {
    if (before.enabled == after.enabled) return;
    const bool has_copies = !trigger_copies(*plan_.to, after).empty();
    add(Phase::CreateTrigger, ir::SetTriggerState{key_, after.enabled, has_copies});
  }

  void change(const ir::Function& before, ir::Function after) {
    after.comment = before.comment;
    if (!same(before, after)) replace(Phase::CreateFunction, before, after);
  }

  // CREATE OR REPLACE VIEW keeps the comments and defaults of the columns that were there.
  void change(const ir::View& before, const ir::View& after) {
    ir::View replaced = after;
    replaced.comment = before.comment;
    for (std::size_t i = 0; i < after.columns.size(); ++i) {
      ir::ViewColumn& column = replaced.columns[i];
      const bool is_new = i >= before.columns.size();
      column.comment = is_new ? std::nullopt : before.columns[i].comment;
      column.default_value = is_new ? std::nullopt : before.columns[i].default_value;
    }
    if (!same(before, replaced)) {
      Action& action = replace(Phase::CreateView, before, replaced);
      for (std::size_t i = before.columns.size(); i < after.columns.size(); ++i) {
        action.makes.push_back(resource(key_, after.columns[i].name));
      }
    }
    for (std::size_t i = 0; i < after.columns.size(); ++i) {
      change_column(replaced.columns[i], after.columns[i]);
    }
  }

  void change_column(const ir::ViewColumn& before, const ir::ViewColumn& after) {
    if (!same(before.default_value, after.default_value)) {
      Action& action =
          add(Phase::CreateTrigger, ir::SetDefault{key_, after.name, after.default_value});
      action.needs.push_back(resource(key_, after.name));
    }
    add_comment_action(key_, after.name, "", before.comment, after.comment, out_);
  }

  const Plan& plan_;
  const ir::Key& key_;
  std::vector<Action>& out_;
};

}  // namespace

void add_object_actions(const Plan& plan, const ir::Key& key, Fate fate, std::vector<Action>& out) {
  if (key.kind == ir::Kind::DefaultGrants) return;  // in diff_access.cc, or gone with their schema
  ObjectActions actions(plan, key, out);
  if (fate == Fate::Drop || fate == Fate::Recreate) actions.add_drop(fate == Fate::Recreate);
  if (fate == Fate::Create || fate == Fate::Recreate) actions.add_create();
  if (fate == Fate::Change && key.kind != ir::Kind::Table) actions.add_change();
}

}  // namespace pggit::catalog
