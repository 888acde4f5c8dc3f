// REASSIGN OWNED and DROP OWNED: what a role owns and may do.
// Source of the rules: shdepReassignOwned and shdepDropOwned in PostgreSQL's pg_shdepend.c.
#include <algorithm>

#include "bind/bind_grant.h"
#include "bind/kinds.h"
#include "bind/roles.h"
#include "catalog/access.h"

namespace pggit::bind {
namespace {

// Sequences of a column go where their table goes.
bool goes_with_table(const ir::Object& object) {
  const auto* sequence = std::get_if<ir::Sequence>(&object);
  return sequence && !sequence->owner_table.empty();
}

std::vector<ir::Key> owned_by(const std::string& role, const catalog::Catalog& catalog) {
  std::vector<ir::Key> keys;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    if (catalog::owner_of(entry->object) == role && !goes_with_table(entry->object))
      keys.push_back(entry->key);
  });
  return keys;
}

// The roles of the statement. Refuses the role of the migrations, which owns the database too, and whom no object is given to.
std::vector<std::string> roles_of(const sql::Node& statement, Binding& binding) {
  std::vector<std::string> roles;
  for (const sql::Node& spec : statement.list("roles")) {
    roles.push_back(bind_role(spec, binding.session()));
    if (roles.back() == ir::kMigrationRole || roles.back() == ir::kPublic)
      binding.refuse("what else the role of the migrations owns is not known");
  }
  if (!binding.session().role.empty())
    binding.refuse("what another role may take or give is not predicted");
  return roles;
}

bool names(const ir::Acl& acl, const std::string& role) {
  return std::ranges::any_of(acl, [&](const ir::Grant& g) { return g.role == role; });
}

// Takes the role out of a policy; the policy goes where it is for no other.
void leave_policy(ir::Policy policy, const std::string& role, Binding& binding) {
  if (std::erase(policy.roles, role) == 0) return;
  if (policy.roles.empty()) return binding.emit(ir::Drop{policy.key()});
  binding.emit(ir::Replace{std::move(policy)});
}

void take_privileges(const std::string& role, Binding& binding) {
  const catalog::Catalog before = binding.now();
  before.for_each([&](const catalog::EntryRef& entry) {
    const auto* policy = std::get_if<ir::Policy>(&entry->object);
    if (policy) leave_policy(*policy, role, binding);
    const auto* defaults = std::get_if<ir::DefaultGrants>(&entry->object);
    if (defaults && entry->key.name != role && names(defaults->grants, role))
      binding.refuse("default privileges that others give are not taken away yet");
    if (!defaults && catalog::has_grants(entry->object)) revoke_all(entry->key, role, binding);
  });
}

bool goes_with_role(const ir::Key& key, const std::string& role) {
  return (key.kind == ir::Kind::UserMapping && key.sub == role) ||
         (key.kind == ir::Kind::DefaultGrants && key.name == role);
}

}  // namespace

void bind_reassign_owned(const sql::Node& statement, Binding& binding) {
  const catalog::Catalog before = binding.now();
  const std::string to = bind_owner_role(statement["newrole"], binding.session());
  for (const std::string& role : roles_of(statement, binding)) {
    for (const ir::Key& key : owned_by(role, binding.now())) binding.emit(ir::SetOwner{key, to});
  }
  if (binding.now() == before) binding.no_effect("nothing of theirs is here");
}

void bind_drop_owned(const sql::Node& statement, Binding& binding) {
  const catalog::Catalog before = binding.now();
  const std::vector<std::string> roles = roles_of(statement, binding);
  std::vector<ir::Key> gone;
  for (const std::string& role : roles) {
    take_privileges(role, binding);
    std::ranges::move(owned_by(role, binding.now()), std::back_inserter(gone));
    binding.now().for_each([&](const catalog::EntryRef& entry) {
      if (entry->key.kind == ir::Kind::Extension)
        binding.refuse("whom an extension belongs to is not known");
      if (goes_with_role(entry->key, role)) gone.push_back(entry->key);
    });
  }
  drop_all(gone, statement.str("behavior") == "DROP_CASCADE", binding);
  if (binding.now() == before) binding.no_effect("nothing of theirs is here");
}

}  // namespace pggit::bind
