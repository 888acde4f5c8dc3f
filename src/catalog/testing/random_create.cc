// New objects of a random history.
#include <algorithm>

#include "base/text.h"
#include "catalog/testing/random_history.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog::testing {

ir::TypeName RandomHistory::type() {
  static const std::vector<std::string> kTypes{
      "integer",       "bigint",  "text",    "character varying(20)",    "character varying(50)",
      "numeric(10,2)", "numeric", "boolean", "timestamp with time zone", "date"};
  const std::vector<ir::Key> domains = keys(ir::Kind::Domain);
  // A domain of which there are arrays cannot be altered.
  if (!domains.empty() && chance(6)) {
    const ir::Key& key = pick(domains);
    return {key.schema, key.name, "", false};
  }
  const std::vector<ir::Key> enums = keys(ir::Kind::Enum);
  if (enums.empty() || !chance(3)) return {"", pick(kTypes), "", chance(8)};
  const ir::Key& key = pick(enums);
  return {key.schema, key.name, "", chance(6)};
}

ir::Expression RandomHistory::call(const ir::Key& function) {
  return expression(
      {{ir::Piece::Kind::Function, "", function.schema, function.name, ""}, text("()")});
}

// A value of the type: a constant mostly.
ir::Expression RandomHistory::value_of(const ir::TypeName& type) {
  const std::string digit = std::to_string(random_.below(10));
  const ir::Key key{ir::Kind::Enum, type.schema, type.name, ""};
  if (const auto* labels = now_.get<ir::Enum>(key)) {
    if (type.is_array) return expression({text("'{}'::"), testing::type(key), text("[]")});
    return expression({text("'" + pick(labels->labels) + "'::"), testing::type(key)});
  }
  if (const auto* domain = now_.get<ir::Domain>({ir::Kind::Domain, type.schema, type.name, ""}))
    return value_of(domain->type);
  if (type.is_array) return expression({text("'{}'::" + type.sql())});
  const std::vector<ir::Key> functions = plain_functions("boolean");
  if (type.name == "boolean" && !functions.empty() && chance(2)) return call(pick(functions));
  if (type.name == "boolean") return expression({text(digit < "5" ? "true" : "false")});
  if (type.name == "date") return expression({text("'2024-01-1" + digit + "'::date")});
  if (type.name.starts_with("timestamp")) return expression({text("now()")});
  if (type.name == "text" || type.name.starts_with("character"))
    return expression({text("'x" + digit + "'")});
  return expression({text(digit)});
}

// A composite, range or multirange type, if there is one.
std::optional<ir::TypeName> RandomHistory::made_type() {
  const std::vector<ir::Key> composites = keys(ir::Kind::Composite);
  const std::vector<ir::Key> ranges = keys(ir::Kind::Range);
  if (!composites.empty() && (ranges.empty() || chance(2))) {
    const ir::Key& key = pick(composites);
    return ir::TypeName{key.schema, key.name, "", chance(4)};
  }
  if (ranges.empty()) return std::nullopt;
  const ir::Range& range = *now_.get<ir::Range>(pick(ranges));
  if (chance(2)) return ir::TypeName{range.schema, range.name, "", false};
  return ir::TypeName{range.multirange_schema, range.multirange, "", false};
}

ir::Column RandomHistory::column() {
  ir::Column column = column_of_type(name("c"), "");
  column.type = type();
  column.not_null = chance(4);
  if (chance(3)) column.default_value = value_of(column.type);
  if (!column.default_value && chance(4)) column.type = made_type().value_or(column.type);
  const std::vector<ir::Key> collations = keys(ir::Kind::Collation);
  if (column.type.name == "text" && !collations.empty() && chance(2)) {
    const ir::Key& collation = pick(collations);
    column.collation = base::qualified(collation.schema, collation.name);
  }
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

std::vector<ir::Op> RandomHistory::create_sequence(const ir::Table& table) {
  ir::Sequence sequence;
  sequence.schema = table.schema;
  sequence.name = name("q");
  if (chance(2)) {
    sequence.owner_table = table.name;
    sequence.owner_column = pick(table.columns).name;
  }
  return {ir::Create{sequence}};
}

std::vector<ir::Op> RandomHistory::create_index(const ir::Table& table) {
  ir::Index index;
  index.schema = table.schema;
  index.table = table.name;
  index.name = name("i");
  for (const std::string& column : some_columns(table)) {
    index.keys.emplace_back().column = column;
  }
  index.unique = chance(3);
  if (chance(4)) index.keys[0] = {"", check_of(table), "", "", false, false, {}};
  if (chance(4)) index.where = check_of(table);
  if (chance(4)) index.options = {{"fillfactor", std::to_string(50 + random_.below(50))}};
  return {ir::Create{index}};
}

std::vector<ir::Op> RandomHistory::create_function(const ir::Table& table) {
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
    if (argument.type.schema.empty() && chance(2)) argument.default_value = value_of(argument.type);
    function.arguments.push_back(argument);
  }
  return {ir::Create{function}};
}

std::vector<ir::Op> RandomHistory::create_view(const ir::Table& table) {
  ir::View view;
  view.schema = schema();
  view.name = name("v");
  std::vector<ir::Piece> pieces;
  const auto add = [&](const ir::Key& below, const std::string& name, const ir::TypeName& type) {
    pieces.push_back(text(pieces.empty() ? "SELECT " : ", "));
    pieces.push_back(testing::column(below, name));
    pieces.push_back(text(" AS " + name));
    view.columns.push_back({name, type, "", {}, {}});
  };
  const std::vector<ir::Key> views = keys(ir::Kind::View);
  const ir::View* below = views.empty() || !chance(3) ? nullptr : now_.get<ir::View>(pick(views));
  if (below) {
    for (const ir::ViewColumn& c : below->columns) add(below->key(), c.name, c.type);
  } else {
    for (const std::string& name : some_columns(table)) {
      add(table.key(), name, std::ranges::find(table.columns, name, &ir::Column::name)->type);
    }
  }
  const std::vector<ir::Key> called = plain_functions("boolean");
  if (!called.empty() && chance(3)) {
    const ir::Key& f = pick(called);
    pieces.push_back(text(", "));
    pieces.push_back({ir::Piece::Kind::Function, "", f.schema, f.name, ""});
    pieces.push_back(text("() AS truth"));
    if (std::ranges::find(view.columns, "truth", &ir::ViewColumn::name) != view.columns.end())
      return {};
    view.columns.push_back({"truth", {"", "boolean", "", false}, "", {}, {}});
  }
  pieces.push_back(text(" FROM "));
  pieces.push_back(relation(below ? below->key() : table.key()));
  view.query = expression(std::move(pieces));
  return {ir::Create{view}};
}

std::vector<ir::Op> RandomHistory::create_materialized_view(const ir::Table& table) {
  std::vector<ir::Op> ops = create_view(table);
  if (ops.empty()) return ops;
  const ir::View view = std::get<ir::View>(std::get<ir::Create>(ops.front()).object);
  return {ir::Create{ir::MaterializedView{
      view.schema, view.name, view.columns, view.query, {}, chance(2), std::nullopt}}};
}

std::vector<ir::Op> RandomHistory::create_domain() {
  ir::Domain domain;
  domain.schema = schema();
  domain.name = name("d");
  domain.type = {"", chance(2) ? "text" : "integer", "", false};
  if (chance(3)) domain.default_value = value_of(domain.type);
  if (chance(2)) domain.constraints.push_back(domain_check());
  return {ir::Create{domain}};
}

std::vector<ir::Op> RandomHistory::create_composite() {
  ir::Composite made;
  made.schema = schema();
  made.name = name("y");
  const std::uint64_t count = random_.below(4);
  while (made.attributes.size() < count) {
    ir::ViewColumn attribute;
    attribute.name = name("a");
    attribute.type = type();
    // A domain that a composite type holds cannot be altered either.
    if (now_.find({ir::Kind::Domain, attribute.type.schema, attribute.type.name, ""})) continue;
    const auto same = std::ranges::find(made.attributes, attribute.name, &ir::ViewColumn::name);
    if (same == made.attributes.end()) made.attributes.push_back(std::move(attribute));
  }
  return {ir::Create{made}};
}

std::vector<ir::Op> RandomHistory::create_range() {
  ir::Range range;
  range.schema = range.multirange_schema = schema();
  range.name = name("rg");
  range.multirange = range.name + "_multirange";
  range.subtype = {"", chance(2) ? "text" : "integer", "", false};
  return {ir::Create{range}};
}

std::vector<ir::Op> RandomHistory::create_statistics(const ir::Table& table) {
  ir::Statistics statistics;
  statistics.schema = schema();
  statistics.name = name("x");
  statistics.table_schema = table.schema;
  statistics.table = table.name;
  statistics.columns = some_columns(table);
  // Columns and expressions stand in no order with one another: two at least.
  statistics.expressions.push_back(check_of(table));
  statistics.kinds = "dfm";
  return {ir::Create{statistics}};
}

// A publication, or the table in one. PostgreSQL filters by what it has itself alone.
std::vector<ir::Op> RandomHistory::publish(const ir::Table& table) {
  const std::vector<ir::Key> found = keys(ir::Kind::Publication);
  if (found.empty() || chance(3)) {
    ir::Publication made;
    made.name = name("p");
    if (chance(2)) made.options = {{"publish", "insert"}};
    return {ir::Create{made}};
  }
  ir::PublishedTable published{table.schema, table.name, pick(found).name};
  for (const ir::Column& c : table.columns) {
    if (!c.generated && chance(2)) published.columns.push_back(c.name);
  }
  const ir::Column& filter = pick(table.columns);
  if (chance(2) && !filter.generated && filter.type.schema.empty())
    published.where = expression({testing::column(table.key(), filter.name), text(" IS NOT NULL")});
  return {ir::Create{published}};
}

ir::TokenMapping RandomHistory::mapping() {
  const std::vector<ir::Key> found = keys(ir::Kind::Dictionary);
  ir::TokenMapping mapping{chance(2) ? "word" : "asciiword", {"simple"}};
  if (found.empty() || chance(3)) return mapping;
  const ir::Key& key = pick(found);
  mapping.dictionaries.insert(mapping.dictionaries.begin(), base::qualified(key.schema, key.name));
  return mapping;
}

// A dictionary, a configuration or a collation.
std::vector<ir::Op> RandomHistory::create_text_search() {
  switch (random_.below(3)) {
    case 0: {
      ir::Dictionary made{schema(), name("td"), "simple"};
      if (chance(2)) made.options = {{"accept", "false"}};
      return {ir::Create{made}};
    }
    case 1: {
      ir::Configuration made{schema(), name("tc")};
      if (chance(2)) made.mappings = {mapping()};
      return {ir::Create{made}};
    }
    default: {
      ir::Collation made{schema(), name("co")};
      made.collate = made.ctype = chance(2) ? "C" : "POSIX";
      return {ir::Create{made}};
    }
  }
}

std::vector<ir::Op> RandomHistory::create_rule(const ir::Table& table) {
  ir::Rule rule;
  rule.schema = table.schema;
  rule.table = table.name;
  rule.name = name("u");
  rule.event = "34"[random_.below(2)];
  rule.instead = true;
  return {ir::Create{rule}};
}

ir::Constraint RandomHistory::domain_check() {
  ir::Constraint check;
  check.name = name("dc");
  const std::vector<ir::Key> called = plain_functions("boolean");
  check.check =
      !called.empty() && chance(2) ? call(pick(called)) : expression({text("VALUE IS NOT NULL")});
  return check;
}

std::vector<ir::Op> RandomHistory::create_index_on_view() {
  const std::vector<ir::Key> views = keys(ir::Kind::MaterializedView);
  if (views.empty()) return {};
  const auto& view = *now_.get<ir::MaterializedView>(pick(views));
  ir::Index index;
  index.schema = view.schema;
  index.table = view.name;
  index.name = name("i");
  index.keys.emplace_back().column = pick(view.columns).name;
  return {ir::Create{index}};
}

std::vector<ir::Op> RandomHistory::create_trigger(const ir::Table& table) {
  const std::vector<ir::Key> functions = plain_functions("trigger");
  if (functions.empty()) return {};
  ir::Trigger trigger;
  trigger.schema = table.schema;
  trigger.table = table.name;
  trigger.name = name("g");
  trigger.on_update = true;
  trigger.for_each_row = true;
  if (chance(2)) trigger.update_of = {pick(table.columns).name};
  const std::vector<ir::Key> views = keys(ir::Kind::View);
  if (!views.empty() && chance(3)) {
    const ir::Key& view = pick(views);
    trigger.schema = view.schema;
    trigger.table = view.name;
    trigger.timing = 'i';
    trigger.update_of.clear();
  }
  const ir::Key& function = pick(functions);
  trigger.function_schema = function.schema;
  trigger.function = function.name;
  return {ir::Create{trigger}};
}

std::vector<ir::Op> RandomHistory::create() {
  const std::vector<ir::Key> tables = keys(ir::Kind::Table);
  if (tables.empty() || chance(4)) return create_table();
  const ir::Table& table = *now_.get<ir::Table>(pick(tables));
  if (table.columns.empty()) return {};
  switch (random_.below(20)) {
    case 16:
    case 17:
      return create_foreign();
    case 18:
    case 19:
      return create_text_search();
    case 15:
      return publish(table);
    case 11:
      return create_composite();
    case 12:
      return create_range();
    case 13:
      return create_statistics(table);
    case 14:
      return create_rule(table);
    case 0:
      return {ir::Create{ir::Schema{name("s"), {}}}};
    case 1:
      return {ir::Create{ir::Enum{schema(), name("e"), {"a", "b", "c"}, {}}}};
    case 2:
      return create_sequence(table);
    case 3:
    case 4:
      return create_index(table);
    case 5:
      return create_function(table);
    case 6:
      return create_view(table);
    case 7:
      if (table.foreign) return {};  // no wrapper here gives rows
      return create_materialized_view(table);
    case 8:
      return create_domain();
    case 9:
      return create_index_on_view();
    default:
      return create_trigger(table);
  }
}

}  // namespace pggit::catalog::testing
