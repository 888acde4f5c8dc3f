#include "bind/routine_name.h"

#include <algorithm>

#include "base/text.h"
#include "bind/type_name.h"
#include "catalog/fields.h"

namespace pggit::bind {
namespace {

bool has_extension(const catalog::Catalog& catalog) {
  bool has = false;
  catalog.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef&) { has = true; });
  return has;
}

// Of pg_catalog (pg_operator.oprname).
constexpr std::string_view kBuiltIn[] = {
    "!!",  "!~",  "!~*",  "!~~", "!~~*", "#",    "##",  "#-",  "#>",  "#>>", "%",   "&",   "&&",
    "&<",  "&<|", "&>",   "*",   "*<",   "*<=",  "*<>", "*=",  "*>",  "*>=", "+",   "-",   "->",
    "->>", "-|-", "/",    "<",   "<->",  "<<",   "<<=", "<<|", "<=",  "<>",  "<@",  "<^",  "=",
    ">",   ">=",  ">>",   ">>=", ">^",   "?",    "?#",  "?&",  "?-",  "?-|", "?|",  "?||", "@",
    "@-@", "@>",  "@?",   "@@",  "@@@",  "^",    "^@",  "|",   "|&>", "|/",  "|>>", "||",  "||/",
    "~",   "~*",  "~<=~", "~<~", "~=",   "~>=~", "~>~", "~~",  "~~*"};

ir::TypeName operand(const sql::Node& type, const Names& names) {
  return type ? bind_type_without_modifier(type, names) : ir::TypeName{};
}

}  // namespace

std::string routine_name(const std::vector<sql::Node>& name, const Names& names) {
  const std::string_view last = name.back().text();
  const std::string schema =
      name.size() > 1 ? std::string(name[name.size() - 2].text()) : names.function_schema(last);
  return schema.empty() || schema == "pg_catalog" ? base::quote_ident(last)
                                                  : base::qualified(schema, last);
}

std::string known_routine_name(const std::vector<sql::Node>& name, Binding& binding) {
  const Names names = binding.names();
  const bool is_open = name.size() == 1 && names.function_schema(name[0].text()).empty();
  if (is_open && has_extension(binding.now()))
    binding.refuse("function " + spelled(name) + " may be one of an extension");
  return routine_name(name, names);
}

std::vector<sql::Node> name_in(const sql::Node& value) {
  return value.is("TypeName") ? value.list("names")
         : value.is("List")   ? value.items()
                              : std::vector<sql::Node>{value};
}

std::optional<ir::Key> operator_named(const std::vector<sql::Node>& name, const ir::TypeName& left,
                                      const ir::TypeName& right, const Names& names) {
  const std::vector<std::string> path =
      name.size() > 1 ? std::vector<std::string>{std::string(name[name.size() - 2].text())}
                      : names.schemas();
  for (const std::string& schema : path) {
    ir::Operator sought;
    sought.schema = schema;
    sought.name = name.back().text();
    sought.left = left;
    sought.right = right;
    if (names.catalog->find(sought.key())) return sought.key();
  }
  return std::nullopt;
}

std::optional<ir::Key> operator_named(const sql::Node& object, const Names& names) {
  const std::vector<sql::Node> types = object.list("objargs");
  if (types.size() != 2) return std::nullopt;
  return operator_named(object.list("objname"), operand(types[0], names), operand(types[1], names),
                        names);
}

std::string own_operator_schema(std::string_view name, const Names& names) {
  if (std::ranges::find(kBuiltIn, name) != std::end(kBuiltIn)) return "";
  for (const std::string& schema : names.schemas()) {
    bool has = false;
    names.catalog->for_each_in(ir::Kind::Operator, schema, [&](const catalog::EntryRef& entry) {
      has = has || entry->key.name == name;
    });
    if (has) return schema;
  }
  return "";
}

ir::Key cast_key(const std::vector<sql::Node>& types, const Names& names) {
  ir::Cast cast;
  cast.source = bind_type_without_modifier(types.at(0), names);
  cast.target = bind_type_without_modifier(types.at(1), names);
  return cast.key();
}

bool may_be_used(const ir::Key& key, const catalog::Catalog& catalog) {
  bool used = false;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    catalog::for_each_of<ir::Expression>(entry->object, [&](const ir::Expression& e) {
      // An implicit cast shows nowhere.
      used = used || key.kind == ir::Kind::Cast || e.sql().find(key.name) != std::string::npos;
    });
    const auto* function = std::get_if<ir::Function>(&entry->object);
    used = used || (function && function->aggregate &&
                    function->aggregate->sort_operator == catalog::operator_text(key));
  });
  return used;
}

}  // namespace pggit::bind
