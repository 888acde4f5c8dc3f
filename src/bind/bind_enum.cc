// CREATE TYPE ... AS ENUM, ALTER TYPE ... ADD VALUE, RENAME VALUE.
#include <algorithm>

#include "bind/binding.h"

namespace pggit::bind {
namespace {

bool has_label(const ir::Enum& type, std::string_view label) {
  return std::ranges::find(type.labels, label) != type.labels.end();
}

// The label that the new one stands before; empty: last.
std::string label_before(const ir::Enum& type, std::string_view neighbour, bool is_after) {
  if (neighbour.empty()) return "";
  auto at = std::ranges::find(type.labels, neighbour);
  if (is_after && at != type.labels.end()) ++at;
  return at == type.labels.end() ? "" : *at;
}

}  // namespace

void bind_create_enum(const sql::Node& statement, Binding& binding) {
  ir::Enum type;
  std::tie(type.schema, type.name) = binding.target(statement.list("typeName"));
  for (const sql::Node& label : statement.list("vals")) type.labels.emplace_back(label.text());
  for (const std::string& label : type.labels) {
    if (std::ranges::count(type.labels, label) > 1)
      return binding.refuse("enum label \"" + label + "\" used more than once");
  }
  binding.emit(ir::Create{std::move(type)});
}

void bind_alter_enum(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> name = statement.list("typeName");
  const std::optional<ir::Key> key = binding.names().resolve_type_name(name);
  const ir::Enum* type = key ? binding.get<ir::Enum>(*key) : nullptr;
  if (!type) return binding.refuse("type \"" + spelled(name) + "\" does not exist");
  const std::string label(statement.str("newVal"));
  const std::string_view old_label = statement.str("oldVal");
  // The grammar leaves out what is empty, so that an empty label looks like none.
  if (has_label(*type, "") && old_label.empty() && statement.str("newValNeighbor").empty())
    return binding.refuse("the type has a label of no letters: the text may mean it");
  if (!old_label.empty()) {
    return binding.emit(ir::RenameEnumLabel{*key, std::string(old_label), label});
  }
  if (has_label(*type, label)) {
    if (statement.flag("skipIfNewValExists"))
      return binding.no_effect("label " + label + " is there already");
    return binding.refuse("enum label \"" + label + "\" already exists");
  }
  const std::string_view neighbour = statement.str("newValNeighbor");
  if (!neighbour.empty() && !has_label(*type, neighbour)) {
    return binding.refuse("\"" + std::string(neighbour) + "\" is not an existing enum label");
  }
  binding.emit(ir::AddEnumLabel{*key, label,
                                label_before(*type, neighbour, statement.flag("newValIsAfter"))});
}

}  // namespace pggit::bind
