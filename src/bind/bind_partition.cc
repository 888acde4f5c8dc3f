// PARTITION BY, PARTITION OF, ATTACH and DETACH PARTITION.
#include <algorithm>

#include "base/text.h"
#include "bind/index_key.h"
#include "bind/inheritance.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "catalog/partitions.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

char strategy_of(std::string_view word) {
  const std::string lower = base::to_lower(word);
  if (lower.ends_with("list")) return 'l';
  return lower.ends_with("hash") ? 'h' : 'r';
}

// The texts of a bound, in one.
class BoundText {
 public:
  void add(std::string text) {
    pieces_.push_back({ir::Piece::Kind::Text, std::move(text), "", "", ""});
  }
  void add(const ir::Expression& expression) {
    std::ranges::copy(expression.pieces(), std::back_inserter(pieces_));
  }
  ir::Expression take() { return ir::Expression(std::move(pieces_)); }

 private:
  std::vector<ir::Piece> pieces_;
};

// MINVALUE and MAXVALUE are read as names of columns.
std::string limit_word(const sql::Node& datum) {
  if (!datum.is("ColumnRef")) return "";
  const std::vector<sql::Node> fields = datum.list("fields");
  const std::string word(fields.size() == 1 ? fields[0].text() : "");
  return word == "minvalue" ? "MINVALUE" : word == "maxvalue" ? "MAXVALUE" : "";
}

ir::Expression bind_datum(const sql::Node& datum, const ir::IndexKey& key, const ir::Table& parent,
                          const Binding& binding) {
  const auto column = std::ranges::find(parent.columns, key.column, &ir::Column::name);
  if (column == parent.columns.end()) return bind_expression(datum, binding.names(), Scope());
  return bind_value(datum, column->type, binding.names(), Scope());
}

void add_datums(const std::vector<sql::Node>& datums, const ir::Table& parent,
                const Binding& binding, BoundText& text) {
  const ir::PartitionKey& by = *parent.partition_by;
  text.add("(");
  for (std::size_t i = 0; i < datums.size(); ++i) {
    if (i > 0) text.add(", ");
    const std::string word = by.strategy == 'r' ? limit_word(datums[i]) : "";
    const std::size_t key = by.strategy == 'r' ? std::min(i, by.keys.size() - 1) : 0;
    if (word.empty()) {
      text.add(bind_datum(datums[i], by.keys[key], parent, binding));
    } else {
      text.add(word);
    }
  }
  text.add(")");
}

ir::Expression bind_bound(const sql::Node& bound, const ir::Table& parent, const Binding& binding) {
  BoundText text;
  if (bound.flag("is_default")) {
    text.add("DEFAULT");
    return text.take();
  }
  text.add("FOR VALUES ");
  switch (parent.partition_by->strategy) {
    case 'h':
      text.add("WITH (modulus " + std::to_string(bound.num("modulus")) + ", remainder " +
               std::to_string(bound.num("remainder")) + ")");
      break;
    case 'l':
      text.add("IN ");
      add_datums(bound.list("listdatums"), parent, binding, text);
      break;
    default:
      text.add("FROM ");
      add_datums(bound.list("lowerdatums"), parent, binding, text);
      text.add(" TO ");
      add_datums(bound.list("upperdatums"), parent, binding, text);
  }
  return text.take();
}

ir::Key parent_key(const ir::Table& partition) {
  return {ir::Kind::Table, partition.partition_of->schema, partition.partition_of->table, ""};
}

const ir::Table* partitioned_or_refuse(const ir::Key& key, Binding& binding) {
  const ir::Table* parent = binding.get<ir::Table>(key);
  if (parent && parent->partition_by) return parent;
  binding.refuse("\"" + key.name + "\" is not partitioned");
  return nullptr;
}

// A foreign table has no indexes and no foreign keys: a partitioned table with a unique one has no foreign partition.
void require_no_keys(const ir::Table& parent, Binding& binding) {
  const auto is_key = [](const ir::Constraint& c) { return !c.check; };
  const auto is_unique = [&](const ir::Key& key) { return binding.get<ir::Index>(key)->unique; };
  if (std::ranges::any_of(parent.constraints, is_key) ||
      std::ranges::any_of(catalog::indexes_of(binding.now(), parent.key()), is_unique))
    binding.refuse("\"" + parent.name + "\" has keys, and so no foreign table as a partition");
}

// What AttachPartitionEnsureIndexes and CloneForeignKeyConstraints make where the partition has nothing that fits.
void add_missing(const ir::Table& parent, const ir::Key& key, Binding& binding) {
  const ir::Table own = *binding.get<ir::Table>(key);
  if (own.foreign) return require_no_keys(parent, binding);
  const catalog::Catalog before = binding.now();
  TableDraft draft;
  draft.table = own;
  draft.taken = {&before, key.schema, {}, {}};
  std::vector<ir::Constraint> keys;
  copy_indexes(parent.key(), true, binding, draft, keys);
  for (ir::Constraint& copy : keys) {
    if (!catalog::partition_copy(own, copy)) emit_constraint(key, std::move(copy), binding);
  }
  for (ir::Index& copy : draft.indexes) {
    const auto fits = [&](const ir::Key& index) {
      const ir::Index& there = *before.get<ir::Index>(index);
      return there.parent.empty() && catalog::is_partition_copy(there, copy);
    };
    if (std::ranges::any_of(catalog::indexes_of(before, key), fits)) continue;
    if (!catalog::partitions_of(before, key).empty())
      return binding.refuse("an index that ATTACH PARTITION makes on partitions of a partition");
    binding.emit(ir::Create{std::move(copy)});
  }
  for (const ir::Constraint& c : parent.constraints) {
    if (c.foreign && !catalog::partition_copy(own, c))
      emit_constraint(key, inherited_constraint(c, parent.key(), key), binding);
  }
}

bool is_below(const catalog::Catalog& catalog, const ir::Key& table, const ir::Key& ancestor) {
  const std::vector<ir::Key> below = catalog::partitions_below(catalog, ancestor);
  return table == ancestor || std::ranges::find(below, table) != below.end();
}

void attach(const Part& part, const sql::Node& command, Binding& binding) {
  const ir::Table* parent = partitioned_or_refuse(part.key, binding);
  const ir::Table* table = parent ? binding.table_or_refuse(command["name"]) : nullptr;
  if (!table) return;
  const ir::Key key = table->key();
  if (is_below(binding.now(), part.key, key))
    return binding.refuse("circular inheritance not allowed");
  const ir::Table whole = *parent;
  if (catalog::refers_to(whole, key))
    return binding.refuse("cannot attach table \"" + key.name +
                          "\" as a partition because it is referenced by a foreign key");
  add_missing(whole, key, binding);
  if (binding.refused()) return;
  ir::Table attached = *binding.get<ir::Table>(key);
  attached.partition_of =
      ir::PartitionOf{part.key.schema, part.key.name, bind_bound(command["bound"], whole, binding)};
  binding.emit(ir::Replace{std::move(attached)});
  copy_triggers_to(key, binding);
}

void detach(const Part& part, const sql::Node& command, Binding& binding) {
  if (command.flag("concurrent"))
    return binding.refuse("DETACH PARTITION CONCURRENTLY is not read yet");
  const ir::Table* table = binding.table_or_refuse(command["name"]);
  if (!table) return;
  ir::Table detached = *table;
  if (!detached.partition_of || parent_key(detached) != part.key)
    return binding.refuse("\"" + table->name + "\" is not a partition of \"" + part.key.name +
                          "\"");
  detached.partition_of->bound = {};
  binding.emit(ir::Replace{std::move(detached)});
}

}  // namespace

void set_partition_key(const sql::Node& spec, Binding& binding, ir::Table& table) {
  ir::PartitionKey by;
  by.strategy = strategy_of(spec.str("strategy"));
  const std::string method = by.strategy == 'h' ? "hash" : "btree";
  for (const sql::Node& element : spec.list("partParams"))
    by.keys.push_back(bind_index_key(element, table, method, binding));
  table.partition_by = std::move(by);
}

void draft_partition(const sql::Node& statement, Binding& binding, TableDraft& draft) {
  const ir::Table* named = binding.table_or_refuse(statement.list("inhRelations").front());
  const ir::Table* parent = named ? partitioned_or_refuse(named->key(), binding) : nullptr;
  if (!parent) return;
  const ir::Key own = draft.table.key();
  draft.table.partition_of = ir::PartitionOf{parent->schema, parent->name,
                                             bind_bound(statement["partbound"], *parent, binding)};
  for (const ir::Column& column : parent->columns)
    draft.table.columns.push_back(inherited_column(column, parent->key(), own));
  for (const ir::Constraint& c : parent->constraints) {
    if (!c.check || c.no_inherit) continue;
    draft.table.constraints.push_back(inherited_constraint(c, parent->key(), own));
    draft.table.constraints.back().validated = true;
    draft.taken.pending_constraints.push_back(c.name);
  }
}

void add_parent_constraints(Binding& binding, TableDraft& draft) {
  const ir::Key parent = parent_key(draft.table);
  if (draft.table.foreign) return require_no_keys(*binding.get<ir::Table>(parent), binding);
  copy_indexes(parent, true, binding, draft, draft.table.constraints);
  for (const ir::Constraint& c : binding.get<ir::Table>(parent)->constraints) {
    if (!c.foreign) continue;
    if (!c.validated) binding.refuse("a partition's copy of a foreign key that is not valid");
    draft.table.constraints.push_back(inherited_constraint(c, parent, draft.table.key()));
    draft.taken.pending_constraints.push_back(c.name);
  }
}

void copy_triggers_to(const ir::Key& partition, Binding& binding) {
  if (binding.refused()) return;
  const ir::Key parent = parent_key(*binding.get<ir::Table>(partition));
  for (const ir::Key& key :
       binding.now().users(catalog::Link::Kind::Relation, parent.schema, parent.name)) {
    const ir::Trigger* trigger = binding.get<ir::Trigger>(key);
    if (!trigger || !trigger->for_each_row || trigger->schema != parent.schema ||
        trigger->table != parent.name)
      continue;
    ir::Trigger copy = *trigger;
    copy.schema = partition.schema;
    copy.table = partition.name;
    copy.inherited = true;
    copy.comment.reset();
    if (copy.when) copy.when = catalog::moved_to(*copy.when, parent, partition);
    binding.emit(ir::Create{std::move(copy)});
  }
  for (const ir::Key& below : catalog::partitions_of(binding.now(), partition))
    copy_triggers_to(below, binding);
}

void alter_partition(const Part& part, Binding& binding) {
  const std::string_view type = part.command.str("subtype");
  const sql::Node command = part.command["def"];
  if (part.key.kind == ir::Kind::Index) return attach_index(part.key, command["name"], binding);
  if (type == "AT_AttachPartition") return attach(part, command, binding);
  if (type == "AT_DetachPartition") return detach(part, command, binding);
  binding.refuse("DETACH PARTITION ... FINALIZE is not read yet");
}

}  // namespace pggit::bind
