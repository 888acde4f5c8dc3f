// The binder against the server, statement by statement: each statement of tests/bind/scripts/*.sql is bound and applied
// to the virtual catalog, run by a real server, and the catalog that is read back must be the one that was predicted.
// At the end of a script the predicted catalog is built from nothing in a second database, which must be the same to
// the letter of every server form.
//
// A comment before a statement says what else is expected:
//   -- learnt: REASON   the server takes it, we do not predict it; REASON is in our words
//   -- refused          the server refuses it, and so do we
//   -- fails            the server refuses it; we may predict what we like
//   -- otherwise before N: REASON   a server before PostgreSQL N does something else, which we do not predict
// The scripts are written for Debian's server. One of another version may refuse statements or do what we do not predict; what
// is predicted has to be right there too.
// A script that begins with `-- superuser` is run by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "bind/bind.h"
#include "bind/source_form.h"
#include "catalog/compare.h"
#include "catalog/diff.h"
#include "pipeline/oracle.h"
#include "server/introspect.h"
#include "shadow/broker.h"
#include "shadow/cluster_testing.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "syntax/sql/split.h"

namespace pggit {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSuperuser = "-- superuser\n";
constexpr int kWrittenFor = 15;
const fs::path kScripts = fs::path(PGGIT_SOURCE_DIR) / "tests" / "bind" / "scripts";

std::string read_file(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Item {
  int line = 0;
  std::string text;
  std::string learnt;      // why we do not predict it
  bool refused = false;    // by both
  bool fails = false;      // on the server
  bool otherwise = false;  // on this server
};

// "-- otherwise before 15: REASON"
bool is_otherwise(const std::string& line, int major) {
  static const std::regex kOtherwise("-- otherwise before ([0-9]+): .*");
  std::smatch found;
  return std::regex_match(line, found, kOtherwise) && major < std::stoi(found[1]);
}

Item item_of(const std::string& script, const syntax::sql::Slice& slice, int major) {
  Item item;
  item.line = 1 + int(std::count(script.begin(), script.begin() + slice.body, '\n'));
  item.text = script.substr(slice.body, slice.end - slice.body);
  std::stringstream comments(script.substr(slice.begin, slice.body - slice.begin));
  for (std::string line; std::getline(comments, line);) {
    if (line.starts_with("-- learnt: ")) item.learnt = line.substr(11);
    item.otherwise |= is_otherwise(line, major);
    item.refused |= line == "-- refused";
    item.fails |= line == "-- fails";
  }
  return item;
}

std::string text_of(const catalog::Difference& d) {
  return ir::to_text(d.key) + (d.field.empty() ? "" : " " + d.field) + "\n    predicted " +
         (d.before.empty() ? "nothing" : d.before) + "\n    found     " +
         (d.after.empty() ? "nothing" : d.after);
}

// Casts among text types on string constants are left where they stood before an ALTER TYPE.
std::string without_text_casts(const std::string& text) {
  static const std::regex kCast("'::(text|character varying|bpchar)\\b");
  return std::regex_replace(text, kCast, "'");
}

// What we say instead of a prediction; empty: it is predicted.
std::string unpredicted(const std::vector<ir::Op>& ops) {
  for (const ir::Op& op : ops) {
    if (const auto* opaque = std::get_if<ir::Opaque>(&op)) return opaque->why;
    if (const auto* not_held = std::get_if<ir::NotHeld>(&op)) return not_held->what;
  }
  return "";
}

bool has_unknown_type(const ir::Op& op) {
  const auto* create = std::get_if<ir::Create>(&op);
  const auto* replace = std::get_if<ir::Replace>(&op);
  if (!create && !replace) return false;
  const ir::Object& object = create ? create->object : replace->object;
  const auto unknown = [](const auto& column) { return !column.type.is_known(); };
  if (const auto* table = std::get_if<ir::Table>(&object))
    return std::ranges::any_of(table->columns, unknown);
  if (const auto* view = std::get_if<ir::MaterializedView>(&object))
    return std::ranges::any_of(view->columns, unknown);
  const auto* view = std::get_if<ir::View>(&object);
  return view && std::ranges::any_of(view->columns, unknown);
}

class BinderOnServer : public ::testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() {
    if (shadow::servers_for_tests().empty()) return;
    cluster_.emplace(shadow::testing::started());
    auto harness = cluster_->connect_harness("template1");
    ASSERT_TRUE(harness &&
                shadow::make_roles(*harness, {"reader", "writer", "Odd Role"}, "migrator"));
    major_ = shadow::servers_for_tests()[0].major;
  }
  static void TearDownTestSuite() { cluster_.reset(); }

  static void set_superuser(const char* word) {
    auto harness = cluster_->connect_harness("template1");
    ASSERT_TRUE(harness && harness->run(std::string("ALTER ROLE migrator ") + word));
  }

  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    script_ = read_file(kScripts / (GetParam() + ".sql"));
    if (script_.starts_with(kSuperuser)) set_superuser("SUPERUSER");
    ASSERT_TRUE(cluster_->create_database(GetParam()));
    session_.emplace(shadow::testing::migration(*cluster_, GetParam()));
    bind_session_.user = "migrator";
    bind_session_.roles->insert("migrator");
    learn();
  }

  void TearDown() override {
    session_.reset();
    if (cluster_) (void)cluster_->drop_database(GetParam());
    if (cluster_ && script_.starts_with(kSuperuser)) set_superuser("NOSUPERUSER");
  }

  catalog::Catalog read_back() {
    auto found = server::introspect(*session_);
    EXPECT_TRUE(found) << found.error().message;
    return found ? std::move(found->catalog) : catalog::Catalog();
  }

  // What the server has and we did not predict is taken over from it.
  void learn() {
    const catalog::Catalog found = read_back();
    std::set<ir::Key> keys;
    for (const catalog::Difference& d : catalog::compare(catalog_, found)) keys.insert(d.key);
    for (const ir::Key& key : keys) {
      const catalog::EntryRef entry = found.entry(key);
      catalog_ = entry ? catalog_.with(entry) : catalog_.without(key);
    }
    catalog_ = bind::with_source_forms(catalog_, {keys.begin(), keys.end()}, parser_);
  }

  void expect_as_predicted() {
    const std::vector<catalog::Difference> differences = catalog::compare(catalog_, read_back());
    for (const catalog::Difference& d : differences) ADD_FAILURE() << text_of(d);
    if (!differences.empty()) learn();
  }

  void step(const Item& item) {
    const auto tree = parser_.parse(item.text);
    ASSERT_TRUE(tree) << tree.error().message;
    pipeline::SessionOracle oracle(*session_);
    bind::BoundStatement bound = bind::bind(tree->root(), catalog_, bind_session_, &oracle);
    const pg::Execution done = session_->run(item.text);
    const std::string why = unpredicted(bound.ops);
    const bool is_other = major_ != kWrittenFor;
    if (is_other && (!done || !why.empty() || item.otherwise)) return learn();
    if (!is_other && (item.fails || item.refused)) {
      EXPECT_FALSE(done) << "the server takes it";
      EXPECT_TRUE(item.fails || !why.empty()) << "we predict something";
      return;
    }
    if (!done) {
      ADD_FAILURE() << "the server refuses it: " << done.error().text();
      return;
    }
    ++tried_;
    EXPECT_TRUE(is_other || why == item.learnt) << why;
    if (!why.empty()) return learn();
    for (const ir::Op& op : bound.ops) EXPECT_FALSE(has_unknown_type(op));
    catalog_ = std::move(bound.after);
    expect_as_predicted();
  }

  // The predicted catalog, built from nothing.
  void close() {
    const std::string copy = GetParam() + "_copy";
    const catalog::Catalog original = read_back();
    ASSERT_TRUE(cluster_->create_database(copy));
    session_.emplace(shadow::testing::migration(*cluster_, copy));
    ASSERT_TRUE(session_->run("SET check_function_bodies = off"));
    const catalog::Diff way = catalog::diff(read_back(), catalog_);
    for (const catalog::DiffStep& step : way.steps) {
      for (const std::string& sql : sql::print(step.op)) {
        const pg::Execution done = session_->run(sql);
        EXPECT_TRUE(done) << sql << "\n  " << done.error().text();
      }
    }
    for (const catalog::Difference& d : catalog::compare(original, read_back())) {
      if (without_text_casts(d.before) != without_text_casts(d.after))
        ADD_FAILURE() << "built from nothing: " << text_of(d);
    }
    session_.reset();
    (void)cluster_->drop_database(copy);
  }

  static inline std::optional<shadow::Cluster> cluster_;
  static inline int major_ = 0;
  std::string script_;
  std::optional<pg::Connection> session_;
  sql::Parser parser_;
  bind::Session bind_session_;
  catalog::Catalog catalog_;
  int tried_ = 0;
};

TEST_P(BinderOnServer, PredictsWhatEachStatementDoes) {
  for (const syntax::sql::Slice& slice : syntax::sql::split(script_)) {
    const Item item = item_of(script_, slice, major_);
    SCOPED_TRACE(GetParam() + ".sql:" + std::to_string(item.line) + ": " + item.text);
    step(item);
  }
  EXPECT_GT(tried_, 0) << "nothing was compared";
  close();
  std::cout << tried_ << " statements\n";
}

std::vector<std::string> script_names() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(kScripts))
    names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Scripts, BinderOnServer, ::testing::ValuesIn(script_names()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace pggit
