// Foreign data wrappers, servers and user mappings from nothing, and the options of all that is foreign.
#include <algorithm>

#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

const std::string* find(const ir::Options& options, const std::string& name) {
  const auto at = std::ranges::find(options, name, &ir::Options::value_type::first);
  return at == options.end() ? nullptr : &at->second;
}

std::string assigned(const ir::Options::value_type& option) {
  return base::quote_ident(option.first) + " " + base::quote_literal(option.second);
}

// ADD, SET and DROP.
std::string difference(const ir::Options& before, const ir::Options& after) {
  Statements parts;
  for (const auto& option : after) {
    const std::string* had = find(before, option.first);
    if (!had) parts.push_back("ADD " + assigned(option));
    if (had && *had != option.second) parts.push_back("SET " + assigned(option));
  }
  for (const auto& [name, value] : before) {
    if (!find(after, name)) parts.push_back("DROP " + base::quote_ident(name));
  }
  return " OPTIONS (" + base::join(parts, ", ") + ")";
}

std::string functions(const ir::ForeignDataWrapper& wrapper, bool says_none) {
  std::string sql;
  if (!wrapper.handler.empty()) sql += " HANDLER " + wrapper.handler;
  if (wrapper.handler.empty() && says_none) sql += " NO HANDLER";
  if (!wrapper.validator.empty()) sql += " VALIDATOR " + wrapper.validator;
  if (wrapper.validator.empty() && says_none) sql += " NO VALIDATOR";
  return sql;
}

Statements with_comment(std::string create, const ir::Key& key,
                        const std::optional<std::string>& comment) {
  Statements out{std::move(create)};
  if (comment)
    out.push_back(std::string("COMMENT ON ") + kind_words(key.kind) + " " + ir::sql_name(key) +
                  " IS " + base::quote_literal(*comment));
  return out;
}

}  // namespace

std::string foreign_options(const ir::Options& options) {
  Statements parts;
  for (const auto& option : options) parts.push_back(assigned(option));
  return parts.empty() ? "" : " OPTIONS (" + base::join(parts, ", ") + ")";
}

std::string foreign_clause(const ir::ForeignTable& foreign) {
  return " SERVER " + base::quote_ident(foreign.server) + foreign_options(foreign.options);
}

std::string user_mapping(const ir::Key& key) {
  return "USER MAPPING FOR " + role_name(key.sub) + " SERVER " + base::quote_ident(key.name);
}

std::vector<std::string> create_wrapper(const ir::ForeignDataWrapper& wrapper) {
  return with_comment("CREATE FOREIGN DATA WRAPPER " + base::quote_ident(wrapper.name) +
                          functions(wrapper, false) + foreign_options(wrapper.options),
                      wrapper.key(), wrapper.comment);
}

std::vector<std::string> alter_wrapper(const ir::ForeignDataWrapper& wrapper) {
  return {"ALTER FOREIGN DATA WRAPPER " + base::quote_ident(wrapper.name) +
          functions(wrapper, true)};
}

std::vector<std::string> create_server(const ir::ForeignServer& server) {
  std::string sql = "CREATE SERVER " + base::quote_ident(server.name);
  if (server.type) sql += " TYPE " + base::quote_literal(*server.type);
  if (server.version) sql += " VERSION " + base::quote_literal(*server.version);
  sql += " FOREIGN DATA WRAPPER " + base::quote_ident(server.wrapper);
  return with_comment(sql + foreign_options(server.options), server.key(), server.comment);
}

std::vector<std::string> alter_server(const ir::ForeignServer& server) {
  return {"ALTER SERVER " + base::quote_ident(server.name) + " VERSION " +
          comment_value(server.version)};
}

std::vector<std::string> create_user_mapping(const ir::UserMapping& mapping) {
  return {"CREATE " + user_mapping(mapping.key()) + foreign_options(mapping.options)};
}

std::vector<std::string> set_foreign_options(const ir::SetForeignOptions& op) {
  if (op.before == op.options) return {};
  std::string what = std::string(kind_words(op.key.kind)) + " " + ir::sql_name(op.key);
  if (op.key.kind == ir::Kind::Table) what = "FOREIGN TABLE " + table_name(op.key);
  if (op.key.kind == ir::Kind::UserMapping) what = user_mapping(op.key);
  if (!op.column.empty()) what += " ALTER COLUMN " + base::quote_ident(op.column);
  return {"ALTER " + what + difference(op.before, op.options)};
}

}  // namespace pggit::sql
