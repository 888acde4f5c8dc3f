#include "pipeline/scratch.h"

#include "base/source.h"
#include "base/text.h"
#include "catalog/diff.h"
#include "shadow/broker.h"
#include "shadow/run_script.h"
#include "sql/print.h"
#include "syntax/sql/split.h"

namespace pggit::pipeline {
namespace {

// `role "bob" does not exist` names bob; anything else nobody.
std::string missing_role(const pg::ServerError& error) {
  constexpr std::string_view kBefore = "role \"";
  constexpr std::string_view kAfter = "\" does not exist";
  const std::string_view message = error.message;
  if (error.sqlstate != "42704" || !message.starts_with(kBefore) || !message.ends_with(kAfter))
    return "";
  return std::string(
      message.substr(kBefore.size(), message.size() - kBefore.size() - kAfter.size()));
}

// What pg_dump writes around its output; it asks for nothing.
bool is_harmless(std::string_view command) {
  return command.starts_with("\\restrict") || command.starts_with("\\unrestrict");
}

std::unexpected<base::Error> failed(const base::Sources& sources, const base::Span& span,
                                    const std::string& what) {
  return base::fail(base::ErrorCode::Input, sources.where(span) + ": " + what);
}

// Runs a script statement by statement. Where it fails for the lack of a role, that role's name comes back too.
base::Result<void> run_all(pg::Connection& session, const std::string& path,
                           const std::string& text, std::string& role) {
  base::Sources sources;
  const base::FileId file = sources.add(path, text);
  const std::vector<syntax::sql::Slice> slices = syntax::sql::split(text);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const base::Span span{file, slices[i].body, slices[i].end};
    shadow::ScriptStatement statement{std::string(sources.slice(span)), {}};
    if (slices[i].kind == syntax::sql::SliceKind::MetaCommand) {
      if (is_harmless(statement.sql)) continue;
      return failed(sources, span, "psql's " + statement.sql + " is not run");
    }
    if (i + 1 < slices.size() && slices[i + 1].kind == syntax::sql::SliceKind::CopyData) {
      const syntax::sql::Slice& rows = slices[++i];
      statement.copy_data = text.substr(rows.body, rows.end - rows.body);
    }
    if (const auto done = shadow::run_statements(session, {statement}); !done) {
      role = missing_role(done.error().error);
      return failed(sources, span, done.error().error.text());
    }
  }
  return {};
}

}  // namespace

base::Result<Scratch> Scratch::start(const shadow::ClusterOptions& options) {
  return Scratch(TRY(shadow::Cluster::start(options)), options);
}

base::Result<std::string> Scratch::new_database() {
  const std::string name = "scratch" + std::to_string(++databases_);
  TRY(cluster_.create_database(name));
  return name;
}

base::Result<void> Scratch::assume_role(const std::string& name) {
  // What is made in template1 is ready in every later database.
  pg::Connection harness = TRY(cluster_.connect_harness("template1"));
  const std::vector<std::string> made = TRY(shadow::make_roles(harness, {name}, login_));
  if (made.empty()) return base::fail(base::ErrorCode::Input, "there is no role " + name);
  roles_.push_back(name);
  return {};
}

base::Result<server::Introspection> Scratch::run_file(const std::string& path,
                                                      const std::string& text) {
  while (true) {
    const std::string database = TRY(new_database());
    std::string role;
    {
      pg::Connection session = TRY(cluster_.connect_migration(database));
      const base::Result<void> done = run_all(session, path, text, role);
      if (!done && role.empty()) return std::unexpected(done.error());
    }
    if (role.empty()) {
      pg::Connection harness = TRY(cluster_.connect_harness(database));
      return server::introspect(harness);
    }
    // Once more from the start, with the role that was missing.
    TRY(assume_role(role));
  }
}

base::Result<server::Introspection> Scratch::build(const catalog::Catalog& tree) {
  while (true) {
    const std::string database = TRY(new_database());
    pg::Connection session = TRY(cluster_.connect_migration(database));
    const server::Introspection empty = TRY(server::introspect(session));
    std::vector<shadow::ScriptStatement> script{{"SET check_function_bodies = off", {}}};
    for (const catalog::DiffStep& step : catalog::diff(empty.catalog, tree).steps) {
      for (std::string& sql : sql::print(step.op)) script.push_back({std::move(sql), {}});
    }
    const auto done = shadow::run_script(session, script, true);
    if (done) {
      pg::Connection harness = TRY(cluster_.connect_harness(database));
      return server::introspect(harness);
    }
    const std::string role = missing_role(done.error().error);
    if (role.empty()) {
      const std::size_t at = done.error().statement;
      return base::fail(
          base::ErrorCode::Input,
          done.error().error.text() + (at < script.size() ? " (" + script[at].sql + ")" : ""));
    }
    TRY(assume_role(role));
  }
}

}  // namespace pggit::pipeline
