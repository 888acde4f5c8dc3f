// ALTER TYPE ... ATTRIBUTE: a composite type has attributes as a table has columns.
#include <algorithm>

#include "catalog/apply_ops.h"

namespace pggit::catalog {
namespace {

base::Result<ir::ViewColumn*> attribute_of(ir::Composite& type, const std::string& name) {
  const auto at = std::ranges::find(type.attributes, name, &ir::ViewColumn::name);
  if (at != type.attributes.end()) return &*at;
  return refuse("column \"" + name + "\" of relation \"" + type.name + "\" does not exist");
}

}  // namespace

Applied apply_to_composite(const ir::AddColumn& op, const Catalog& catalog) {
  ir::Composite type = TRY(copy_of<ir::Composite>(op.table, catalog));
  if (attribute_of(type, op.column.name))
    return refuse("column \"" + op.column.name + "\" of relation \"" + type.name +
                  "\" already exists");
  ir::ViewColumn attribute;
  attribute.name = op.column.name;
  attribute.type = op.column.type;
  attribute.collation = op.column.collation;
  attribute.comment = op.column.comment;
  type.attributes.push_back(std::move(attribute));
  return catalog.with(std::move(type));
}

Applied apply_to_composite(const ir::DropColumn& op, const Catalog& catalog) {
  ir::Composite type = TRY(copy_of<ir::Composite>(op.table, catalog));
  TRY(attribute_of(type, op.column));
  std::erase_if(type.attributes, [&](const ir::ViewColumn& a) { return a.name == op.column; });
  return catalog.with(std::move(type));
}

Applied apply_to_composite(const ir::SetColumnType& op, const Catalog& catalog) {
  ir::Composite type = TRY(copy_of<ir::Composite>(op.table, catalog));
  ir::ViewColumn* attribute = TRY(attribute_of(type, op.column));
  attribute->type = op.type;
  attribute->collation = op.collation;
  return catalog.with(std::move(type));
}

Applied apply_to_composite(const ir::SetComment& op, const Catalog& catalog) {
  ir::Composite type = TRY(copy_of<ir::Composite>(op.key, catalog));
  ir::ViewColumn* attribute = TRY(attribute_of(type, op.column));
  attribute->comment = op.comment;
  if (attribute->comment && attribute->comment->empty()) attribute->comment.reset();
  return catalog.with(std::move(type));
}

// ATExecAddOf in tablecmds.c asks for the same columns, and says so itself where they are not.
Applied apply_op(const ir::SetOfType& op, const Catalog& catalog) {
  ir::Table table = TRY(copy_of<ir::Table>(op.table, catalog));
  table.of_type = op.type;
  return catalog.with(std::move(table));
}

}  // namespace pggit::catalog
