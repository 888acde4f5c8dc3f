// What PostgreSQL alters in place.
#include <algorithm>

#include "catalog/diff_plan.h"
#include "catalog/named.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

// A type is not known where a server had to be asked and could not say: of the same query it is the other's.
template <class View>
void fill_unknown_types(View& before, const View& after) {
  if (before.columns.size() != after.columns.size() || !same(before.query, after.query)) return;
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    ir::ViewColumn& a = before.columns[i];
    const ir::ViewColumn& b = after.columns[i];
    if (a.type.is_known() && b.type.is_known()) continue;
    a.type = b.type;
    a.collation = b.collation;
  }
}

// CREATE OR REPLACE VIEW: the columns stay as they are and more may follow (checkViewColumns in view.c).
bool can_replace(ir::View before, const ir::View& after) {
  fill_unknown_types(before, after);
  if (after.columns.size() < before.columns.size()) return false;
  for (std::size_t i = 0; i < before.columns.size(); ++i) {
    const ir::ViewColumn& a = before.columns[i];
    const ir::ViewColumn& b = after.columns[i];
    if (a.name != b.name || a.type != b.type || a.collation != b.collation) return false;
    if (!a.type.is_known() && !same(before.query, after.query)) return false;
  }
  return true;
}

bool is_output(const ir::Argument& a) { return a.mode == 'o' || a.mode == 'b' || a.mode == 't'; }

// ProcedureCreate in pg_proc.c: names of inputs may only be given where there was none, outputs make the
// result's type, defaults may be added.
bool can_replace(const ir::Argument& before, const ir::Argument& after) {
  if (before.mode != after.mode || before.type != after.type) return false;
  if (before.default_value && !after.default_value) return false;
  if (before.name == after.name) return true;
  return before.name.empty() && !is_output(before);
}

// CREATE OR REPLACE AGGREGATE takes all else (AggregateCreate in pg_aggregate.c).
bool can_replace(const std::optional<ir::Aggregate>& before,
                 const std::optional<ir::Aggregate>& after) {
  if (!before || !after) return before.has_value() == after.has_value();
  return before->kind == after->kind && before->direct == after->direct;
}

bool can_replace(const ir::Function& before, const ir::Function& after) {
  if (!can_replace(before.aggregate, after.aggregate)) return false;
  if (before.is_procedure != after.is_procedure || before.is_window != after.is_window)
    return false;
  if (before.returns != after.returns || before.returns_set != after.returns_set) return false;
  if (before.arguments.size() != after.arguments.size()) return false;
  for (std::size_t i = 0; i < before.arguments.size(); ++i) {
    if (!can_replace(before.arguments[i], after.arguments[i])) return false;
  }
  return true;
}

bool can_replace(const ir::Trigger& before, ir::Trigger after) {
  after.enabled = before.enabled;
  after.comment = before.comment;
  return same(before, after);
}

bool keeps_all(const ir::Options& before, const ir::Options& after) {
  return std::ranges::all_of(before, [&](const auto& option) {
    return std::ranges::any_of(after, [&](const auto& o) { return o.first == option.first; });
  });
}

bool can_replace(const ir::Index& before, ir::Index after) {
  if (!keeps_all(before.options, after.options)) return false;
  after.options = before.options;
  after.comment = before.comment;
  after.parent_schema = before.parent_schema;
  after.parent = before.parent;
  after.clustered = before.clustered;
  after.replica_identity = before.replica_identity;
  for (std::size_t i = 0; i < std::min(before.keys.size(), after.keys.size()); ++i)
    after.keys[i].statistics = before.keys[i].statistics;
  return same(before, after);
}

// ADD VALUE puts labels anywhere; none goes, and none changes its place.
bool can_replace(const ir::Enum& before, const ir::Enum& after) {
  auto at = after.labels.begin();
  for (const std::string& label : before.labels) {
    at = std::find(at, after.labels.end(), label);
    if (at == after.labels.end()) return false;
    ++at;
  }
  return true;
}

bool can_replace(const ir::Domain& before, const ir::Domain& after) {
  return before.type == after.type && before.collation == after.collation;
}

bool can_replace(ir::MaterializedView before, const ir::MaterializedView& after) {
  before.populated = after.populated;
  before.options = after.options;
  before.comment = after.comment;
  if (before.columns.size() != after.columns.size()) return false;
  fill_unknown_types(before, after);
  for (std::size_t i = 0; i < after.columns.size(); ++i)
    before.columns[i].comment = after.columns[i].comment;
  return same(before, after);
}

bool can_replace(const ir::Range& before, ir::Range after) {
  after.comment = before.comment;
  return same(before, after);
}

bool can_replace(const ir::Statistics& before, ir::Statistics after) {
  after.target = before.target;
  after.comment = before.comment;
  return same(before, after);
}

// ADD ATTRIBUTE puts an attribute last. No type is altered in place: PostgreSQL refuses that while a column has it.
bool can_replace(const ir::Composite& before, const ir::Composite& after) {
  auto kept = before.attributes.begin();
  bool is_new = false;
  for (const ir::ViewColumn& a : after.attributes) {
    const auto old = std::ranges::find(before.attributes, a.name, &ir::ViewColumn::name);
    is_new |= old == before.attributes.end();
    if (is_new && old != before.attributes.end()) return false;
    if (is_new) continue;
    if (old < kept || old->type != a.type || old->collation != a.collation) return false;
    kept = old + 1;
  }
  return true;
}

bool can_replace(const ir::Rule&, const ir::Rule&) { return true; }
// ALTER POLICY gives expressions and takes none away.
bool can_replace(const ir::Policy& before, const ir::Policy& after) {
  return before.command == after.command && before.permissive == after.permissive &&
         (after.using_expression || !before.using_expression) &&
         (after.with_check || !before.with_check);
}
bool can_replace(const ir::Operator& before, ir::Operator after) {
  after.restriction = before.restriction;
  after.join = before.join;
  after.comment = before.comment;
  return same(before, after);
}
bool can_replace(const ir::Cast& before, ir::Cast after) {
  after.comment = before.comment;
  return same(before, after);
}
bool can_replace(const ir::Publication& before, const ir::Publication& after) {
  return before.all_tables == after.all_tables;
}
bool can_replace(const ir::PublishedTable& before, const ir::PublishedTable& after) {
  return same(before, after);
}
bool can_replace(const ir::PublishedSchema&, const ir::PublishedSchema&) { return true; }
bool can_replace(const ir::ForeignDataWrapper&, const ir::ForeignDataWrapper&) { return true; }
bool can_replace(const ir::ForeignServer& before, const ir::ForeignServer& after) {
  return before.wrapper == after.wrapper && before.type == after.type;
}
bool can_replace(const ir::UserMapping&, const ir::UserMapping&) { return true; }
bool can_replace(const ir::Dictionary& before, const ir::Dictionary& after) {
  return before.text_template == after.text_template;
}
bool can_replace(const ir::Configuration& before, const ir::Configuration& after) {
  return before.parser == after.parser;
}
bool can_replace(const ir::Collation& before, ir::Collation after) {
  after.comment = before.comment;
  return same(before, after);
}
bool can_replace(const ir::DefaultGrants&, const ir::DefaultGrants&) { return true; }
bool can_replace(const ir::Extension&, const ir::Extension&) { return true; }
bool can_replace(const ir::Schema&, const ir::Schema&) { return true; }
bool can_replace(const ir::Sequence&, const ir::Sequence&) { return true; }
// The names of the columns as they stand once what goes is dropped and what comes is added behind the rest.
std::vector<std::string> altered_columns(const ir::Table& before, const ir::Table& after) {
  std::vector<std::string> names;
  for (const ir::Column& column : before.columns) {
    if (find_named(after.columns, column.name)) names.push_back(column.name);
  }
  for (const ir::Column& column : after.columns) {
    if (!find_named(before.columns, column.name)) names.push_back(column.name);
  }
  return names;
}

// A typed table has its columns in the order of its type.
bool comes_to_type(const ir::Table& before, const ir::Table& after) {
  return !after.of_type.is_known() || std::ranges::equal(altered_columns(before, after),
                                                         after.columns, {}, {}, &ir::Column::name);
}

// A column of the partition key stays as it is (ATPrepAlterColumnType and ATExecDropColumn in tablecmds.c).
bool leaves_partition_key(const ir::Table& before, const ir::Table& after) {
  return std::ranges::all_of(before.columns, [&](const ir::Column& column) {
    if (!is_in_partition_key(before, column.name)) return true;
    const ir::Column* kept = find_named(after.columns, column.name);
    return kept && kept->type == column.type && kept->collation == column.collation &&
           same(kept->generated, column.generated);
  });
}

bool can_replace(const ir::Table& before, const ir::Table& after) {
  if (before.foreign.has_value() != after.foreign.has_value()) return false;
  if (before.foreign && before.foreign->server != after.foreign->server) return false;
  if (!comes_to_type(before, after) || !leaves_partition_key(before, after)) return false;
  return same(before.partition_by, after.partition_by);
}

// What statements of their own give a constraint and its index.
void take_marks(const ir::Constraint& from, ir::Constraint& to) {
  to.comment = from.comment;
  to.index_comment = from.index_comment;
  to.clustered = from.clustered;
  to.replica_identity = from.replica_identity;
}

}  // namespace

bool says_the_same(const ir::Object& before, const ir::Object& after) {
  const auto filled_says = [&]<class View>(View view) {
    fill_unknown_types(view, std::get<View>(after));
    return same(view, std::get<View>(after));
  };
  if (const auto* view = std::get_if<ir::View>(&before)) return filled_says(*view);
  if (const auto* view = std::get_if<ir::MaterializedView>(&before)) return filled_says(*view);
  return false;
}

bool can_change(const ir::Object& before, const ir::Object& after) {
  return std::visit(
      [&]<class T>(const T& object) { return can_replace(object, std::get<T>(after)); }, before);
}

bool same_but_for_name(ir::Constraint a, const ir::Constraint& b) {
  a.name = b.name;
  take_marks(b, a);
  return same(a, b);
}

bool same_but_for_name(ir::Index a, const ir::Index& b) {
  a.name = b.name;
  a.comment = b.comment;
  a.clustered = b.clustered;
  a.replica_identity = b.replica_identity;
  return same(a, b);
}

bool can_alter_constraint(ir::Constraint before, const ir::Constraint& after) {
  const bool is_foreign = before.kind == ir::ConstraintKind::Foreign;
  if (after.validated) before.validated = true;
  // Attached and detached with its table.
  before.inherited = after.inherited;
  before.local = after.local;
  if (is_foreign) {
    before.deferrable = after.deferrable;
    before.initially_deferred = after.initially_deferred;
  }
  take_marks(after, before);
  return same(before, after);
}

}  // namespace pggit::catalog
