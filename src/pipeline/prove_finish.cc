// The end of a proof run: everything is read once more, and bound texts are closed by building from nothing.
#include <algorithm>
#include <ranges>

#include "base/text.h"
#include "catalog/access.h"
#include "catalog/compare.h"
#include "catalog/dependencies.h"
#include "catalog/diff.h"
#include "pipeline/prove.h"
#include "pipeline/prove_parts.h"
#include "shadow/broker.h"
#include "sql/print.h"

namespace pggit::pipeline {
namespace {

// A child that is made from nothing has its parents' columns first, in whatever order they came to it.
ir::Object in_column_order_of(const ir::Object& source, ir::Object read) {
  const auto* as = std::get_if<ir::Table>(&source);
  auto* table = std::get_if<ir::Table>(&read);
  if (!as || !table || as->inherits.empty()) return read;
  std::ranges::sort(table->columns, {}, [&](const ir::Column& column) {
    return std::ranges::find(as->columns, column.name, &ir::Column::name) - as->columns.begin();
  });
  return read;
}

// A bound text names a function without its argument types: all of that name.
void want_overloads(const catalog::Catalog& whole, const ir::Key& name, const auto& want) {
  whole.for_each([&](const catalog::EntryRef& entry) {
    const ir::Key& key = entry->key;
    if (key.kind == ir::Kind::Function && key.schema == name.schema && key.name == name.name)
      want(key);
  });
}

// A foreign key has no bound text, and would bring in the tables around it; owners and grants have none. A foreign table is
// built as a plain one, with the same texts: the login role may make no wrapper.
catalog::EntryRef bound_part(const catalog::EntryRef& entry) {
  ir::Object alone = catalog::without_access(entry->object);
  if (auto* table = std::get_if<ir::Table>(&alone)) {
    std::erase_if(table->constraints,
                  [](const ir::Constraint& c) { return c.foreign.has_value(); });
    table->foreign.reset();
    for (ir::Column& column : table->columns) column.foreign_options.clear();
  }
  return alone == entry->object ? entry : catalog::make_entry(std::move(alone));
}

// The wanted objects and all that they need, as a catalog of their own.
catalog::Catalog subset(const catalog::Catalog& whole, const std::set<ir::Key>& wanted) {
  catalog::Catalog part;
  std::vector<ir::Key> open(wanted.begin(), wanted.end());
  // Who uses the members of an extension is not known.
  whole.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    part = part.with(entry);
    open.push_back({ir::Kind::Schema, "", std::get<ir::Extension>(entry->object).in_schema, ""});
  });
  // Nor which texts use an operator or a cast.
  whole.for_each([&](const catalog::EntryRef& entry) {
    if (entry->key.kind == ir::Kind::Operator || entry->key.kind == ir::Kind::Cast)
      open.push_back(entry->key);
  });
  const auto want = [&](const ir::Key& key) {
    if (whole.find(key) && !part.find(key)) open.push_back(key);
  };
  while (!open.empty()) {
    const ir::Key key = open.back();
    open.pop_back();
    if (!whole.find(key) || part.find(key)) continue;
    const catalog::EntryRef entry = bound_part(whole.entry(key));
    part = part.with(entry);
    want({ir::Kind::Schema, "", key.schema, ""});
    if (const auto publication = catalog::publication_of(key)) want(*publication);
    for (const catalog::Reference& reference : catalog::references(entry->object)) {
      want(reference.key);
      if (reference.key.kind == ir::Kind::Function && reference.key.sub.empty())
        want_overloads(whole, reference.key, want);
      // A bound text names a relation without saying of which kind it is.
      for (const ir::Key& found : catalog::resolve(whole, reference.key)) want(found);
    }
  }
  return part;
}

bool is_in(const std::vector<ir::Key>& keys, const ir::Key& key) {
  return std::ranges::find(keys, key) != keys.end();
}

std::set<ir::Key> unclosed(const std::vector<Closure>& closures,
                           const std::set<std::string>& closed) {
  std::set<ir::Key> keys;
  for (const Closure& closure : closures) {
    if (!closed.contains(closure.text)) keys.insert(closure.key);
  }
  return keys;
}

// Adds the objects to the first of the builds that holds none of them otherwise.
void add_to(std::vector<catalog::Catalog>& builds, const catalog::Catalog& part) {
  const auto agrees = [&](const catalog::Catalog& build) {
    bool all = true;
    part.for_each([&](const catalog::EntryRef& entry) {
      const catalog::EntryRef other = build.entry(entry->key);
      all = all && (!other || other == entry || other->hash() == entry->hash());
    });
    return all;
  };
  const auto build = std::ranges::find_if(builds, agrees);
  if (build == builds.end()) return builds.push_back(part);
  part.for_each([&](const catalog::EntryRef& entry) {
    if (!build->find(entry->key)) *build = build->with(entry);
  });
}

void lower(Proven& proven, const std::string& word, const std::string& reason) {
  if (proven.proof.word == "not proven" || proven.proof.word == "learnt") return;
  proven.proof.word = word;
  proven.proof.reason = reason;
}

}  // namespace

bool answer_for(std::vector<Proven>& history, const catalog::Catalog& expected,
                const catalog::Catalog& found, int server_major) {
  const std::vector<catalog::Difference> differences = catalog::compare(expected, found);
  for (const catalog::Difference& difference : differences) {
    for (std::size_t i = history.size(); i-- > 0;) {
      const ToRead read = to_read(history[i].step);
      const bool knew_it = is_in(read.now, difference.key) || is_in(read.later, difference.key);
      if (!knew_it && i > 0) continue;
      history[i].proof = {
          "not proven",
          "found at the end: " + ir::to_text(difference.key) + " " + difference.field + " differs",
          server_major};
      break;
    }
  }
  return !differences.empty();
}

// Extensions that the login role may not make, with what they stand on: they are there before the rest is built.
base::Result<catalog::Catalog> Prover::make_extensions_of(const catalog::Catalog& part) {
  catalog::Catalog made;
  const auto add = [&](const ir::Key& key) {
    if (const auto entry = part.entry(key)) made = made.with(entry);
  };
  std::vector<ir::Extension> extensions;
  part.for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    extensions.push_back(std::get<ir::Extension>(entry->object));
  });
  for (const ir::Extension& extension : extensions) {
    const auto done =
        shadow::create_for_role(build_->harness, {extension.name, extension.in_schema, "", login_});
    if (!done || !*done) continue;
    add(extension.key());
    add({ir::Kind::Schema, "", extension.in_schema, ""});
    for (const std::string& required : extension.required)
      add({ir::Kind::Extension, "", required, ""});
  }
  return made;
}

void Prover::drop_extensions_of(const catalog::Catalog& made) {
  made.for_each([&](const catalog::EntryRef& entry) {
    const std::string name = base::quote_ident(entry->key.name);
    if (entry->key.kind == ir::Kind::Extension)
      (void)build_->harness.run("DROP EXTENSION IF EXISTS " + name + " CASCADE");
  });
  made.for_each([&](const catalog::EntryRef& entry) {
    if (entry->key.kind == ir::Kind::Schema && entry->key.name != "public")
      (void)build_->harness.run("DROP SCHEMA IF EXISTS " + base::quote_ident(entry->key.name) +
                                " CASCADE");
  });
}

// Builds objects from our own DDL, reads them back, and notes which bound texts came out as the original text had made
// them.
base::Result<void> Prover::close(const catalog::Catalog& part) {
  const catalog::Catalog made = TRY(make_extensions_of(part));
  catalog::Catalog nothing = made;
  if (const auto publics = part.entry({ir::Kind::Schema, "", "public", ""}))
    nothing = nothing.with(publics);
  std::vector<shadow::ScriptStatement> script{{"BEGIN", {}},
                                              {"SET LOCAL check_function_bodies = off", {}}};
  for (const catalog::DiffStep& step : catalog::diff(nothing, part).steps) {
    for (std::string& sql : sql::print(step.op)) script.push_back({std::move(sql), {}});
  }
  const auto built = shadow::run_statements(build_->migration, script);
  if (built) {
    std::vector<ir::Key> keys;
    part.for_each([&](const catalog::EntryRef& entry) { keys.push_back(entry->key); });
    for (const catalog::EntryRef& entry : TRY(server::introspect_some(build_->migration, keys))) {
      const ir::Object* source = part.find(entry->key);
      const ir::Object read = in_column_order_of(*source, entry->object);
      for (Closure& closure : closures_of(*source, read)) closed_.insert(std::move(closure.text));
    }
  } else if (const std::size_t index = built.error().statement; index < script.size()) {
    unbuilt_ = script[index].sql + ": " + built.error().error.text();
  }
  (void)build_->migration.run("ROLLBACK");
  drop_extensions_of(made);
  return {};
}

// Objects of many steps in one build, where the steps agree on what they need.
base::Result<void> Prover::close_together(const std::vector<Proven>& history) {
  std::vector<catalog::Catalog> builds;
  std::set<std::string> planned;
  for (const auto& [step, closures] : pending_ | std::views::reverse) {
    const std::set<ir::Key> wanted = unclosed(closures, planned);
    if (wanted.empty()) continue;
    add_to(builds, subset(history[step].step.after, wanted));
    for (const Closure& closure : closures) planned.insert(closure.text);
  }
  for (const catalog::Catalog& build : builds) TRY(close(build));
  return {};
}

base::Result<void> Prover::finish(std::vector<Proven>& history) {
  TRY(read_unread());
  for (const auto& [step, why] : late_) history[step].proof = {"not proven", why, major_};
  server::Introspection found = TRY(server::introspect(proof_->harness));
  not_held_ = std::move(found.not_held);
  const bool hidden = answer_for(history, observed_, found.catalog, major_);
  nothing_hidden_ = late_.empty() && !hidden;
  TRY(cluster_.create_database("build"));
  build_.emplace(TRY(open_world("build")));
  TRY(close_together(history));
  // From the tip backwards what was not closed so, each step alone; every build closes what it holds for all steps.
  unbuilt_.clear();
  for (const auto& [step, closures] : pending_ | std::views::reverse) {
    const std::set<ir::Key> wanted = unclosed(closures, closed_);
    if (!wanted.empty()) TRY(close(subset(history[step].step.after, wanted)));
  }
  for (const auto& [step, closures] : pending_) {
    for (const ir::Key& key : unclosed(closures, closed_)) {
      const std::string why = "a bound text of " + ir::to_text(key) +
                              " does not come back equal when built from nothing";
      lower(history[step], "learnt", unbuilt_.empty() ? why : why + " (" + unbuilt_ + ")");
    }
  }
  return {};
}

}  // namespace pggit::pipeline
