// Identities that come to a column that is there: ADD GENERATED.
#include "catalog/diff_steps.h"
#include "catalog/retype.h"

namespace pggit::catalog {
namespace {

// It makes a sequence of the column's type.
ir::Identity as_added(ir::Column column) {
  if (column.identity->options.type == column.type.name) return *column.identity;
  column.identity->options = {};
  retype(column, column.type, column.collation);
  return *column.identity;
}

}  // namespace

std::vector<DiffStep> identity_steps(const ir::Key& table, const ir::Column& column) {
  const ir::Identity added = as_added(column);
  std::vector<DiffStep> steps{{ir::SetIdentity{table, column.name, added}, RowLoss::None, ""}};
  if (added.options != column.identity->options)
    steps.push_back(
        {ir::SetIdentity{table, column.name, column.identity, true}, RowLoss::None, ""});
  return steps;
}

ir::Column with_identity_to_come(ir::Column column) {
  column.identity.reset();
  ir::Piece zero;
  zero.text = "0";
  column.default_value = ir::Expression({zero});
  return column;
}

}  // namespace pggit::catalog
