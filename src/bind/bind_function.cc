// CREATE [OR REPLACE] FUNCTION and PROCEDURE, and ALTER FUNCTION.
// Source of the rules: compute_function_attributes and interpret_function_parameter_list in
// PostgreSQL's functioncmds.c.
#include <algorithm>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/expression.h"
#include "bind/kinds.h"
#include "bind/sql_body.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

char mode_of(std::string_view mode) {
  if (mode == "FUNC_PARAM_OUT") return 'o';
  if (mode == "FUNC_PARAM_INOUT") return 'b';
  if (mode == "FUNC_PARAM_VARIADIC") return 'v';
  if (mode == "FUNC_PARAM_TABLE") return 't';
  return 'i';
}

bool is_output(char mode) { return mode == 'o' || mode == 'b' || mode == 't'; }

double number_of(const sql::Node& value) {
  return value.is("Integer") ? double(value.integer())
                             : std::strtod(std::string(value.text()).c_str(), nullptr);
}

// Settings whose value is a list of names that PostgreSQL quotes one by one (GUC_LIST_QUOTE).
bool quotes_its_list(std::string_view name) {
  for (const char* one : {"search_path", "temp_tablespaces", "local_preload_libraries",
                          "session_preload_libraries", "shared_preload_libraries"}) {
    if (name == one) return true;
  }
  return false;
}

std::string constant_of(const sql::Node& value, bool quotes) {
  if (value.has("sval")) {
    const std::string text(value["sval"].str("sval"));
    return quotes ? base::quote_ident(text) : text;
  }
  if (value.has("fval")) return std::string(value["fval"].str("fval"));
  if (value.has("boolval")) return value["boolval"].flag("boolval") ? "true" : "false";
  return std::to_string(value["ival"].num("ival"));
}

void put_option(ir::Options& options, const std::string& name, std::optional<std::string> value) {
  std::erase_if(options, [&](const auto& option) { return option.first == name; });
  if (value) options.emplace_back(name, *std::move(value));
  std::ranges::sort(options);
}

// As the server knows it, whatever the case it is written in.
std::string setting_name(std::string_view written) {
  std::string name = base::to_lower(written);
  for (const char* mixed : {"DateStyle", "IntervalStyle", "TimeZone"}) {
    if (name == base::to_lower(mixed)) return mixed;
  }
  return name;
}

void apply_setting(const sql::Node& set, Binding& binding, ir::Function& function) {
  const std::string name = setting_name(set.str("name"));
  const std::string_view kind = set.str("kind");
  if (kind == "VAR_RESET_ALL") return function.settings.clear();
  if (kind == "VAR_RESET" || kind == "VAR_SET_DEFAULT")
    return put_option(function.settings, name, {});
  if (kind == "VAR_SET_CURRENT" && name == "search_path" && binding.session().path_text)
    return put_option(function.settings, name, *binding.session().path_text);
  if (kind != "VAR_SET_VALUE")
    return binding.refuse("SET " + name + " FROM CURRENT depends on the session");
  std::vector<std::string> values;
  for (const sql::Node& value : set.list("args"))
    values.push_back(constant_of(value, quotes_its_list(name)));
  put_option(function.settings, name, base::join(values, ", "));
}

void apply_option(const sql::Node& option, Binding& binding, ir::Function& function) {
  const std::string_view name = option.str("defname");
  const sql::Node value = option["arg"];
  if (name == "language") function.language = base::to_lower(value.text());
  if (name == "volatility") function.volatility = value.text().substr(0, 1)[0];
  if (name == "strict") function.strict = value.flag("boolval");
  if (name == "security") function.security_definer = value.flag("boolval");
  if (name == "leakproof") function.leakproof = value.flag("boolval");
  if (name == "window") function.is_window = value.flag("boolval");
  if (name == "parallel") function.parallel = value.text()[0];
  if (name == "cost") function.cost = number_of(value);
  if (name == "rows") function.rows = number_of(value);
  if (name == "set") apply_setting(value, binding, function);
  if (name == "transform" || name == "support")
    binding.refuse("function clause " + std::string(name) + " is not held yet");
}

bool gives(const std::vector<sql::Node>& options, std::string_view name) {
  return std::ranges::any_of(options, [&](const sql::Node& o) { return o.str("defname") == name; });
}

void set_body(const std::vector<sql::Node>& options, Binding& binding, ir::Function& function) {
  for (const sql::Node& option : options) {
    if (option.str("defname") != "as") continue;
    const std::vector<sql::Node> parts = option["arg"].items();
    if (parts.size() > 1) return binding.refuse("functions of a shared library are not held yet");
    if (!parts.empty()) function.body = parts[0].text();
  }
}

std::vector<const ir::Argument*> outputs(const ir::Function& function) {
  std::vector<const ir::Argument*> out;
  for (const ir::Argument& argument : function.arguments) {
    if (is_output(argument.mode)) out.push_back(&argument);
  }
  return out;
}

void set_result(const sql::Node& statement, Binding& binding, ir::Function& function) {
  const std::vector<const ir::Argument*> out = outputs(function);
  const sql::Node stated = statement["returnType"];
  function.returns_set = stated.flag("setof") || (!out.empty() && out.back()->mode == 't');
  if (function.is_procedure) {
    if (!out.empty()) function.returns.name = "record";
  } else if (out.size() == 1) {
    function.returns = out[0]->type;
  } else if (out.size() > 1) {
    function.returns.name = "record";
  } else if (stated) {
    function.returns = bind_type_without_modifier(stated, binding.names());
  }
}

void finish(std::vector<sql::Node> options, ir::Function& function) {
  const bool is_native = function.language == "c" || function.language == "internal";
  if (!gives(options, "cost")) function.cost = is_native ? 1 : 100;
  if (!gives(options, "rows")) function.rows = function.returns_set ? 1000 : 0;
}

std::string why_not_replaced(const std::optional<ir::Aggregate>& before,
                             const std::optional<ir::Aggregate>& after) {
  if (before.has_value() != after.has_value()) return "cannot change routine kind";
  const bool alike = !before || (before->kind == after->kind && before->direct == after->direct);
  return alike ? "" : "cannot change kind or direct arguments of an aggregate function";
}

// What CREATE OR REPLACE may not change (ProcedureCreate in pg_proc.c); empty: it may.
std::string why_not_replaced(const ir::Function& before, const ir::Function& after) {
  if (before.is_procedure != after.is_procedure || before.is_window != after.is_window)
    return "cannot change routine kind";
  if (std::string why = why_not_replaced(before.aggregate, after.aggregate); !why.empty())
    return why;
  const auto same_output = [](const ir::Argument* a, const ir::Argument* b) {
    return a->type == b->type && a->name == b->name;
  };
  if (before.returns != after.returns || before.returns_set != after.returns_set ||
      (before.returns.name == "record" &&
       !std::ranges::equal(outputs(before), outputs(after), same_output)))
    return "cannot change return type of existing function";
  const auto defaults = [](const ir::Function& f) {
    return std::ranges::count_if(f.arguments, [](const auto& a) { return bool(a.default_value); });
  };
  if (defaults(after) < defaults(before))
    return "cannot remove parameter defaults from existing function";
  std::vector<ir::Argument> inputs[2];
  for (const ir::Function* f : {&before, &after}) {
    std::ranges::copy_if(f->arguments, std::back_inserter(inputs[f == &after]), [](const auto& a) {
      return a.mode == 'i' || a.mode == 'b' || a.mode == 'v';
    });
  }
  for (std::size_t i = 0; i < inputs[0].size() && i < inputs[1].size(); ++i) {
    if (!inputs[0][i].name.empty() && inputs[0][i].name != inputs[1][i].name)
      return "cannot change name of input parameter \"" + inputs[0][i].name + "\"";
  }
  return "";
}

// No catalog shows it, and it goes with the session; what calls it is read with its code.
void make_temporary(ir::Function function, Binding& binding) {
  std::vector<ir::Function>& temporary = binding.session().temporary_functions;
  std::erase_if(temporary, [&](const ir::Function& f) { return f.key() == function.key(); });
  temporary.push_back(std::move(function));
  binding.no_effect("temporary function");
}

}  // namespace

ir::Argument bind_argument(const sql::Node& parameter, Binding& binding) {
  ir::Argument argument;
  argument.name = parameter.str("name");
  argument.mode = mode_of(parameter.str("mode"));
  argument.type = bind_type_without_modifier(parameter["argType"], binding.names());
  if (const sql::Node value = parameter["defexpr"]) {
    argument.default_value = bind_value(value, argument.type, binding.names(), Scope());
  }
  return argument;
}

void make_routine(ir::Function function, bool replaces, Binding& binding) {
  const ir::Function* before = binding.get<ir::Function>(function.key());
  if (!before) return binding.emit(ir::Create{std::move(function)});
  if (!replaces) {
    return binding.refuse("function \"" + function.name +
                          "\" already exists with same argument types");
  }
  if (std::string why = why_not_replaced(*before, function); !why.empty())
    return binding.refuse(std::move(why));
  function.comment = before->comment;
  binding.emit(ir::Replace{std::move(function)});
}

void bind_create_function(const sql::Node& statement, Binding& binding) {
  ir::Function function;
  std::tie(function.schema, function.name) = binding.target(statement.list("funcname"));
  function.is_procedure = statement.flag("is_procedure");
  for (const sql::Node& parameter : statement.list("parameters")) {
    function.arguments.push_back(bind_argument(parameter, binding));
  }
  set_result(statement, binding, function);
  const std::vector<sql::Node> options = statement.list("options");
  for (const sql::Node& option : options) apply_option(option, binding, function);
  finish(options, function);
  set_body(options, binding, function);
  if (statement.has("sql_body")) {
    if (function.language.empty()) function.language = "sql";
    auto body = bind_sql_body(statement["sql_body"], binding.names());
    if (!body) return binding.refuse(std::move(body.error()));
    function.sql_body = *std::move(body);
  }
  if (function.schema == "pg_temp") return make_temporary(std::move(function), binding);
  make_routine(std::move(function), statement.flag("replace"), binding);
}

void bind_alter_function(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = binding.names().resolve_function(statement["func"]);
  const ir::Function* before = key ? binding.get<ir::Function>(*key) : nullptr;
  if (!before)
    return binding.refuse("function " + spelled(statement["func"].list("objname")) +
                          " does not exist");
  if (before->aggregate) return binding.refuse("it is an aggregate function");
  ir::Function function = *before;
  for (const sql::Node& action : statement.list("actions")) apply_option(action, binding, function);
  binding.emit(ir::Replace{std::move(function)});
}

}  // namespace pggit::bind
