#include "rollback/copy_text.h"

#include "base/text.h"

namespace pggit::rollback {
namespace {

bool has_time_zone(const ir::TypeName& type) {
  return type.name.starts_with("timestamp") && type.name.ends_with("with time zone");
}

}  // namespace

std::string name_of(const ir::Key& key) { return base::qualified(key.schema, key.name); }

std::string column_at(const std::string& prefix, const std::string& column) {
  return prefix + base::quote_ident(column);
}

bool is_built_in(const ir::TypeName& type) { return type.schema.empty(); }

bool can_be_kept(const ir::Column& column) {
  return column.type.is_known() && !column.type.name.starts_with("reg");
}

std::string kept_type(const ir::Column& column) {
  return is_built_in(column.type) ? column.type.sql() : "text";
}

std::string to_kept(const ir::Column& column) {
  return base::quote_ident(column.name) + (is_built_in(column.type) ? "" : "::text");
}

std::string from_kept(const ir::Column& column, const std::string& kept) {
  return kept + (is_built_in(column.type) ? "" : "::" + column.type.sql());
}

bool can_be_compared(const ir::Column& column) {
  return can_be_kept(column) && !(column.type.is_array && has_time_zone(column.type));
}

std::string comparable(const ir::Column& column, const std::string& name) {
  return has_time_zone(column.type) ? "(" + name + " AT TIME ZONE 'UTC')" : name;
}

}  // namespace pggit::rollback
