#include "shadow/planter_domain.h"

namespace pggit::shadow {

Beneath beneath_domains(const catalog::Catalog& catalog, const ir::TypeName& type) {
  Beneath out{type, false, {}};
  const auto domain_of = [&](const ir::TypeName& name) {
    return name.schema.empty()
               ? nullptr
               : catalog.get<ir::Domain>({ir::Kind::Domain, name.schema, name.name, ""});
  };
  while (const ir::Domain* domain = domain_of(out.type)) {
    const bool is_array = out.type.is_array;
    if (is_array && domain->type.is_array) break;  // arrays of arrays have no name
    out.type = domain->type;
    if (is_array) {
      out.type.is_array = true;
      continue;
    }
    out.not_null |= domain->not_null;
    for (const ir::Constraint& constraint : domain->constraints)
      if (constraint.check) out.checks.emplace_back(constraint.name, constraint.check->sql());
  }
  return out;
}

Formula of_column(Formula check, const std::string& column) {
  if (check.op == Formula::Op::Column && check.name == "value") check.name = column;
  for (Formula& part : check.parts) part = of_column(std::move(part), column);
  return check;
}

}  // namespace pggit::shadow
