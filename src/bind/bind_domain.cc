// CREATE DOMAIN, ALTER DOMAIN.
#include <algorithm>

#include "bind/collation.h"
#include "bind/table_parts.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

// VALUE is a column reference to the grammar and stands for no column.
ir::Constraint check_of(const sql::Node& node, const ir::Domain& domain, TakenNames& taken,
                        Binding& binding) {
  ir::Constraint constraint;
  constraint.kind = ir::ConstraintKind::Check;
  constraint.check = bind_expression(node["raw_expr"], binding.names(), Scope());
  constraint.validated = !node.flag("skip_validation");
  constraint.name = node.str("conname");
  if (constraint.name.empty())
    constraint.name = choose_constraint_name(taken, domain.name, "", "check");
  taken.pending_constraints.push_back(constraint.name);
  return constraint;
}

std::optional<ir::Expression> default_of(const sql::Node& value, const ir::Domain& domain,
                                         Binding& binding) {
  if (!value || is_no_default(value, domain.type, binding.names())) return std::nullopt;
  return bind_value(value, domain.type, binding.names(), Scope());
}

void add_part(const sql::Node& node, ir::Domain& domain, TakenNames& taken, Binding& binding) {
  const std::string_view type = node.str("contype");
  if (type == "CONSTR_NOTNULL") {
    domain.not_null = true;
  } else if (type == "CONSTR_DEFAULT") {
    domain.default_value = default_of(node["raw_expr"], domain, binding);
  } else if (type == "CONSTR_CHECK") {
    ir::Constraint check = check_of(node, domain, taken, binding);
    check.validated = true;
    domain.constraints.push_back(std::move(check));
  } else if (type != "CONSTR_NULL") {
    binding.refuse("this constraint of a domain is not read yet");
  }
}

bool is_not_null(const sql::Node& constraint) {
  return constraint.str("contype") == "CONSTR_NOTNULL";
}

void add_constraint(const sql::Node& node, const ir::Domain& domain, Binding& binding) {
  if (is_not_null(node)) return binding.emit(ir::SetNotNull{domain.key(), "", true});
  if (node.str("contype") != "CONSTR_CHECK")
    return binding.refuse("this constraint of a domain is not read yet");
  TakenNames taken{&binding.now(), domain.schema, {}, {}};
  binding.emit(ir::AddConstraint{domain.key(), check_of(node, domain, taken, binding), ""});
}

void drop_constraint(const sql::Node& statement, const ir::Domain& domain, Binding& binding) {
  const std::string name(statement.str("name"));
  const bool is_there = std::ranges::find(domain.constraints, name, &ir::Constraint::name) !=
                        domain.constraints.end();
  if (!is_there && statement.flag("missing_ok"))
    return binding.no_effect("nothing of the name " + name);
  binding.emit(ir::DropConstraint{domain.key(), name});
}

}  // namespace

void bind_create_domain(const sql::Node& statement, Binding& binding) {
  ir::Domain domain;
  std::tie(domain.schema, domain.name) = binding.target(statement.list("domainname"));
  domain.type = bind_type(statement["typeName"], binding.names());
  domain.collation = bind_collation(statement["collClause"].list("collname"), binding);
  TakenNames taken{&binding.now(), domain.schema, {}, {}};
  for (const sql::Node& part : statement.list("constraints"))
    add_part(part, domain, taken, binding);
  binding.emit(ir::Create{std::move(domain)});
}

void bind_alter_domain(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> name = statement.list("typeName");
  const std::optional<ir::Key> key = binding.names().resolve_type_name(name);
  const ir::Domain* found = key ? binding.get<ir::Domain>(*key) : nullptr;
  if (!found) return binding.refuse("domain \"" + spelled(name) + "\" does not exist");
  const ir::Domain domain = *found;
  const std::string_view what = statement.str("subtype");
  if (what == "T")
    return binding.emit(ir::SetDefault{*key, "", default_of(statement["def"], domain, binding)});
  if (what == "N" || what == "O") return binding.emit(ir::SetNotNull{*key, "", what == "O"});
  if (what == "C") return add_constraint(statement["def"], domain, binding);
  if (what == "X") return drop_constraint(statement, domain, binding);
  if (what == "V")
    return binding.emit(ir::ValidateConstraint{*key, std::string(statement.str("name"))});
  binding.refuse("this ALTER DOMAIN is not read yet");
}

}  // namespace pggit::bind
