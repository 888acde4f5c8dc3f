#include <algorithm>

#include "base/text.h"
#include "catalog/apply_ops.h"
#include "catalog/fields.h"
#include "catalog/follow.h"

namespace pggit::catalog {
namespace {

// A constant of the type in bound text: `'label'::` before the type's name.
ir::Expression with_label(const ir::Expression& expression, const ir::Key& type,
                          const std::string& from, const std::string& to) {
  const std::string before = base::quote_literal(from) + "::";
  std::vector<ir::Piece> pieces = expression.pieces();
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    const ir::Piece& name = pieces[i];
    ir::Piece& text = pieces[i - 1];
    if (name.kind != ir::Piece::Kind::Type || text.kind != ir::Piece::Kind::Text) continue;
    if (name.schema != type.schema || name.name != type.name || !text.text.ends_with(before))
      continue;
    text.text.resize(text.text.size() - before.size());
    text.text += base::quote_literal(to) + "::";
  }
  return ir::Expression(std::move(pieces));
}

void follow_label(ir::Object& object, const ir::Key& type, const std::string& from,
                  const std::string& to) {
  for_each_of<ir::Expression>(object, [&](ir::Expression& e) {
    if (!e.is_server_form()) e = with_label(e, type, from, to);
  });
  if (ir::key_of(object) != type) return;
  std::ranges::replace(std::get<ir::Enum>(object).labels, from, to);
}

}  // namespace

Applied apply_op(const ir::AddEnumLabel& op, const Catalog& catalog) {
  ir::Enum type = TRY(copy_of<ir::Enum>(op.type, catalog));
  if (contains(type.labels, op.label)) {
    return refuse("enum label \"" + op.label + "\" already exists");
  }
  const auto at = op.before.empty() ? type.labels.end() : std::ranges::find(type.labels, op.before);
  if (!op.before.empty() && at == type.labels.end()) {
    return refuse("\"" + op.before + "\" is not an existing enum label");
  }
  type.labels.insert(at, op.label);
  return catalog.with(std::move(type));
}

Applied apply_op(const ir::RenameEnumLabel& op, const Catalog& catalog) {
  const ir::Enum type = TRY(copy_of<ir::Enum>(op.type, catalog));
  if (!contains(type.labels, op.label)) {
    return refuse("\"" + op.label + "\" is not an existing enum label");
  }
  if (contains(type.labels, op.to)) {
    return refuse("enum label \"" + op.to + "\" already exists");
  }
  return rewrite(catalog, concerned(catalog, op.type),
                 [&](ir::Object& o) { follow_label(o, op.type, op.label, op.to); });
}

}  // namespace pggit::catalog
