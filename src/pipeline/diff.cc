#include "pipeline/diff.h"

#include <algorithm>
#include <future>
#include <set>

#include "base/env.h"
#include "base/text.h"
#include "catalog/apply.h"
#include "catalog/diff.h"
#include "pipeline/compare_scope.h"
#include "pipeline/history.h"
#include "pipeline/kept_forms.h"
#include "pipeline/renames.h"
#include "pipeline/scratch.h"
#include "pipeline/spelling.h"
#include "pipeline/tool_history.h"
#include "rules/locks.h"
#include "rules/table_work.h"
#include "sql/print.h"

namespace pggit::pipeline {
namespace {

constexpr std::string_view kFile = "file:";

bool is_file(const std::string& side) { return side.starts_with(kFile); }
bool is_database(const std::string& side) {
  return !is_file(side) && (side.find("://") != std::string::npos || side.contains('='));
}

struct Side {
  enum class Kind { Tree, Live, File };
  Kind kind = Kind::Tree;
  std::string name;
  catalog::Catalog catalog = {};
  bool server_forms = false;
  std::optional<store::Commit> commit = std::nullopt;  // of a tree; nothing: before the first
  std::optional<TargetServer> server = std::nullopt;   // of a live database
  std::map<std::string, int> not_held = {};
  std::vector<ir::Key> hidden = {};

  int major() const { return server ? server->major : 0; }
};

// Who has to wait for the statement, and for how long: its locks on what others use, and the tables that it reads whole or writes
// anew. `made` is not there for anybody else yet.
std::string waits_text(const ir::Op& op, const catalog::Catalog& before,
                       const std::set<ir::Key>& made) {
  std::vector<std::string> parts;
  for (const rules::Lock& lock :
       rules::locks_of({op}, before, "").value_or(std::vector<rules::Lock>())) {
    if (!made.contains(lock.on))
      parts.push_back(rules::lock_name(lock.mode) + (" on " + ir::to_text(lock.on)));
  }
  for (const rules::TableWork& work : rules::table_work(op, before)) {
    const char* what = work.work == rules::Work::Rewrite ? "rewrites " : "scans ";
    if (!made.contains(work.table)) parts.push_back(what + ir::to_text(work.table));
  }
  return parts.empty() ? "" : "-- " + base::join(parts, ", ") + "\n";
}

class Comparer {
 public:
  Comparer(Repository* repository, const project::Config& config, const Options& options)
      : repository_(repository), config_(config), options_(options), scope_(config) {}

  base::Result<Comparison> run(const std::string& a, const std::string& b) {
    TRY(leave_out_tool_table());
    // Two databases are read side by side; the store has one connection.
    const auto mode = is_database(a) && is_database(b) ? std::launch::async : std::launch::deferred;
    auto second = std::async(mode, [&] { return read(b); });
    base::Result<Side> first = read(a);
    base::Result<Side> other = second.get();
    sides_[0] = TRY(std::move(first));
    sides_[1] = TRY(std::move(other));
    return compare();
  }

  base::Result<Comparison> run_with_head(const Meanwhile& meanwhile) {
    pg::Connection& connection = *repository_->connection;
    std::future<base::Result<std::optional<server::Introspection>>> beside;
    if (meanwhile) beside = std::async(std::launch::async, [this] { return read_beside(); });
    TRY(leave_out_tool_table());
    sides_[0] = Side{.name = "HEAD"};
    if (const auto head = TRY(repository_->store->refs()).head.commit)
      sides_[0].commit = TRY(repository_->store->commit(*head));
    sides_[1] = TRY(live("the database", connection));
    auto forms = std::async(std::launch::async, [this] { return kept_forms(sides_[0].commit); });
    std::optional<server::Introspection> found;
    if (meanwhile) {
      TRY(meanwhile());
      found = TRY(beside.get());
    }
    if (!found) found = TRY(server::introspect(connection));
    if (auto kept = forms.get()) take(sides_[0], *std::move(kept));
    take(sides_[1], scope_.of(*std::move(found)));
    return compare();
  }

 private:
  // All of the database, over a connection of its own; nothing where the server gives none.
  base::Result<std::optional<server::Introspection>> read_beside() const {
    auto second = open_repository(options_.database, config_.store_schema, true);
    if (!second) return std::nullopt;
    return TRY(server::introspect(*second->connection));
  }

  // By the name that the stored project gives it.
  base::Result<void> leave_out_tool_table() {
    if (!repository_ || !TRY(repository_->store->exists())) return {};
    const ir::FrontEnd* tool = tool_of(TRY(repository_->store->refs()));
    if (!tool) return {};
    if (const auto source = TRY(repository_->store->source(tool->id)))
      scope_.leave_out_table(source->history_table.schema, source->history_table.name);
    return {};
  }

  base::Result<Comparison> compare() {
    TRY(to_server_forms());
    note_what_was_left_out();
    for (const int i : {0, 1})
      sides_[i].catalog = server::with_hidden_options(std::move(sides_[i].catalog),
                                                      sides_[i].hidden, sides_[1 - i].catalog);
    const bool alike = sides_[0].server_forms == sides_[1].server_forms;
    alike ? compare_alike() : compare_structure();
    return std::move(found_);
  }

  base::Result<Side> read(const std::string& name) {
    if (is_file(name)) return Side{.kind = Side::Kind::File, .name = name};
    if (is_database(name)) return read_live(name);
    const store::Commit commit = TRY(resolve(*repository_->store, name));
    return Side{.name = name, .commit = commit};
  }

  base::Result<void> load(Side& side) {
    catalog::Catalog tree = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
    if (side.commit) tree = TRY(repository_->store->tree(side.commit->hash));
    side.catalog = scope_.of(tree);
    return {};
  }

  base::Result<Side> read_live(const std::string& name) {
    Repository repository = TRY(open_repository(name, config_.store_schema, true));
    Side side = TRY(live(name, *repository.connection));
    take(side, TRY(scope_.read(*repository.connection)));
    return side;
  }

  // Its objects are not read yet.
  static base::Result<Side> live(const std::string& name, pg::Connection& connection) {
    return Side{
        .kind = Side::Kind::Live, .name = name, .server = TRY(read_target_server(connection))};
  }

  // Two trees are compared as they are; else every side gets the forms of one server.
  base::Result<void> to_server_forms() {
    const bool both_trees =
        sides_[0].kind == Side::Kind::Tree && sides_[1].kind == Side::Kind::Tree;
    if (both_trees) {
      for (Side& side : sides_) TRY(load(side));
      if (sides_[0].commit && sides_[1].commit)
        renames_ = TRY(renames_between(*repository_, *sides_[0].commit, *sides_[1].commit));
      return {};
    }
    for (Side& side : sides_) {
      if (side.kind == Side::Kind::File) TRY(run_file(side));
    }
    for (Side& side : sides_) {
      if (side.kind != Side::Kind::Tree || side.server_forms) continue;
      if (auto forms = kept_forms(side.commit)) {
        take(side, *std::move(forms));
        continue;
      }
      TRY(load(side));
      if (const base::Result<void> built = build(side); !built) {
        found_.no_sql = built.error().message;
        found_.not_compared.push_back("texts of views, checks, defaults and the like: " +
                                      found_.no_sql);
      }
    }
    const int major[] = {sides_[0].major(), sides_[1].major()};
    if (major[0] != 0 && major[1] != 0 && major[0] != major[1]) {
      found_.not_compared.push_back("spelling: the servers are PostgreSQL " +
                                    std::to_string(major[0]) + " and " + std::to_string(major[1]));
    }
    return {};
  }

  // Like the newer one of the live servers.
  base::Result<shadow::ClusterOptions> shadow() const {
    if (!options_.shadow)
      return base::fail(base::ErrorCode::Input, "no server was asked (--no-shadow)");
    const Side& newer = sides_[sides_[1].major() > sides_[0].major() ? 1 : 0];
    std::vector<std::string> assumptions;  // texts do not depend on them
    return shadow_for(config_, options_.role, newer.server, true, assumptions);
  }

  base::Result<Scratch*> scratch() {
    if (!scratch_) scratch_.emplace(TRY(Scratch::start(TRY(shadow()))));
    return &*scratch_;
  }

  base::Result<void> run_file(Side& side) {
    const std::string path = side.name.substr(kFile.size());
    const std::string text = TRY(base::RealDisk().read(path));
    take(side, scope_.of(TRY(TRY(scratch())->run_file(path, text))));
    found_.assumed_roles = scratch_->assumed_roles();
    return {};
  }

  base::Result<void> build(Side& side) {
    const auto kept = KeptForms::of(TRY(shadow()));
    const base::Hash tree = side.catalog.hash();
    auto forms = kept ? kept->find(tree) : std::nullopt;
    if (!forms) {
      forms = TRY(TRY(scratch())->build(side.catalog));
      if (kept) kept->put(tree, *forms);
    }
    take(side, scope_.of(*std::move(forms)));
    return {};
  }

  // Those of the whole tree, what is out of scope taken away; nothing where they are not kept.
  std::optional<server::Introspection> kept_forms(
      const std::optional<store::Commit>& commit) const {
    const auto like = shadow();
    const auto kept = commit && like ? KeptForms::of(*like) : std::nullopt;
    auto forms = kept ? kept->find(commit->tree) : std::nullopt;
    if (forms) forms = scope_.of(*std::move(forms));
    return forms;
  }

  static void take(Side& side, server::Introspection found) {
    side.catalog = std::move(found.catalog);
    side.not_held = std::move(found.not_held);
    side.hidden = std::move(found.hidden);
    side.server_forms = true;
  }

  void note_what_was_left_out() {
    for (const Side& side : sides_) {
      for (const auto& [kind, count] : side.not_held)
        found_.not_compared.push_back(std::to_string(count) + " " + kind + " in " + side.name);
    }
    if (const std::string words = scope_.left_out(); !words.empty())
      found_.not_compared.push_back("by .pggit/config.toml: " + words);
  }

  // What only the spelling tells apart is the same.
  void respell() {
    sql::Parser parser;
    catalog::Catalog& second = sides_[1].catalog;
    for (const auto& change : catalog::Catalog::changes(sides_[0].catalog, second)) {
      if (!change.before || !change.after) continue;
      if (!differ_in_spelling_alone(parser, change.before->object, change.after->object)) continue;
      second = second.with(change.before);
      ++found_.spelled_differently;
    }
  }

  void compare_alike() {
    if (sides_[0].server_forms) respell();
    for (const auto& change : catalog::Catalog::changes(sides_[0].catalog, sides_[1].catalog)) {
      Comparison::Change item{change.key, !change.before, !change.after, {}};
      if (change.before && change.after)
        item.fields = catalog::compare(change.before->object, change.after->object);
      found_.changes.push_back(std::move(item));
    }
    add_ddl(catalog::diff(sides_[0].catalog, sides_[1].catalog, renames_).steps);
  }

  // A statement at a time, each with what it meets.
  void add_ddl(const std::vector<catalog::DiffStep>& steps) {
    catalog::Catalog now = sides_[0].catalog;
    std::set<ir::Key> made;
    for (const catalog::DiffStep& step : steps) {
      add_sql(step, waits_text(step.op, now, made));
      if (const auto* create = std::get_if<ir::Create>(&step.op))
        made.insert(ir::key_of(create->object));
      if (auto after = catalog::apply(step.op, now)) now = *std::move(after);
    }
  }

  void add_sql(const catalog::DiffStep& step, std::string comment) {
    if (step.loss != catalog::RowLoss::None)
      comment += "-- rows are lost: " + ir::op_name(step.op) +
                 (step.note.empty() ? "" : " (" + step.note + ")") + "\n";
    for (const std::string& sql : sql::print(step.op)) {
      found_.sql.push_back(comment + sql);
      comment.clear();
    }
  }

  // A tree against server forms: structure alone can be told.
  void compare_structure() {
    const bool tree_first = !sides_[0].server_forms;
    const Side& tree = sides_[tree_first ? 0 : 1];
    const Side& other = sides_[tree_first ? 1 : 0];
    std::map<ir::Key, Comparison::Change> changes;
    for (catalog::Difference d : catalog::compare(tree.catalog, other.catalog)) {
      if (!tree_first) std::swap(d.before, d.after);
      Comparison::Change& change = changes[d.key];
      change.key = d.key;
      change.is_created = d.field.empty() && d.before.empty();
      change.is_dropped = d.field.empty() && !change.is_created;
      if (!d.field.empty()) change.fields.push_back(std::move(d));
    }
    for (auto& [key, change] : changes) found_.changes.push_back(std::move(change));
  }

  Repository* repository_;
  const project::Config& config_;
  const Options& options_;
  CompareScope scope_;
  Side sides_[2];
  std::optional<Scratch> scratch_;
  catalog::RenameHints renames_;
  Comparison found_;
};

std::string fields_text(const catalog::Difference& field) {
  const auto or_nothing = [](const std::string& value) { return value.empty() ? "-" : value; };
  return "    " + field.field + ": " + or_nothing(field.before) + " => " + or_nothing(field.after) +
         "\n";
}

std::string sql_text(const Comparison& comparison) {
  if (!comparison.no_sql.empty()) return "-- no DDL: " + comparison.no_sql + "\n";
  if (comparison.sql.empty()) return "";
  // Bodies of functions may name what a later statement makes.
  std::string text = "SET check_function_bodies = off;\n";
  for (const std::string& statement : comparison.sql) text += statement + ";\n";
  return text;
}

std::string notes(const Comparison& comparison, const std::string& before) {
  std::string text;
  for (const std::string& what : comparison.not_compared)
    text += before + "not compared: " + what + "\n";
  if (comparison.spelled_differently > 0)
    text += before + "spelled differently: " + std::to_string(comparison.spelled_differently) +
            " objects\n";
  if (!comparison.assumed_roles.empty())
    text += before + "assumed roles: " + base::join(comparison.assumed_roles, ", ") + "\n";
  return text;
}

std::string json_list(const std::vector<std::string>& items) {
  std::vector<std::string> quoted;
  for (const std::string& item : items) quoted.push_back(json_text(item));
  return "[" + base::join(quoted, ",") + "]";
}

std::string change_json(const Comparison::Change& change) {
  std::vector<std::string> fields;
  for (const catalog::Difference& field : change.fields) {
    fields.push_back("{\"field\":" + json_text(field.field) + ",\"before\":" +
                     json_text(field.before) + ",\"after\":" + json_text(field.after) + "}");
  }
  const char* what = change.is_created ? "CREATE" : change.is_dropped ? "DROP" : "ALTER";
  return std::string("{\"change_type\":\"") + what +
         "\",\"object_type\":" + json_text(ir::kind_name(change.key.kind)) +
         ",\"schema_name\":" + json_text(change.key.schema) +
         ",\"object_name\":" + json_text(change.key.name) +
         ",\"object_sub\":" + json_text(change.key.sub) + ",\"fields\":[" +
         base::join(fields, ",") + "]}";
}

}  // namespace

bool is_outside_the_store(const std::string& side) { return is_file(side) || is_database(side); }

base::Result<Comparison> compare_sides(Repository* repository, const std::string& a,
                                       const std::string& b, const Options& options) {
  const project::Config config = TRY(project_config(options));
  return Comparer(repository, config, options).run(a, b);
}

base::Result<Comparison> compare_with_head(Repository& repository, const Options& options,
                                           const Meanwhile& meanwhile) {
  const project::Config config = TRY(project_config(options));
  return Comparer(&repository, config, options).run_with_head(meanwhile);
}

std::string comparison_text(const Comparison& comparison, bool as_sql) {
  if (as_sql) return sql_text(comparison) + notes(comparison, "-- ");
  std::string text;
  for (const Comparison::Change& change : comparison.changes) {
    const char* mark = change.is_created ? "+ " : change.is_dropped ? "- " : "~ ";
    text += mark + ir::to_text(change.key) + "\n";
    for (const catalog::Difference& field : change.fields) text += fields_text(field);
  }
  return text + notes(comparison, "");
}

std::string comparison_json(const Comparison& comparison) {
  std::vector<std::string> changes;
  for (const Comparison::Change& change : comparison.changes)
    changes.push_back(change_json(change));
  return "{\"changes\":[" + base::join(changes, ",\n") +
         "],\n\"sql\":" + json_list(comparison.sql) +
         ",\"not_compared\":" + json_list(comparison.not_compared) +
         ",\"spelled_differently\":" + std::to_string(comparison.spelled_differently) +
         ",\"assumed_roles\":" + json_list(comparison.assumed_roles) + "}\n";
}

}  // namespace pggit::pipeline
