// OPTIONS of what is foreign.
#include "catalog/apply_ops.h"

namespace pggit::catalog {
namespace {

base::Result<void> set_on_table(const ir::SetForeignOptions& op, ir::Table& table) {
  if (!table.foreign) return refuse(quoted(table.name) + " is not a foreign table");
  if (op.column.empty()) {
    table.foreign->options = op.options;
  } else {
    TRY(column_of(table, op.column))->foreign_options = op.options;
  }
  return {};
}

}  // namespace

Applied apply_op(const ir::SetForeignOptions& op, const Catalog& catalog) {
  const ir::Object* there = catalog.find(op.key);
  if (!there) return refuse(missing(op.key));
  ir::Object object = *there;
  if (auto* wrapper = std::get_if<ir::ForeignDataWrapper>(&object)) wrapper->options = op.options;
  if (auto* server = std::get_if<ir::ForeignServer>(&object)) server->options = op.options;
  if (auto* mapping = std::get_if<ir::UserMapping>(&object)) mapping->options = op.options;
  if (auto* table = std::get_if<ir::Table>(&object)) TRY(set_on_table(op, *table));
  return catalog.with(std::move(object));
}

}  // namespace pggit::catalog
