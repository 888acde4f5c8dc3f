#include "rules/locks.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "catalog/access.h"
#include "catalog/inheritance.h"
#include "catalog/named.h"
#include "catalog/partitions.h"
#include "ir/dml.h"

namespace pggit::rules {
namespace {

using ir::Key;
using ir::Kind;
using Mode = LockMode;

bool is_concurrent(std::string_view text) {
  return base::to_lower(text.substr(0, 200)).find("concurrently") != std::string::npos;
}

// A look for the words is enough to say that we do not know.
bool locks_rows(std::string_view text) {
  const std::string lower = base::to_lower(text);
  return std::ranges::any_of(
      std::to_array<const char*>({"for update", "for share", "for no key", "for key"}),
      [&](const char* words) { return lower.contains(words); });
}

class Collector {
 public:
  Collector(const catalog::Catalog& seen, std::string_view text)
      : seen_(seen),
        concurrent_(is_concurrent(text)),
        alters_sequence_(base::to_lower(text.substr(0, 200)).contains("alter sequence")),
        locks_rows_(locks_rows(text)),
        calls_setval_(base::to_lower(text).contains("setval")) {}

  void operator()(const ir::Create& op) {
    std::visit([&](const auto& o) { created(o); }, op.object);
  }
  void operator()(const ir::Drop& op) { dropped(op.key); }
  void operator()(const ir::Replace& op) {
    if (is_attached(op.object)) return created(std::get<ir::Index>(op.object));
    replaced(ir::key_of(op.object));
    if (const auto* table = std::get_if<ir::Table>(&op.object)) attached_or_detached(*table);
  }
  void operator()(const ir::Rename& op) {
    take(op.key.kind == Kind::Index ? Mode::ShareUpdateExclusive : Mode::AccessExclusive, op.key);
    if (ir::is_on_relation(op.key.kind)) take(Mode::AccessExclusive, table_of_trigger(op.key));
  }
  void operator()(const ir::Move& op) { take(Mode::AccessExclusive, op.key); }
  void operator()(const ir::SetComment& op) {
    if (op.key.kind == Kind::Table && !op.constraint.empty())
      return take(Mode::AccessShare, op.key);
    if (ir::is_on_relation(op.key.kind)) return take(Mode::AccessShare, table_of_trigger(op.key));
    take(Mode::ShareUpdateExclusive, op.key);
  }
  void operator()(const ir::SetGrants&) {}
  void operator()(const ir::SetForeignOptions& op) { take(Mode::AccessExclusive, op.key); }
  void operator()(const ir::SetOwner& op) {
    take(Mode::AccessExclusive, op.key);
    const ir::Object* there = seen_.find(op.key);
    const bool has_parts = op.key.kind == Kind::Table || op.key.kind == Kind::MaterializedView;
    if (!there || !has_parts || catalog::owner_of(*there) == op.owner) return;
    seen_.for_each_in(Kind::Index, op.key.schema, [&](const catalog::EntryRef& entry) {
      if (std::get<ir::Index>(entry->object).table == op.key.name)
        take(Mode::AccessExclusive, entry->key);
    });
    seen_.for_each_in(Kind::Sequence, op.key.schema, [&](const catalog::EntryRef& entry) {
      if (std::get<ir::Sequence>(entry->object).owner_table == op.key.name)
        take(Mode::AccessExclusive, entry->key);
    });
  }
  void operator()(const ir::SetRowSecurity& op) { take(Mode::AccessExclusive, op.table); }
  void operator()(const ir::AddColumn& op) { take_with_children(op.table); }
  void operator()(const ir::DropColumn& op) {
    take_with_children(op.table);
    take_identity(Mode::AccessExclusive, op.table, op.column);
    const auto* table = seen_.get<ir::Table>(op.table);
    if (!table) return;
    for (const ir::Constraint& constraint : table->constraints) {
      if (std::ranges::find(constraint.columns, op.column) != constraint.columns.end())
        lock_referenced(constraint);
    }
  }
  void operator()(const ir::RenameColumn& op) { take_with_children(op.table); }
  void operator()(const ir::SetColumnType& op) {
    take_with_children(op.table);
    take_identity(Mode::ShareRowExclusive, op.table, op.column);
  }
  void operator()(const ir::SetDefault& op) { take_with_children(op.table, op.only); }
  void operator()(const ir::SetNotNull& op) { take_with_children(op.table, op.only); }
  void operator()(const ir::SetIdentity& op) {
    if (!alters_sequence_) take(Mode::AccessExclusive, op.table);
    take_identity(op.identity ? Mode::ShareRowExclusive : Mode::AccessExclusive, op.table,
                  op.column);
  }
  void operator()(const ir::DropExpression& op) { take(Mode::AccessExclusive, op.table); }
  void operator()(const ir::SetColumnAttributes& op) {
    const Mode mode =
        op.storage || op.compression ? Mode::AccessExclusive : Mode::ShareUpdateExclusive;
    const bool goes_down = !op.only && (op.storage || op.statistics);
    goes_down ? take_with_children(op.table, false, mode) : take(mode, op.table);
  }
  void operator()(const ir::SetInherit& op) {
    take(Mode::AccessExclusive, op.table);
    take(op.inherits ? Mode::ShareUpdateExclusive : Mode::AccessShare,
         {ir::Kind::Table, op.parent.schema, op.parent.name, ""});
  }
  void operator()(const ir::SetTableOptions& op) { take(Mode::ShareUpdateExclusive, op.table); }
  void operator()(const ir::SetUnlogged& op) { take(Mode::AccessExclusive, op.table); }
  void operator()(const ir::AddConstraint& op) {
    if (goes_down(&op.constraint)) return take_with_children(op.table);
    if (!op.constraint.foreign) return take(Mode::AccessExclusive, op.table);
    take(Mode::ShareRowExclusive, op.table);
    take_with_partitions(referenced(*op.constraint.foreign), Mode::ShareRowExclusive);
  }
  void operator()(const ir::DropConstraint& op) {
    take_with_children(op.table);
    if (const ir::Constraint* constraint = find(op.table, op.constraint))
      lock_referenced(*constraint);
  }
  void operator()(const ir::RenameConstraint& op) {
    take(Mode::AccessExclusive, op.table);
    if (goes_down(find(op.table, op.constraint))) take_with_children(op.table);
  }
  void operator()(const ir::ValidateConstraint& op) {
    take_with_partitions(op.table, Mode::ShareUpdateExclusive);
    const ir::Constraint* constraint = find(op.table, op.constraint);
    if (goes_down(constraint)) take_with_children(op.table, false, Mode::ShareUpdateExclusive);
    if (constraint && constraint->foreign) take(Mode::RowShare, referenced(*constraint->foreign));
  }
  void operator()(const ir::AlterConstraint& op) { take_with_partitions(op.table); }
  void operator()(const ir::SetTriggerState& op) {
    const Key on = table_of_trigger(op.trigger);
    op.only ? take(Mode::ShareRowExclusive, on) : take_with_partitions(on, Mode::ShareRowExclusive);
  }
  void operator()(const ir::SetClustered& op) { take(Mode::ShareUpdateExclusive, op.table); }
  void operator()(const ir::SetReplicaIdentity& op) { take(Mode::AccessExclusive, op.table); }
  void operator()(const ir::SetOfType& op) { take(Mode::AccessExclusive, op.table); }
  void operator()(const ir::AddEnumLabel&) {}
  void operator()(const ir::RenameEnumLabel&) {}
  void operator()(const ir::SetMappings&) {}
  void operator()(const ir::Dml& op) {
    // Code may truncate and lock; SELECT ... FOR UPDATE locks more than a plain one.
    const bool moves = ir::only_moves_sequences(op);
    const bool reads_only = op.kind == ir::DmlKind::Select && op.writes.empty();
    const bool runs_code = op.kind == ir::DmlKind::Code || op.kind == ir::DmlKind::Select;
    if (runs_code && (!(reads_only || moves) || locks_rows_)) known_ = false;
    for (const Key& key : op.writes) {
      if (key.kind == Kind::MaterializedView) {
        take(concurrent_ ? Mode::Exclusive : Mode::AccessExclusive, key);
      } else if (moves) {
        // ALTER SEQUENCE ... RESTART locks more than setval().
        take(calls_setval_ ? Mode::RowExclusive : Mode::ShareRowExclusive, key);
      } else {
        take(op.kind == ir::DmlKind::Truncate ? Mode::AccessExclusive : Mode::RowExclusive, key);
      }
    }
    for (const Key& key : op.reads) take(Mode::AccessShare, key);
  }
  void operator()(const ir::NoEffect& op) {
    // Settings of the session, and what is not there; ANALYZE, VACUUM and the like lock what we do not know.
    const bool is_known = op.what.starts_with("set ") || op.what.starts_with("nothing of");
    if (!is_known) known_ = false;
  }
  void operator()(const ir::SetSearchPath&) {}
  void operator()(const ir::NotHeld&) { known_ = false; }
  void operator()(const ir::Opaque&) { known_ = false; }

  std::optional<std::vector<Lock>> result() const {
    if (!known_) return std::nullopt;
    std::vector<Lock> locks;
    for (const auto& [key, mode] : modes_) locks.push_back({mode, key});
    std::ranges::stable_sort(locks, std::greater{}, &Lock::mode);
    return locks;
  }

 private:
  static bool is_relation(Kind kind) {
    return kind == Kind::Table || kind == Kind::View || kind == Kind::Sequence ||
           kind == Kind::Index || kind == Kind::MaterializedView;
  }
  void take(Mode mode, const Key& key) {
    if (is_relation(key.kind) && seen_.find(key)) raise(mode, key);
  }
  void raise(Mode mode, const Key& key) {
    Mode& strongest = modes_.emplace(key, Mode::None).first->second;
    strongest = std::max(strongest, mode);
  }
  // Its sequence is no object of its own in the catalog.
  void take_identity(Mode mode, const Key& key, const std::string& column) {
    const auto* table = seen_.get<ir::Table>(key);
    const ir::Column* at = table ? catalog::find_named(table->columns, column) : nullptr;
    if (at && at->identity) raise(mode, {Kind::Sequence, key.schema, at->identity->sequence, ""});
  }

  // What is done to a partitioned table goes down to its partitions.
  void take_with_partitions(const Key& key, Mode mode = Mode::AccessExclusive) {
    take(mode, key);
    for (const Key& partition : catalog::partitions_below(seen_, key)) take(mode, partition);
  }
  // With the tables to which it goes down by inheritance.
  void take_with_children(const Key& key, bool only = false, Mode mode = Mode::AccessExclusive) {
    take_with_partitions(key, mode);
    if (only) return;
    for (const Key& child : catalog::children_below(seen_, key)) take(mode, child);
  }

  static bool goes_down(const ir::Constraint* constraint) {
    return constraint && catalog::is_inheritable(*constraint);
  }

  static Key table(const std::string& schema, const std::string& name) {
    return {Kind::Table, schema, name, ""};
  }
  static Key referenced(const ir::ForeignKey& foreign) {
    return table(foreign.schema, foreign.table);
  }
  static Key table_of_trigger(const Key& trigger) { return table(trigger.schema, trigger.name); }
  const ir::Constraint* find(const Key& key, const std::string& name) const {
    const auto* table = seen_.get<ir::Table>(key);
    if (!table) return nullptr;
    const auto found = std::ranges::find(table->constraints, name, &ir::Constraint::name);
    return found == table->constraints.end() ? nullptr : &*found;
  }
  // Triggers of the constraint go from the referenced table too.
  void lock_referenced(const ir::Constraint& constraint) {
    if (constraint.foreign) take(Mode::AccessExclusive, referenced(*constraint.foreign));
  }

  static Key parent_of(const ir::Table& partition) {
    return table(partition.partition_of->schema, partition.partition_of->table);
  }
  // An index of a partition that becomes that of its parent's, in the place of one that would be made.
  bool is_attached(const ir::Object& object) const {
    const auto* index = std::get_if<ir::Index>(&object);
    const auto* before = index ? seen_.get<ir::Index>(index->key()) : nullptr;
    return before && before->parent.empty() && !index->parent.empty();
  }
  void attached_or_detached(const ir::Table& partition) {
    if (!partition.partition_of) return;
    const bool detaches = partition.partition_of->bound.sql().empty();
    const Key parent = parent_of(partition);
    take(detaches ? Mode::AccessExclusive : Mode::ShareUpdateExclusive, parent);
    take_default_of(parent);
  }
  void take_default_of(const Key& parent) {
    for (const Key& key : catalog::partitions_of(seen_, parent)) {
      if (seen_.get<ir::Table>(key)->partition_of->bound.sql() == "DEFAULT")
        take(Mode::AccessExclusive, key);
    }
  }
  // One comes or goes: what the default partition may hold changes.
  void take_parent(const ir::Table& partition) {
    take(Mode::AccessExclusive, parent_of(partition));
    take_default_of(parent_of(partition));
  }

  template <class T>
  void created(const T&) {}
  void created(const ir::Table& made) {
    if (made.partition_of) take_parent(made);
    for (const Key& parent : catalog::parents_of(made)) take(Mode::ShareUpdateExclusive, parent);
    for (const ir::Constraint& constraint : made.constraints) {
      if (constraint.foreign) take(Mode::ShareRowExclusive, referenced(*constraint.foreign));
    }
  }
  void created(const ir::Index& made) {
    const Mode mode = concurrent_ ? Mode::ShareUpdateExclusive : Mode::Share;
    take(mode, table(made.schema, made.table));
    take(mode, {Kind::MaterializedView, made.schema, made.table, ""});
  }
  void created(const ir::Trigger& made) {
    take(Mode::ShareRowExclusive, table(made.schema, made.table));
  }
  void created(const ir::Statistics& made) {
    take(Mode::ShareUpdateExclusive, table(made.table_schema, made.table));
  }
  void created(const ir::Rule& made) {
    take(Mode::AccessExclusive, table(made.schema, made.table));
  }
  void created(const ir::PublishedTable& made) {
    take(Mode::ShareUpdateExclusive, table(made.schema, made.table));
  }
  void created(const ir::Policy& made) {
    take(Mode::AccessExclusive, table(made.schema, made.table));
  }

  void dropped(const Key& key) {
    if (const auto* index = seen_.get<ir::Index>(key)) {
      const Mode mode = concurrent_ ? Mode::ShareUpdateExclusive : Mode::AccessExclusive;
      take(mode, key);
      take(mode, {Kind::MaterializedView, index->schema, index->table, ""});
      for (const Key& attached : catalog::attached_indexes(seen_, *index)) dropped(attached);
      return take_with_partitions(table(index->schema, index->table), mode);
    }
    if (const auto* trigger = seen_.get<ir::Trigger>(key)) {
      for (const Key& copy : catalog::trigger_copies(seen_, *trigger)) dropped(copy);
    }
    if (key.kind == Kind::PublishedTable)
      return take(Mode::ShareUpdateExclusive, table_of_trigger(key));
    if (ir::is_on_relation(key.kind)) return take(Mode::AccessExclusive, table_of_trigger(key));
    if (const auto* statistics = seen_.get<ir::Statistics>(key))
      return take(Mode::ShareUpdateExclusive, table(statistics->table_schema, statistics->table));
    take(Mode::AccessExclusive, key);
    if (const auto* gone = seen_.get<ir::Table>(key)) {
      if (gone->partition_of) take_parent(*gone);
      for (const ir::Constraint& constraint : gone->constraints) lock_referenced(constraint);
      for (const ir::Column& column : gone->columns)
        take_identity(Mode::AccessExclusive, key, column.name);
    }
  }

  void replaced(const Key& key) {
    switch (key.kind) {
      case Kind::View:
      case Kind::MaterializedView:
        return take(Mode::AccessExclusive, key);
      case Kind::Sequence:
        return take(Mode::ShareRowExclusive, key);
      case Kind::Index:
        return take(Mode::ShareUpdateExclusive, key);
      case Kind::Trigger:
        return take(Mode::ShareRowExclusive, table_of_trigger(key));
      case Kind::Rule:
      case Kind::Policy:
        return take(Mode::AccessExclusive, table_of_trigger(key));
      case Kind::Table:
        return take(Mode::AccessExclusive, key);
      case Kind::Schema:
      case Kind::Enum:
      case Kind::Extension:
      case Kind::Domain:
      case Kind::Function:
      case Kind::Composite:
      case Kind::Range:
      case Kind::Statistics:
      case Kind::DefaultGrants:
      case Kind::Operator:
      case Kind::Cast:
      case Kind::Publication:
      case Kind::PublishedTable:
      case Kind::PublishedSchema:
      case Kind::ForeignDataWrapper:
      case Kind::ForeignServer:
      case Kind::UserMapping:
      case Kind::Dictionary:
      case Kind::Configuration:
      case Kind::Collation:
        return;
    }
  }

  const catalog::Catalog& seen_;
  bool concurrent_;
  bool alters_sequence_;
  bool locks_rows_;
  bool calls_setval_;
  bool known_ = true;
  std::map<Key, Mode> modes_;
};

}  // namespace

const char* lock_name(LockMode mode) {
  switch (mode) {
    case Mode::None:
      return "none";
    case Mode::AccessShare:
      return "ACCESS SHARE";
    case Mode::RowShare:
      return "ROW SHARE";
    case Mode::RowExclusive:
      return "ROW EXCLUSIVE";
    case Mode::ShareUpdateExclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case Mode::Share:
      return "SHARE";
    case Mode::ShareRowExclusive:
      return "SHARE ROW EXCLUSIVE";
    case Mode::Exclusive:
      return "EXCLUSIVE";
    case Mode::AccessExclusive:
      return "ACCESS EXCLUSIVE";
  }
  return "";
}

std::optional<std::vector<Lock>> locks_of(const std::vector<ir::Op>& ops,
                                          const catalog::Catalog& seen, std::string_view text) {
  Collector collector(seen, text);
  for (const ir::Op& op : ops) std::visit(collector, op);
  return collector.result();
}

}  // namespace pggit::rules
