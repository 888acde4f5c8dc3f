// ALTER TABLE: columns.
#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "bind/alter_table.h"
#include "bind/collation.h"
#include "bind/inheritance.h"
#include "bind/options.h"
#include "bind/sequence_options.h"
#include "bind/type_name.h"
#include "catalog/dependencies.h"
#include "catalog/diff_action.h"
#include "catalog/foreign.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"
#include "catalog/retype.h"

namespace pggit::bind {

const ir::Column* find_column(const Part& part, const Binding& binding) {
  const ir::Table* table = binding.get<ir::Table>(part.key);
  if (!table) return nullptr;
  const auto found = std::ranges::find(table->columns, part.column, &ir::Column::name);
  return found == table->columns.end() ? nullptr : &*found;
}

const ir::Column* column_or_refuse(const Part& part, Binding& binding) {
  const ir::Column* column = find_column(part, binding);
  if (!column) {
    binding.refuse("column \"" + part.column + "\" of relation \"" + part.key.name +
                   "\" does not exist");
  }
  return column;
}

bool is_of_table(const Part& part, Binding& binding) {
  if (binding.get<ir::Table>(part.key)) return true;
  binding.refuse("\"" + part.key.name + "\" is a " + ir::kind_name(part.key.kind));
  return false;
}

TableDraft draft_of(const Part& part, const Binding& binding, const catalog::Catalog& now) {
  TableDraft draft;
  draft.table = *binding.get<ir::Table>(part.key);
  draft.taken = {&now, part.key.schema, {}, {}};
  draft.is_new = false;
  return draft;
}

namespace {

// Of a table's or view's column; unknown where there is none.
ir::TypeName type_of_column(const Part& part, const Binding& binding) {
  if (const ir::Column* column = find_column(part, binding)) return column->type;
  const ir::View* view = binding.get<ir::View>(part.key);
  if (!view) return {};
  const auto found = std::ranges::find(view->columns, part.column, &ir::ViewColumn::name);
  return found == view->columns.end() ? ir::TypeName() : found->type;
}

// Only what is not the type's own is kept; DEFAULT (since 16) means just that.
std::string storage_of(std::string_view word, const ir::TypeName& type, const Binding& binding) {
  const std::string storage = base::to_lower(word);
  const bool is_own = storage == "default" || storage == catalog::own_storage(binding.now(), type);
  return is_own ? "" : storage;
}

// What ADD COLUMN says goes down to what is below, unlike SET COMPRESSION.
void set_compression_below(const ir::Key& table, const std::string& column,
                           const std::string& compression, Binding& binding) {
  std::vector<ir::Key> below = catalog::children_below(binding.now(), table);
  std::ranges::move(catalog::partitions_below(binding.now(), table), std::back_inserter(below));
  for (const ir::Key& key : below) {
    if (catalog::is_foreign(key, binding.now())) continue;
    ir::SetColumnAttributes op{key, column};
    op.compression = compression;
    binding.emit(std::move(op));
  }
}

// Below zero: the default.
std::int64_t statistics_target(const Part& part) {
  return std::max<std::int64_t>(part.command["def"].integer(), -1);
}

// ALTER INDEX ... ALTER COLUMN 2 SET STATISTICS: only an expression has some of its own (ATExecSetStatistics).
void set_index_statistics(const Part& part, Binding& binding) {
  const ir::Index& index = *binding.get<ir::Index>(part.key);
  const std::size_t place = std::size_t(part.command.num("num"));
  if (place == 0 || place > index.keys.size())
    return binding.refuse("column number " + std::to_string(place) + " of relation \"" +
                          index.name + "\" does not exist");
  if (!index.keys[place - 1].expression)
    return binding.refuse("cannot alter statistics on non-expression column of index");
  ir::SetColumnAttributes op{part.key, std::to_string(place)};
  op.statistics = statistics_target(part);
  binding.emit(std::move(op));
}

// Of a generated column that goes along PostgreSQL does not go down to children: what these keep is inherited from nowhere.
bool leaves_behind(const Part& part, const Binding& binding) {
  const std::vector<ir::Key> below = catalog::children_below(binding.now(), part.key);
  const auto dependents = catalog::dependents(binding.now(), {part.key, part.column});
  return std::ranges::any_of(dependents, [&](const catalog::Dependent& d) {
    const bool is_own = d.part == catalog::Dependent::Part::Column && d.key == part.key;
    return is_own && std::ranges::any_of(below, [&](const ir::Key& child) {
             const ir::Column* kept = find_column({child, {}, d.name}, binding);
             return kept && kept->inherited;
           });
  });
}

}  // namespace

void alter_add_column(const Part& part, Binding& binding) {
  if (!is_of_table(part, binding)) return;
  const sql::Node def = part.command["def"];
  const Part named{part.key, part.command, std::string(def.str("colname")), false, false, nullptr};
  if (part.command.flag("missing_ok") && find_column(named, binding)) {
    return binding.no_effect("column " + named.column + " is there already");
  }
  const bool has_children = !catalog::children_of(binding.now(), part.key).empty();
  if (has_children && part.only) return binding.refuse("column must be added to child tables too");
  const catalog::Catalog now = binding.now();
  TableDraft draft = draft_of(part, binding, now);
  draft_column(def, binding, draft);
  bind_generated(binding, draft);
  const ir::Column& added = draft.table.columns.back();
  if (has_children && added.identity)
    return binding.refuse("cannot recursively add identity column to table that has child tables");
  for (ir::Sequence sequence : draft.sequences) {
    sequence.owner_table.clear();
    sequence.owner_column.clear();
    binding.emit(ir::Create{std::move(sequence)});
  }
  const std::string compression = added.compression;
  binding.emit(ir::AddColumn{part.key, added});
  if (!compression.empty())
    set_compression_below(part.key, draft.table.columns.back().name, compression, binding);
  for (ir::Sequence& sequence : draft.sequences) binding.emit(ir::Replace{std::move(sequence)});
  // A foreign key or check that comes with a new column needs no validation.
  draft.is_new = true;
  add_constraints_later(part, std::move(draft));
}

void alter_drop_column(const Part& part, Binding& binding) {
  if (!find_column(part, binding)) {
    if (part.command.flag("missing_ok")) return binding.no_effect("no column " + part.column);
    column_or_refuse(part, binding);
    return;
  }
  if (is_bound_by_family(part, "drop", binding)) return;
  for (const ir::Key& child : children_that_lose(part, binding))
    drop_with_dependents(child, part.column, part.cascades, binding);
  if (leaves_behind(part, binding))
    return binding.refuse("a generated column stays with children, inherited from nowhere");
  drop_with_dependents(part.key, part.column, part.cascades, binding);
  binding.emit(ir::DropColumn{part.key, part.column, part.only});
}

void alter_set_default(const Part& part, Binding& binding) {
  const sql::Node value = part.command["def"];
  ir::SetDefault op{part.key, part.column, std::nullopt, part.only};
  const ir::Table* table = binding.get<ir::Table>(part.key);
  const ir::TypeName type = type_of_column(part, binding);
  if (value && !is_no_default(value, type, binding.names())) {
    op.value = bind_value(value, type, binding.names(), table ? Scope::of_table(*table) : Scope());
  }
  binding.emit(std::move(op));
}

namespace {

void set_not_null(const Part& part, bool not_null, Binding& binding) {
  if (part.only && !catalog::partitions_of(binding.now(), part.key).empty())
    return binding.refuse("ONLY, where there are partitions");
  binding.emit(ir::SetNotNull{part.key, part.column, not_null, part.only});
}

}  // namespace

void alter_set_not_null(const Part& part, Binding& binding) { set_not_null(part, true, binding); }
void alter_drop_not_null(const Part& part, Binding& binding) { set_not_null(part, false, binding); }

namespace {

// What keeps a column's type as it is: ATExecAlterColumnType rebuilds indexes, constraints and defaults only.
const char* user_of_type(const Part& part, const Binding& binding) {
  for (const catalog::Dependent& d : catalog::dependents(binding.now(), {part.key, part.column})) {
    if (d.part == catalog::Dependent::Part::Column) return "a generated column";
    if (d.part != catalog::Dependent::Part::Object) continue;
    if (d.key.kind == ir::Kind::View || d.key.kind == ir::Kind::MaterializedView ||
        d.key.kind == ir::Kind::Rule)
      return "a view or rule";
    if (d.key.kind == ir::Kind::Trigger) return "a trigger definition";
    if (d.key.kind == ir::Kind::Function) return "a function or procedure";
  }
  return nullptr;
}

}  // namespace

void alter_set_type(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column || is_bound_by_family(part, "alter", binding) ||
      is_shared_below(part, "alter", binding))
    return;
  for (const ir::Key& child : catalog::children_below(binding.now(), part.key)) {
    const Part of_child{child, part.command, part.column};
    if (user_of_type(of_child, binding))
      return binding.refuse("something stands on the column of " + ir::to_text(child));
  }
  if (const char* user = user_of_type(part, binding))
    return binding.refuse(std::string("cannot alter type of a column used by ") + user);
  const sql::Node def = part.command["def"];
  ir::SetColumnType op;
  op.table = part.key;
  op.column = part.column;
  op.type = bind_type(def["typeName"], binding.names());
  op.collation = bind_collation(def["collClause"].list("collname"), binding);
  if (const sql::Node expression = def["raw_default"]) {
    op.using_expression = bind_expression(expression, binding.names(),
                                          Scope::of_table(*binding.get<ir::Table>(part.key)));
  }
  binding.emit(std::move(op));
}

void alter_set_attributes(const Part& part, Binding& binding) {
  if (part.key.kind == ir::Kind::Index) return set_index_statistics(part, binding);
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  const std::string_view type = part.command.str("subtype");
  const sql::Node def = part.command["def"];
  ir::SetColumnAttributes op{part.key, part.column};
  op.only = part.only;
  if (type == "AT_SetStorage") op.storage = storage_of(def.text(), column->type, binding);
  if (type == "AT_SetCompression") {
    if (catalog::is_foreign(part.key, binding.now()))
      return binding.refuse("\"" + part.key.name + "\" is not a table");
    op.compression = def.text() == "default" ? "" : def.text();
  }
  if (type == "AT_SetStatistics") op.statistics = statistics_target(part);
  if (type == "AT_SetOptions") op.options = merged_options(column->options, def.items());
  if (type == "AT_ResetOptions") {
    op.options = without_options(column->options, def.items());
    op.reset = catalog::taken_away(column->options, *op.options);
  }
  binding.emit(std::move(op));
}

void alter_add_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (column->identity)
    return binding.refuse("column \"" + part.column + "\" is already an identity column");
  const sql::Node def = part.command["def"];
  ir::Identity identity;
  identity.always = def.str("generated_when") == "a";
  identity.options = new_sequence_options(def.list("options"), binding.names(), column->type.name);
  identity.sequence = written_sequence_name(def.list("options"));
  if (identity.sequence.empty()) {
    const TakenNames taken{&binding.now(), part.key.schema, {}, {}};
    identity.sequence = choose_relation_name(taken, part.key.name, part.column, "seq", false);
  }
  binding.emit(ir::SetIdentity{part.key, part.column, std::move(identity)});
}

void alter_set_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (!column->identity)
    return binding.refuse("column \"" + part.column + "\" is not an identity column");
  ir::Identity identity = *column->identity;
  const std::vector<sql::Node> options = part.command["def"].items();
  for (const sql::Node& option : options) {
    if (option.str("defname") == "generated") identity.always = option["arg"].integer() == 'a';
  }
  identity.options = changed_sequence_options(options, binding.names(), identity.options);
  binding.emit(ir::SetIdentity{part.key, part.column, std::move(identity), true});
}

void alter_drop_identity(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (!column->identity && part.command.flag("missing_ok")) return binding.no_effect("no identity");
  if (!column->identity)
    return binding.refuse("column \"" + part.column + "\" is not an identity column");
  binding.emit(ir::SetIdentity{part.key, part.column, std::nullopt});
}

void alter_drop_expression(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (!column->generated && part.command.flag("missing_ok"))
    return binding.no_effect("no expression");
  if (!column->generated)
    return binding.refuse("column \"" + part.column + "\" is not a stored generated column");
  if (is_bound_by_family(part, "drop generation expression from", binding)) return;
  // It goes down by one level, and there it is refused as if ONLY had been said.
  for (const ir::Key& child : catalog::children_of(binding.now(), part.key)) {
    if (!catalog::children_of(binding.now(), child).empty())
      return binding.refuse("ALTER TABLE / DROP EXPRESSION must be applied to child tables too");
  }
  binding.emit(ir::DropExpression{part.key, part.column});
}

// SET EXPRESSION (since 17).
void alter_set_expression(const Part& part, Binding& binding) {
  const ir::Column* column = column_or_refuse(part, binding);
  if (!column) return;
  if (!column->generated)
    return binding.refuse("column \"" + part.column + "\" is not a generated column");
  binding.refuse("ALTER COLUMN ... SET EXPRESSION is not read yet");
}

}  // namespace pggit::bind
