// CREATE OPERATOR with the operators that it is linked to, ALTER OPERATOR ... SET, CREATE CAST.
// Source of the rules: DefineOperator, AlterOperator (operatorcmds.c), OperatorCreate, OperatorUpd (pg_operator.c) and
// CreateCast (functioncmds.c) of PostgreSQL.
#include <algorithm>

#include "base/text.h"
#include "bind/kinds.h"
#include "bind/routine_name.h"
#include "bind/type_name.h"
#include "catalog/fields.h"

namespace pggit::bind {
namespace {

bool is_none(const sql::Node& value) { return !value || value.text() == "none"; }

bool is_on(const sql::Node& value) { return !value || value.text() != "false"; }

// What a CREATE OPERATOR says beside the operator itself.
struct Links {
  std::vector<sql::Node> commutator;
  std::vector<sql::Node> negator;
};

void set_option(const sql::Node& option, Binding& binding, ir::Operator& made, Links& links) {
  const std::string_view name = option.str("defname");
  const sql::Node value = option["arg"];
  const auto type = [&] { return bind_type_without_modifier(value, binding.names()); };
  if (name == "leftarg") {
    if (!is_none(value)) made.left = type();
  } else if (name == "rightarg") {
    if (!is_none(value)) made.right = type();
  } else if (name == "function" || name == "procedure") {
    made.function = known_routine_name(name_in(value), binding);
  } else if (name == "commutator") {
    links.commutator = name_in(value);
  } else if (name == "negator") {
    links.negator = name_in(value);
  } else if (name == "restrict") {
    made.restriction = known_routine_name(name_in(value), binding);
  } else if (name == "join") {
    made.join = known_routine_name(name_in(value), binding);
  } else if (name == "hashes") {
    made.hashes = is_on(value);
  } else if (name == "merges") {
    made.merges = is_on(value);
  } else {
    binding.refuse("the option " + std::string(name) + " of an operator is not read yet");
  }
}

// The other operator as it is there, or the shell that PostgreSQL would make of it.
struct Linked {
  ir::Operator object;
  bool is_there = false;
};

Linked linked(const std::vector<sql::Node>& name, const ir::TypeName& left,
              const ir::TypeName& right, Binding& binding) {
  if (const auto key = operator_named(name, left, right, binding.names()))
    return {*binding.get<ir::Operator>(*key), true};
  // Only on the user's types it can be none of PostgreSQL's own.
  if (left.schema.empty() && right.schema.empty() && name.size() == 1)
    binding.refuse("operator " + spelled(name) + " may be PostgreSQL's own");
  Linked shell;
  std::tie(shell.object.schema, shell.object.name) = binding.target(name);
  shell.object.left = left;
  shell.object.right = right;
  return shell;
}

void put(const Linked& other, Binding& binding) {
  if (other.is_there) return binding.emit(ir::Replace{other.object});
  binding.emit(ir::Create{other.object});
}

void link_commutator(const std::vector<sql::Node>& name, ir::Operator& made, Binding& binding) {
  const bool is_itself = name.back().text() == made.name && made.left == made.right &&
                         (name.size() == 1 || name[name.size() - 2].text() == made.schema);
  const std::string own = catalog::operator_text(made.key());
  if (is_itself) {
    made.commutator = own;
    return;
  }
  Linked other = linked(name, made.right, made.left, binding);
  made.commutator = catalog::operator_text(other.object.key());
  if (!other.object.commutator.empty()) return;
  other.object.commutator = own;
  put(other, binding);
}

void link_negator(const std::vector<sql::Node>& name, ir::Operator& made, Binding& binding) {
  Linked other = linked(name, made.left, made.right, binding);
  if (other.object.key() == made.key()) return binding.refuse("operator cannot be its own negator");
  made.negator = catalog::operator_text(other.object.key());
  if (!other.object.negator.empty()) return;
  other.object.negator = catalog::operator_text(made.key());
  put(other, binding);
}

}  // namespace

void bind_create_operator(const sql::Node& statement, Binding& binding) {
  ir::Operator made;
  std::tie(made.schema, made.name) = binding.target(statement.list("defnames"));
  Links links;
  for (const sql::Node& option : statement.list("definition"))
    set_option(option, binding, made, links);
  if (made.function.empty()) return binding.refuse("operator function must be specified");
  if (!made.right.is_known())
    return binding.refuse("operator right argument type must be specified");
  const ir::Operator* shell = binding.get<ir::Operator>(made.key());
  if (shell && !shell->function.empty())
    return binding.refuse("operator " + made.name + " already exists");
  if (shell) made.comment = shell->comment;
  const bool fills = shell != nullptr;
  if (!links.commutator.empty()) link_commutator(links.commutator, made, binding);
  if (!links.negator.empty()) link_negator(links.negator, made, binding);
  if (fills) return binding.emit(ir::Replace{std::move(made)});
  binding.emit(ir::Create{std::move(made)});
}

void bind_alter_operator(const sql::Node& statement, Binding& binding) {
  const sql::Node named = statement["opername"];
  const std::optional<ir::Key> key = operator_named(named, binding.names());
  if (!key) return binding.refuse("operator does not exist: " + spelled(named.list("objname")));
  ir::Operator altered = *binding.get<ir::Operator>(*key);
  for (const sql::Node& option : statement.list("options")) {
    const std::string_view name = option.str("defname");
    const sql::Node value = option["arg"];
    std::string text = is_none(value) ? "" : known_routine_name(name_in(value), binding);
    if (name == "restrict") {
      altered.restriction = std::move(text);
    } else if (name == "join") {
      altered.join = std::move(text);
    } else {
      return binding.refuse("only a newer server alters this of an operator");
    }
  }
  binding.emit(ir::Replace{std::move(altered)});
}

namespace {

void set_cast_function(const sql::Node& object, ir::Cast& cast, Binding& binding) {
  cast.function = known_routine_name(object.list("objname"), binding);
  for (const sql::Node& type : object.list("objargs"))
    cast.arguments.push_back(bind_type_without_modifier(type, binding.names()));
  if (!object.flag("args_unspecified")) return;
  const std::optional<ir::Key> function = binding.names().resolve_function(object);
  if (!function) return binding.refuse("the arguments of the cast's function are not known");
  for (const ir::Argument& argument : binding.get<ir::Function>(*function)->arguments)
    cast.arguments.push_back(argument.type);
}

}  // namespace

void bind_create_cast(const sql::Node& statement, Binding& binding) {
  ir::Cast cast;
  cast.source = bind_type_without_modifier(statement["sourcetype"], binding.names());
  cast.target = bind_type_without_modifier(statement["targettype"], binding.names());
  const std::string_view context = statement.str("context");
  if (context == "COERCION_ASSIGNMENT") cast.context = 'a';
  if (context == "COERCION_IMPLICIT") cast.context = 'i';
  const sql::Node function = statement["func"];
  cast.method = function ? 'f' : statement.flag("inout") ? 'i' : 'b';
  if (function) set_cast_function(function, cast, binding);
  binding.emit(ir::Create{std::move(cast)});
}

}  // namespace pggit::bind
