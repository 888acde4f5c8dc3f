// Owners and grants come last: whatever was made, made anew or altered before gets what it has in `to`.
#include <algorithm>

#include "catalog/access.h"
#include "catalog/apply.h"
#include "catalog/diff_steps.h"

namespace pggit::catalog {
namespace {

class AccessSteps {
 public:
  AccessSteps(Catalog now, const Catalog& to, std::vector<DiffStep>& out)
      : now_(std::move(now)), to_(to), out_(out) {}

  void add_defaults(const ir::Key& key) {
    emit(ir::SetGrants{key, "", default_privileges(now_, key), default_privileges(to_, key),
                       key.name});
  }

  void add_owner(const ir::Key& key) {
    const std::string wanted = owner_of(*to_.find(key));
    if (owner_of(object(key)) != wanted) emit(ir::SetOwner{key, wanted});
  }

  void add(const ir::Key& key) {
    const ir::Object wanted = *to_.find(key);
    add_owner(key);
    const ir::Grants before = grants_of(object(key), "");
    const ir::Grants after = grants_of(wanted, "");
    if (before != after) grant(key, "", before, after);
    for (const std::string& column : grantable_columns(wanted)) {
      const ir::Grants had = grants_of(object(key), column);
      const ir::Grants left = left_on_column(had, key, before, after);
      const ir::Grants has = grants_of(wanted, column);
      if (had != has || left != has) grant(key, column, left, has);
    }
    add_identities(key, wanted);
  }

 private:
  const ir::Object& object(const ir::Key& key) const { return *now_.find(key); }

  void emit(ir::Op op) {
    base::Result<Catalog> after = pggit::catalog::apply(op, now_);
    if (!after) return;  // verify_diff() says so
    now_ = *std::move(after);
    out_.push_back({std::move(op), RowLoss::None, ""});
  }

  void grant(const ir::Key& key, const std::string& column, const ir::Grants& before,
             const ir::Grants& after) {
    emit(ir::SetGrants{key, column, before, after, sql_owner(key)});
  }

  // As GRANT names the owner.
  std::string sql_owner(const ir::Key& key) const {
    if (key.kind == ir::Kind::Schema && key.name == "public") return "pg_database_owner";
    const ir::Object* there = now_.find(key);
    return there ? owner_of(*there) : "";
  }

  // REVOKE on a table takes the same privileges on its columns too.
  static ir::Grants left_on_column(const ir::Grants& had, const ir::Key& key,
                                   const ir::Grants& before, const ir::Grants& after) {
    if (!had || before == after) return had;
    ir::Acl acl = *had;
    const ir::Acl has = ir::spelled_out(after, key);
    for (const ir::Grant& old : ir::spelled_out(before, key)) {
      if (!old.grantor.empty()) continue;
      for (const ir::GrantChange& revoke : ir::revokes(old, has)) {
        if (const auto less = ir::changed(acl, revoke)) acl = *less;
      }
    }
    return acl.empty() ? std::nullopt : ir::Grants(ir::in_order(acl));
  }

  void add_identities(const ir::Key& key, const ir::Object& wanted) {
    const std::vector<IdentitySequence> all = identity_sequences(object(key));
    for (const IdentitySequence& want : identity_sequences(wanted)) {
      for (const IdentitySequence& there : all) {
        if (there.sequence == want.sequence && there.grants != want.grants)
          emit(ir::SetGrants{there.sequence, "", there.grants, want.grants, owner_of(object(key))});
      }
    }
  }

  Catalog now_;
  const Catalog& to_;
  std::vector<DiffStep>& out_;
};

// The object of `to` that an operation makes, or of which it makes a part anew.
const ir::Object* made_by(const ir::Op& op, const Catalog& to) {
  if (const auto* create = std::get_if<ir::Create>(&op)) return to.find(ir::key_of(create->object));
  if (const auto* replace = std::get_if<ir::Replace>(&op))
    return to.find(ir::key_of(replace->object));
  if (const auto* column = std::get_if<ir::AddColumn>(&op)) return to.find(column->table);
  if (const auto* identity = std::get_if<ir::SetIdentity>(&op)) return to.find(identity->table);
  return nullptr;
}

// Whether default privileges give something to what an operation makes.
bool gives_privileges(const ir::Op& op) {
  if (const auto* create = std::get_if<ir::Create>(&op)) return has_grants(create->object);
  const auto* column = std::get_if<ir::AddColumn>(&op);
  const auto* identity = std::get_if<ir::SetIdentity>(&op);
  const std::optional<ir::Identity> made = column     ? column->column.identity
                                           : identity ? identity->identity
                                                      : std::nullopt;
  return made && made->grants;
}

bool has_schema(const Catalog& catalog, const std::string& name) {
  return catalog.find({ir::Kind::Schema, "", name, ""}) != nullptr;
}

// Nothing where a step does not apply: verify_diff() says which.
std::optional<Catalog> applied(Catalog catalog, const std::vector<DiffStep>& steps) {
  for (const DiffStep& step : steps) {
    base::Result<Catalog> after = pggit::catalog::apply(step.op, catalog);
    if (!after) return std::nullopt;
    catalog = *std::move(after);
  }
  return catalog;
}

}  // namespace

Catalog with_access_of(const Catalog& to, const Catalog& from) {
  Catalog out = to;
  for (const Catalog::Change& change : Catalog::changes(from, to)) {
    if (change.key.kind == ir::Kind::DefaultGrants) {
      const bool goes = !change.key.schema.empty() && !has_schema(to, change.key.schema);
      out = change.before && !goes ? out.with(change.before) : out.without(change.key);
      continue;
    }
    if (!change.after) continue;
    const ir::Object& now = change.after->object;
    ir::Object object =
        change.before ? with_access_of(now, change.before->object) : without_access(now);
    if (object != now) out = out.with(std::move(object));
  }
  return out;
}

bool has_access_to_give(const Catalog& all_but_access, const Catalog& to,
                        const std::vector<DiffStep>& steps) {
  if (!Catalog::changes(all_but_access, to).empty()) return true;
  return std::ranges::any_of(steps, [&](const DiffStep& step) {
    const ir::Object* made = made_by(step.op, to);
    return gives_privileges(step.op) || (made && (!owner_of(*made).empty() || has_grants(*made)));
  });
}

void add_access_steps(const Catalog& from, const Catalog& to, const std::vector<DiffStep>& steps,
                      std::vector<DiffStep>& out) {
  const std::optional<Catalog> now = applied(from, steps);
  if (!now) return;
  AccessSteps access(*now, to, out);
  // Sequences that a table owns follow its owner, and have none of their own.
  for (const Catalog::Change& change : Catalog::changes(*now, to)) {
    const bool comes_first =
        change.key.kind == ir::Kind::Table || change.key.kind == ir::Kind::Schema;
    if (comes_first && change.before && change.after) access.add_owner(change.key);
  }
  for (const Catalog::Change& change : Catalog::changes(*now, to)) {
    if (change.key.kind == ir::Kind::DefaultGrants) {
      access.add_defaults(change.key);
    } else if (change.before && change.after) {
      access.add(change.key);
    }
  }
}

}  // namespace pggit::catalog
