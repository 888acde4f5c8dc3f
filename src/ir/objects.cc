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
  }
  return "";
}

std::optional<Kind> kind_from_name(std::string_view name) {
  for (const Kind kind :
       {Kind::Schema, Kind::Enum, Kind::Sequence, Kind::Table, Kind::Index, Kind::View,
        Kind::Function, Kind::Trigger, Kind::Extension, Kind::Domain, Kind::MaterializedView}) {
    if (name == kind_name(kind)) return kind;
  }
  return std::nullopt;
}

std::string column_name(const Key& table, const std::string& column) {
  return base::qualified(table.schema, table.name) + "." + base::quote_ident(column);
}

std::string sql_name(const Key& key) {
  const std::string name = base::qualified(key.schema, key.name);
  if (key.kind == Kind::Function) return name + "(" + key.sub + ")";
  if (key.kind == Kind::Trigger) return base::quote_ident(key.sub) + " ON " + name;
  return name;
}

std::string to_text(const Key& key) {
  const std::string name = base::qualified(key.schema, key.name);
  if (key.kind == Kind::Trigger) return "trigger " + base::quote_ident(key.sub) + " on " + name;
  return std::string(kind_name(key.kind)) + " " + sql_name(key);
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

Key key_of(const Object& object) {
  return std::visit([](const auto& o) { return o.key(); }, object);
}

}  // namespace pggit::ir
