// OWNER TO.
#include "bind/foreign.h"
#include "bind/kinds.h"
#include "bind/roles.h"
#include "bind/routine_name.h"

namespace pggit::bind {
namespace {

std::optional<ir::Key> key_of(const sql::Node& statement, std::string_view type,
                              const Binding& binding) {
  const sql::Node object = statement["object"];
  if (type == "OBJECT_SCHEMA") return ir::Key{ir::Kind::Schema, "", std::string(object.text()), ""};
  if (type == "OBJECT_TYPE" || type == "OBJECT_DOMAIN")
    return binding.names().resolve_type_name(object.is("List") ? object.items()
                                                               : object.list("names"));
  if (type == "OBJECT_OPERATOR") return operator_named(object, binding.names());
  if (type == "OBJECT_PUBLICATION") return publication_named(object, binding);
  if (type == "OBJECT_FDW" || type == "OBJECT_FOREIGN_SERVER")
    return foreign_named(type, object, binding);
  if (const auto kind = named_kind(type)) return named(*kind, object.items(), binding);
  return binding.names().resolve_function(
      object, type == "OBJECT_AGGREGATE" ? RoutineKind::Aggregate : RoutineKind::Any);
}

bool is_held(std::string_view type) {
  for (const char* held :
       {"OBJECT_SCHEMA", "OBJECT_TYPE", "OBJECT_DOMAIN", "OBJECT_FUNCTION", "OBJECT_PROCEDURE",
        "OBJECT_ROUTINE", "OBJECT_AGGREGATE", "OBJECT_OPERATOR", "OBJECT_PUBLICATION", "OBJECT_FDW",
        "OBJECT_FOREIGN_SERVER"}) {
    if (type == held) return true;
  }
  return named_kind(type).has_value();
}

}  // namespace

void set_owner(const ir::Key& key, const sql::Node& role_spec, Binding& binding) {
  const ir::Object* there = binding.now().find(key);
  if (!there) return binding.refuse(ir::to_text(key) + " does not exist");
  const auto* sequence = std::get_if<ir::Sequence>(there);
  if (sequence && !sequence->owner_table.empty())
    return binding.refuse("cannot change owner of sequence \"" + key.name +
                          "\": it is linked to a table");
  if (key.kind == ir::Kind::Index) return binding.no_effect("nothing of an index has an owner");
  binding.emit(ir::SetOwner{key, bind_owner_role(role_spec, binding.session())});
}

void bind_alter_owner(const sql::Node& statement, Binding& binding) {
  const std::string_view type = statement.str("objectType");
  if (!is_held(type)) return binding.not_held("owner of another kind");
  const std::optional<ir::Key> key = key_of(statement, type, binding);
  if (!key) return binding.refuse("what is to be given away does not exist");
  set_owner(*key, statement["newowner"], binding);
}

}  // namespace pggit::bind
