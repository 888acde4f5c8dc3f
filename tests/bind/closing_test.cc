// Closing: DDL printed from the source form, run by the server under an empty search_path, gives the server form that
// the original text gave. Output names and types are those that were predicted.
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "base/text.h"
#include "bind/bind.h"
#include "bind/expression.h"
#include "bind/query.h"
#include "bind/row_access.h"
#include "bind/type_name.h"
#include "shadow/cluster_testing.h"
#include "sql/parse.h"
#include "tests/bind/closing_corpus.h"

namespace pggit {
namespace {

using shadow::testing::value;

const std::string kOurs = "SET search_path = app, public";
const std::string kNone = "SET search_path = ''";

class Closing : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    cluster_.emplace(shadow::testing::started());
    ASSERT_TRUE(cluster_->create_database("a"));
    session_.emplace(shadow::testing::migration(*cluster_, "a"));
    bind_session_.search_path = {"app", "public"};
    for (const char* statement : testing::kClosingSchema) {
      const pg::Execution done = session_->run(statement);
      ASSERT_TRUE(done) << done.error().text();
      apply(statement);
    }
  }

  void apply(const std::string& statement) {
    const auto tree = parser_.parse(statement);
    ASSERT_TRUE(tree) << tree.error().message;
    bind::BoundStatement bound = bind::bind(tree->root(), catalog_, bind_session_, nullptr);
    for (const ir::Op& op : bound.ops)
      ASSERT_FALSE(std::holds_alternative<ir::Opaque>(op)) << statement;
    catalog_ = std::move(bound.after);
  }

  bind::Names names() const { return {&catalog_, bind_session_.search_path, bind_session_.user}; }

  // Runs the statements and gives the last one's first value, all undone again; or what the server said.
  std::string tried(const std::vector<std::string>& statements) {
    session_->run("BEGIN");
    std::string out;
    for (const std::string& statement : statements) {
      const pg::Execution done = session_->run(statement);
      if (!done) {
        out = "refused: " + done.error().text() + "\n  " + statement;
        break;
      }
      out = done->count() > 0 ? std::string(done->text(0, 0)) : "";
    }
    session_->run("ROLLBACK");
    return out;
  }

  // `view` is the view's name, with a column list where the query's own names would clash.
  std::string view_form(const std::string& path, const std::string& view, const std::string& query,
                        const std::vector<std::string>& before = {},
                        const std::vector<std::string>& after = {}) {
    std::vector<std::string> all = before;
    all.insert(all.end(), {path, "CREATE VIEW app." + view + " AS " + query});
    all.insert(all.end(), after.begin(), after.end());
    all.insert(all.end(), {kNone, "SELECT pg_get_viewdef('app.v'::regclass)"});
    return tried(all);
  }

  std::string view_columns(const std::string& query) {
    const auto columns = session_->describe(query);
    if (!columns) return columns.error().text();
    std::string out;
    for (const pg::ColumnDescription& column : *columns) out += column.name + "|";
    return out;
  }

  // Column lists for queries that name two columns alike, which no view may.
  std::vector<std::string> aliases_for(const bind::BoundQuery& bound) {
    std::set<std::string> names;
    for (const ir::ViewColumn& column : bound.columns) names.insert(column.name);
    std::vector<std::string> out;
    for (std::size_t i = 0; names.size() < bound.columns.size() && i < bound.columns.size(); ++i)
      out.push_back("c" + std::to_string(i));
    return out;
  }

  static std::string view_name(const std::vector<std::string>& aliases) {
    return aliases.empty() ? "v" : "v (" + base::join(aliases, ", ") + ")";
  }

  bind::BoundQuery bound_query(const std::string& query,
                               const std::vector<std::string>& aliases = {}) {
    const auto tree = parser_.parse(query);
    EXPECT_TRUE(tree) << query;
    return bind::bind_query(tree->root(), names(), aliases);
  }

  ir::Expression bound_check(const std::string& expression) {
    const auto tree = parser_.parse_expression(expression);
    EXPECT_TRUE(tree) << expression;
    const auto* users = catalog_.get<ir::Table>({ir::Kind::Table, "app", "users", ""});
    return bind::bind_expression(tree->root(), names(), bind::Scope::of_table(*users));
  }

  std::string check_form(const std::string& path, const std::string& expression) {
    return tried({path, "ALTER TABLE app.users ADD CONSTRAINT c CHECK (" + expression + ")", kNone,
                  "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'c'"});
  }

  sql::Parser parser_;
  bind::Session bind_session_;
  catalog::Catalog catalog_;
  std::optional<shadow::Cluster> cluster_;
  std::optional<pg::Connection> session_;
};

TEST_F(Closing, PrintsViewsThatTheServerStoresAlike) {
  int closed = 0, unread = 0;
  for (const char* text : testing::kClosingQueries) {
    SCOPED_TRACE(text);
    bind::BoundQuery bound = bound_query(text);
    if (!bound.complete) {
      ++unread;
      std::printf("unread: %s\n        %s\n", text, bound.problem.c_str());
      continue;
    }
    session_->run(kOurs);
    std::string predicted;
    for (const ir::ViewColumn& column : bound.columns) predicted += column.name + "|";
    EXPECT_EQ(predicted, view_columns(text));
    const std::vector<std::string> aliases = aliases_for(bound);
    if (!aliases.empty()) bound = bound_query(text, aliases);
    const std::string original = view_form(kOurs, view_name(aliases), text);
    const std::string ours = view_form(kNone, view_name(aliases), bound.query.sql());
    EXPECT_FALSE(original.starts_with("refused"));
    EXPECT_EQ(ours, original) << bound.query.sql();
    closed += ours == original;
  }
  std::printf("%d closed, %d unread of %zu\n", closed, unread, std::size(testing::kClosingQueries));
}

TEST_F(Closing, PrintsChecksThatTheServerStoresAlike) {
  for (const char* text : testing::kClosingExpressions) {
    SCOPED_TRACE(text);
    const std::string original = check_form(kOurs, text);
    ASSERT_FALSE(original.starts_with("refused")) << original;
    const std::string ours = bound_check(text).sql();
    EXPECT_EQ(check_form(kNone, ours), original) << ours;
  }
}

TEST_F(Closing, SpellsTypesAsFormatTypeDoes) {
  for (const std::string text : testing::kClosingTypes) {
    SCOPED_TRACE(text);
    // A column takes no %TYPE; there the referenced column's own type is expected.
    const bool refers = text.ends_with("%TYPE");
    const std::string original =
        tried({kOurs,
               refers ? "CREATE TABLE app.t AS SELECT name AS c FROM app.users"
                      : "CREATE TABLE app.t (c " + text + ")",
               kNone,
               "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = "
               "'app.t'::regclass AND attname = 'c'"});
    const std::string function =
        "CREATE FUNCTION f(c " + text + ") RETURNS void LANGUAGE sql AS ''";
    const auto tree = parser_.parse(function);
    ASSERT_TRUE(tree);
    const sql::Node type = tree->root().list("parameters").at(0)["argType"];
    EXPECT_EQ(bind::bind_type(type, names()).sql(), original);
  }
}

// What only the server knows is refused, never guessed.
TEST_F(Closing, RefusesStarsOverColumnsThatItDoesNotKnow) {
  for (const char* text :
       {"SELECT * FROM nowhere", "SELECT n.* FROM nowhere n",
        "SELECT * FROM pg_stat_get_activity(1)", "SELECT * FROM (SELECT 1 AS a, 2 AS a) s",
        "SELECT * FROM (orders JOIN lines USING (user_id)) AS x",
        "SELECT id FROM users NATURAL JOIN nowhere"}) {
    EXPECT_FALSE(bound_query(text).complete) << text;
  }
  EXPECT_TRUE(bound_query("SELECT n.id FROM nowhere n").complete);
}

TEST_F(Closing, UndoesInsertsByKeysOfTheTextOnly) {
  const auto undo = [&](const std::string& insert) {
    const auto tree = parser_.parse(insert);
    EXPECT_TRUE(tree) << insert;
    return bind::row_access(tree->root(), names()).undo.value_or("none");
  };
  EXPECT_EQ(undo("INSERT INTO users (email, id) VALUES ('a', 1), ('b', '2'::integer)"),
            "DELETE FROM app.users WHERE (id) IN ((1), (CAST('2' AS integer)))");
  EXPECT_EQ(undo("INSERT INTO users VALUES (7, 'a')"), "DELETE FROM app.users WHERE (id) IN ((7))");
  EXPECT_EQ(undo("INSERT INTO users (email) VALUES ('a')"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) VALUES (nextval('ticket'))"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) VALUES (DEFAULT)"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) VALUES (NULL)"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) VALUES (1) ON CONFLICT DO NOTHING"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) SELECT 1"), "none");
  EXPECT_EQ(undo("INSERT INTO users (id) OVERRIDING USER VALUE VALUES (1)"), "none");
  EXPECT_EQ(undo("INSERT INTO lines (id) VALUES (1)"), "none");
}

// What a rename does to the pieces is what the server does to the stored tree.
TEST_F(Closing, FollowsRenamesAsTheServerDoes) {
  const std::vector<std::string> renames = {
      "ALTER TABLE app.users RENAME TO people", "ALTER TABLE app.people RENAME email TO \"Mail\"",
      "ALTER TYPE app.mood RENAME TO temper", "ALTER SEQUENCE app.ticket RENAME TO number",
      "ALTER FUNCTION app.twice(integer) RENAME TO doubled"};
  int followed = 0, asked = 0;
  for (const char* text : testing::kClosingQueries) {
    bind::BoundQuery bound = bound_query(text);
    if (!bound.complete) continue;
    SCOPED_TRACE(text);
    const std::vector<std::string> aliases = aliases_for(bound);
    bound = bound_query(text, aliases);
    bound.query.rename_relation("app", "users", "app", "people");
    bound.query.rename_column("app", "people", "email", "Mail");
    bound.query.rename_type("app", "mood", "app", "temper");
    bound.query.rename_relation("app", "ticket", "app", "number");
    bound.query.rename_function("app", "twice", "app", "doubled");
    const std::string ours_form = view_form(kNone, view_name(aliases), bound.query.sql(), renames);
    const std::string theirs_form = view_form(kOurs, view_name(aliases), text, {}, renames);
    EXPECT_EQ(ours_form, theirs_form) << bound.query.sql();
    ++asked;
    followed += ours_form == theirs_form;
  }
  std::printf("%d of %d followed\n", followed, asked);
}

}  // namespace
}  // namespace pggit
