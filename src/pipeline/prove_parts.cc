#include "pipeline/prove_parts.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/text.h"
#include "catalog/compare.h"
#include "catalog/dependencies.h"
#include "catalog/diff.h"
#include "catalog/foreign.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"
#include "pipeline/difference_text.h"
#include "pipeline/prove.h"
#include "rollback/lineage.h"
#include "rollback/snapshot.h"
#include "sql/comparison_form.h"

namespace pggit::pipeline {
namespace {

constexpr std::array kTemporary{"temp", "temporary", "pg_temp"};

bool is_in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// Not as a part of another name: `output_temp`.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_in_name(text[at - 1]);
    if (begins && (end == text.size() || !is_in_name(text[end]))) return true;
  }
  return false;
}

// Tables that an operation reads or rewrites, as they are called at that moment; Dml lists its own.
struct TableFinder {
  std::vector<ir::Key>& tables;

  void table(const ir::Key& key) const {
    if (key.kind == ir::Kind::Table) add_once(tables, key);
  }
  void object(const ir::Object& object) const {
    if (const auto* index = std::get_if<ir::Index>(&object))
      table({ir::Kind::Table, index->schema, index->table, ""});
    if (const auto* made = std::get_if<ir::Table>(&object)) table(made->key());
  }
  void operator()(const ir::Create& op) const { object(op.object); }
  void operator()(const ir::Replace& op) const { object(op.object); }
  void operator()(const ir::Drop& op) const { table(op.key); }
  void operator()(const ir::Rename& op) const {
    table(op.key);
    table({op.key.kind, op.key.schema, op.to, ""});
  }
  void operator()(const ir::Move& op) const {
    table(op.key);
    table({op.key.kind, op.to_schema, op.key.name, ""});
  }
  void operator()(const ir::Dml& op) const {
    for (const ir::Key& key : op.writes) table(key);
    for (const ir::Key& key : op.reads) table(key);
  }
  void operator()(const auto& op) const {
    if constexpr (requires { op.table; }) table(op.table);
  }
};

struct ColumnRenamer {
  shadow::ColumnName& name;

  void operator()(const ir::Rename& op) const {
    if (op.key == name.table) name.table.name = op.to;
    if (op.key.kind == ir::Kind::Schema && op.key.name == name.table.schema)
      name.table.schema = op.to;
  }
  void operator()(const ir::Move& op) const {
    if (op.key == name.table) name.table.schema = op.to_schema;
  }
  void operator()(const ir::RenameColumn& op) const {
    if (op.table == name.table && op.column == name.column) name.column = op.to;
  }
  void operator()(const auto&) const {}
};

// "columns[3:email].default" -> "columns[email].default": places shift, names stay.
std::string without_places(const std::string& path) {
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    out.push_back(path[i]);
    if (path[i] != '[') continue;
    const std::size_t colon = path.find(':', i);
    const std::size_t end = path.find(']', i);
    if (colon != std::string::npos && colon < end) i = colon;
  }
  return out;
}

// The types of the columns that a source form mentions decide what the server makes of it.
std::string column_types(const ir::Expression& source, const ir::Object& object) {
  const auto* table = std::get_if<ir::Table>(&object);
  std::set<std::string> types;
  for (const ir::Piece& piece : source.pieces()) {
    if (!table || piece.kind != ir::Piece::Kind::Column) continue;
    const auto column = std::ranges::find(table->columns, piece.column, &ir::Column::name);
    if (column != table->columns.end()) types.insert(piece.column + " " + column->type.sql());
  }
  return base::join({types.begin(), types.end()}, ",");
}

// Server forms are equal in their comparison form (docs/decisions/001-forms.md); most have nothing that it removes.
std::string comparable(const std::string& server) {
  static thread_local sql::Parser parser;
  for (const char* cast : {"::text", "::character varying", "::bpchar"}) {
    if (server.find(cast) != std::string::npos) return sql::comparison_form(parser, server);
  }
  return server;
}

std::string closure_text(const std::string& path, const ir::Expression& source,
                         const ir::Expression& server, const ir::Object& object) {
  const std::string separator(1, '\0');
  return without_places(path) + separator + source.sql() + separator + comparable(server.sql()) +
         separator + column_types(source, object);
}

bool equal_but_for_order(const ir::Object& a, const ir::Object& b) {
  return with_columns_by_name(a) == with_columns_by_name(b);
}

bool any_learnt(const bind::Step& step) {
  return std::ranges::any_of(step.statements, bind::is_opaque);
}

std::string first_opaque(const bind::Step& step) {
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Op& op : statement.ops) {
      if (const auto* opaque = std::get_if<ir::Opaque>(&op)) return opaque->why;
      if (const auto* not_held = std::get_if<ir::NotHeld>(&op))
        return not_held->what + ": a kind that is not held yet";
    }
  }
  return "";
}

template <typename... Ops>
bool is_any(const ir::Op& op) {
  return (std::holds_alternative<Ops>(op) || ...);
}

// Whether what depends on the changed objects may read otherwise now: a view names a column as it is called today.
bool may_reword(const bind::Step& step) {
  return !std::ranges::all_of(step.statements, [](const bind::Statement& statement) {
    return std::ranges::all_of(
        statement.ops,
        is_any<ir::Create, ir::SetComment, ir::SetGrants, ir::SetOwner, ir::SetForeignOptions,
               ir::AddColumn, ir::SetDefault, ir::SetNotNull, ir::SetIdentity,
               ir::SetColumnAttributes, ir::SetTableOptions, ir::AddConstraint, ir::DropConstraint,
               ir::ValidateConstraint, ir::AddEnumLabel, ir::Dml, ir::NoEffect>);
  });
}

// Everything that depends on the type, however far: a text may name a label and not the type, as (id, mood) = (1, 'ok') does.
void add_all_on(std::vector<ir::Key>& keys, const ir::Key& type, const catalog::Catalog& catalog) {
  std::vector<ir::Key> open{type};
  std::set<ir::Key> seen{type};
  while (!open.empty()) {
    const ir::Key key = open.back();
    open.pop_back();
    for (const catalog::Dependent& dependent : catalog::dependents(catalog, {key, ""})) {
      if (!seen.insert(dependent.key).second) continue;
      add_once(keys, dependent.key);
      open.push_back(dependent.key);
    }
  }
}

// Writing to a table may write to those that refer to it; rows of a partitioned table are those of its partitions.
bool fires_triggers(const ir::Key& table, const catalog::Catalog& catalog,
                    std::set<ir::Key>& seen) {
  if (!seen.insert(table).second) return false;
  const std::vector<ir::Key> partitions = catalog::partitions_of(catalog, table);
  const auto fires = [&](const ir::Key& key) { return fires_triggers(key, catalog, seen); };
  if (std::ranges::any_of(partitions, fires)) return true;
  return std::ranges::any_of(catalog::dependents(catalog, {table, ""}),
                             [&](const catalog::Dependent& d) {
                               if (d.key.kind == ir::Kind::Trigger || d.key.kind == ir::Kind::Rule)
                                 return true;
                               return d.part == catalog::Dependent::Part::Constraint &&
                                      d.key.kind == ir::Kind::Table && fires(d.key);
                             });
}

// Quoted and qualified.
std::set<std::string> identity_sequences(const catalog::Catalog& catalog, const ir::Key& key) {
  std::set<std::string> names;
  const ir::Table* table = catalog.get<ir::Table>(key);
  if (!table) return names;
  for (const ir::Column& column : table->columns) {
    if (column.identity) names.insert(base::qualified(key.schema, column.identity->sequence));
  }
  return names;
}

}  // namespace

void add_once(std::vector<ir::Key>& keys, const ir::Key& key) {
  if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
}

std::string place_of(const base::Sources& sources, const bind::Step& step, std::size_t statement) {
  if (statement >= step.statements.size()) return step.entry.path;
  const std::string place = sources.where(step.statements[statement].span);
  return place.empty() ? step.entry.path : place;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::vector<std::string> quoted;
  for (const std::string& name : names) quoted.push_back(base::quote_ident(name));
  return base::join(quoted, ", ");
}

bool in_transaction(const bind::Step& step) {
  return step.transaction == ir::TransactionMode::PerMigration;
}

shadow::ScriptStatement script_statement(const bind::Step& step, std::size_t i) {
  shadow::ScriptStatement statement{step.statements[i].text, {}};
  const bool has_rows = i + 1 < step.statements.size() &&
                        step.statements[i + 1].kind == bind::Statement::Kind::CopyData;
  if (has_rows) statement.copy_data = step.statements[i + 1].text;
  return statement;
}

std::vector<shadow::ScriptStatement> script_of(const bind::Step& step) {
  std::vector<shadow::ScriptStatement> script;
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    if (step.statements[i].kind != bind::Statement::Kind::CopyData)
      script.push_back(script_statement(step, i));
  }
  return script;
}

ir::Object with_columns_by_name(ir::Object object) {
  if (auto* table = std::get_if<ir::Table>(&object))
    std::ranges::sort(table->columns, {}, &ir::Column::name);
  return object;
}

bool makes_temporary(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    if (statement.kind != bind::Statement::Kind::Sql) return false;
    const std::string text = base::to_lower(statement.text);
    return std::ranges::any_of(kTemporary, [&](const char* word) { return has_word(text, word); });
  });
}

std::vector<shadow::ScriptStatement> saves_script(const rollback::Down& down, bool after_up) {
  std::vector<shadow::ScriptStatement> script;
  for (const std::string& sql : down.saves) {
    if (rollback::runs_after_up(sql) == after_up) script.push_back({sql, {}});
  }
  return script;
}

std::vector<ir::Extension> extensions_of(const bind::Statement& statement) {
  std::vector<ir::Extension> extensions;
  if (base::to_lower(statement.text).find("version") != std::string::npos) return extensions;
  for (const ir::Op& op : statement.ops) {
    const auto* create = std::get_if<ir::Create>(&op);
    const auto* extension = create ? std::get_if<ir::Extension>(&create->object) : nullptr;
    if (extension) extensions.push_back(*extension);
  }
  return extensions;
}

std::vector<shadow::ScriptStatement> with_made_extensions(
    const bind::Step& step, std::vector<shadow::ScriptStatement> script,
    const MadeExtensions& made) {
  if (made.names.empty()) return script;
  const auto is_made = [&](const bind::Statement& statement) {
    const std::vector<ir::Extension> extensions = extensions_of(statement);
    // Those that CASCADE brings along stand before the one that is named.
    if (!extensions.empty()) return made.names.contains(extensions.back().name);
    const auto* create = std::get_if<ir::Create>(&statement.ops.front());
    const auto* schema = create ? std::get_if<ir::Schema>(&create->object) : nullptr;
    return schema && statement.ops.size() == 1 && made.schemas.contains(schema->name);
  };
  for (const bind::Statement& statement : step.statements) {
    if (statement.ops.empty() || !is_made(statement)) continue;
    for (shadow::ScriptStatement& sent : script) {
      if (sent.sql == statement.text) sent.sql = "SELECT";
    }
  }
  return script;
}

std::set<std::string> schemas_made(const bind::Step& step) {
  std::set<std::string> names;
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Op& op : statement.ops) {
      const auto* create = std::get_if<ir::Create>(&op);
      if (const auto* schema = create ? std::get_if<ir::Schema>(&create->object) : nullptr)
        names.insert(schema->name);
    }
  }
  return names;
}

ToRead to_read(const bind::Step& step) {
  ToRead read;
  const bool reworded = may_reword(step);
  const auto changes = catalog::Catalog::changes(step.before, step.after);
  for (const catalog::Catalog::Change& change : changes) add_once(read.now, change.key);
  for (const bind::Statement& statement : step.statements) {
    for (const ir::Op& op : statement.ops) {
      const auto* label = std::get_if<ir::RenameEnumLabel>(&op);
      if (label) add_all_on(read.now, label->type, statement.after);
    }
  }
  for (const catalog::Catalog::Change& change : changes) {
    for (const catalog::Catalog* catalog : {&step.before, &step.after}) {
      for (const catalog::Dependent& dependent : catalog::dependents(*catalog, {change.key, ""})) {
        if (std::ranges::find(read.now, dependent.key) == read.now.end())
          add_once(reworded ? read.now : read.later, dependent.key);
      }
    }
  }
  return read;
}

std::vector<ir::Key> touched_tables(const bind::Step& step, const catalog::Catalog& catalog) {
  std::vector<ir::Key> names;
  rollback::Lineage lineage(step.before);
  const catalog::Catalog* before = &step.before;
  for (const bind::Statement& statement : step.statements) {
    std::vector<ir::Key> here;
    for (const ir::Op& op : statement.ops) std::visit(TableFinder{here}, op);
    for (const ir::Key& key : std::vector(here)) {
      for (const catalog::Catalog* at : {before, &statement.after}) {
        for (const ir::Key& partition : catalog::partitions_below(*at, key))
          add_once(here, partition);
        for (const ir::Key& child : catalog::children_below(*at, key)) add_once(here, child);
      }
    }
    before = &statement.after;
    for (const ir::Key& key : here) {
      add_once(names, key);
      if (const auto before = lineage.before(key)) add_once(names, *before);
    }
    lineage.follow(statement);
  }
  std::vector<ir::Key> tables;
  for (const ir::Key& name : names) {
    for (const ir::Key& key : {name, lineage.now(name)}) {
      if (catalog.find(key) && !catalog::is_foreign(key, catalog)) add_once(tables, key);
    }
  }
  return tables;
}

std::vector<shadow::RowTarget> row_targets(const catalog::Catalog& catalog,
                                           const std::vector<ir::Key>& tables) {
  std::vector<shadow::RowTarget> targets;
  for (const ir::Key& key : tables) {
    const ir::Table* table = catalog.get<ir::Table>(key);
    // Rows are those of its partitions, or elsewhere.
    if (!table || table->partition_by || table->foreign) continue;
    shadow::RowTarget target{key, {}};
    for (const ir::Column& column : table->columns) target.columns.push_back(column.name);
    targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<std::string> changed_sequences(const bind::Step& step) {
  std::set<std::string> names;
  for (const catalog::Catalog::Change& change :
       catalog::Catalog::changes(step.before, step.after)) {
    if (change.key.kind == ir::Kind::Sequence)
      names.insert(base::qualified(change.key.schema, change.key.name));
    // Of an identity column where the one has it and the other has not: a table's sequences go where it goes.
    std::ranges::set_symmetric_difference(identity_sequences(step.before, change.key),
                                          identity_sequences(step.after, change.key),
                                          std::inserter(names, names.end()));
  }
  return {names.begin(), names.end()};
}

std::set<shadow::ColumnName> renamed(const std::set<shadow::ColumnName>& columns,
                                     const bind::Step& step) {
  std::set<shadow::ColumnName> names;
  for (shadow::ColumnName name : columns) {
    for (const bind::Statement& statement : step.statements) {
      for (const ir::Op& op : statement.ops) std::visit(ColumnRenamer{name}, op);
    }
    names.insert(std::move(name));
  }
  return names;
}

namespace {

template <typename... Ops>
bool has_op(const bind::Statement& statement) {
  return std::ranges::any_of(statement.ops, is_any<Ops...>);
}

// How much of a reason is about what the statement of a way back alters: of its column, of its table, of another column.
int nearness(const std::string& reason, const std::string& sql) {
  constexpr std::string_view kAlter = "ALTER TABLE ";
  if (!sql.starts_with(kAlter)) return 0;
  const std::string table = sql.substr(kAlter.size(), sql.find(' ', kAlter.size()) - kAlter.size());
  const std::size_t at = reason.find(table + ".");
  if (at == reason.npos) return has_word(reason, table) ? 2 : 0;
  const std::string_view column = std::string_view(reason).substr(at + table.size() + 1);
  return has_word(sql, column.substr(0, column.find_first_of(": "))) ? 3 : 1;
}

// "UPDATE of public.t: rows do not return", of the table that the statement alters.
bool writes_rows_of(const std::string& reason, const std::string& sql) {
  constexpr std::array kWords{"UPDATE ", "INSERT ", "DELETE ", "MERGE ", "TRUNCATE ", "COPY "};
  return nearness(reason, sql) > 0 &&
         std::ranges::any_of(kWords, [&](const char* word) { return reason.starts_with(word); });
}

// Where rows do not return, those that are there may not fit what was before: why they do not. What the step wrote to them
// comes with the nearest other reason, and before a change of type, which alone brings a value back or not at all.
std::string rows_in_the_way(const rollback::Down& down, const std::string& sql,
                            const pg::ServerError& error) {
  const bool is_of_rows = error.sqlstate.starts_with("22") || error.sqlstate.starts_with("23");
  if (!is_of_rows || rollback::returns_rows(down) || down.reasons.empty()) return "";
  std::vector<std::string> shown;
  std::ranges::copy_if(down.reasons, std::back_inserter(shown),
                       [&](const std::string& reason) { return writes_rows_of(reason, sql); });
  const auto nearest = std::ranges::max_element(
      down.reasons, {}, [&](const std::string& reason) { return nearness(reason, sql); });
  const bool is_other = std::ranges::find(shown, *nearest) == shown.end();
  if (is_other && (shown.empty() || !nearest->starts_with("type of ")))
    shown.insert(shown.begin(), *nearest);
  return "; the rows that are there are not those of before: " + base::join(shown, "; ");
}

}  // namespace

bool may_change_rows(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    return bind::is_opaque(statement) || has_op<ir::Dml>(statement);
  });
}

bool makes_values(const bind::Step& step) {
  return std::ranges::any_of(step.statements, has_op<ir::AddColumn, ir::SetColumnType>);
}

bool renames(const bind::Step& step) {
  return std::ranges::any_of(step.statements, has_op<ir::Rename, ir::Move>);
}

bool may_run_code(const bind::Step& step) {
  std::set<ir::Key> seen;
  return std::ranges::any_of(step.statements, [&](const bind::Statement& statement) {
    return std::ranges::any_of(statement.ops, [&](const ir::Op& op) {
      const auto* dml = std::get_if<ir::Dml>(&op);
      return dml && (dml->runs_code || std::ranges::any_of(dml->writes, [&](const ir::Key& table) {
                       return fires_triggers(table, statement.after, seen);
                     }));
    });
  });
}

std::string down_text(const rollback::Down& down, const shadow::ScriptFailure& failure) {
  // Statement 0 is the setting that run_down puts in front.
  const std::size_t at = failure.statement;
  const bool known = at > 0 && at <= down.statements.size();
  const std::string sql = known ? down.statements[at - 1].sql : "";
  return (known ? sql + ": " : "") + failure.error.text() +
         rows_in_the_way(down, sql, failure.error);
}

std::vector<Closure> closures_of(const ir::Object& source, const ir::Object& observed) {
  std::vector<Closure> closures;
  const auto sources = catalog::expressions(source);
  const auto servers = catalog::expressions(observed);
  for (const auto& [path, expression] : sources) {
    if (expression->is_server_form()) continue;
    const auto server =
        std::ranges::find(servers, path, [](const auto& pair) { return pair.first; });
    if (server == servers.end()) continue;
    closures.push_back(
        {ir::key_of(source), closure_text(path, *expression, *server->second, source)});
  }
  return closures;
}

std::vector<Closure> closures_of(const bind::Step& step, const catalog::Catalog& before,
                                 const catalog::Catalog& observed) {
  std::vector<Closure> closures;
  for (const ir::Key& key : to_read(step).now) {
    const ir::Object* source = step.after.find(key);
    const ir::Object* found = observed.find(key);
    if (!source || !found) continue;
    std::vector<Closure> all = closures_of(*source, *found);
    const ir::Object* old_source = step.before.find(key);
    const ir::Object* old_found = before.find(key);
    // What we take to be the same has to read the same.
    if (old_source && old_found && *old_source == *source) {
      const std::vector<Closure> old = closures_of(*old_source, *old_found);
      std::erase_if(all, [&](const Closure& closure) {
        return std::ranges::find(old, closure.text, &Closure::text) != old.end();
      });
    }
    std::ranges::move(all, std::back_inserter(closures));
  }
  return closures;
}

void Findings::compare_predicted(const std::string& when, const catalog::Catalog& predicted,
                                 const catalog::Catalog& found, const std::vector<ir::Key>& keys) {
  for (const ir::Key& key : keys) {
    const ir::Object* expected = predicted.find(key);
    const ir::Object* real = found.find(key);
    if (!expected && !real) continue;
    if (!expected || !real) {
      add(when + ": " + ir::to_text(key) + (real ? " is there unexpectedly" : " is missing"));
      continue;
    }
    for (const catalog::Difference& d : catalog::compare(*expected, *real))
      add(when + ": " + difference_text(d));
  }
}

void Findings::compare_observed(rollback::Class rollback_class, const catalog::Catalog& before,
                                const catalog::Catalog& after_down,
                                const std::vector<ir::Key>& keys) {
  // A down that cannot take back what is not held says so itself; what is held must be as it was all the same.
  for (const ir::Key& key : keys) {
    const ir::Object* expected = before.find(key);
    const ir::Object* real = after_down.find(key);
    if (!expected && !real) continue;
    if (!expected || !real) {
      add("after down: " + ir::to_text(key) + (real ? " is still there" : " is missing"));
    } else if (rollback_class == rollback::Class::Exact ? !(*expected == *real)
                                                        : !equal_but_for_order(*expected, *real)) {
      add("after down: " + difference_text(key, before, after_down));
    }
  }
}

void Findings::compare_twice(const catalog::Catalog& first, const catalog::Catalog& second,
                             const std::vector<ir::Key>& keys) {
  for (const ir::Key& key : keys) {
    const ir::Object* expected = first.find(key);
    const ir::Object* real = second.find(key);
    if (!expected && !real) continue;
    if (!expected || !real || !equal_but_for_order(*expected, *real)) {
      add("after the second up: " + difference_text(key, first, second));
    }
  }
}

std::string Findings::text() const {
  if (all_.empty()) return "";
  return all_.size() == 1 ? all_[0]
                          : all_[0] + " (and " + std::to_string(all_.size() - 1) + " more)";
}

store::Proof judge(const Proven& proven, const Findings& findings,
                   const shadow::RowState& rows_before, int server_major) {
  if (findings.any()) return {"not proven", findings.text(), server_major};
  if (!proven.step.holes.empty()) {
    return {"not proven",
            proven.step.holes.front().what + " was not read: " + proven.step.holes.front().why,
            server_major};
  }
  if (any_learnt(proven.step)) return {"learnt", first_opaque(proven.step), server_major};
  if (proven.down.rollback_class >= rollback::Class::StructureOnly) {
    return {"structure proven", proven.down.reasons.empty() ? "" : proven.down.reasons.front(),
            server_major};
  }
  if (std::string why = without_rows(rows_before, proven.planted); !why.empty())
    return {"proven on empty tables", std::move(why), server_major};
  return {"proven", "", server_major};
}

}  // namespace pggit::pipeline
