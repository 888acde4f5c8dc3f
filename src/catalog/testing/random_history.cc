#include "catalog/testing/random_history.h"

#include <algorithm>

#include "base/check.h"
#include "catalog/apply.h"
#include "catalog/conversion.h"
#include "catalog/dependencies.h"
#include "catalog/foreign.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog::testing {
namespace {

ir::Op op_for(const Dependent& d, const Catalog& catalog) {
  switch (d.part) {
    case Dependent::Part::Object:
      return ir::Drop{d.key, is_foreign(d.key, catalog)};
    case Dependent::Part::Constraint:
      return ir::DropConstraint{d.key, d.name};
    case Dependent::Part::Default:
      return ir::SetDefault{d.key, d.name, std::nullopt};
    case Dependent::Part::Column:
      return ir::DropColumn{d.key, d.name};
  }
  return ir::NoEffect{};
}

// Some of them are never made here.
constexpr std::uint64_t kKinds = std::uint64_t(ir::Kind::Collation) + 1;

bool has_no_name(ir::Kind kind) {
  return kind == ir::Kind::PublishedTable || kind == ir::Kind::UserMapping;
}

// The primary key's index, which has all that a mark asks for; empty: there is none.
std::string primary_key(const ir::Table& table) {
  const auto at =
      std::ranges::find(table.constraints, ir::ConstraintKind::Primary, &ir::Constraint::kind);
  return at == table.constraints.end() ? "" : at->name;
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
  return prefix + std::to_string(random_.below(11));
}

std::string RandomHistory::body() {
  return "BEGIN RETURN NULL; END -- " + std::to_string(random_.below(100));
}

std::string RandomHistory::schema() { return pick(keys(ir::Kind::Schema)).name; }

std::vector<ir::Op> RandomHistory::with_cascade(const ir::Key& key, const std::string& column,
                                                ir::Op op) {
  std::vector<ir::Op> ops;
  for (const Dependent& d : cascade(now_, {key, column})) ops.push_back(op_for(d, now_));
  ops.push_back(std::move(op));
  return ops;
}

std::vector<ir::Op> RandomHistory::drop() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(kKinds)));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  if (key.kind == ir::Kind::Schema) return {ir::Drop{key}};  // refused unless empty
  return with_cascade(key, "", ir::Drop{key, is_foreign(key, now_)});
}

std::vector<ir::Op> RandomHistory::rename() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(kKinds)));
  // The constructors of a range type keep their names.
  if (found.empty() || found[0].kind == ir::Kind::Range || has_no_name(found[0].kind)) return {};
  const ir::Key& key = pick(found);
  const bool can_move = key.kind == ir::Kind::Composite || key.kind == ir::Kind::Statistics ||
                        key.kind == ir::Kind::Domain || key.kind == ir::Kind::MaterializedView ||
                        key.kind == ir::Kind::Table || key.kind == ir::Kind::Enum ||
                        key.kind == ir::Kind::Function || key.kind == ir::Kind::Dictionary ||
                        key.kind == ir::Kind::Configuration || key.kind == ir::Kind::Collation;
  if (can_move && chance(3)) return {ir::Move{key, schema()}};
  if (key.kind == ir::Kind::Table && chance(2)) {
    const ir::Table& table = *now_.get<ir::Table>(key);
    if (table.columns.empty()) return {};
    return {ir::RenameColumn{key, pick(table.columns).name, name("c")}};
  }
  // Types and sequences of one name can only be made in one order, which no diff keeps to.
  return {ir::Rename{key, name(ir::is_type(key.kind) ? "re" : "r")}};
}

std::vector<ir::Op> RandomHistory::comment() {
  const std::vector<ir::Key> found = keys(static_cast<ir::Kind>(random_.below(kKinds)));
  if (found.empty() || has_no_name(found[0].kind)) return {};
  const ir::Key& key = pick(found);
  ir::SetComment op{key, "", "", chance(3) ? std::nullopt : std::optional(name("says ")),
                    is_foreign(key, now_)};
  const auto* table = now_.get<ir::Table>(key);
  if (table && chance(2) && !table->columns.empty())
    op.column = pick(table->columns).name;
  else if (table && !table->constraints.empty())
    op.constraint = pick(table->constraints).name;
  const auto* view = now_.get<ir::View>(key);
  if (view && chance(2) && !view->columns.empty()) op.column = pick(view->columns).name;
  const auto* filled = now_.get<ir::MaterializedView>(key);
  if (filled && chance(2)) op.column = pick(filled->columns).name;
  const auto* composite = now_.get<ir::Composite>(key);
  if (composite && chance(2) && !composite->attributes.empty())
    op.column = pick(composite->attributes).name;
  const auto* domain = now_.get<ir::Domain>(key);
  if (domain && chance(2) && !domain->constraints.empty())
    op.constraint = pick(domain->constraints).name;
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
        return !type.is_array && c.type == type &&
               std::ranges::find(columns, c.name) == columns.end();
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
  const auto using_it = table.foreign ? std::nullopt : using_expression(table.key(), c, type);
  ops.push_back(ir::SetColumnType{table.key(), c.name, type, "", using_it});
  return ops;
}

std::vector<ir::Op> RandomHistory::alter_column(const ir::Table& table) {
  const ir::Key key = table.key();
  const ir::Column& c = pick(table.columns);
  switch (random_.below(9)) {
    case 0:
      return with_cascade(key, c.name, ir::DropColumn{key, c.name});
    case 1:
      if (c.generated || is_made(c.type)) return {};
      return {
          ir::SetDefault{key, c.name, chance(2) ? std::nullopt : std::optional(value_of(c.type))}};
    case 2:
      return {ir::SetNotNull{key, c.name, chance(2)}};
    case 3:
      return change_type(table, c);
    case 4: {
      ir::SetColumnAttributes op{key, c.name};
      if (chance(2)) op.storage = "plain";
      if (chance(2) || !op.storage) op.statistics = 7;
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

std::vector<ir::Op> RandomHistory::mark(const ir::Table& table) {
  if (table.foreign) return {};
  const std::string index = chance(3) ? "" : primary_key(table);
  if (chance(2)) return {ir::SetClustered{table.key(), index}};
  const char identity = index.empty() ? "dnf"[random_.below(3)] : 'd';
  return {ir::SetReplicaIdentity{table.key(), identity, index}};
}

std::vector<ir::Op> RandomHistory::alter_table() {
  const std::vector<ir::Key> tables = keys(ir::Kind::Table);
  if (tables.empty()) return {};
  const ir::Table& table = *now_.get<ir::Table>(pick(tables));
  if (table.columns.empty() || chance(5)) return {ir::AddColumn{table.key(), column()}};
  const ir::Key key = table.key();
  if (table.foreign && chance(3)) return alter_foreign_table(table);
  switch (random_.below(8)) {
    case 0:
    case 1:
      return add_constraint(table);
    case 2: {
      if (table.constraints.empty()) return {};
      const ir::Constraint& c = pick(table.constraints);
      std::vector<ir::Op> ops;
      for (const Dependent& d : dependents_of_constraint(now_, key, c.name))
        ops.push_back(op_for(d, now_));
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
      return chance(3) ? mark(table) : std::vector<ir::Op>{set_options(table)};
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

std::vector<ir::Op> RandomHistory::alter_domain(const ir::Domain& domain) {
  const bool has_check = !domain.constraints.empty();
  switch (random_.below(4)) {
    case 0:
      return {ir::SetDefault{domain.key(), "",
                             chance(3) ? std::nullopt : std::optional(value_of(domain.type))}};
    case 1:
      return {ir::AddConstraint{domain.key(), domain_check(), ""}};
    case 2:
      if (!has_check) return {};
      return {ir::DropConstraint{domain.key(), pick(domain.constraints).name}};
    default:
      if (!has_check) return {};
      return {ir::RenameConstraint{domain.key(), pick(domain.constraints).name, name("dc")}};
  }
}

bool RandomHistory::is_made(const ir::TypeName& type) const {
  return std::ranges::any_of(
      resolve(now_, {ir::Kind::Enum, type.schema, type.name, ""}), [](const ir::Key& key) {
        return key.kind == ir::Kind::Composite || key.kind == ir::Kind::Range;
      });
}

std::vector<ir::Op> RandomHistory::alter_composite(const ir::Composite& type) {
  ir::Column added = column_of_type(name("a"), "integer");
  if (type.attributes.empty() || chance(3)) return {ir::AddColumn{type.key(), added}};
  const std::string& attribute = pick(type.attributes).name;
  if (chance(2)) return {ir::DropColumn{type.key(), attribute}};
  return {ir::RenameColumn{type.key(), attribute, added.name}};
}

std::vector<ir::Op> RandomHistory::alter_other() {
  if (chance(5)) return alter_foreign();
  const std::vector<ir::Kind> kinds{
      ir::Kind::Enum,         ir::Kind::Sequence,   ir::Kind::Index,  ir::Kind::View,
      ir::Kind::Function,     ir::Kind::Trigger,    ir::Kind::Domain, ir::Kind::MaterializedView,
      ir::Kind::Composite,    ir::Kind::Statistics, ir::Kind::Rule,   ir::Kind::Dictionary,
      ir::Kind::Configuration};
  const std::vector<ir::Key> found = keys(pick(kinds));
  if (found.empty()) return {};
  const ir::Key& key = pick(found);
  ir::Object object = *now_.find(key);
  if (auto* type = std::get_if<ir::Enum>(&object)) {
    if (chance(2)) return {ir::RenameEnumLabel{key, pick(type->labels), name("l")}};
    return {ir::AddEnumLabel{key, name("l"), chance(2) ? "" : pick(type->labels)}};
  }
  if (auto* dictionary = std::get_if<ir::Dictionary>(&object)) {
    if (!dictionary->options.empty()) return {ir::SetTableOptions{key, {}, {"accept"}}};
    return {ir::SetTableOptions{key, {{"accept", "false"}}}};
  }
  if (auto* configuration = std::get_if<ir::Configuration>(&object)) {
    if (chance(2) || configuration->mappings.empty()) return {ir::SetMappings{key, {mapping()}}};
    return {ir::SetMappings{key, {}, {pick(configuration->mappings).token}}};
  }
  if (auto* domain = std::get_if<ir::Domain>(&object)) return alter_domain(*domain);
  if (auto* type = std::get_if<ir::Composite>(&object)) return alter_composite(*type);
  if (auto* rule = std::get_if<ir::Rule>(&object)) rule->enabled = "ODRA"[random_.below(4)];
  if (auto* statistics = std::get_if<ir::Statistics>(&object))
    statistics->target = chance(3) ? std::nullopt : std::optional(std::int64_t(random_.below(99)));
  if (auto* view = std::get_if<ir::MaterializedView>(&object)) view->populated = !view->populated;
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
    if (!function->arguments.empty() && chance(2) && function->arguments[0].type.schema.empty()) {
      function->arguments[0].default_value = value_of(function->arguments[0].type);
    }
    function->cost = double(1 + random_.below(9));
  } else if (const auto* trigger = std::get_if<ir::Trigger>(&object)) {
    if (trigger->timing == 'i') return {};
    return {ir::SetTriggerState{trigger->key(), "ODRA"[random_.below(4)]}};
  }
  return {ir::Replace{object}};
}

}  // namespace pggit::catalog::testing
