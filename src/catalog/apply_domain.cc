// ALTER DOMAIN: a domain has what a column has, and constraints of its own.
#include <algorithm>

#include "catalog/apply_ops.h"

namespace pggit::catalog {
namespace {

base::Result<ir::Constraint*> constraint_of(ir::Domain& domain, const std::string& name) {
  const auto at = std::ranges::find(domain.constraints, name, &ir::Constraint::name);
  if (at != domain.constraints.end()) return &*at;
  return refuse("constraint \"" + name + "\" of domain \"" + domain.name + "\" does not exist");
}

base::Result<void> require_free_name(const ir::Domain& domain, const std::string& name) {
  if (std::ranges::find(domain.constraints, name, &ir::Constraint::name) ==
      domain.constraints.end())
    return {};
  return refuse("constraint \"" + name + "\" for domain \"" + domain.name + "\" already exists");
}

struct DomainOp {
  ir::Domain& domain;

  base::Result<void> operator()(const ir::SetDefault& op) const {
    domain.default_value = op.value;
    return {};
  }
  base::Result<void> operator()(const ir::SetNotNull& op) const {
    domain.not_null = op.not_null;
    return {};
  }
  base::Result<void> operator()(const ir::AddConstraint& op) const {
    TRY(require_free_name(domain, op.constraint.name));
    domain.constraints.push_back(op.constraint);
    return {};
  }
  base::Result<void> operator()(const ir::DropConstraint& op) const {
    TRY(constraint_of(domain, op.constraint));
    std::erase_if(domain.constraints,
                  [&](const ir::Constraint& c) { return c.name == op.constraint; });
    return {};
  }
  base::Result<void> operator()(const ir::RenameConstraint& op) const {
    TRY(require_free_name(domain, op.to));
    TRY(constraint_of(domain, op.constraint))->name = op.to;
    return {};
  }
  base::Result<void> operator()(const ir::ValidateConstraint& op) const {
    TRY(constraint_of(domain, op.constraint))->validated = true;
    return {};
  }
  base::Result<void> operator()(const ir::SetComment& op) const {
    ir::Constraint* constraint = TRY(constraint_of(domain, op.constraint));
    constraint->comment = op.comment;
    if (constraint->comment && constraint->comment->empty()) constraint->comment.reset();
    return {};
  }
};

template <class Op>
Applied change_domain(const ir::Key& key, const Op& op, const Catalog& catalog) {
  ir::Domain domain = TRY(copy_of<ir::Domain>(key, catalog));
  TRY(DomainOp{domain}(op));
  return catalog.with(std::move(domain));
}

}  // namespace

Applied apply_to_domain(const ir::SetDefault& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::SetNotNull& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::AddConstraint& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::DropConstraint& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::RenameConstraint& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::ValidateConstraint& op, const Catalog& catalog) {
  return change_domain(op.table, op, catalog);
}
Applied apply_to_domain(const ir::SetComment& op, const Catalog& catalog) {
  return change_domain(op.key, op, catalog);
}

}  // namespace pggit::catalog
