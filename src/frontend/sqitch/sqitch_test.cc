#include "frontend/sqitch/sqitch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/hash.h"
#include "frontend/testing/sample.h"

namespace pggit::frontend::sqitch {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Sample = frontend::testing::SampleOf<kSqitch>;
using testing::File;

constexpr char kBy[] = " 2024-01-31T09:30:00Z Ada L. <ada@example.org>";

// A plan with these lines, each signed.
File plan_of(const std::vector<std::string>& lines, const std::string& path = "sqitch.plan") {
  std::string text = "%project=shop\n\n";
  for (const std::string& line : lines) {
    const std::size_t note = line.find('#');
    text += line.substr(0, note) + kBy + (note == line.npos ? "" : " " + line.substr(note)) + "\n";
  }
  return {path, text};
}

const File kConf{"sqitch.conf", "[core]\n\tengine = pg\n"};

TEST(Sqitch, ListsChangesInTheOrderOfThePlanWithTheirScripts) {
  Sample sample({kConf,
                 plan_of({"z # Makes z.\\nAnd more.", "@v1", "a/b [z]"}),
                 {"deploy/z.sql", "BEGIN;\nCREATE TABLE z ();\nCOMMIT;\n"},
                 {"revert/z.sql", "DROP TABLE z;\n"},
                 {"verify/z.sql", "SELECT FROM z;\n"},
                 {"deploy/a/b.sql", "SELECT 1;\nSELECT 2;\n"},
                 {"revert/a/b.sql", ""},
                 {"deploy/lost.sql", "SELECT 3;\n"},
                 {"deploy/README", ""}});
  EXPECT_EQ(sample.ids(), "z a/b | z.down a/b.down z.verify deploy/lost.sql");
  EXPECT_EQ(sample.messages(), "");
  EXPECT_EQ(sample.entry("z").description, "Makes z.");
  EXPECT_EQ(sample.entry("z").author, "Ada L. <ada@example.org>");
  EXPECT_EQ(sample.entry("z").authored_at, "2024-01-31T09:30:00Z");
  EXPECT_EQ(sample.entry("z").checksum, base::sha1_hex("BEGIN;\nCREATE TABLE z ();\nCOMMIT;\n"));
  EXPECT_EQ(sample.entry("z").version.size(), 40u);
  EXPECT_EQ(sample.entry("z").script, "deploy/z.sql");
  EXPECT_EQ(sample.entry("a/b").description, "a/b");
  EXPECT_EQ(sample.text("z"), "[\nCREATE TABLE z ();]");
  EXPECT_EQ(sample.lowered("z").transaction, ir::TransactionMode::PerMigration);
  EXPECT_EQ(sample.lowered("a/b").transaction, ir::TransactionMode::None);
  EXPECT_EQ(sample.text("z.down"), "[DROP TABLE z;\n]");
  EXPECT_EQ(sample.text("z.verify"), "[SELECT FROM z;\n]");
  EXPECT_EQ(sample.entry("z.verify").set_aside, "checks what z did");
  EXPECT_EQ(sample.entry("deploy/lost.sql").set_aside, "no change of the plan has this script");
  EXPECT_TRUE(sample.listing.session.new_session);
  EXPECT_EQ(sample.listing.history_table.schema, "sqitch");
}

TEST(Sqitch, TakesTheScriptsOfReworkedChangesByTheirTags) {
  Sample sample({kConf,
                 plan_of({"f", "@v1", "g", "@v2", "@v2b", "f [f@v2]", "@v3", "f [f@v3]"}),
                 {"deploy/f@v1.sql", "SELECT 1;"},
                 {"revert/f@v1.sql", "SELECT -1;"},
                 {"deploy/f@v3.sql", "SELECT 2;"},
                 {"revert/f@v3.sql", "SELECT -2;"},
                 {"deploy/f.sql", "SELECT 3;"},
                 {"revert/f.sql", "SELECT -3;"},
                 {"deploy/g.sql", ""},
                 {"revert/g.sql", ""}});
  EXPECT_EQ(sample.ids(), "f@v1 g f@v3 f | f@v1.down g.down f@v3.down f.down");
  EXPECT_EQ(sample.messages(), "");
  EXPECT_EQ(sample.text("f@v1"), "[SELECT 1;]");
  EXPECT_EQ(sample.text("f@v3.down"), "[SELECT -2;]");
  EXPECT_EQ(sample.text("f"), "[SELECT 3;]");
}

// Sqitch names the first tag of the newest tagged change where no file decides.
TEST(Sqitch, SaysWhichScriptsAreMissing) {
  Sample sample({kConf, plan_of({"f", "@v1", "g", "@v2", "@v2b", "f"}), {"deploy/g.sql", ""}});
  sample.run();
  EXPECT_EQ(sample.messages(),
            "sqitch.plan:3:1: there is no script `deploy/f@v2.sql`; add it, or take the change out "
            "of the plan\n"
            "sqitch.plan:5:1: warning: there is no script `revert/g.sql`: sqitch revert would stop "
            "here\n"
            "sqitch.plan:8:1: there is no script `deploy/f.sql`; add it, or take the change out of "
            "the plan\n");
}

TEST(Sqitch, FollowsItsSettings) {
  Sample sample(
      {{"sqitch.conf",
        "[core]\r\n\tengine = pg\r\n top_dir = db ; here\r\n\tplan_file = \"db/the plan\"\r\n"
        "extension=ddl\n[core \"variables\"]\nowner = a\nreader = r\n"
        "[deploy \"variables\"]\n\towner = \"b # c\"\n[revert.variables]\n reader = x\n"
        "[engine \"pg\"]\n\tdeploy_dir = db/up\n\treworked_dir = db/old\n registry = meta\n"
        "[target \"live\"]\nuri = db:pg:live\n[target \"live\" ]\n"},
       plan_of({"a", "@v1", "b", "a"}, "db/the plan"),
       {"db/up/b.ddl", "SELECT :'owner', :'reader', :'registry';"},
       {"db/revert/b.ddl", "SELECT :'owner', :'reader';"},
       {"db/old/deploy/a@v1.ddl", "SELECT 1;"},
       {"db/old/revert/a@v1.ddl", "SELECT 2;"},
       {"db/up/a.ddl", "SELECT 3;"},
       {"db/revert/a.ddl", "SELECT 4;"}});
  EXPECT_THAT(sample.ids(), HasSubstr("a@v1 b a |"));
  EXPECT_EQ(sample.text("b"), "[SELECT 'b # c', 'r', 'meta';]");
  EXPECT_EQ(sample.text("b.down"), "[SELECT 'b # c', 'x';]");
  EXPECT_EQ(sample.text("a@v1"), "[SELECT 1;]");
  EXPECT_EQ(sample.listing.history_table.schema, "meta");
  EXPECT_THAT(sample.listing.history_table.query, HasSubstr("FROM meta.changes"));
}

TEST(Sqitch, TakesTheTargetThatEnvNamesAndWhatPlaceholdersSay) {
  Sample sample({{"sqitch.conf",
                  "[core]\nengine = mysql\n[target \"live\"]\nuri = db:pg://h/live\n"
                  "[target \"live.variables\"]\na = 1\nb = 2\n[engine \"pg.variables\"]\na = 0\n"},
                 plan_of({"a"}),
                 {"deploy/a.sql", "SELECT :a, :b;"},
                 {"revert/a.sql", ""}});
  EXPECT_THAT(sample.run(), HasSubstr("is for `mysql`, which is not PostgreSQL"));
  sample.project.environment = "live";
  sample.project.placeholders = {{"b", "3"}};
  EXPECT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("a"), "[SELECT 1, 3;]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Sqitch, SaysWhatIsWrongWithItsSettings) {
  Sample sample({{"sqitch.conf",
                  "engine = pg\n[core\n[core]\nengine = pg\nengine = pg\ntop_dir = ../other\n"
                  "deploy_dir = /deploy\n[include]\npath = x\n[deploy]\nmode = \"all\n"},
                 plan_of({})});
  sample.run();
  EXPECT_EQ(
      sample.messages(),
      "sqitch.conf:1:1: stands before the first section; write [core] above it\n"
      "sqitch.conf:2:1: is no section; one is [name] or [name \"sub\"]\n"
      "sqitch.conf:11:1: `mode` has a value that cannot be read; put it in double quotes\n"
      "sqitch.conf:5:1: warning: `engine` is set twice, and Sqitch refuses that where it uses "
      "it; pggit takes this one\n"
      "sqitch.conf:9:1: another file is not read here; write its settings into this one\n"
      "sqitch.conf:6:1: `../other` leads out of the folder, and what lies outside is never "
      "read; name with --dir a folder that holds all, and write the path from there\n"
      "sqitch.conf:7:1: `/deploy` leads out of the folder, and what lies outside is never "
      "read; name with --dir a folder that holds all, and write the path from there\n");
}

TEST(Sqitch, ReadsWhatScriptsInclude) {
  Sample sample({kConf,
                 plan_of({"a"}),
                 {"deploy/a.sql", "\\i deploy/parts/t.sql\n\\ir parts/u.sql\n"},
                 {"deploy/parts/t.sql", "CREATE TABLE t ();\n"},
                 {"deploy/parts/u.sql", "CREATE TABLE u ();\n"},
                 {"revert/a.sql", ""}});
  EXPECT_EQ(sample.ids(), "a | a.down");
  EXPECT_EQ(sample.text("a"), "[CREATE TABLE t ();\n][CREATE TABLE u ();\n]");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Sqitch, ReadsNothingOutsideAndNoFileInItself) {
  Sample sample({kConf,
                 plan_of({"a"}),
                 {"deploy/a.sql", "\\ir ../../secret.sql\n\\i /etc/passwd\n\\ir b.sql\n"},
                 {"deploy/b.sql", "\\ir a.sql\n"},
                 {"../secret.sql", "SELECT 1;\n"},
                 {"revert/a.sql", ""}});
  sample.run();
  EXPECT_THAT(sample.messages(),
              HasSubstr("deploy/a.sql:1:5: there is no file `../../secret.sql`"));
  EXPECT_THAT(sample.messages(), HasSubstr("deploy/a.sql:2:4: there is no file `/etc/passwd`"));
  EXPECT_THAT(sample.messages(), HasSubstr("deploy/b.sql:1:5: `a.sql` includes itself"));
}

TEST(Sqitch, SaysWhatItNeedsOfOtherProjects) {
  Sample sample({kConf,
                 plan_of({"a [people:names !people:ages]"}),
                 {"deploy/a.sql", ""},
                 {"revert/a.sql", ""}});
  sample.run();
  EXPECT_EQ(sample.edge_cases(), "other-project a sqitch.plan:3:4\n");
  EXPECT_EQ(sample.messages(), "");
}

TEST(Sqitch, StopsAtATargetAsSqitchDoes) {
  const std::vector<File> files = {kConf,
                                   plan_of({"a", "@v1", "b", "a", "c"}),
                                   {"deploy/a@v1.sql", ""},
                                   {"deploy/a.sql", ""},
                                   {"deploy/b.sql", ""},
                                   {"deploy/c.sql", ""}};
  for (const auto& [target, ids] : std::map<std::string, std::string>{{"@v1", "a@v1 | b a c"},
                                                                      {"b", "a@v1 b | a c"},
                                                                      {"a", "a@v1 b a | c"},
                                                                      {"a@v1", "a@v1 | b a c"},
                                                                      {"@HEAD^", "a@v1 b a | c"}}) {
    Sample sample(files);
    sample.project.target_version = target;
    EXPECT_EQ(sample.ids(), ids) << target;
  }
  Sample sample(files);
  sample.project.target_version = "@v9";
  EXPECT_THAT(sample.ids(), HasSubstr("--target-version"));
}

TEST(Sqitch, FindsItsProject) {
  const File script{"sub/deploy/a.sql", "SELECT 1;"};
  const File back{"sub/revert/a.sql", ""};
  Sample below({plan_of({"a"}, "sub/sqitch.plan"), script, back});
  EXPECT_EQ(below.ids(), "a | a.down");
  EXPECT_EQ(below.entry("a").path, "sub/deploy/a.sql");
  Sample top({{"sqitch.conf", "[core]\nengine = pg\ntop_dir = sub\n"},
              plan_of({"a"}, "sub/sqitch.plan"),
              script,
              back});
  EXPECT_EQ(top.ids(), "a | a.down");
  Sample two({plan_of({"a"}, "x/sqitch.plan"), plan_of({"a"}, "y/sqitch.plan")});
  EXPECT_THAT(two.run(), HasSubstr("several projects of Sqitch: x, y"));
  Sample none({kConf});
  EXPECT_THAT(none.run(), HasSubstr("sqitch.plan: there is no such plan"));
}

TEST(Sqitch, ReadsALongPlanQuickly) {
  constexpr int kChanges = 100'000;
  std::vector<std::string> lines;
  std::vector<File> files = {kConf, {"deploy/a.sql", ""}, {"revert/a.sql", ""}};
  for (int i = 0; i < kChanges / 2; ++i) {
    const std::string n = std::to_string(i);
    lines.push_back("a" + (i > 0 ? " [a@v" + std::to_string(i - 1) + "]" : ""));
    lines.push_back("@v" + n);
    lines.push_back("c" + n + " [a]");
  }
  files.push_back(plan_of(lines));
  Sample sample(files);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(sample.run(), "");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_EQ(sample.listing.migrations.size(), 1u);
  EXPECT_EQ(sample.diagnostics.all().size(), std::size_t(kChanges - 1));
}

}  // namespace
}  // namespace pggit::frontend::sqitch
