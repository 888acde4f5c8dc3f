#include "pipeline/checkout_script.h"

#include <algorithm>

#include "base/text.h"
#include "rollback/snapshot.h"
#include "sql/parse.h"
#include "syntax/sql/split.h"

namespace pggit::pipeline {
namespace {

bool drops_column(const sql::Node& statement) {
  return std::ranges::any_of(statement.list("cmds"), [](const sql::Node& command) {
    return command.str("subtype") == "AT_DropColumn";
  });
}

// Copies of rows that a way back uses up.
bool are_copies(const std::vector<std::string>& tables) {
  return std::ranges::all_of(
      tables, [](const std::string& table) { return table.starts_with("pggit.saved_"); });
}

// The names of a commit's copies begin alike: `pggit.saved_1f00b2c4_`. The first is what its first save makes.
std::string copies_prefix(const store::Commit& commit) {
  const std::size_t begin = commit.save.find("pggit.saved_");
  const std::size_t end = commit.save.find('_', begin + std::string_view("pggit.saved_").size());
  return begin == std::string::npos ? "" : commit.save.substr(begin, end + 1 - begin);
}

std::vector<shadow::ScriptStatement> kept_in(const std::string& schema, const store::Commit& commit,
                                             std::vector<shadow::ScriptStatement> script) {
  const std::string prefix = copies_prefix(commit);
  if (prefix.empty() || schema == "pggit") return script;
  const std::string there = base::quote_ident(schema) + prefix.substr(prefix.find('.'));
  for (shadow::ScriptStatement& statement : script) {
    std::string& sql = statement.sql;
    for (std::size_t at = 0; (at = sql.find(prefix, at)) != std::string::npos; at += there.size())
      sql.replace(at, prefix.size(), there);
  }
  return script;
}

bool destroys_rows(const sql::Node& statement) {
  if (statement.is("DropStmt")) return statement.str("removeType") == "OBJECT_TABLE";
  if (statement.is("AlterTableStmt")) return drops_column(statement);
  return statement.is("DeleteStmt") || statement.is("TruncateStmt");
}

std::string name_of(const sql::Node& relation) {
  return base::qualified(relation.str("schemaname"), relation.str("relname"));
}

// {"List": {"items": [{"String": ...}]}}: the name that a DROP gives.
std::string dropped_name(const sql::Node& object) {
  std::vector<std::string> parts;
  for (const sql::Node& part : object.items()) parts.push_back(base::quote_ident(part.text()));
  return base::join(parts, ".");
}

}  // namespace

std::vector<std::string> tables_of(const sql::Node& statement) {
  std::vector<std::string> tables;
  if (statement.has("relation")) tables.push_back(name_of(statement["relation"]));
  for (const sql::Node& relation : statement.list("relations")) tables.push_back(name_of(relation));
  for (const sql::Node& object : statement.list("objects")) tables.push_back(dropped_name(object));
  return tables;
}

std::vector<shadow::ScriptStatement> script_of(const std::string& text) {
  std::vector<shadow::ScriptStatement> script;
  for (const syntax::sql::Slice& slice : syntax::sql::split(text)) {
    const std::string body = text.substr(slice.body, slice.end - slice.body);
    if (slice.kind == syntax::sql::SliceKind::CopyData && !script.empty()) {
      script.back().copy_data = body;
    } else {
      script.push_back({body, {}});
    }
  }
  return script;
}

std::vector<shadow::ScriptStatement> saves_of(const store::Commit& commit,
                                              const std::string& schema, bool after_up) {
  std::vector<shadow::ScriptStatement> script = script_of(commit.save);
  std::erase_if(script,
                [&](const auto& save) { return rollback::runs_after_up(save.sql) != after_up; });
  return kept_in(schema, commit, std::move(script));
}

std::vector<shadow::ScriptStatement> up_script(const store::Commit& commit,
                                               const std::string& schema) {
  std::vector<shadow::ScriptStatement> script = saves_of(commit, schema, false);
  std::ranges::move(script_of(commit.up), std::back_inserter(script));
  std::ranges::move(saves_of(commit, schema, true), std::back_inserter(script));
  return script;
}

std::vector<shadow::ScriptStatement> down_script(const store::Commit& commit,
                                                 const std::string& schema) {
  std::vector<shadow::ScriptStatement> script = script_of(commit.save);
  std::erase_if(script, [](const auto& save) { return !rollback::shapes_copy(save.sql); });
  std::ranges::move(script_of(commit.down), std::back_inserter(script));
  return kept_in(schema, commit, std::move(script));
}

std::vector<Discard> discards_of(const store::Commit& commit) {
  sql::Parser parser;
  std::vector<Discard> found;
  for (const shadow::ScriptStatement& statement : script_of(commit.down)) {
    const auto tree = parser.parse(statement.sql);
    if (!tree || !destroys_rows(tree->root())) continue;
    std::vector<std::string> tables = tables_of(tree->root());
    if (!are_copies(tables)) found.push_back({commit.migration, statement.sql, std::move(tables)});
  }
  return found;
}

}  // namespace pggit::pipeline
