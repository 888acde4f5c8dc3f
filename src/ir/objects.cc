#include "ir/objects.h"

#include "base/text.h"

namespace pggit::ir {
namespace {

bool is_input(const Argument& argument) {
  return argument.mode == 'i' || argument.mode == 'b' || argument.mode == 'v';
}

}  // namespace

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::Schema:
      return "schema";
    case Kind::Enum:
      return "type";
    case Kind::Sequence:
      return "sequence";
    case Kind::Table:
      return "table";
    case Kind::Index:
      return "index";
    case Kind::View:
      return "view";
    case Kind::Function:
      return "function";
    case Kind::Trigger:
      return "trigger";
    case Kind::Extension:
      return "extension";
    case Kind::Domain:
      return "domain";
    case Kind::MaterializedView:
      return "materialized view";
    case Kind::Composite:
      return "composite type";
    case Kind::Range:
      return "range type";
    case Kind::Statistics:
      return "statistics";
    case Kind::Rule:
      return "rule";
    case Kind::Policy:
      return "policy";
    case Kind::DefaultGrants:
      return "default privileges";
    case Kind::Operator:
      return "operator";
    case Kind::Cast:
      return "cast";
    case Kind::Publication:
      return "publication";
    case Kind::PublishedTable:
      return "published table";
    case Kind::PublishedSchema:
      return "published schema";
    case Kind::ForeignDataWrapper:
      return "foreign data wrapper";
    case Kind::ForeignServer:
      return "foreign server";
    case Kind::UserMapping:
      return "user mapping";
    case Kind::Dictionary:
      return "text search dictionary";
    case Kind::Configuration:
      return "text search configuration";
    case Kind::Collation:
      return "collation";
  }
  return "";
}

std::optional<Kind> kind_from_name(std::string_view name) {
  for (const Kind kind : {Kind::Schema,
                          Kind::Enum,
                          Kind::Sequence,
                          Kind::Table,
                          Kind::Index,
                          Kind::View,
                          Kind::Function,
                          Kind::Trigger,
                          Kind::Extension,
                          Kind::Domain,
                          Kind::MaterializedView,
                          Kind::Composite,
                          Kind::Range,
                          Kind::Statistics,
                          Kind::Rule,
                          Kind::Policy,
                          Kind::DefaultGrants,
                          Kind::Operator,
                          Kind::Cast,
                          Kind::Publication,
                          Kind::PublishedTable,
                          Kind::PublishedSchema,
                          Kind::ForeignDataWrapper,
                          Kind::ForeignServer,
                          Kind::UserMapping,
                          Kind::Dictionary,
                          Kind::Configuration,
                          Kind::Collation}) {
    if (name == kind_name(kind)) return kind;
  }
  return std::nullopt;
}

bool is_type(Kind kind) {
  return kind == Kind::Enum || kind == Kind::Domain || kind == Kind::Composite ||
         kind == Kind::Range;
}

bool is_on_relation(Kind kind) {
  return kind == Kind::Trigger || kind == Kind::Rule || kind == Kind::Policy ||
         kind == Kind::PublishedTable;
}

std::string column_name(const Key& table, const std::string& column) {
  return base::qualified(table.schema, table.name) + "." + base::quote_ident(column);
}

std::string sql_name(const Key& key) {
  if (key.kind == Kind::Cast) return "(" + key.name + " AS " + key.sub + ")";
  if (key.kind == Kind::Operator)
    return base::quote_ident(key.schema) + "." + key.name + " (" + key.sub + ")";
  const std::string name = base::qualified(key.schema, key.name);
  if (key.kind == Kind::Function) return name + "(" + key.sub + ")";
  if (is_on_relation(key.kind)) return base::quote_ident(key.sub) + " ON " + name;
  return name;
}

std::string to_text(const Key& key) {
  const std::string name = base::qualified(key.schema, key.name);
  const std::string kind = kind_name(key.kind);
  if (key.kind == Kind::PublishedTable)
    return kind + " " + name + " of " + base::quote_ident(key.sub);
  if (key.kind == Kind::PublishedSchema)
    return kind + " " + base::quote_ident(key.schema) + " of " + base::quote_ident(key.name);
  if (key.kind == Kind::UserMapping)
    return kind + " of " + base::quote_ident(key.sub) + " on " + name;
  if (is_on_relation(key.kind)) return kind + " " + base::quote_ident(key.sub) + " on " + name;
  if (key.kind == Kind::DefaultGrants) {
    return kind + (key.name.empty() ? "" : " of " + base::quote_ident(key.name)) +
           (key.schema.empty() ? "" : " in " + base::quote_ident(key.schema)) + " on " + key.sub;
  }
  return kind + " " + sql_name(key);
}

std::string TypeName::sql() const {
  const std::string element = schema.empty() ? name : base::qualified(schema, name) + modifier;
  return is_array ? element + "[]" : element;
}

Key Function::key() const {
  std::vector<std::string> types;
  for (const Argument& argument : arguments) {
    if (is_input(argument)) types.push_back(argument.type.sql());
  }
  return {Kind::Function, schema, name, base::join(types, ", ")};
}

Key Operator::key() const {
  return {Kind::Operator, schema, name,
          (left.is_known() ? left.sql() : "NONE") + ", " + right.sql()};
}

Key key_of(const Object& object) {
  return std::visit([](const auto& o) { return o.key(); }, object);
}

}  // namespace pggit::ir
