#include "ir/grants.h"

#include <algorithm>

namespace pggit::ir {
namespace {

constexpr std::string_view kOrder = "arwdDxtXUCTcsAm";  // ACL_ALL_RIGHTS_STR

bool has(std::string_view letters, char letter) {
  return letters.find(letter) != std::string_view::npos;
}

// Privileges and the grant options on them, as sets of letters.
struct Rights {
  std::string privileges;
  std::string options;
  bool empty() const { return privileges.empty() && options.empty(); }
};

Rights rights_of(const Grant& grant) { return {privileges_of(grant), options_of(grant)}; }

std::string text_of(const Rights& rights) {
  std::string text;
  for (const char letter : kOrder) {
    if (!has(rights.privileges, letter) && !has(rights.options, letter)) continue;
    text.push_back(letter);
    if (has(rights.options, letter)) text.push_back('*');
  }
  return text;
}

std::string without(std::string_view letters, std::string_view taken) {
  std::string out;
  for (const char letter : letters) {
    if (!has(taken, letter)) out.push_back(letter);
  }
  return out;
}

std::string common(std::string_view a, std::string_view b) { return without(a, without(a, b)); }

Grant& entry_for(Acl& acl, const std::string& role, const std::string& grantor) {
  const auto at = std::ranges::find_if(
      acl, [&](const Grant& g) { return g.role == role && g.grantor == grantor; });
  if (at != acl.end()) return *at;
  return acl.emplace_back(Grant{role, grantor, ""});
}

// What the change adds or takes (the AclItem of merge_acl_with_grant).
Rights rights_of(const GrantChange& change) {
  const bool takes_all = !change.gives && !change.option;
  return {change.gives || takes_all ? change.privileges : "",
          change.option || takes_all ? change.privileges : ""};
}

base::Result<Acl> taken_from_those_below(Acl acl, const std::string& role, std::string lost,
                                         bool cascades);

base::Result<Acl> with_rights(Acl acl, const GrantChange& change, const Rights& rights) {
  Grant& entry = entry_for(acl, change.role, change.grantor);
  const Rights before = rights_of(entry);
  const Rights after =
      change.gives ? Rights{before.privileges + rights.privileges, before.options + rights.options}
                   : Rights{without(before.privileges, rights.privileges),
                            without(before.options, rights.options)};
  entry.privileges = text_of(after);
  std::erase_if(acl, [](const Grant& g) { return g.privileges.empty(); });
  const std::string lost = without(before.options, after.options);
  // The owner can never truly lose grant options.
  if (lost.empty() || change.role.empty()) return acl;
  return taken_from_those_below(std::move(acl), change.role, lost, change.cascades);
}

// What a role gave goes with the grant options that it lost, unless it has them from another one still (recursive_revoke).
base::Result<Acl> taken_from_those_below(Acl acl, const std::string& role, std::string lost,
                                         bool cascades) {
  for (const Grant& grant : acl) {
    if (grant.role == role) lost = without(lost, options_of(grant));
  }
  while (true) {
    const auto given = std::ranges::find_if(acl, [&](const Grant& g) {
      return g.grantor == role && !common(privileges_of(g), lost).empty();
    });
    if (given == acl.end()) return acl;
    if (!cascades) return base::fail(base::ErrorCode::Input, "dependent privileges exist");
    const GrantChange change{false, given->role, role, lost, false, cascades};
    acl = TRY(with_rights(std::move(acl), change, {lost, lost}));
  }
}

}  // namespace

std::string_view all_privileges(Kind kind) {
  switch (kind) {
    case Kind::Table:
    case Kind::View:
    case Kind::MaterializedView:
      return "arwdDxt";
    case Kind::Sequence:
      return "rwU";
    case Kind::Function:
      return "X";
    case Kind::Enum:
    case Kind::Domain:
    case Kind::Composite:
    case Kind::Range:
    case Kind::ForeignDataWrapper:
    case Kind::ForeignServer:
      return "U";
    case Kind::Schema:
      return "UC";
    case Kind::Index:
    case Kind::Trigger:
    case Kind::Extension:
    case Kind::Statistics:
    case Kind::Rule:
    case Kind::Policy:
    case Kind::DefaultGrants:
    case Kind::Operator:
    case Kind::Cast:
    case Kind::Publication:
    case Kind::PublishedTable:
    case Kind::PublishedSchema:
    case Kind::UserMapping:
    case Kind::Dictionary:
    case Kind::Configuration:
    case Kind::Collation:
      return "";
  }
  return "";
}

std::string privileges_of(const Grant& grant) { return without(grant.privileges, "*"); }

std::string options_of(const Grant& grant) {
  std::string letters;
  for (std::size_t i = 0; i + 1 < grant.privileges.size(); ++i) {
    if (grant.privileges[i + 1] == '*') letters.push_back(grant.privileges[i]);
  }
  return letters;
}

namespace {

// A key of the kind that default privileges of that letter are for.
Key sample_of(const std::string& letter) {
  if (letter == "S") return {Kind::Sequence, "", "", ""};
  if (letter == "f") return {Kind::Function, "", "", ""};
  if (letter == "T") return {Kind::Enum, "", "", ""};
  if (letter == "n") return {Kind::Schema, "", "", ""};
  return {Kind::Table, "", "", ""};
}

}  // namespace

std::string_view all_privileges(const Key& key) {
  return all_privileges(key.kind == Kind::DefaultGrants ? sample_of(key.sub).kind : key.kind);
}

Acl default_acl(const Key& key) {
  // Those of a schema come on top of those that hold everywhere.
  if (key.kind == Kind::DefaultGrants)
    return key.schema.empty() ? default_acl(sample_of(key.sub)) : Acl{};
  const std::string_view all = all_privileges(key.kind);
  if (all.empty()) return {};
  Acl acl{{"", "", std::string(all)}};
  if (key.kind == Kind::Function) acl.push_back({kPublic, "", "X"});
  if (is_type(key.kind)) acl.push_back({kPublic, "", "U"});
  // Not of PostgreSQL's acldefault(): every database is made with it.
  if (key.kind == Kind::Schema && key.name == "public") acl.push_back({kPublic, "", "U"});
  return acl;
}

Acl spelled_out(const Grants& grants, const Key& key) {
  return grants ? *grants : default_acl(key);
}

Acl in_order(const Acl& acl) {
  Acl out;
  for (const Grant& grant : acl) {
    Grant& entry = entry_for(out, grant.role, grant.grantor);
    const Rights before = rights_of(entry);
    const Rights more = rights_of(grant);
    entry.privileges =
        text_of({before.privileges + more.privileges, before.options + more.options});
  }
  std::erase_if(out, [](const Grant& g) { return g.privileges.empty(); });
  std::ranges::sort(out, {}, [](const Grant& g) { return std::pair(g.role, g.grantor); });
  return out;
}

Grants stored(Acl acl, const Key& key) {
  acl = in_order(acl);
  if (acl == in_order(default_acl(key))) return std::nullopt;
  return acl;
}

base::Result<Acl> changed(Acl acl, const GrantChange& change) {
  return with_rights(std::move(acl), change, rights_of(change));
}

std::vector<GrantChange> revokes(const Grant& before, const Acl& after) {
  const auto at = std::ranges::find_if(
      after, [&](const Grant& g) { return g.role == before.role && g.grantor == before.grantor; });
  const Rights now = at == after.end() ? Rights{} : rights_of(*at);
  const std::string lost = without(privileges_of(before), now.privileges);
  const std::string options = without(without(options_of(before), now.options), lost);
  std::vector<GrantChange> out;
  if (!lost.empty()) out.push_back({false, before.role, before.grantor, lost, false, true});
  if (!options.empty()) out.push_back({false, before.role, before.grantor, options, true, true});
  return out;
}

Acl merged(Acl global, const Acl& of_schema) {
  global.insert(global.end(), of_schema.begin(), of_schema.end());
  return in_order(global);
}

Acl with_owner(const Acl& acl, const std::string& owner) {
  const std::string name = owner.empty() ? kMigrationRole : owner;
  Acl out = acl;
  for (Grant& grant : out) {
    if (grant.role == name) grant.role.clear();
    if (grant.grantor == name) grant.grantor.clear();
  }
  return in_order(out);
}

}  // namespace pggit::ir
