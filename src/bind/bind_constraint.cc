// Constraints of a table draft: names chosen as PostgreSQL chooses them, in its order.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "bind/exclusion.h"
#include "bind/options.h"
#include "bind/table_parts.h"

namespace pggit::bind {
namespace {

std::vector<std::string> texts(const std::vector<sql::Node>& list) {
  std::vector<std::string> out;
  for (const sql::Node& item : list) out.emplace_back(item.text());
  return out;
}

// Columns that no table shows: src/backend/catalog/heap.c, SysAtt.
constexpr std::string_view kSystemColumns[] = {"cmax", "cmin", "ctid", "tableoid", "xmax", "xmin"};

void add_system_columns(const sql::Node& node, std::set<std::string>& columns) {
  if (node.is("ColumnRef")) {
    const std::string name(node.list("fields").back().text());
    if (std::ranges::find(kSystemColumns, name) != std::end(kSystemColumns)) columns.insert(name);
  }
  for (const sql::Node& child : node.children()) add_system_columns(child, columns);
}

// The distinct columns that an expression mentions, as it is written and as it is bound.
std::set<std::string> columns_in(const sql::Node& written, const ir::Expression& expression) {
  std::set<std::string> columns;
  add_system_columns(written, columns);
  for (const ir::Piece& piece : expression.pieces()) {
    if (piece.kind == ir::Piece::Kind::Column) columns.insert(piece.column);
  }
  return columns;
}

void bind_check(const sql::Node& node, Binding& binding, TableDraft& draft,
                std::vector<ir::Constraint>& out) {
  ir::Constraint constraint;
  constraint.kind = ir::ConstraintKind::Check;
  constraint.check =
      bind_expression(node["raw_expr"], binding.names(), Scope::of_table(draft.table));
  constraint.no_inherit = node.flag("is_no_inherit");
  constraint.validated = draft.is_new || !node.flag("skip_validation");
  constraint.name = node.str("conname");
  if (constraint.name.empty()) {
    // Named after its column when it mentions exactly one (AddRelationNewConstraints in heap.c).
    const std::set<std::string> columns = columns_in(node["raw_expr"], *constraint.check);
    const std::string column = columns.size() == 1 ? *columns.begin() : "";
    constraint.name = choose_constraint_name(draft.taken, draft.table.name, column, "check");
  }
  draft.taken.pending_constraints.push_back(constraint.name);
  out.push_back(std::move(constraint));
}

std::string key_name(const sql::Node& node, const ir::Constraint& key, const TableDraft& draft) {
  if (key.kind == ir::ConstraintKind::Primary) {
    return choose_relation_name(draft.taken, draft.table.name, "", "pkey", true);
  }
  std::vector<std::string> columns = key.columns;
  if (key.exclusion) columns = exclusion_key_names(node);
  columns.insert(columns.end(), key.include.begin(), key.include.end());
  return choose_relation_name(draft.taken, draft.table.name, index_name_addition(columns),
                              key.exclusion ? "excl" : "key", true);
}

bool same_key(const ir::Constraint& a, const ir::Constraint& b) {
  return a.columns == b.columns && a.exclusion == b.exclusion && a.include == b.include &&
         a.deferrable == b.deferrable && a.initially_deferred == b.initially_deferred &&
         a.nulls_not_distinct == b.nulls_not_distinct;
}

ir::ConstraintKind key_kind(std::string_view type) {
  if (type == "CONSTR_EXCLUSION") return ir::ConstraintKind::Exclusion;
  return type == "CONSTR_PRIMARY" ? ir::ConstraintKind::Primary : ir::ConstraintKind::Unique;
}

ir::Constraint key_from(const TableDraft& draft, std::size_t i, Binding& binding) {
  const sql::Node& node = draft.keys[i];
  ir::Constraint key;
  key.kind = key_kind(node.str("contype"));
  key.name = node.str("conname");
  if (key.kind == ir::ConstraintKind::Exclusion) {
    key.exclusion = bind_exclusion(node, draft.table, binding);
  } else {
    key.columns = texts(node.list("keys"));
    if (key.columns.empty()) key.columns = {draft.key_columns[i]};
  }
  key.include = texts(node.list("including"));
  key.nulls_not_distinct = node.flag("nulls_not_distinct");
  key.index_options = bind_options(node.list("options"));
  key.deferrable = draft.key_deferrals[i].deferrable;
  key.initially_deferred = draft.key_deferrals[i].initially_deferred;
  return key;
}

// CREATE TABLE drops a key that repeats another (transformIndexConstraints); of two names the first stays.
bool merge_repeated(std::vector<ir::Constraint>& keys, const ir::Constraint& key) {
  const auto prior = std::ranges::find_if(keys, [&](const auto& k) { return same_key(k, key); });
  if (prior == keys.end()) return false;
  if (prior->name.empty()) prior->name = key.name;
  return true;
}

void bind_keys(Binding& binding, TableDraft& draft, std::vector<ir::Constraint>& out) {
  std::vector<ir::Constraint> keys;
  std::vector<sql::Node> nodes;
  for (const bool primary : {true, false}) {
    for (std::size_t i = 0; i < draft.keys.size(); ++i) {
      if ((draft.keys[i].str("contype") == "CONSTR_PRIMARY") != primary) continue;
      ir::Constraint key = key_from(draft, i, binding);
      if (draft.is_new && merge_repeated(keys, key)) continue;
      keys.push_back(std::move(key));
      nodes.push_back(draft.keys[i]);
    }
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    ir::Constraint& key = keys[i];
    if (key.name.empty()) key.name = key_name(nodes[i], key, draft);
    draft.taken.pending_relations.push_back(key.name);
    draft.taken.pending_constraints.push_back(key.name);
    out.push_back(std::move(key));
  }
}

char letter(std::string_view word, char otherwise) { return word.empty() ? otherwise : word[0]; }

// The columns that a foreign key without a column list means: the other table's primary key.
std::vector<std::string> primary_columns(const std::vector<ir::Constraint>& constraints) {
  for (const ir::Constraint& constraint : constraints) {
    if (constraint.kind == ir::ConstraintKind::Primary) return constraint.columns;
  }
  return {};
}

// Whether the columns are those of a key of the table, or of a unique index over plain columns.
bool has_key_on(const std::vector<ir::Constraint>& constraints, std::vector<std::string> columns) {
  return std::ranges::any_of(constraints, [&](const ir::Constraint& c) {
    const bool is_key =
        c.kind == ir::ConstraintKind::Primary || c.kind == ir::ConstraintKind::Unique;
    return is_key && std::ranges::is_permutation(c.columns, columns);
  });
}

bool has_index_on(const catalog::Catalog& catalog, const ir::ForeignKey& foreign) {
  bool found = false;
  catalog.for_each_in(ir::Kind::Index, foreign.schema, [&](const catalog::EntryRef& entry) {
    const ir::Index& index = std::get<ir::Index>(entry->object);
    if (index.table != foreign.table || !index.unique || index.where) return;
    std::vector<std::string> columns;
    for (const ir::IndexKey& key : index.keys) columns.push_back(key.column);
    found |= std::ranges::is_permutation(columns, foreign.columns);
  });
  return found;
}

// Of a foreign key to a partitioned table PostgreSQL keeps one more for each partition, under the names that come next.
class KeptNames {
 public:
  KeptNames(const Binding& binding, const TableDraft& draft,
            const std::vector<ir::Constraint>& pending)
      : catalog_(binding.now()), draft_(draft), pending_(pending) {}

  // Whether the name that PostgreSQL chooses for a foreign key on these columns may be among them.
  bool may_hold(const std::string& columns) const {
    const std::string plain = make_object_name(draft_.table.name, columns, "fkey");
    if (keeps(draft_.table, draft_.table.constraints, plain) ||
        keeps(draft_.table, pending_, plain))
      return true;
    if (!draft_.taken.constraint(plain)) return false;
    bool found = false;
    catalog_.for_each_in(ir::Kind::Table, draft_.table.schema, [&](const catalog::EntryRef& entry) {
      const ir::Table& table = std::get<ir::Table>(entry->object);
      found = found || keeps(table, table.constraints, plain);
    });
    return found;
  }

 private:
  bool keeps(const ir::Table& table, const std::vector<ir::Constraint>& constraints,
             const std::string& plain) const {
    return std::ranges::any_of(constraints, [&](const ir::Constraint& c) {
      if (!c.foreign || !is_partitioned(*c.foreign)) return false;
      return c.name == plain ||
             make_object_name(table.name, base::join(c.columns, "_"), "fkey") == plain;
    });
  }

  bool is_partitioned(const ir::ForeignKey& foreign) const {
    const ir::Table* to =
        catalog_.get<ir::Table>({ir::Kind::Table, foreign.schema, foreign.table, ""});
    return to && to->partition_by;
  }

  const catalog::Catalog& catalog_;
  const TableDraft& draft_;
  const std::vector<ir::Constraint>& pending_;
};

void bind_foreign_key(std::size_t i, Binding& binding, TableDraft& draft,
                      std::vector<ir::Constraint>& out) {
  const sql::Node& node = draft.foreign_keys[i];
  const sql::Node target = node["pktable"];
  ir::Constraint constraint;
  constraint.kind = ir::ConstraintKind::Foreign;
  constraint.name = node.str("conname");
  constraint.columns = texts(node.list("fk_attrs"));
  if (constraint.columns.empty()) constraint.columns = {draft.foreign_columns[i]};
  constraint.deferrable = draft.foreign_deferrals[i].deferrable;
  constraint.initially_deferred = draft.foreign_deferrals[i].initially_deferred;
  constraint.validated = draft.is_new || !node.flag("skip_validation");
  ir::ForeignKey foreign;
  foreign.columns = texts(node.list("pk_attrs"));
  foreign.match = letter(node.str("fk_matchtype"), 's');
  foreign.on_update = letter(node.str("fk_upd_action"), 'a');
  foreign.on_delete = letter(node.str("fk_del_action"), 'a');
  for (std::string& column : texts(node.list("fk_del_set_cols"))) {
    if (std::ranges::find(foreign.set_columns, column) == foreign.set_columns.end())
      foreign.set_columns.push_back(std::move(column));
  }
  const auto [schema, name] = binding.target(target);
  const bool itself =
      target.str("relname") == draft.table.name &&
      (schema == draft.table.schema || target.str("schemaname").empty()) &&
      (!binding.relation(target) || binding.relation(target)->schema == draft.table.schema);
  std::vector<ir::Constraint> keys = out;
  if (itself) {
    foreign.schema = draft.table.schema;
    foreign.table = draft.table.name;
    std::ranges::copy(draft.table.constraints, std::back_inserter(keys));
  } else {
    const ir::Table* other = binding.table_or_refuse(target);
    if (!other) return;
    foreign.schema = other->schema;
    foreign.table = other->name;
    keys = other->constraints;
  }
  if (foreign.columns.empty()) foreign.columns = primary_columns(keys);
  if (foreign.columns.empty()) {
    return binding.refuse("there is no primary key for referenced table \"" + foreign.table + "\"");
  }
  if (!has_key_on(keys, foreign.columns) && !has_index_on(binding.now(), foreign)) {
    return binding.refuse(
        "there is no unique constraint matching given keys for referenced table \"" +
        foreign.table + "\"");
  }
  constraint.foreign = std::move(foreign);
  if (constraint.name.empty()) {
    const std::string columns = base::join(constraint.columns, "_");
    if (KeptNames(binding, draft, out).may_hold(columns))
      return binding.refuse("PostgreSQL keeps a foreign key to partitions under names like it");
    constraint.name = choose_constraint_name(draft.taken, draft.table.name, columns, "fkey");
  }
  draft.taken.pending_constraints.push_back(constraint.name);
  out.push_back(std::move(constraint));
}

}  // namespace

void bind_generated(Binding& binding, TableDraft& draft) {
  for (const auto& [name, expression] : draft.generated) {
    const auto column = std::ranges::find(draft.table.columns, name, &ir::Column::name);
    column->generated = bind_expression(expression, binding.names(), Scope::of_table(draft.table));
  }
}

std::vector<ir::Constraint> bind_constraints(Binding& binding, TableDraft& draft) {
  std::vector<ir::Constraint> out;
  for (const sql::Node& check : draft.checks) bind_check(check, binding, draft, out);
  bind_keys(binding, draft, out);
  for (const Like& like : draft.likes) bind_like(like, binding, draft, out);
  for (std::size_t i = 0; i < draft.foreign_keys.size(); ++i)
    bind_foreign_key(i, binding, draft, out);
  return out;
}

}  // namespace pggit::bind
