// GRANT and REVOKE, owners, row security.
#include <algorithm>

#include "base/text.h"
#include "ir/grants.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

const char* privilege_word(char letter) {
  switch (letter) {
    case 'a':
      return "INSERT";
    case 'r':
      return "SELECT";
    case 'w':
      return "UPDATE";
    case 'd':
      return "DELETE";
    case 'D':
      return "TRUNCATE";
    case 'x':
      return "REFERENCES";
    case 't':
      return "TRIGGER";
    case 'X':
      return "EXECUTE";
    case 'U':
      return "USAGE";
    default:
      return "CREATE";
  }
}

// What the privileges are on, and the letters of them all.
struct Target {
  std::string before;  // "ALTER DEFAULT PRIVILEGES "
  std::string on;      // "TABLE app.users"
  std::string column;  // quoted
  std::string_view all;
  std::string owner;  // as a role of SQL
};

std::string privilege_list(const std::string& letters, const Target& target) {
  const std::string columns = target.column.empty() ? "" : " (" + target.column + ")";
  if (std::ranges::is_permutation(letters, target.all)) return "ALL" + columns;
  Statements words;
  for (const char letter : letters) words.push_back(privilege_word(letter) + columns);
  return base::join(words, ", ");
}

std::string without(std::string_view letters, std::string_view taken) {
  std::string out;
  for (const char letter : letters) {
    if (taken.find(letter) == std::string_view::npos) out.push_back(letter);
  }
  return out;
}

// An entry of one of two lists, or of both.
struct Change {
  ir::Grant before;
  ir::Grant after;
};

std::vector<Change> changes(const ir::Acl& before, const ir::Acl& after) {
  std::vector<Change> out;
  const auto is_of = [](const ir::Grant& a) {
    return [&](const ir::Grant& b) { return a.role == b.role && a.grantor == b.grantor; };
  };
  for (const ir::Grant& old : before) {
    const auto now = std::ranges::find_if(after, is_of(old));
    out.push_back({old, now == after.end() ? ir::Grant{old.role, old.grantor, ""} : *now});
  }
  for (const ir::Grant& made : after) {
    if (std::ranges::none_of(before, is_of(made)))
      out.push_back({{made.role, made.grantor, ""}, made});
  }
  return out;
}

void add_changes(const Change& change, const Target& target, bool cascades, Statements& out) {
  const std::string role = change.after.role.empty() ? target.owner : role_name(change.after.role);
  const std::string had = ir::privileges_of(change.before);
  const std::string has = ir::privileges_of(change.after);
  const std::string lost_options = without(
      without(ir::options_of(change.before), ir::options_of(change.after)), without(had, has));
  const std::string gained_options =
      without(ir::options_of(change.after), ir::options_of(change.before));
  const auto say = [&](const std::string& verb, const std::string& letters, const char* joint,
                       const char* end) {
    if (letters.empty()) return;
    out.push_back(target.before + verb + privilege_list(letters, target) + " ON " + target.on +
                  joint + role + end);
  };
  const char* end = cascades ? " CASCADE" : "";
  say("REVOKE ", without(had, has), " FROM ", end);
  say("REVOKE GRANT OPTION FOR ", lost_options, " FROM ", end);
  say("GRANT ", without(without(has, had), gained_options), " TO ", "");
  say("GRANT ", gained_options, " TO ", " WITH GRANT OPTION");
}

// Only PostgreSQL's role that gave a privilege can say so: what others than the owner gave has no statement of ours.
Statements say_changes(const ir::Acl& before, const ir::Acl& after, const Target& target) {
  Statements out;
  for (const Change& change : changes(before, after)) {
    if (!change.after.grantor.empty()) continue;
    const bool gave =
        std::ranges::find(before, change.after.role, &ir::Grant::grantor) != before.end();
    add_changes(change, target, gave && !change.after.role.empty(), out);
  }
  // What is taken first takes nothing of what is given then.
  std::ranges::stable_partition(out, [&](const std::string& sql) {
    return sql.substr(target.before.size()).starts_with("REVOKE");
  });
  return out;
}

const char* plural(const std::string& letter) {
  if (letter == "S") return "SEQUENCES";
  if (letter == "f") return "ROUTINES";
  if (letter == "T") return "TYPES";
  return letter == "n" ? "SCHEMAS" : "TABLES";
}

std::string on_object(const ir::Key& key) {
  if (key.kind == ir::Kind::DefaultGrants) return plural(key.sub);
  if (key.kind == ir::Kind::ForeignServer) return "FOREIGN SERVER " + ir::sql_name(key);
  const bool is_relation = key.kind == ir::Kind::View || key.kind == ir::Kind::MaterializedView;
  return std::string(is_relation ? "TABLE" : kind_words(key.kind)) + " " + ir::sql_name(key);
}

}  // namespace

std::string role_name(const std::string& role) {
  if (role.empty() || role == ir::kMigrationRole) return "CURRENT_USER";
  return role == ir::kPublic ? "PUBLIC" : base::quote_ident(role);
}

namespace {

std::string alter_defaults(const ir::Key& key) {
  return "ALTER DEFAULT PRIVILEGES " +
         (key.name.empty() ? "" : "FOR ROLE " + base::quote_ident(key.name) + " ") +
         (key.schema.empty() ? "" : "IN SCHEMA " + base::quote_ident(key.schema) + " ");
}

}  // namespace

std::vector<std::string> set_grants(const ir::SetGrants& op) {
  const bool on_column = !op.column.empty();
  const Target target{op.key.kind == ir::Kind::DefaultGrants ? alter_defaults(op.key) : "",
                      on_object(op.key), on_column ? base::quote_ident(op.column) : "",
                      on_column ? ir::kColumnPrivileges : ir::all_privileges(op.key),
                      role_name(op.owner)};
  if (on_column)
    return say_changes(op.before.value_or(ir::Acl{}), op.grants.value_or(ir::Acl{}), target);
  return say_changes(ir::spelled_out(op.before, op.key), ir::spelled_out(op.grants, op.key),
                     target);
}

std::vector<std::string> set_owner(const ir::SetOwner& op) {
  const bool is_public = op.key.kind == ir::Kind::Schema && op.key.name == "public";
  return {std::string("ALTER ") + kind_words(op.key.kind) + " " + ir::sql_name(op.key) +
          " OWNER TO " +
          (is_public && op.owner.empty() ? "pg_database_owner" : role_name(op.owner))};
}

std::vector<std::string> set_row_security(const ir::SetRowSecurity& op) {
  const std::string table = "ALTER TABLE " + table_name(op.table) + " ";
  Statements out;
  if (op.enabled)
    out.push_back(table + (*op.enabled ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
  if (op.forced) out.push_back(table + (*op.forced ? "FORCE" : "NO FORCE") + " ROW LEVEL SECURITY");
  return out;
}

}  // namespace pggit::sql
