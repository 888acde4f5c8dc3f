// Foreign data wrappers, servers and user mappings, from CREATE to DROP USER MAPPING.
// Source of the rules: PostgreSQL's foreigncmds.c and foreign.c.
#include <algorithm>
#include <array>

#include "bind/foreign.h"
#include "bind/kinds.h"
#include "bind/roles.h"
#include "bind/routine_name.h"
#include "catalog/dependencies.h"
#include "catalog/retype.h"

namespace pggit::bind {
namespace {

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

// What postgresql_fdw_validator takes of a server and of a user mapping, in PostgreSQL 15; of the rest it takes nothing.
constexpr std::array<std::string_view, 12> kServerOptions{
    "authtype", "service", "connect_timeout", "dbname",     "host",    "hostaddr",
    "port",     "tty",     "options",         "requiressl", "sslmode", "gsslib"};
constexpr std::array<std::string_view, 2> kMappingOptions{"user", "password"};

template <class List>
bool has(const List& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

bool is_valid(const std::string& option, ir::Kind kind, const std::string& validator) {
  if (validator != "postgresql_fdw_validator") return true;  // the server asks it
  if (kind == ir::Kind::ForeignServer) return has(kServerOptions, option);
  return kind == ir::Kind::UserMapping && has(kMappingOptions, option);
}

auto find(ir::Options& options, const std::string& name) {
  return std::ranges::find(options, name, &ir::Options::value_type::first);
}

void change_option(ir::Options& options, const sql::Node& option, Binding& binding) {
  const std::string name(option.str("defname"));
  const std::string_view action = option.str("defaction");
  const auto there = find(options, name);
  const bool changes = action == "DEFELEM_SET" || action == "DEFELEM_DROP";
  if (changes && there == options.end())
    return binding.refuse("option " + quoted(name) + " not found");
  if (!changes && there != options.end())
    return binding.refuse("option " + quoted(name) + " provided more than once");
  if (action == "DEFELEM_DROP") {
    options.erase(there);
  } else if (action == "DEFELEM_SET") {
    there->second = option["arg"].text();
  } else {
    options.emplace_back(name, option["arg"].text());
  }
}

// HANDLER and VALIDATOR, or NO of them.
void set_functions(const sql::Node& statement, ir::ForeignDataWrapper& wrapper, Binding& binding) {
  bool has_handler = false;
  bool has_validator = false;
  for (const sql::Node& option : statement.list("func_options")) {
    const bool is_handler = option.str("defname") == "handler";
    bool& is_there = is_handler ? has_handler : has_validator;
    if (is_there) return binding.refuse("conflicting or redundant options");
    is_there = true;
    const std::vector<sql::Node> name = option["arg"].items();
    (is_handler ? wrapper.handler : wrapper.validator) =
        name.empty() ? "" : known_routine_name(name, binding);
  }
}

ir::Key mapping_key(const sql::Node& statement, Binding& binding) {
  return {ir::Kind::UserMapping, "", std::string(statement.str("servername")),
          bind_role(statement["user"], binding.session())};
}

std::optional<std::string> text_of(const sql::Node& statement, std::string_view field) {
  if (!statement.has(field)) return std::nullopt;
  return std::string(statement.str(field));
}

// Nothing where it is not there, which is refused then.
template <class T>
const T* there_or_refuse(const ir::Key& key, const char* what, Binding& binding) {
  const T* found = binding.get<T>(key);
  if (!found) binding.refuse(std::string(what) + " " + quoted(key.name) + " does not exist");
  return found;
}

std::string validator_of(const std::string& wrapper, const Binding& binding) {
  const auto* found =
      binding.get<ir::ForeignDataWrapper>({ir::Kind::ForeignDataWrapper, "", wrapper, ""});
  return found ? found->validator : "";
}

void set_options(const ir::Key& key, const ir::Options& before, const sql::Node& statement,
                 const std::string& validator, Binding& binding) {
  if (!statement.has("options")) return;
  ir::Options after =
      foreign_options(before, statement.list("options"), key.kind, validator, binding);
  binding.emit(ir::SetForeignOptions{key, "", before, std::move(after)});
}

}  // namespace

ir::Options foreign_options(ir::Options options, const std::vector<sql::Node>& list, ir::Kind kind,
                            const std::string& validator, Binding& binding) {
  for (const sql::Node& option : list) change_option(options, option, binding);
  for (const auto& [name, value] : options) {
    if (!is_valid(name, kind, validator)) binding.refuse("invalid option " + quoted(name));
  }
  std::ranges::sort(options);
  return options;
}

std::string validator_of_server(const std::string& server, const Binding& binding) {
  const auto* found = binding.get<ir::ForeignServer>({ir::Kind::ForeignServer, "", server, ""});
  return found ? validator_of(found->wrapper, binding) : "";
}

void require_base(const ir::Object& object, Binding& binding) {
  const std::optional<ir::Key> base = catalog::foreign_base(object);
  if (!base || binding.now().find(*base)) return;
  bool has_extension = false;
  binding.now().for_each_in(ir::Kind::Extension, "",
                            [&](const catalog::EntryRef&) { has_extension = true; });
  if (!has_extension) binding.refuse(ir::to_text(*base) + " does not exist");
}

std::optional<ir::Key> foreign_named(std::string_view object_type, const sql::Node& name,
                                     const Binding& binding) {
  const ir::Kind kind =
      object_type == "OBJECT_FDW" ? ir::Kind::ForeignDataWrapper : ir::Kind::ForeignServer;
  ir::Key key{kind, "", std::string(name.text()), ""};
  return binding.now().find(key) ? std::optional(key) : std::nullopt;
}

void bind_create_wrapper(const sql::Node& statement, Binding& binding) {
  ir::ForeignDataWrapper wrapper;
  wrapper.name = statement.str("fdwname");
  set_functions(statement, wrapper, binding);
  wrapper.options = foreign_options({}, statement.list("options"), ir::Kind::ForeignDataWrapper,
                                    wrapper.validator, binding);
  binding.emit(ir::Create{std::move(wrapper)});
}

void bind_alter_wrapper(const sql::Node& statement, Binding& binding) {
  const ir::Key key{ir::Kind::ForeignDataWrapper, "", std::string(statement.str("fdwname")), ""};
  const auto* before =
      there_or_refuse<ir::ForeignDataWrapper>(key, "foreign-data wrapper", binding);
  if (!before) return;
  const ir::Options options = before->options;
  ir::ForeignDataWrapper altered = *before;
  set_functions(statement, altered, binding);
  const std::string validator = altered.validator;
  if (statement.has("func_options")) binding.emit(ir::Replace{std::move(altered)});
  set_options(key, options, statement, validator, binding);
}

void bind_create_server(const sql::Node& statement, Binding& binding) {
  ir::ForeignServer server;
  server.name = statement.str("servername");
  server.wrapper = statement.str("fdwname");
  server.type = text_of(statement, "servertype");
  server.version = text_of(statement, "version");
  if (statement.flag("if_not_exists") && binding.now().find(server.key()))
    return binding.no_effect("server " + server.name + " is there already");
  server.options = foreign_options({}, statement.list("options"), ir::Kind::ForeignServer,
                                   validator_of(server.wrapper, binding), binding);
  require_base(server, binding);
  binding.emit(ir::Create{std::move(server)});
}

void bind_alter_server(const sql::Node& statement, Binding& binding) {
  const ir::Key key{ir::Kind::ForeignServer, "", std::string(statement.str("servername")), ""};
  const auto* before = there_or_refuse<ir::ForeignServer>(key, "server", binding);
  if (!before) return;
  const ir::Options options = before->options;
  const std::string validator = validator_of(before->wrapper, binding);
  if (statement.flag("has_version")) {
    ir::ForeignServer altered = *before;
    altered.version = text_of(statement, "version");
    binding.emit(ir::Replace{std::move(altered)});
  }
  set_options(key, options, statement, validator, binding);
}

void bind_create_user_mapping(const sql::Node& statement, Binding& binding) {
  const ir::Key key = mapping_key(statement, binding);
  ir::UserMapping mapping{key.name, key.sub};
  if (statement.flag("if_not_exists") && binding.now().find(key))
    return binding.no_effect(ir::to_text(key) + " is there already");
  mapping.options = foreign_options({}, statement.list("options"), ir::Kind::UserMapping,
                                    validator_of_server(key.name, binding), binding);
  require_base(mapping, binding);
  binding.emit(ir::Create{std::move(mapping)});
}

void bind_alter_user_mapping(const sql::Node& statement, Binding& binding) {
  const ir::Key key = mapping_key(statement, binding);
  const auto* before = binding.get<ir::UserMapping>(key);
  if (!before) return binding.refuse(ir::to_text(key) + " does not exist");
  set_options(key, ir::Options(before->options), statement, validator_of_server(key.name, binding),
              binding);
}

void bind_drop_user_mapping(const sql::Node& statement, Binding& binding) {
  const ir::Key key = mapping_key(statement, binding);
  if (binding.now().find(key)) return binding.emit(ir::Drop{key});
  if (statement.flag("missing_ok")) return binding.no_effect("there is no " + ir::to_text(key));
  binding.refuse(ir::to_text(key) + " does not exist");
}

bool may_hide_compression(const ir::Table& table, const ir::Column& column,
                          const Binding& binding) {
  return table.foreign && column.inherited &&
         catalog::own_storage(binding.now(), column.type) != "plain";
}

}  // namespace pggit::bind
