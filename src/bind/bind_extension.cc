// CREATE EXTENSION. What else is said of one is learnt: its members are no objects of the catalog.
#include <algorithm>

#include "bind/binding.h"

namespace pggit::bind {
namespace {

std::string option(const sql::Node& statement, std::string_view name) {
  for (const sql::Node& item : statement.list("options")) {
    if (item.str("defname") == name) return std::string(item["arg"].text());
  }
  return "";
}

bool has_option(const sql::Node& statement, std::string_view name) {
  return std::ranges::any_of(statement.list("options"),
                             [&](const sql::Node& item) { return item.str("defname") == name; });
}

ir::ExtensionAnswer ask(const std::string& name, Binding& binding) {
  if (!binding.oracle()) return {};
  auto answer = binding.oracle()->extension(name);
  if (!answer) return {};  // then the server refuses the statement itself
  binding.note_asked();
  return *std::move(answer);
}

void create(const std::string& name, const std::string& schema, const ir::ExtensionAnswer& answer,
            Binding& binding) {
  ir::Extension extension;
  extension.name = name;
  extension.in_schema = answer.schema.empty() ? schema : answer.schema;
  extension.required = answer.direct;
  const ir::Schema made{extension.in_schema, std::nullopt};
  // A control file's schema is made where it is not there (CreateExtensionInternal).
  if (!answer.schema.empty() && answer.schema != "pg_catalog" && answer.schema != "public" &&
      !binding.now().find(made.key()))
    binding.emit(ir::Create{made});
  binding.emit(ir::Create{std::move(extension)});
}

}  // namespace

void bind_create_extension(const sql::Node& statement, Binding& binding) {
  const std::string name(statement.str("extname"));
  if (binding.now().find({ir::Kind::Extension, "", name, ""})) {
    if (statement.flag("if_not_exists"))
      return binding.no_effect("extension " + name + " is there already");
    return binding.refuse("extension \"" + name + "\" already exists");
  }
  if (name == "plpgsql") return binding.no_effect("plpgsql is in every database");
  const std::string written = option(statement, "schema");
  const std::string schema = written.empty() ? binding.names().current_schema() : written;
  const ir::ExtensionAnswer answer = ask(name, binding);
  const bool cascades = has_option(statement, "cascade");
  for (const std::string& required : answer.required) {
    const bool is_there = binding.now().find({ir::Kind::Extension, "", required, ""});
    if (is_there || required == "plpgsql") continue;
    if (!cascades)
      return binding.refuse("required extension \"" + required + "\" is not installed");
    create(required, schema, ask(required, binding), binding);
  }
  create(name, schema, answer, binding);
}

// Who uses its members is not known, so neither is what CASCADE takes along.
void drop_extensions(const sql::Node& statement, Binding& binding) {
  for (const sql::Node& object : statement.list("objects")) {
    const ir::Key key{ir::Kind::Extension, "", std::string(object.text()), ""};
    if (!binding.now().find(key)) {
      if (!statement.flag("missing_ok"))
        return binding.refuse("extension \"" + key.name + "\" does not exist");
      binding.no_effect("nothing of the name " + key.name);
      continue;
    }
    if (statement.str("behavior") == "DROP_CASCADE")
      return binding.refuse("what DROP EXTENSION " + key.name +
                            " CASCADE takes along is not known");
    binding.emit(ir::Drop{key});
  }
}

// CREATE EXTENSION gives the comment of the control file; that same one changes nothing.
void comment_on_extension(const sql::Node& statement, Binding& binding) {
  const std::string name(statement["object"].text());
  const std::string text(statement.str("comment"));
  if (binding.oracle()) {
    const auto answer = binding.oracle()->extension(name);
    if (answer && !text.empty() && answer->comment == text)
      return binding.no_effect("the comment of extension " + name + " is that already");
  }
  binding.not_held("comment on extension");
}

}  // namespace pggit::bind
