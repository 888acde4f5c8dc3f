// CREATE TYPE ... AS RANGE.
// Source of the rules: DefineRange in PostgreSQL's typecmds.c.
#include "bind/collation.h"
#include "bind/index_key.h"
#include "bind/kinds.h"
#include "bind/routine_name.h"
#include "bind/table_parts.h"
#include "bind/type_name.h"
#include "ir/multirange.h"

namespace pggit::bind {
namespace {

void set_option(const sql::Node& option, Binding& binding, ir::Range& range) {
  const std::string_view name = option.str("defname");
  const std::vector<sql::Node> value = option["arg"].list("names");
  if (value.empty()) return binding.refuse("this option of a range type is not read yet");
  if (name == "subtype") {
    range.subtype = bind_type_without_modifier(option["arg"], binding.names());
  } else if (name == "subtype_opclass") {
    range.opclass = opclass_name(value, "btree", binding.names());
  } else if (name == "collation") {
    range.collation = bind_collation(value, binding);
  } else if (name == "subtype_diff") {
    range.subtype_diff = routine_name(value, binding.names());
  } else if (name == "multirange_type_name") {
    std::tie(range.multirange_schema, range.multirange) = binding.target(value);
  } else {
    // CANONICAL takes a function over the type, which stands as a shell until then.
    binding.refuse("the option " + std::string(name) + " of a range type is not read yet");
  }
}

}  // namespace

void bind_create_range(const sql::Node& statement, Binding& binding) {
  ir::Range range;
  std::tie(range.schema, range.name) = binding.target(statement.list("typeName"));
  for (const sql::Node& option : statement.list("params")) set_option(option, binding, range);
  if (range.subtype.name.empty()) return binding.refuse("type attribute \"subtype\" is required");
  if (range.multirange.empty()) {
    range.multirange_schema = range.schema;
    range.multirange = ir::multirange_name(range.name);
  }
  binding.emit(ir::Create{std::move(range)});
}

}  // namespace pggit::bind
