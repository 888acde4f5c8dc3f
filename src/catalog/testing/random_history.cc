#include "catalog/testing/random_history.h"

#include <algorithm>

#include "base/check.h"
#include "catalog/apply.h"
#include "catalog/conversion.h"
#include "catalog/dependencies.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog::testing {
namespace {

ir::Op op_for(const Dependent& d) {
  switch (d.part) {
    case Dependent::Part::Object:
      return ir::Drop{d.key};
    case Dependent::Part::Constraint:
      return ir::DropConstraint{d.key, d.name};
    case Dependent::Part::Default:
      return ir::SetDefault{d.key, d.name, std::nullopt};
    case Dependent::Part::Column:
      return ir::DropColumn{d.key, d.name};
  }
  return ir::NoEffect{};
}

}  // namespace

RandomHistory::RandomHistory(std::uint64_t seed, Catalog start)
    : random_(seed), now_(std::move(start)) {}

std::vector<ir::Op> RandomHistory::step() {
  for (int tries = 0; tries < 1000; ++tries) {
    std::vector<ir::Op> ops = propose();
    if (!ops.empty() && accept(ops)) return ops;
  }
  PGGIT_CHECK(!"a history always goes on");
  return {};
}

bool RandomHistory::accept(const std::vector<ir::Op>& ops) {
  Catalog after = now_;
  for (const ir::Op& op : ops) {
    base::Result<Catalog> next = pggit::catalog::apply(op, after);
    if (!next || !why_refused(op, after, *next).empty()) return false;
    after = *std::move(next);
  }
  now_ = std::move(after);
  return true;
}

std::vector<ir::Op> RandomHistory::propose() {
  if (keys(ir::Kind::Schema).empty()) return {ir::Create{ir::Schema{name("s"), {}}}};
  switch (random_.below(10)) {
    case 0:
    case 1:
    case 2:
      return create();
    case 3:
      return drop();
    case 4:
      return rename();
    case 5:
      return comment();
    case 6:
      return alter_other();
    default:
      return alter_table();
  }
}

std::vector<ir::Key> RandomHistory::keys(ir::Kind kind) const {
  std::vector<ir::Key> found;
  now_.for_each([&](const EntryRef& e) {
    if (e->key.kind == kind) found.push_back(e->key);
  });
  return found;
}

std::string RandomHistory::name(const char* prefix) {
  return prefix + std::to_string(random_.below(8));
}

std::string RandomHistory::body() {
  return "BEGIN RETURN NULL; END -- " + std::to_string(random_.below(100));
}

std::string RandomHistory::schema() { return pick(keys(ir::Kind::Schema)).name; }

ir::TypeName RandomHistory::type() {
  static const std::vector<std::string> kTypes{
      "integer",       "bigint",  "text",    "character varying(20)",    "character varying(50)",
      "numeric(10,2)", "numeric", "boolean", "timestamp with time zone", "date"};
  const std::vector<ir::Key> enums = keys(ir::Kind::Enum);
  if (enums.empty() || !chance(3)) return {"", pick(kTypes), "", chance(8)};
  const ir::Key& key = pick(enums);
  return {key.schema, key.name, "", chance(6)};
}

// A constant of the type.
ir::Expression RandomHistory::value_of(const ir::TypeName& type) {
  const std::string digit = std::to_string(random_.below(10));
  const ir::Key key{ir::Kind::Enum, type.schema, type.name, ""};
  if (const auto* labels = now_.get<ir::Enum>(key)) {
    if (type.is_array) return expression({text("'{}'::"), testing::type(key), text("[]")});
    return expression({text("'" + pick(labels->labels) + "'::"), testing::type(key)});
  }
  if (type.is_array) return expression({text("'{}'::" + type.sql())});
  if (type.name == "boolean") return expression({text(digit < "5" ? "true" : "false")});
  if (type.name == "date") return expression({text("'2024-01-1" + digit + "'::date")});
  if (type.name.starts_with("timestamp")) return expression({text("now()")});
  if (type.name == "text" || type.name.starts_with("character"))
    return expression({text("'x" + digit + "'")});
  return expression({text(digit)});
}

ir::Column RandomHistory::column() {
  ir::Column column = column_of_type(name("c"), "");
  column.type = type();
  column.not_null = chance(4);
  if (chance(3)) column.default_value = value_of(column.type);
  if (chance(10)) column.statistics = std::int64_t(random_.below(100));
  if (chance(10)) column.comment = name("about ");
  return column;
}

std::vector<ir::Op> RandomHistory::create_table() {
  ir::Table table;
  table.schema = schema();
  table.name = name("t");
  const std::uint64_t count = 1 + random_.below(4);
  while (table.columns.size() < count) {
    ir::Column made = column();
    if (std::ranges::find(table.columns, made.name, &ir::Column::name) == table.columns.end()) {
      table.columns.push_back(std::move(made));
    }
  }
  if (chance(2)) {
    ir::Constraint primary = unique_key(table.name + "_pkey", {table.columns[0].name});
    primary.kind = ir::ConstraintKind::Primary;
    table.constraints.push_back(primary);
  }
  if (chance(3)) {
    ir::Column id = column_of_type("id", "bigint");
    id.identity = ir::Identity{chance(2), table.name + "_id_seq", {}};
    table.columns.push_back(id);
  }
  return {ir::Create{table}};
}

std::vector<std::string> RandomHistory::some_columns(const ir::Table& table) {
  std::vector<std::string> names;
  for (const ir::Column& c : table.columns) {
    if (chance(2)) names.push_back(c.name);
  }
  if (names.empty() && !table.columns.empty()) names.push_back(pick(table.columns).name);
  return names;
}

// Those without arguments, that give this.
std::vector<ir::Key> RandomHistory::plain_functions(std::string_view returns) const {
  std::vector<ir::Key> found = keys(ir::Kind::Function);
  std::erase_if(found, [&](const ir::Key& key) {
    return !key.sub.empty() || now_.get<ir::Function>(key)->returns.name != returns;
  });
  return found;
}

ir::Expression RandomHistory::check_of(const ir::Table& table) {
  std::vector<ir::Piece> pieces;
  for (const std::string& name : some_columns(table)) {
    pieces.push_back(pieces.empty() ? text("(") : text(" AND "));
    pieces.push_back(testing::column(table.key(), name));
    pieces.push_back(text(" IS NOT NULL"));
  }
  const std::vector<ir::Key> functions = plain_functions("boolean");
  if (!functions.empty() && chance(4)) {
    const ir::Key& key = pick(functions);
    pieces.push_back(text(" AND "));
    pieces.push_back({ir::Piece::Kind::Function, "", key.schema, key.name, ""});
    pieces.push_back(text("()"));
  }
  pieces.push_back(text(")"));
  return expression(std::move(pieces));
}

std::vector<ir::Op> RandomHistory::create() {
  const std::vector<ir::Key> tables = keys(ir::Kind::Table);
  if (tables.empty() || chance(4)) return create_table();
  const ir::Table& table = *now_.get<ir::Table>(pick(tables));
  if (table.columns.empty()) return {};
  switch (random_.below(8)) {
    case 0:
      return {ir::Create{ir::Schema{name("s"), {}}}};
    case 1:
      return {ir::Create{ir::Enum{schema(), name("e"), {"a", "b", "c"}, {}}}};
    case 2: {
      ir::Sequence sequence;
      sequence.schema = table.schema;
      sequence.name = name("q");
      if (chance(2)) {
        sequence.owner_table = table.name;
        sequence.owner_column = pick(table.columns).name;
      }
      return {ir::Create{sequence}};
    }
    case 3:
    case 4: {
      ir::Index index;
      index.schema = table.schema;
      index.table = table.name;
      index.name = name("i");
      for (const std::string& column : some_columns(table)) {
        index.keys.emplace_back().column = column;
      }
      index.unique = chance(3);
      if (chance(4)) index.where = check_of(table);
      if (chance(4)) index.options = {{"fillfactor", std::to_string(50 + random_.below(50))}};
      return {ir::Create{index}};
    }
    case 5: {
      ir::Function function;
      function.schema = schema();
      function.name = name("f");
      function.returns.name = chance(2) ? "trigger" : "boolean";
      function.language = "plpgsql";
      function.volatility = 'i';
      function.body = body();
      if (function.returns.name == "boolean" && chance(3)) {
        ir::Argument argument;
        argument.name = name("a");
        argument.type = chance(2) ? type() : ir::TypeName{table.schema, table.name, "", false};
        function.arguments.push_back(argument);
      }
      return {ir::Create{function}};
    }
    case 6: {
      ir::View view;
      view.schema = schema();
      view.name = name("v");
      std::vector<ir::Piece> pieces;
      const auto add = [&](const ir::Key& below, const std::string& name,
                           const ir::TypeName& type) {
        pieces.push_back(text(pieces.empty() ? "SELECT " : ", "));
        pieces.push_back(testing::column(below, name));
        pieces.push_back(text(" AS " + name));
        view.columns.push_back({name, type, "", {}, {}});
      };
      const std::vector<ir::Key> views = keys(ir::Kind::View);
      const ir::View* below =
          views.empty() || !chance(3) ? nullptr : now_.get<ir::View>(pick(views));
      if (below) {
        for (const ir::ViewColumn& c : below->columns) add(below->key(), c.name, c.type);
      } else {
        for (const std::string& name : some_columns(table)) {
          add(table.key(), name, std::ranges::find(table.columns, name, &ir::Column::name)->type);
        }
      }
      pieces.push_back(text(" FROM "));
      pieces.push_back(relation(below ? below->key() : table.key()));
      view.query = expression(std::move(pieces));
      return {ir::Create{view}};
    }
    default: {
      const std::vector<ir::Key> functions = plain_functions("trigger");
      if (functions.empty()) return {};
      ir::Trigger trigger;
      trigger.schema = table.schema;
      trigger.table = table.name;
      trigger.name = name("g");
      trigger.on_update = true;
      trigger.for_each_row = true;
      if (chance(2)) trigger.update_of = {pick(table.columns).name};
      const ir::Key& function = pick(functions);
      trigger.function_schema = function.schema;
      trigger.function = function.name;
      return {ir::Create{trigger}};
    }
  }
}

std::vector<ir::Op> RandomHistory::with_cascade(const ir::Key& key, const std::string& column,
                                                ir::Op op) {
  std::vector<ir::Op> ops;
  for (const Dependent& d : cascade(now_, {key, column})) ops.push_back(op_for(d));
  ops.push_back(std::move(op));
  return ops;
}

std::vector<ir::Op> RandomHistory::drop() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(8)));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  if (key.kind == ir::Kind::Schema) return {ir::Drop{key}};  // refused unless empty
  return with_cascade(key, "", ir::Drop{key});
}

std::vector<ir::Op> RandomHistory::rename() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(8)));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  const bool can_move =
      key.kind == ir::Kind::Table || key.kind == ir::Kind::Enum || key.kind == ir::Kind::Function;
  if (can_move && chance(3)) return {ir::Move{key, schema()}};
  if (key.kind == ir::Kind::Table && chance(2)) {
    const ir::Table& table = *now_.get<ir::Table>(key);
    if (table.columns.empty()) return {};
    return {ir::RenameColumn{key, pick(table.columns).name, name("c")}};
  }
  // Types and sequences of one name can only be made in one order, which no diff keeps to.
  return {ir::Rename{key, name(key.kind == ir::Kind::Enum ? "re" : "r")}};
}

std::vector<ir::Op> RandomHistory::comment() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(8)));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  ir::SetComment op{key, "", "", chance(3) ? std::nullopt : std::optional(name("says "))};
  const auto* table = now_.get<ir::Table>(key);
  if (table && chance(2) && !table->columns.empty())
    op.column = pick(table->columns).name;
  else if (table && !table->constraints.empty())
    op.constraint = pick(table->constraints).name;
  const auto* view = now_.get<ir::View>(key);
  if (view && chance(2) && !view->columns.empty()) op.column = pick(view->columns).name;
  return {op};
}

std::vector<ir::Op> RandomHistory::add_constraint(const ir::Table& table) {
  const std::string new_name = name("k");
  switch (random_.below(3)) {
    case 0: {
      ir::Constraint constraint = check(new_name, check_of(table));
      constraint.validated = !chance(3);
      return {ir::AddConstraint{table.key(), constraint, ""}};
    }
    case 1:
      return {ir::AddConstraint{table.key(), unique_key(new_name, some_columns(table)), ""}};
    default:
      break;
  }
  const ir::Table& other = *now_.get<ir::Table>(pick(keys(ir::Kind::Table)));
  for (const ir::Constraint& key : other.constraints) {
    if (key.check || key.foreign) continue;
    std::vector<std::string> columns;
    for (const std::string& referenced : key.columns) {
      const ir::TypeName& type =
          std::ranges::find(other.columns, referenced, &ir::Column::name)->type;
      const auto fits = [&](const ir::Column& c) {
        return c.type == type && std::ranges::find(columns, c.name) == columns.end();
      };
      const auto at = std::ranges::find_if(table.columns, fits);
      if (at != table.columns.end()) columns.push_back(at->name);
    }
    if (columns.size() != key.columns.size()) continue;
    ir::Constraint foreign = foreign_key(new_name, columns, other.key(), key.columns);
    foreign.deferrable = chance(3);
    return {ir::AddConstraint{table.key(), foreign, ""}};
  }
  return {};
}

// PostgreSQL wants the default out of the way of a type that it has no cast to, and keys of one type.
std::vector<ir::Op> RandomHistory::change_type(const ir::Table& table, const ir::Column& c) {
  if (c.identity || c.generated) return {};
  for (const Dependent& d : dependents(now_, {table.key(), c.name})) {
    if (d.part == Dependent::Part::Constraint) return {};
  }
  const ir::TypeName type = this->type();
  std::vector<ir::Op> ops;
  if (c.default_value) ops.push_back(ir::SetDefault{table.key(), c.name, std::nullopt});
  ops.push_back(
      ir::SetColumnType{table.key(), c.name, type, "", using_expression(table.key(), c, type)});
  return ops;
}

std::vector<ir::Op> RandomHistory::alter_column(const ir::Table& table) {
  const ir::Key key = table.key();
  const ir::Column& c = pick(table.columns);
  switch (random_.below(9)) {
    case 0:
      return with_cascade(key, c.name, ir::DropColumn{key, c.name});
    case 1:
      if (c.generated) return {};
      return {
          ir::SetDefault{key, c.name, chance(2) ? std::nullopt : std::optional(value_of(c.type))}};
    case 2:
      return {ir::SetNotNull{key, c.name, chance(2)}};
    case 3:
      return change_type(table, c);
    case 4: {
      ir::SetColumnAttributes op{key, c.name, chance(2) ? "plain" : c.storage, "", {}, {}, {}, {}};
      if (chance(2)) op.statistics = 7;
      return {op};
    }
    case 5: {
      if (c.identity) return {ir::SetIdentity{key, c.name, std::nullopt}};
      if (c.type.sql() != "bigint" || c.default_value || c.generated || !c.not_null) return {};
      return {ir::SetIdentity{key, c.name, ir::Identity{true, name("z"), {}}}};
    }
    case 6: {
      ir::Column generated = column();
      generated.default_value.reset();
      generated.type = {"", "boolean", "", false};
      generated.generated =
          expression({text("("), testing::column(key, c.name), text(" IS NULL)")});
      if (c.generated) return {};
      return {ir::AddColumn{key, generated}};
    }
    case 7:
      if (!c.generated) return {};
      return {ir::DropExpression{key, c.name}};
    default: {
      const std::vector<ir::Key> sequences = keys(ir::Kind::Sequence);
      if (sequences.empty() || c.identity || c.generated || c.type.sql() != "bigint") return {};
      const ir::Key& s = pick(sequences);
      const ir::Piece name{ir::Piece::Kind::Regclass, "", s.schema, s.name, ""};
      return {
          ir::SetDefault{key, c.name, expression({text("nextval("), name, text("::regclass)")})}};
    }
  }
}

ir::Options RandomHistory::table_options() {
  if (chance(2)) return {{"autovacuum_enabled", chance(2) ? "true" : "false"}};
  return {{"fillfactor", std::to_string(50 + random_.below(50))}};
}

ir::SetTableOptions RandomHistory::set_options(const ir::Table& table) {
  ir::SetTableOptions op{table.key(), table_options(), {}};
  for (const auto& [name, value] : table.options) {
    if (name != op.options[0].first) op.reset.push_back(name);
  }
  return op;
}

std::vector<ir::Op> RandomHistory::alter_table() {
  const std::vector<ir::Key> tables = keys(ir::Kind::Table);
  if (tables.empty()) return {};
  const ir::Table& table = *now_.get<ir::Table>(pick(tables));
  if (table.columns.empty() || chance(5)) return {ir::AddColumn{table.key(), column()}};
  const ir::Key key = table.key();
  switch (random_.below(8)) {
    case 0:
    case 1:
      return add_constraint(table);
    case 2: {
      if (table.constraints.empty()) return {};
      const ir::Constraint& c = pick(table.constraints);
      std::vector<ir::Op> ops;
      for (const Dependent& d : dependents_of_constraint(now_, key, c.name))
        ops.push_back(op_for(d));
      ops.push_back(ir::DropConstraint{key, c.name});
      return ops;
    }
    case 3: {
      if (table.constraints.empty()) return {};
      const ir::Constraint& c = pick(table.constraints);
      if (!c.validated) return {ir::ValidateConstraint{key, c.name}};
      if (c.foreign) return {ir::AlterConstraint{key, c.name, true, chance(2)}};
      return {ir::RenameConstraint{key, c.name, name("k")}};
    }
    case 4:
      return {set_options(table)};
    default:
      return alter_column(table);
  }
}

void RandomHistory::add_view_column(ir::View& view) {
  const std::string added = name("n");
  if (std::ranges::find(view.columns, added, &ir::ViewColumn::name) != view.columns.end()) return;
  view.columns.push_back({added, {"", "integer", "", false}, "", {}, {}});
  std::vector<ir::Piece> pieces = view.query.pieces();
  const auto from = std::ranges::find(pieces, " FROM ", &ir::Piece::text);
  pieces.insert(from, text(", 1 AS " + added));
  view.query = expression(std::move(pieces));
}

std::vector<ir::Op> RandomHistory::alter_other() {
  const std::vector<ir::Kind> kinds{ir::Kind::Enum, ir::Kind::Sequence, ir::Kind::Index,
                                    ir::Kind::View, ir::Kind::Function, ir::Kind::Trigger};
  const std::vector<ir::Key> found = keys(pick(kinds));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  ir::Object object = *now_.find(key);
  if (auto* type = std::get_if<ir::Enum>(&object)) {
    if (chance(2)) return {ir::RenameEnumLabel{key, pick(type->labels), name("l")}};
    return {ir::AddEnumLabel{key, name("l"), chance(2) ? "" : pick(type->labels)}};
  }
  if (auto* sequence = std::get_if<ir::Sequence>(&object)) {
    sequence->options.cache = std::int64_t(1 + random_.below(9));
    if (chance(3)) sequence->owner_table = sequence->owner_column = "";
  } else if (auto* index = std::get_if<ir::Index>(&object)) {
    index->options = {{"fillfactor", std::to_string(50 + random_.below(50))}};
  } else if (auto* view = std::get_if<ir::View>(&object)) {
    view->options = {{"security_barrier", chance(2) ? "true" : "false"}};
    if (chance(2)) add_view_column(*view);
  } else if (auto* function = std::get_if<ir::Function>(&object)) {
    function->body = body();
    function->cost = double(1 + random_.below(9));
  } else if (auto* trigger = std::get_if<ir::Trigger>(&object)) {
    trigger->enabled = "ODRA"[random_.below(4)];
  }
  return {ir::Replace{object}};
}

namespace {

bool blocks_type_change(const Dependent& d) {
  return d.key.kind == ir::Kind::View || d.key.kind == ir::Kind::Trigger ||
         d.key.kind == ir::Kind::Function || d.part == Dependent::Part::Column;
}

std::string in_the_way(const Dependent& d) {
  return (d.name.empty() ? "" : d.name + " of ") + ir::to_text(d.key) + " is in the way";
}

// Who must not be there when the operation comes.
std::vector<Dependent> obstacles(const ir::Op& op, const Catalog& before) {
  if (const auto* drop = std::get_if<ir::Drop>(&op)) return cascade(before, {drop->key, ""});
  if (const auto* column = std::get_if<ir::DropColumn>(&op)) {
    return cascade(before, {column->table, column->column});
  }
  if (const auto* constraint = std::get_if<ir::DropConstraint>(&op)) {
    return dependents_of_constraint(before, constraint->table, constraint->constraint);
  }
  if (const auto* type = std::get_if<ir::SetColumnType>(&op)) {
    std::vector<Dependent> found = dependents(before, {type->table, type->column});
    std::erase_if(found, [](const Dependent& d) { return !blocks_type_change(d); });
    return found;
  }
  return {};
}

bool has_columns(const ir::Table& table, const std::vector<std::string>& columns) {
  return std::ranges::all_of(columns, [&](const std::string& name) {
    return std::ranges::find(table.columns, name, &ir::Column::name) != table.columns.end();
  });
}

bool has_key(const Catalog& catalog, const ir::Table& table, std::vector<std::string> columns) {
  std::ranges::sort(columns);
  const auto matches = [&](std::vector<std::string> key) {
    std::ranges::sort(key);
    return key == columns;
  };
  for (const ir::Constraint& c : table.constraints) {
    if (!c.check && !c.foreign && matches(c.columns)) return true;
  }
  for (const ir::Key& user : catalog.users(Link::Kind::Relation, table.schema, table.name)) {
    const auto* index = catalog.get<ir::Index>(user);
    if (!index || !index->unique) continue;
    std::vector<std::string> key;
    for (const ir::IndexKey& k : index->keys) key.push_back(k.column);
    if (matches(key)) return true;
  }
  return false;
}

// A reference of the object to a column or key that is not there.
std::string broken_reference(const ir::Object& object, const Catalog& catalog) {
  for (const Reference& r : references(object)) {
    std::vector<ir::Key> found = resolve(catalog, r.key);
    if (r.column == "()") std::erase_if(found, [](const ir::Key& key) { return !key.sub.empty(); });
    if (found.empty()) return ir::to_text(ir::key_of(object)) + " needs " + ir::to_text(r.key);
    const auto* table = catalog.get<ir::Table>(found[0]);
    if (table && !r.column.empty() && !has_columns(*table, {r.column})) {
      return ir::to_text(ir::key_of(object)) + " needs column " + r.column + " of " + table->name;
    }
  }
  const auto* table = std::get_if<ir::Table>(&object);
  if (!table) return "";
  for (const ir::Constraint& c : table->constraints) {
    if (!c.foreign) continue;
    const auto* other =
        catalog.get<ir::Table>({ir::Kind::Table, c.foreign->schema, c.foreign->table, ""});
    if (!other || !has_key(catalog, *other, c.foreign->columns)) {
      return "foreign key " + c.name + " of " + table->name + " rests on no key";
    }
  }
  return "";
}

bool has_schema(const Catalog& catalog, const ir::Key& key) {
  return key.kind == ir::Kind::Schema || catalog.find({ir::Kind::Schema, "", key.schema, ""});
}

}  // namespace

std::string why_refused(const ir::Op& op, const Catalog& before, const Catalog& after) {
  const std::vector<Dependent> found = obstacles(op, before);
  if (!found.empty()) return in_the_way(found.front());
  if (const auto* to = std::get_if<ir::SetIdentity>(&op); to && to->identity && !to->alters) {
    const ir::Table& table = *before.get<ir::Table>(to->table);
    const auto at = std::ranges::find(table.columns, to->column, &ir::Column::name);
    if (!at->not_null) return "column must be declared NOT NULL before identity can be added";
    if (at->default_value) return "column already has a default value";
  }
  for (const Catalog::Change& change : Catalog::changes(before, after)) {
    if (!change.after) continue;
    if (!has_schema(after, change.key)) return "no schema " + change.key.schema;
    const std::string broken = broken_reference(change.after->object, after);
    if (!broken.empty()) return broken;
  }
  return "";
}

}  // namespace pggit::catalog::testing
