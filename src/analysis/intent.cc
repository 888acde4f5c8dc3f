#include "analysis/intent.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/dependencies.h"

namespace pggit::analysis {
namespace {

std::string name_of(const ir::Key& key) {
  if (key.schema != "public") return ir::sql_name(key);
  ir::Key bare = key;
  bare.schema.clear();
  return ir::sql_name(bare);
}

std::string kind_and_name(const ir::Key& key) {
  return std::string(ir::kind_name(key.kind)) + " " + name_of(key);
}

std::string columns_text(const std::vector<std::string>& columns) {
  return base::join(columns, ", ");
}

// A part of the sentence. Phrases with one `group` become one, their items joined.
struct Phrase {
  std::string group;  // empty: stands alone
  std::string one;    // "Add column shop.orders.total"
  std::string verb;   // "Add columns"
  std::string item;   // "total"
  std::string tail;   // "to shop.orders"
};

// Keys of columns: unique before primary before what they refer to.
std::string constraint_text(const ir::Constraint& constraint) {
  const std::string columns = columns_text(constraint.columns);
  switch (constraint.kind) {
    case ir::ConstraintKind::Check:
      return "check " + base::quote_ident(constraint.name);
    case ir::ConstraintKind::Primary:
      return "primary key " + columns;
    case ir::ConstraintKind::Unique:
      return "unique " + columns;
    case ir::ConstraintKind::Foreign: {
      const ir::Key target{ir::Kind::Table, constraint.foreign->schema, constraint.foreign->table,
                           ""};
      return "foreign key " + columns + " to " + name_of(target);
    }
    case ir::ConstraintKind::Exclusion:
      return "exclusion constraint " + base::quote_ident(constraint.name);
  }
  return "";
}

std::string table_text(const ir::Table& table) {
  const std::size_t count = table.columns.size();
  std::string text = "Create table " + name_of(table.key()) + " with " + std::to_string(count) +
                     (count == 1 ? " column" : " columns");
  for (const ir::Constraint& constraint : table.constraints) {
    if (constraint.kind == ir::ConstraintKind::Unique) text += ", " + constraint_text(constraint);
  }
  return text;
}

std::string index_text(const ir::Index& index) {
  std::vector<std::string> keys;
  for (const ir::IndexKey& key : index.keys)
    keys.push_back(key.column.empty() ? "expression" : key.column);
  const ir::Key table{ir::Kind::Table, index.schema, index.table, ""};
  return std::string(index.unique ? "Create unique index on " : "Create index on ") +
         name_of(table) + " (" + columns_text(keys) + ")";
}

// What the step makes itself: later statements on these are part of making them.
struct Made {
  std::map<ir::Key, ir::Table> tables;  // as they are at the end of the step
  std::set<ir::Key> owned_sequences;    // of serial columns

  bool has(const std::string& schema, const std::string& table) const {
    return tables.contains({ir::Kind::Table, schema, table, ""});
  }
};

void note_column(ir::Table& table, const ir::DropColumn& op) {
  std::erase_if(table.columns, [&](const ir::Column& column) { return column.name == op.column; });
}

void note_object(Made& made, const ir::Object& object) {
  if (const auto* table = std::get_if<ir::Table>(&object)) made.tables[table->key()] = *table;
  const auto* sequence = std::get_if<ir::Sequence>(&object);
  if (sequence && !sequence->owner_table.empty()) made.owned_sequences.insert(sequence->key());
}

void note(Made& made, const ir::Op& op) {
  if (const auto* create = std::get_if<ir::Create>(&op)) return note_object(made, create->object);
  if (const auto* replace = std::get_if<ir::Replace>(&op))
    return note_object(made, replace->object);
  if (const auto* drop = std::get_if<ir::Drop>(&op)) made.tables.erase(drop->key);
  if (const auto* add = std::get_if<ir::AddColumn>(&op)) {
    if (made.tables.contains(add->table)) made.tables[add->table].columns.push_back(add->column);
  }
  if (const auto* drop = std::get_if<ir::DropColumn>(&op)) {
    if (made.tables.contains(drop->table)) note_column(made.tables[drop->table], *drop);
  }
  if (const auto* add = std::get_if<ir::AddConstraint>(&op)) {
    if (made.tables.contains(add->table))
      made.tables[add->table].constraints.push_back(add->constraint);
  }
}

Made made_by(const bind::Step& step) {
  Made made;
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Op& op : statement.ops) note(made, op);
  }
  return made;
}

using MaybePhrase = std::optional<Phrase>;

MaybePhrase alone(std::string text) { return Phrase{"", std::move(text), "", "", ""}; }

// "Drop tables a, b".
MaybePhrase of_objects(const char* verb, const ir::Key& key) {
  const std::string kind = ir::kind_name(key.kind);
  const bool ends_in_y = kind.ends_with('y');
  const std::string many = kind == "index" ? "indexes"
                           : ends_in_y     ? kind.substr(0, kind.size() - 1) + "ies"
                                           : kind + "s";
  return Phrase{verb + kind, std::string(verb) + " " + kind_and_name(key),
                std::string(verb) + " " + many, name_of(key), ""};
}

// "Add columns a, b to shop.orders".
MaybePhrase of_columns(const std::string& verb, const std::string& link, const ir::Key& table,
                       const std::string& column) {
  return Phrase{verb + name_of(table),
                verb + " column " + name_of(table) + "." + base::quote_ident(column),
                verb + " columns", base::quote_ident(column), link + " " + name_of(table)};
}

MaybePhrase of_rows(const bind::Statement& statement, const ir::Dml& op) {
  if (op.writes.empty()) {
    if (op.kind == ir::DmlKind::Code) return alone("Run code that writes no rows");
    return op.kind == ir::DmlKind::Select ? alone("Run a query") : MaybePhrase{};
  }
  const std::string table = name_of(op.writes.front());
  const std::optional<int> rows =
      op.kind == ir::DmlKind::Insert ? count_value_rows(statement.text) : std::nullopt;
  const std::string count = rows ? std::to_string(*rows) + (*rows == 1 ? " row" : " rows") : "rows";
  switch (op.kind) {
    case ir::DmlKind::Insert:
      return alone("Insert " + count + " into " + table);
    case ir::DmlKind::Update:
      return alone("Update rows of " + table);
    case ir::DmlKind::Delete:
      return alone("Delete rows of " + table);
    case ir::DmlKind::Merge:
      return alone("Merge rows into " + table);
    case ir::DmlKind::Truncate:
      return alone("Empty " + table);
    case ir::DmlKind::Copy:
      return alone("Copy rows into " + table);
    case ir::DmlKind::Select:
      return alone("Run a query that writes " + table);
    case ir::DmlKind::Code:
      return alone("Run code that writes " + table);
  }
  return {};
}

// "Publish table shop.orders in feed"; nothing for what is no part of a publication.
MaybePhrase of_published(const ir::Key& key, const char* link) {
  const std::optional<ir::Key> publication = catalog::publication_of(key);
  if (!publication) return {};
  const std::string what = key.kind == ir::Kind::PublishedTable
                               ? "table " + base::qualified(key.schema, key.name)
                               : "the tables of schema " + base::quote_ident(key.schema);
  return alone("Publish " + what + link + base::quote_ident(publication->name));
}

struct Teller {
  const bind::Statement& statement;
  const Made& made;

  MaybePhrase operator()(const ir::Create& op) const {
    const ir::Key key = ir::key_of(op.object);
    if (const auto table = made.tables.find(key); table != made.tables.end())
      return alone(table_text(table->second));
    if (made.owned_sequences.contains(key)) return {};
    if (const auto* index = std::get_if<ir::Index>(&op.object)) {
      return made.has(index->schema, index->table) ? MaybePhrase{} : alone(index_text(*index));
    }
    if (MaybePhrase published = of_published(key, " in ")) return published;
    return of_objects("Create", key);
  }
  MaybePhrase operator()(const ir::Replace& op) const {
    const ir::Key key = ir::key_of(op.object);
    return made.owned_sequences.contains(key) ? MaybePhrase{} : of_objects("Change", key);
  }
  MaybePhrase operator()(const ir::Drop& op) const {
    if (MaybePhrase published = of_published(op.key, " no longer in ")) return published;
    return of_objects("Drop", op.key);
  }
  MaybePhrase operator()(const ir::Rename& op) const {
    return alone("Rename " + kind_and_name(op.key) + " to " + base::quote_ident(op.to));
  }
  MaybePhrase operator()(const ir::Move& op) const {
    return alone("Move " + kind_and_name(op.key) + " to schema " + base::quote_ident(op.to_schema));
  }
  MaybePhrase operator()(const ir::SetComment& op) const {
    return Phrase{"comment", "Comment " + kind_and_name(op.key), "Comment", kind_and_name(op.key),
                  ""};
  }
  MaybePhrase operator()(const ir::SetGrants& op) const {
    return Phrase{"grants", "Grant on " + kind_and_name(op.key), "Grant on", kind_and_name(op.key),
                  ""};
  }
  MaybePhrase operator()(const ir::SetOwner& op) const {
    const std::string owner = op.owner.empty() ? "the role of the migrations" : op.owner;
    return Phrase{"owner " + owner, "Give " + kind_and_name(op.key) + " to " + owner, "Give",
                  kind_and_name(op.key), "to " + owner};
  }
  MaybePhrase operator()(const ir::SetForeignOptions& op) const {
    const std::string column =
        op.column.empty() ? "" : "column " + base::quote_ident(op.column) + " of ";
    return part(op.key, alone("Set options of " + column + kind_and_name(op.key)));
  }
  MaybePhrase operator()(const ir::AddColumn& op) const {
    return part(op.table, of_columns("Add", "to", op.table, op.column.name));
  }
  MaybePhrase operator()(const ir::DropColumn& op) const {
    return part(op.table, of_columns("Drop", "from", op.table, op.column));
  }
  MaybePhrase operator()(const ir::RenameColumn& op) const {
    return alone("Rename column " + column(op) + " to " + base::quote_ident(op.to));
  }
  MaybePhrase operator()(const ir::SetColumnType& op) const {
    return part(op.table, alone("Change type of " + column(op) + " to " + op.type.sql()));
  }
  MaybePhrase operator()(const ir::SetDefault& op) const {
    return part(op.table, alone((op.value ? "Set default of " : "Drop default of ") + column(op)));
  }
  MaybePhrase operator()(const ir::SetNotNull& op) const {
    return part(op.table, alone("Make " + column(op) + (op.not_null ? " not null" : " nullable")));
  }
  MaybePhrase operator()(const ir::SetIdentity& op) const {
    return part(op.table, alone((op.identity ? "Make " : "Drop identity of ") + column(op) +
                                (op.identity ? " an identity" : "")));
  }
  MaybePhrase operator()(const ir::DropExpression& op) const {
    return part(op.table, alone("Stop generating " + column(op)));
  }
  MaybePhrase operator()(const ir::SetColumnAttributes& op) const {
    return part(op.table, alone("Set storage options of " + column(op)));
  }
  MaybePhrase operator()(const ir::SetInherit& op) const {
    const std::string parent = base::quote_ident(op.parent.name);
    return part(op.table,
                alone("Make " + kind_and_name(op.table) +
                      (op.inherits ? " inherit from " : " inherit no longer from ") + parent));
  }
  MaybePhrase operator()(const ir::SetTableOptions& op) const {
    return part(op.table, alone("Set options of " + kind_and_name(op.table)));
  }
  MaybePhrase operator()(const ir::SetUnlogged& op) const {
    return part(op.table,
                alone("Make " + kind_and_name(op.table) + (op.unlogged ? " unlogged" : " logged")));
  }
  MaybePhrase operator()(const ir::SetRowSecurity& op) const {
    const std::string verb =
        op.enabled ? (*op.enabled ? "Enable" : "Disable") : (*op.forced ? "Force" : "Do not force");
    return part(op.table, alone(verb + " row security of " + name_of(op.table)));
  }
  MaybePhrase operator()(const ir::AddConstraint& op) const {
    return part(op.table,
                alone("Add " + constraint_text(op.constraint) + " to " + name_of(op.table)));
  }
  MaybePhrase operator()(const ir::DropConstraint& op) const {
    return constraint("Drop", op.table, op.constraint);
  }
  MaybePhrase operator()(const ir::RenameConstraint& op) const {
    return alone("Rename constraint " + base::quote_ident(op.constraint) + " of " +
                 name_of(op.table) + " to " + base::quote_ident(op.to));
  }
  MaybePhrase operator()(const ir::ValidateConstraint& op) const {
    return constraint("Validate", op.table, op.constraint);
  }
  MaybePhrase operator()(const ir::AlterConstraint& op) const {
    return constraint("Change", op.table, op.constraint);
  }
  MaybePhrase operator()(const ir::SetTriggerState& op) const {
    return alone((op.enabled == 'D' ? "Disable " : "Enable ") + kind_and_name(op.trigger));
  }
  MaybePhrase operator()(const ir::SetClustered& op) const {
    return alone(op.index.empty()
                     ? "Cluster " + kind_and_name(op.table) + " on no index"
                     : "Cluster " + kind_and_name(op.table) + " on " + base::quote_ident(op.index));
  }
  MaybePhrase operator()(const ir::SetReplicaIdentity& op) const {
    return alone("Set the replica identity of " + name_of(op.table));
  }
  MaybePhrase operator()(const ir::SetOfType& op) const {
    return alone(op.type.is_known() ? "Make " + name_of(op.table) + " of type " + op.type.sql()
                                    : "Make " + name_of(op.table) + " of no type");
  }
  MaybePhrase operator()(const ir::AddEnumLabel& op) const {
    return Phrase{"label" + name_of(op.type),
                  "Add value " + base::quote_literal(op.label) + " to " + kind_and_name(op.type),
                  "Add values", base::quote_literal(op.label), "to " + kind_and_name(op.type)};
  }
  MaybePhrase operator()(const ir::RenameEnumLabel& op) const {
    return alone("Rename value " + base::quote_literal(op.label) + " of " + kind_and_name(op.type) +
                 " to " + base::quote_literal(op.to));
  }
  MaybePhrase operator()(const ir::SetMappings& op) const {
    return alone("Set mappings of " + kind_and_name(op.key));
  }
  MaybePhrase operator()(const ir::Dml& op) const { return of_rows(statement, op); }
  MaybePhrase operator()(const ir::NoEffect&) const { return {}; }
  MaybePhrase operator()(const ir::SetSearchPath&) const { return {}; }
  MaybePhrase operator()(const ir::NotHeld& op) const {
    return Phrase{op.what, "Run " + op.what, "Run", op.what, ""};
  }
  MaybePhrase operator()(const ir::Opaque&) const {
    return alone("Run code that only a server can read");
  }

 private:
  // Said with the table where the step made that.
  MaybePhrase part(const ir::Key& table, MaybePhrase phrase) const {
    return made.tables.contains(table) ? MaybePhrase{} : phrase;
  }
  template <class Op>
  static std::string column(const Op& op) {
    return name_of(op.table) + "." + base::quote_ident(op.column);
  }
  MaybePhrase constraint(const std::string& verb, const ir::Key& table,
                         const std::string& name) const {
    return part(table,
                alone(verb + " constraint " + base::quote_ident(name) + " of " + name_of(table)));
  }
};

// One phrase with all items of its group, each once.
struct Group {
  Phrase phrase;
  std::vector<std::string> items;

  void add(const std::string& item) {
    if (std::ranges::find(items, item) == items.end()) items.push_back(item);
  }
  std::string text() const {
    if (items.size() < 2) return phrase.one;
    const std::string tail = phrase.tail.empty() ? "" : " " + phrase.tail;
    return phrase.verb + " " + columns_text(items) + tail;
  }
};

void add_phrase(std::vector<Group>& groups, const Phrase& phrase) {
  const auto same = std::ranges::find_if(groups, [&](const Group& group) {
    return phrase.group.empty() ? group.phrase.one == phrase.one
                                : group.phrase.group == phrase.group;
  });
  if (same != groups.end()) return same->add(phrase.item);
  groups.push_back({phrase, {phrase.item}});
}

// Comments are named only where there is nothing else.
void drop_comments(std::vector<Group>& groups) {
  const auto is_comment = [](const Group& group) { return group.phrase.group == "comment"; };
  if (!std::ranges::all_of(groups, is_comment)) std::erase_if(groups, is_comment);
}

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] | 0x20);
  return text;
}

// The first `count` phrases, and how many are left.
std::string sentence(const std::vector<std::string>& phrases, std::size_t count) {
  std::string text = phrases[0];
  for (std::size_t i = 1; i < count; ++i) text += "; " + lower_first(phrases[i]);
  const std::size_t left = phrases.size() - count;
  return left == 0 ? text : text + " and " + std::to_string(left) + " more";
}

std::string fitted(const std::vector<std::string>& phrases) {
  for (std::size_t count = phrases.size(); count > 0; --count) {
    std::string text = sentence(phrases, count);
    if (text.size() <= kLongestIntent) return text;
  }
  const std::string tail =
      phrases.size() == 1 ? "..." : "... and " + std::to_string(phrases.size() - 1) + " more";
  return std::string(base::clip_identifier(phrases[0], kLongestIntent - tail.size())) + tail;
}

}  // namespace

std::string intent_of(const bind::Step& step) {
  const Made made = made_by(step);
  std::vector<Group> groups;
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Op& op : statement.ops) {
      if (const MaybePhrase phrase = std::visit(Teller{statement, made}, op))
        add_phrase(groups, *phrase);
    }
  }
  drop_comments(groups);
  std::vector<std::string> phrases;
  for (const Group& group : groups) phrases.push_back(group.text());
  for (const ir::Hole& hole : step.holes) phrases.push_back(hole.what + " that is not read");
  if (phrases.empty()) return step.statements.empty() ? "" : "Change neither schema nor rows";
  return fitted(phrases);
}

}  // namespace pggit::analysis
