// COMMENT ON.
#include "bind/foreign.h"
#include "bind/kinds.h"
#include "bind/routine_name.h"
#include "catalog/foreign.h"

namespace pggit::bind {
namespace {

std::optional<std::string> text_of(const sql::Node& statement) {
  const std::string_view text = statement.str("comment");
  // PostgreSQL keeps no empty comment (CreateComments).
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

// Splits the last part off a name list: [schema, table, column] -> table and column.
struct Part {
  std::optional<ir::Key> owner;
  std::string name;
};
Part part_of(std::vector<sql::Node> list, const Binding& binding) {
  Part part;
  if (list.empty()) return part;
  part.name = list.back().text();
  list.pop_back();
  part.owner = binding.relation(list);
  return part;
}

void on_column(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  Part part = part_of(list, binding);
  // An attribute of a composite type.
  if (!part.owner && list.size() > 1)
    part.owner = binding.names().resolve_type_name({list.begin(), list.end() - 1});
  if (!part.owner) return binding.refuse("relation of column " + spelled(list) + " does not exist");
  binding.emit(ir::SetComment{*part.owner, part.name, "", text_of(statement)});
}

void on_constraint(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  const Part part = part_of(list, binding);
  if (!part.owner)
    return binding.refuse("relation of constraint " + spelled(list) + " does not exist");
  binding.emit(ir::SetComment{*part.owner, "", part.name, text_of(statement)});
}

// A trigger, rule or policy.
void on_part(const sql::Node& statement, ir::Kind kind, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  const Part part = part_of(list, binding);
  if (!part.owner)
    return binding.refuse("relation of " + std::string(ir::kind_name(kind)) + " " + spelled(list) +
                          " does not exist");
  const ir::Key key{kind, part.owner->schema, part.owner->name, part.name};
  binding.emit(ir::SetComment{key, "", "", text_of(statement)});
}

void on_relation(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  const std::optional<ir::Key> key = binding.relation(list);
  if (!key) return binding.refuse("relation \"" + spelled(list) + "\" does not exist");
  if (!is_named(statement.str("objtype"), key->kind))
    return binding.refuse("\"" + spelled(list) + "\" is a " + ir::kind_name(key->kind));
  if (is_other_table(statement.str("objtype"), *key, binding))
    return binding.refuse("\"" + spelled(list) + "\" is a table of another kind");
  binding.emit(
      ir::SetComment{*key, "", "", text_of(statement), catalog::is_foreign(*key, binding.now())});
}

// An index that belongs to a constraint is no object of its own here; its comment is.
void on_index(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  if (binding.relation(list)) return on_relation(statement, binding);
  const std::string_view schema = list.size() > 1 ? list[list.size() - 2].text() : "";
  const auto key = hidden_relation(schema, list.back().text(), ir::Kind::Index, binding);
  if (!key) return binding.refuse("relation \"" + spelled(list) + "\" does not exist");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_type(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].list("names");
  const std::optional<ir::Key> key = binding.names().resolve_type_name(list);
  if (!key) return binding.not_held("comment on type");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

// [the domain's TypeName, the constraint]
void on_domain_constraint(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  if (list.size() != 2) return binding.not_held("comment on constraint of a domain");
  const std::optional<ir::Key> key = binding.names().resolve_type_name(list[0].list("names"));
  if (!key || key->kind != ir::Kind::Domain)
    return binding.refuse("domain \"" + spelled(list[0].list("names")) + "\" does not exist");
  binding.emit(ir::SetComment{*key, "", std::string(list[1].text()), text_of(statement)});
}

void on_function(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = binding.names().resolve_function(statement["object"]);
  if (!key)
    return binding.refuse("function " + spelled(statement["object"].list("objname")) +
                          " does not exist");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_named(const sql::Node& statement, ir::Kind kind, Binding& binding) {
  const std::vector<sql::Node> list = statement["object"].items();
  const std::optional<ir::Key> key = named(kind, list, binding);
  if (!key)
    return binding.refuse(std::string(ir::kind_name(kind)) + " \"" + spelled(list) +
                          "\" does not exist");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_operator(const sql::Node& statement, Binding& binding) {
  const sql::Node object = statement["object"];
  const std::optional<ir::Key> key = operator_named(object, binding.names());
  if (!key) return binding.refuse("operator does not exist: " + spelled(object.list("objname")));
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_cast(const sql::Node& statement, Binding& binding) {
  const ir::Key key = cast_key(statement["object"].items(), binding.names());
  binding.emit(ir::SetComment{key, "", "", text_of(statement)});
}

void on_publication(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key = publication_named(statement["object"], binding);
  if (!key)
    return binding.refuse("publication \"" + std::string(statement["object"].text()) +
                          "\" does not exist");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_foreign(const sql::Node& statement, Binding& binding) {
  const std::optional<ir::Key> key =
      foreign_named(statement.str("objtype"), statement["object"], binding);
  if (!key)
    return binding.refuse("\"" + std::string(statement["object"].text()) + "\" does not exist");
  binding.emit(ir::SetComment{*key, "", "", text_of(statement)});
}

void on_schema(const sql::Node& statement, Binding& binding) {
  const ir::Key key{ir::Kind::Schema, "", std::string(statement["object"].text()), ""};
  binding.emit(ir::SetComment{key, "", "", text_of(statement)});
}

}  // namespace

void bind_comment(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("objtype");
  if (type == "OBJECT_EXTENSION") return comment_on_extension(statement, binding);
  if (type == "OBJECT_DOMCONSTRAINT") return on_domain_constraint(statement, binding);
  if (type == "OBJECT_COLUMN") return on_column(statement, binding);
  if (type == "OBJECT_TABCONSTRAINT") return on_constraint(statement, binding);
  if (type == "OBJECT_TRIGGER") return on_part(statement, ir::Kind::Trigger, binding);
  if (type == "OBJECT_POLICY") return on_part(statement, ir::Kind::Policy, binding);
  if (type == "OBJECT_RULE") return on_part(statement, ir::Kind::Rule, binding);
  if (const auto kind = named_kind(type)) return on_named(statement, *kind, binding);
  if (type == "OBJECT_INDEX") return on_index(statement, binding);
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN") return on_type(statement, binding);
  if (type == "OBJECT_SCHEMA") return on_schema(statement, binding);
  if (type == "OBJECT_TABLE" || type == "OBJECT_VIEW" || type == "OBJECT_SEQUENCE" ||
      type == "OBJECT_MATVIEW" || type == "OBJECT_FOREIGN_TABLE") {
    return on_relation(statement, binding);
  }
  if (type == "OBJECT_OPERATOR") return on_operator(statement, binding);
  if (type == "OBJECT_CAST") return on_cast(statement, binding);
  if (type == "OBJECT_PUBLICATION") return on_publication(statement, binding);
  if (type == "OBJECT_FDW" || type == "OBJECT_FOREIGN_SERVER")
    return on_foreign(statement, binding);
  if (type == "OBJECT_FUNCTION" || type == "OBJECT_PROCEDURE" || type == "OBJECT_ROUTINE" ||
      type == "OBJECT_AGGREGATE") {
    return on_function(statement, binding);
  }
  binding.not_held("comment on another kind");
}

}  // namespace pggit::bind
