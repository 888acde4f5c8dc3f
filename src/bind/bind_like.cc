// LIKE in CREATE TABLE.
// Source of the rules: transformTableLikeClause, expandTableLikeClause and generateClonedIndexStmt in
// PostgreSQL's parse_utilcmd.c.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "bind/bind_statistics.h"
#include "bind/foreign.h"
#include "bind/partitions.h"
#include "bind/table_parts.h"
#include "catalog/partitions.h"
#include "sql/parse.h"

namespace pggit::bind {
namespace {

// Bits of TableLikeClause: src/include/nodes/parsenodes.h.
constexpr std::int64_t kComments = 1 << 0;
constexpr std::int64_t kCompression = 1 << 1;
constexpr std::int64_t kConstraints = 1 << 2;
constexpr std::int64_t kDefaults = 1 << 3;
constexpr std::int64_t kGenerated = 1 << 4;
constexpr std::int64_t kIdentity = 1 << 5;
constexpr std::int64_t kIndexes = 1 << 6;
constexpr std::int64_t kStatistics = 1 << 7;
constexpr std::int64_t kStorage = 1 << 8;

ir::Expression of_new_table(ir::Expression expression, const ir::Key& source,
                            const TableDraft& draft) {
  expression.rename_relation(source.schema, source.name, draft.table.schema, draft.table.name);
  return expression;
}

// The copy of an identity's sequence is of bigint, whatever the column is (transformTableLikeClause gives no type along).
void copy_identity(const ir::Column& from, TableDraft& draft, ir::Column& column) {
  column.identity = from.identity;
  column.identity->options.type = "bigint";
  const TakenNames taken{draft.taken.catalog, draft.taken.schema, {}, {}};
  column.identity->sequence =
      choose_relation_name(taken, draft.table.name, column.name, "seq", false);
  draft.taken.pending_relations.push_back(column.identity->sequence);
}

void copy_column(const ir::Column& from, const Like& like, TableDraft& draft) {
  ir::Column column;
  column.name = from.name;
  column.type = from.type;
  column.collation = from.collation;
  column.not_null = from.not_null;
  if (like.options & kStorage) column.storage = from.storage;
  if (like.options & kCompression) column.compression = from.compression;
  if (like.options & kComments) column.comment = from.comment;
  if (from.default_value && like.options & kDefaults)
    column.default_value = of_new_table(*from.default_value, like.source, draft);
  if (from.generated && like.options & kGenerated)
    column.generated = of_new_table(*from.generated, like.source, draft);
  if (from.identity && like.options & kIdentity) copy_identity(from, draft, column);
  draft.table.columns.push_back(std::move(column));
}

void copy_view_column(const ir::ViewColumn& from, const Like& like, TableDraft& draft) {
  ir::Column column;
  column.name = from.name;
  column.type = from.type;
  column.collation = from.collation;
  if (like.options & kComments) column.comment = from.comment;
  if (like.options & kDefaults) column.default_value = from.default_value;
  draft.table.columns.push_back(std::move(column));
}

// What the keys enter a name as. An expression's name is found in its text again.
std::string name_part(const ir::IndexKey& key) {
  if (!key.column.empty()) return key.column;
  sql::Parser parser;
  const auto tree = parser.parse_expression(key.expression->sql());
  return tree ? figure_index_column_name(tree->root()) : "expr";
}

std::vector<std::string> name_parts(const ir::Index& index) {
  std::vector<std::string> parts;
  for (const ir::IndexKey& key : index.keys) parts.push_back(name_part(key));
  parts.insert(parts.end(), index.include.begin(), index.include.end());
  return parts;
}

std::vector<std::string> name_parts(const ir::Constraint& key) {
  std::vector<std::string> parts = key.columns;
  if (key.exclusion) {
    for (const ir::ExclusionElement& e : key.exclusion->elements) parts.push_back(name_part(e.key));
  }
  parts.insert(parts.end(), key.include.begin(), key.include.end());
  return parts;
}

// An index keeps the column names of the day it was made, and its copies are named after them. Its own name
// tells whether they are those of today, unless the user gave it.
bool is_named_after(const std::string& name, const std::string& table,
                    const std::vector<std::string>& parts, const std::string& label) {
  const std::string plain = make_object_name(table, index_name_addition(parts), label);
  return name.starts_with(plain) && std::ranges::all_of(name.substr(plain.size()), [](char c) {
           return c >= '0' && c <= '9';
         });
}

class IndexCopier {
 public:
  IndexCopier(const Like& like, bool to_partition, Binding& binding, TableDraft& draft)
      : like_(like), to_partition_(to_partition), binding_(binding), draft_(draft) {}

  void key(const ir::Constraint& from, std::vector<ir::Constraint>& out) {
    ir::Constraint key = from;
    key.comment.reset();
    key.clustered = key.replica_identity = false;
    if (!(like_.options & kComments)) key.index_comment.reset();
    key.inherited = to_partition_;
    key.local = !to_partition_;
    if (key.exclusion) copy(*key.exclusion);
    const bool primary = key.kind == ir::ConstraintKind::Primary;
    key.name = primary ? choose_relation_name(draft_.taken, draft_.table.name, "", "pkey", true)
                       : name(from.name, name_parts(from), key.exclusion ? "excl" : "key", true);
    draft_.taken.pending_relations.push_back(key.name);
    draft_.taken.pending_constraints.push_back(key.name);
    out.push_back(std::move(key));
  }

  void index(const ir::Index& from) {
    ir::Index index = from;
    index.schema = draft_.table.schema;
    index.table = draft_.table.name;
    index.clustered = false;
    index.replica_identity = false;
    index.valid = true;
    index.parent_schema = to_partition_ ? from.schema : "";
    index.parent = to_partition_ ? from.name : "";
    if (!(like_.options & kComments)) index.comment.reset();
    for (ir::IndexKey& key : index.keys) {
      key.statistics.reset();
      if (key.expression) key.expression = of_new_table(*key.expression, like_.source, draft_);
    }
    if (index.where) index.where = of_new_table(*index.where, like_.source, draft_);
    index.name = name(from.name, name_parts(from), "idx", false);
    draft_.taken.pending_relations.push_back(index.name);
    draft_.indexes.push_back(std::move(index));
  }

 private:
  void copy(ir::Exclusion& exclusion) {
    for (ir::ExclusionElement& element : exclusion.elements) {
      if (element.key.expression)
        element.key.expression = of_new_table(*element.key.expression, like_.source, draft_);
    }
    if (exclusion.where) exclusion.where = of_new_table(*exclusion.where, like_.source, draft_);
  }

  std::string name(const std::string& source, const std::vector<std::string>& parts,
                   const std::string& label, bool is_constraint) {
    // A partition is read back at once, and there is no other way to say what it should be like.
    if (!to_partition_ && !is_named_after(source, like_.source.name, parts, label))
      binding_.refuse("the copy of \"" + source + "\" is named after columns as they were");
    const std::string addition = index_name_addition(parts);
    if (!seen_.insert(addition + "_" + label).second)
      binding_.refuse("copies of several indexes on the same columns are named by their age");
    return choose_relation_name(draft_.taken, draft_.table.name, addition, label, is_constraint);
  }

  const Like& like_;
  bool to_partition_;
  Binding& binding_;
  TableDraft& draft_;
  std::set<std::string> seen_;
};

void copy_indexes_of(const Like& like, bool to_partition, Binding& binding, TableDraft& draft,
                     std::vector<ir::Constraint>& out) {
  const ir::Table& table = *binding.get<ir::Table>(like.source);
  IndexCopier copier(like, to_partition, binding, draft);
  for (const ir::Constraint& from : table.constraints) {
    if (!from.check && !from.foreign) copier.key(from, out);
  }
  for (const ir::Key& key : catalog::indexes_of(binding.now(), like.source))
    copier.index(*binding.get<ir::Index>(key));
}

// generateClonedExtStatsStmt: they get a name and no target; the newer of two are named later.
void copy_statistics(const Like& like, Binding& binding, TableDraft& draft) {
  TakenStatistics taken{&binding.now(), {}};
  std::set<std::string> seen;
  for (const ir::Key& user :
       binding.now().users(catalog::Link::Kind::Relation, like.source.schema, like.source.name)) {
    const auto* from = binding.get<ir::Statistics>(user);
    if (!from || from->table_schema != like.source.schema || from->table != like.source.name)
      continue;
    ir::Statistics copy = *from;
    std::vector<std::string> parts =
        in_attribute_order(copy.columns, *binding.get<ir::Table>(like.source));
    for (ir::Expression& expression : copy.expressions) {
      expression = of_new_table(expression, like.source, draft);
      parts.emplace_back();
    }
    copy.schema = copy.table_schema = draft.table.schema;
    copy.table = draft.table.name;
    copy.target.reset();
    if (!(like.options & kComments)) copy.comment.reset();
    copy.name = choose_statistics_name(taken, copy.schema, copy.table, parts);
    if (!seen.insert(base::join(parts, "_")).second)
      binding.refuse("copies of several statistics on the same columns are named by their age");
    taken.pending.push_back(copy.name);
    draft.statistics.push_back(std::move(copy));
  }
}

}  // namespace

void draft_like(const sql::Node& clause, Binding& binding, TableDraft& draft) {
  const std::optional<ir::Key> source = binding.relation(clause["relation"]);
  const ir::Table* table = source ? binding.get<ir::Table>(*source) : nullptr;
  const ir::View* view = source ? binding.get<ir::View>(*source) : nullptr;
  if (!table && !view)
    return binding.refuse("relation \"" + spelled(clause["relation"]) + "\" does not exist");
  const Like like{*source, clause.num("options")};
  if (table) {
    for (const ir::Column& column : table->columns) {
      if ((like.options & kCompression) && may_hide_compression(*table, column, binding))
        return binding.refuse("the compression of foreign table columns is not known");
      copy_column(column, like, draft);
    }
  } else {
    for (const ir::ViewColumn& column : view->columns) copy_view_column(column, like, draft);
  }
  draft.likes.push_back(like);
}

void bind_like(const Like& like, Binding& binding, TableDraft& draft,
               std::vector<ir::Constraint>& out) {
  const ir::Table* table = binding.get<ir::Table>(like.source);
  if (!table) return;
  if (like.options & kStatistics) copy_statistics(like, binding, draft);
  for (const ir::Constraint& from : table->constraints) {
    if (!from.check || !(like.options & kConstraints)) continue;
    ir::Constraint check = from;
    check.check = of_new_table(*from.check, like.source, draft);
    check.inherited = false;
    check.local = true;
    if (!(like.options & kComments)) check.comment.reset();
    draft.taken.pending_constraints.push_back(check.name);
    out.push_back(std::move(check));
  }
  if (like.options & kIndexes) copy_indexes_of(like, false, binding, draft, out);
}

void copy_indexes(const ir::Key& source, bool to_partition, Binding& binding, TableDraft& draft,
                  std::vector<ir::Constraint>& out) {
  copy_indexes_of({source, kIndexes}, to_partition, binding, draft, out);
}

}  // namespace pggit::bind
