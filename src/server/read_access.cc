#include "server/read_access.h"

#include "server/introspect_decode.h"

namespace pggit::server {
namespace {

// Up to `end`, which goes too; quoted as aclitemout() does, a quote in it doubled.
std::string take_name(std::string_view& text, char end) {
  std::string name;
  bool quoted = false;
  while (!text.empty() && (quoted || text.front() != end)) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '"') {
      name.push_back(c);
    } else if (quoted && text.starts_with('"')) {
      name.push_back('"');
      text.remove_prefix(1);
    } else {
      quoted = !quoted;
    }
  }
  if (!text.empty()) text.remove_prefix(1);
  return name;
}

std::string without_maintain(std::string letters) {
  const std::size_t at = letters.find('m');
  if (at != std::string::npos) letters.erase(at, letters.substr(at + 1).starts_with('*') ? 2 : 1);
  return letters;
}

std::string known_as(const std::string& role, const RoleNames& names) {
  if (role == names.owner) return "";
  return role == names.migration ? ir::kMigrationRole : role;
}

}  // namespace

ir::Acl acl_from(std::string_view array, const RoleNames& names) {
  ir::Acl acl;
  for (const std::string& item : array_items(array)) {
    std::string_view text = item;
    const std::string role = take_name(text, '=');
    const std::string letters = without_maintain(take_name(text, '/'));
    const std::string grantor = take_name(text, '\0');
    if (role.starts_with("pggit_")) continue;
    acl.push_back(
        {role.empty() ? ir::kPublic : known_as(role, names), known_as(grantor, names), letters});
  }
  return ir::in_order(acl);
}

std::string owner_from(const RoleNames& names) {
  return names.owner == names.migration ? "" : names.owner;
}

}  // namespace pggit::server
