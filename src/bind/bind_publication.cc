// CREATE PUBLICATION and ALTER PUBLICATION ... ADD, SET and DROP.
// Source of the rules: CreatePublication, AlterPublication and OpenTableList in PostgreSQL's publicationcmds.c.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "bind/expression.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "catalog/dependencies.h"
#include "catalog/inheritance.h"

namespace pggit::bind {
namespace {

constexpr std::array<std::string_view, 4> kEvents{"insert", "update", "delete", "truncate"};
constexpr char kAllEvents[] = "insert, update, delete, truncate";

// What a statement puts into a publication or takes out of it.
struct Published {
  std::vector<ir::PublishedTable> tables;
  std::vector<ir::PublishedSchema> schemas;
};

ir::Key publication_key(const sql::Node& statement) {
  return {ir::Kind::Publication, "", std::string(statement.str("pubname")), ""};
}

// The events in PostgreSQL's order, each once; nothing where a word is none of them.
std::optional<std::string> events_of(const std::string& list) {
  std::vector<std::string> given;
  for (const std::string_view item : base::split(list, ',')) {
    std::string word = base::to_lower(base::trim(item));
    if (word.size() > 1 && word.front() == '"') word = word.substr(1, word.size() - 2);
    const bool is_empty = word.empty() && base::trim(list).empty();
    if (is_empty) continue;
    if (std::ranges::find(kEvents, word) == kEvents.end()) return std::nullopt;
    given.push_back(std::move(word));
  }
  std::vector<std::string> ordered;
  for (const std::string_view event : kEvents) {
    if (std::ranges::find(given, event) != given.end()) ordered.emplace_back(event);
  }
  return base::join(ordered, ", ");
}

std::optional<std::string> value_of(const std::string& option, const std::string& text) {
  if (option == "publish") return events_of(text);
  if (option == "publish_via_partition_root") {
    const std::optional<bool> truth = truth_of(text);
    return truth ? std::optional<std::string>(*truth ? "true" : "false") : std::nullopt;
  }
  const std::string word = base::to_lower(text);
  if (option != "publish_generated_columns") return std::nullopt;
  if (word == "stored" || word == "true") return "stored";  // "true": no value was given
  return word == "none" ? std::optional<std::string>("none") : std::nullopt;
}

bool is_default(const std::string& value) {
  return value == kAllEvents || value == "false" || value == "none";
}

// The options with those of the statement over them.
void set_options(const sql::Node& statement, ir::Options& options, Binding& binding) {
  for (const auto& [name, text] : bind_options(statement.list("options"))) {
    const std::optional<std::string> value = value_of(name, text);
    if (!value) return binding.refuse("publication option \"" + name + "\" = " + text);
    std::erase_if(options, [&](const auto& option) { return option.first == name; });
    if (!is_default(*value)) set_option(options, name, *value);
  }
}

ir::PublishedTable published(const sql::Node& spec, const ir::Table& table,
                             const std::string& publication, Binding& binding) {
  ir::PublishedTable out;
  out.schema = table.schema;
  out.table = table.name;
  out.publication = publication;
  for (const sql::Node& column : spec.list("columns")) {
    out.columns.emplace_back(column.text());
    if (std::ranges::find(table.columns, out.columns.back(), &ir::Column::name) ==
        table.columns.end())
      binding.refuse("column \"" + out.columns.back() + "\" of relation \"" + table.name +
                     "\" does not exist");
  }
  std::ranges::sort(out.columns);
  if (const sql::Node where = spec["whereClause"])
    out.where = bind_expression(where, binding.names(), Scope::of_table(table));
  return out;
}

// With the tables that inherit from it, unless ONLY; what is named twice counts once.
void add_table(const sql::Node& spec, const std::string& publication, Binding& binding,
               Published& out) {
  const ir::Table* named = binding.table_or_refuse(spec["relation"]);
  if (!named) return;
  if (named->unlogged)
    return binding.refuse("cannot add relation \"" + named->name +
                          "\" to publication: it is unlogged");
  std::vector<ir::Key> keys{named->key()};
  if (spec["relation"].flag("inh"))
    std::ranges::move(catalog::children_below(binding.now(), named->key()),
                      std::back_inserter(keys));
  for (const ir::Key& key : keys) {
    const auto is_it = [&](const ir::PublishedTable& t) {
      return t.schema == key.schema && t.table == key.name;
    };
    if (std::ranges::none_of(out.tables, is_it))
      out.tables.push_back(published(spec, *binding.get<ir::Table>(key), publication, binding));
  }
}

void add_schema(std::string schema, const std::string& publication, Published& out) {
  ir::PublishedSchema made{std::move(schema), publication};
  if (std::ranges::find(out.schemas, made) == out.schemas.end())
    out.schemas.push_back(std::move(made));
}

Published objects_of(const sql::Node& statement, Binding& binding) {
  const std::string publication(statement.str("pubname"));
  Published out;
  for (const sql::Node& object : statement.list("pubobjects")) {
    const std::string_view type = object.str("pubobjtype");
    if (type == "PUBLICATIONOBJ_TABLE") {
      add_table(object["pubtable"], publication, binding, out);
    } else if (type == "PUBLICATIONOBJ_TABLES_IN_SCHEMA") {
      add_schema(std::string(object.str("name")), publication, out);
    } else if (type == "PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA") {
      add_schema(binding.names().current_schema(), publication, out);
    } else {
      binding.refuse("what is published is not read yet: " + std::string(type));
    }
  }
  return out;
}

void add_objects(const Published& objects, Binding& binding) {
  for (const ir::PublishedTable& table : objects.tables) binding.emit(ir::Create{table});
  for (const ir::PublishedSchema& schema : objects.schemas) binding.emit(ir::Create{schema});
}

void drop_objects(const Published& objects, Binding& binding) {
  for (const ir::PublishedTable& table : objects.tables) binding.emit(ir::Drop{table.key()});
  for (const ir::PublishedSchema& schema : objects.schemas) binding.emit(ir::Drop{schema.key()});
}

// Takes out of `objects` what the publication has just so, and out of the publication what is not among the rest.
template <class T>
void keep_same(const ir::Key& member, std::vector<T>& objects, Binding& binding) {
  const T* there = binding.get<T>(member);
  if (!there) return;
  const auto same = std::ranges::find(objects, *there);
  if (same == objects.end()) return binding.emit(ir::Drop{member});
  objects.erase(same);
}

void set_objects(const ir::Key& publication, Published objects, Binding& binding) {
  for (const catalog::Dependent& member : catalog::dependents(binding.now(), {publication, ""})) {
    keep_same(member.key, objects.tables, binding);
    keep_same(member.key, objects.schemas, binding);
  }
  add_objects(objects, binding);
}

}  // namespace

std::optional<ir::Key> publication_named(const sql::Node& name, const Binding& binding) {
  ir::Key key{ir::Kind::Publication, "", std::string(name.text()), ""};
  return binding.now().find(key) ? std::optional(key) : std::nullopt;
}

void bind_create_publication(const sql::Node& statement, Binding& binding) {
  ir::Publication publication;
  publication.name = statement.str("pubname");
  publication.all_tables = statement.flag("for_all_tables");
  set_options(statement, publication.options, binding);
  binding.emit(ir::Create{std::move(publication)});
  add_objects(objects_of(statement, binding), binding);
}

void bind_alter_publication(const sql::Node& statement, Binding& binding) {
  const ir::Key key = publication_key(statement);
  const auto* publication = binding.get<ir::Publication>(key);
  if (!publication) return binding.refuse("publication \"" + key.name + "\" does not exist");
  if (statement.has("options")) {
    ir::Options options = publication->options;
    set_options(statement, options, binding);
    return binding.emit(ir::SetTableOptions{key, std::move(options)});
  }
  if (publication->all_tables)
    return binding.refuse("publication \"" + key.name + "\" is defined as FOR ALL TABLES");
  Published objects = objects_of(statement, binding);
  const std::string_view action = statement.str("action");
  if (action == "AP_SetObjects") return set_objects(key, std::move(objects), binding);
  if (action == "AP_DropObjects") return drop_objects(objects, binding);
  add_objects(objects, binding);
}

}  // namespace pggit::bind
