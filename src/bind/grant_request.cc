#include "bind/grant_request.h"

#include <algorithm>

#include "bind/roles.h"

namespace pggit::bind {
namespace {

struct Privilege {
  std::string_view word;
  char letter;
};
constexpr Privilege kPrivileges[] = {
    {"insert", 'a'},     {"select", 'r'},  {"update", 'w'},  {"delete", 'd'}, {"truncate", 'D'},
    {"references", 'x'}, {"trigger", 't'}, {"execute", 'X'}, {"usage", 'U'},  {"create", 'C'}};

// 0 where no privilege of ours has that name.
char letter_of(std::string_view word) {
  const auto at = std::ranges::find(kPrivileges, word, &Privilege::word);
  return at == std::end(kPrivileges) ? '\0' : at->letter;
}

void add_privilege(const sql::Node& access, GrantRequest& request, Binding& binding) {
  const std::string_view word = access.str("priv_name");
  const char letter = letter_of(word);
  if (!word.empty() && !letter)
    return binding.refuse("privilege " + std::string(word) + " is not held yet");
  const std::vector<sql::Node> columns = access.list("cols");
  if (columns.empty() && word.empty()) request.all = true;
  if (columns.empty()) {
    if (letter) request.privileges.push_back(letter);
    return;
  }
  ColumnPrivileges part{word.empty() ? std::string(ir::kColumnPrivileges) : std::string(1, letter),
                        {}};
  for (const sql::Node& column : columns) part.columns.emplace_back(column.text());
  request.on_columns.push_back(std::move(part));
}

}  // namespace

base::Result<ir::Acl> GrantRequest::applied_to(ir::Acl acl, const std::string& letters,
                                               const std::string& owner) const {
  for (const std::string& role : roles) {
    acl = TRY(ir::changed(std::move(acl),
                          {gives, as_grantee(role, owner), "", letters, option, cascades}));
  }
  return acl;
}

std::optional<GrantRequest> grant_request(const sql::Node& grant, Binding& binding) {
  GrantRequest request;
  request.gives = grant.flag("is_grant");
  request.option = grant.flag("grant_option");
  request.cascades = grant.str("behavior") == "DROP_CASCADE";
  request.object_type = grant.str("objtype");
  const std::vector<sql::Node> privileges = grant.list("privileges");
  request.all = privileges.empty();
  for (const sql::Node& access : privileges) add_privilege(access, request, binding);
  for (const sql::Node& role : grant.list("grantees"))
    request.roles.push_back(bind_role(role, binding.session()));
  const bool has_public =
      std::ranges::find(request.roles, std::string(ir::kPublic)) != request.roles.end();
  if (has_public && request.gives && request.option)
    binding.refuse("grant options can only be granted to roles");
  const sql::Node grantor = grant["grantor"];
  const std::string& role = binding.session().role;
  if (grantor &&
      bind_role(grantor, binding.session()) != (role.empty() ? ir::kMigrationRole : role))
    binding.refuse("grantor must be current user");
  if (binding.refused()) return std::nullopt;
  return request;
}

}  // namespace pggit::bind
