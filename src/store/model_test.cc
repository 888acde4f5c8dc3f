#include "store/model.h"

#include <gtest/gtest.h>

namespace pggit::store {
namespace {

ir::Column column(const std::string& name, const std::string& type = "integer") {
  ir::Column column;
  column.name = name;
  column.type.name = type;
  return column;
}

ir::Table table(std::vector<ir::Column> columns) {
  ir::Table table;
  table.schema = "app";
  table.name = "t";
  table.columns = std::move(columns);
  return table;
}

Severity severity(const std::optional<ir::Object>& before, const std::optional<ir::Object>& after) {
  catalog::Catalog::Change change;
  if (before) change.before = catalog::make_entry(*before);
  if (after) change.after = catalog::make_entry(*after);
  change.key = (after ? change.after : change.before)->key;
  return classify(change);
}

// The worked example of FORMAT.md.
Commit worked_example() {
  ir::Table t = table({column("id")});
  t.columns[0].not_null = true;
  Commit commit;
  commit.tree = catalog::Catalog().with(ir::Object(t)).hash();
  commit.migration = "V1";
  commit.up = "CREATE TABLE app.t (id integer NOT NULL);\n";
  commit.down = "DROP TABLE app.t;\n";
  commit.message = "V1 create t";
  return commit;
}

TEST(CommitHash, IsThatOfTheWorkedExample) {
  EXPECT_EQ(worked_example().tree.hex(),
            "2486a03b378fbbb0286ecec27ce89d8c33665146c167217bd88c165f57c4e88f");
  EXPECT_EQ(commit_hash(worked_example()).hex(),
            "24e8b7348739f8795da80643b5413addda9fd972d224522a5e4d4d17c101e06d");
}

TEST(CommitHash, ChangesWithEveryFieldThatItCovers) {
  const base::Hash hash = commit_hash(worked_example());
  for (std::string Commit::* field : {&Commit::migration, &Commit::up, &Commit::down,
                                      &Commit::message, &Commit::author, &Commit::authored_at}) {
    Commit changed = worked_example();
    changed.*field += "x";
    EXPECT_NE(commit_hash(changed), hash);
  }
  Commit child = worked_example();
  child.parents = {hash};
  EXPECT_NE(commit_hash(child), hash);
  Commit other = worked_example();
  other.tree.bytes[31] ^= 1;
  EXPECT_NE(commit_hash(other), hash);
}

TEST(CommitHash, TellsParentsInTheirOrder) {
  Commit commit = worked_example();
  const base::Hash a = base::sha256("a");
  const base::Hash b = base::sha256("b");
  commit.parents = {a, b};
  const base::Hash hash = commit_hash(commit);
  commit.parents = {b, a};
  EXPECT_NE(commit_hash(commit), hash);
}

TEST(CommitHash, CoversNothingThatCanBeFoundOutAgain) {
  Commit commit = worked_example();
  commit.proof = {"proven", "", 15};
  commit.rollback_class = "exact";
  commit.checksum = "17";
  commit.source_path = "somewhere/V1.sql";
  commit.tool_version = "1";
  commit.up_in_transaction = false;
  commit.intent = "Create t";
  commit.versions = {{{ir::Kind::Table, "app", "t", ""}, {1, 0, 0}}};
  EXPECT_EQ(commit_hash(commit), commit_hash(worked_example()));
}

TEST(Classify, CallsADropMajorAndSomethingNewMinor) {
  EXPECT_EQ(severity(table({}), std::nullopt), Severity::Major);
  EXPECT_EQ(severity(std::nullopt, table({})), Severity::Minor);
}

TEST(Classify, CallsALostRenamedOrRetypedColumnMajor) {
  EXPECT_EQ(severity(table({column("a"), column("b")}), table({column("a")})), Severity::Major);
  EXPECT_EQ(severity(table({column("a")}), table({column("b")})), Severity::Major);
  EXPECT_EQ(severity(table({column("a")}), table({column("a", "smallint")})), Severity::Major);
}

TEST(Classify, CallsAColumnThatWritersMustFillMajor) {
  ir::Column required = column("b");
  required.not_null = true;
  EXPECT_EQ(severity(table({column("a")}), table({column("a"), required})), Severity::Major);
  EXPECT_EQ(severity(table({column("b")}), table({required})), Severity::Major);
  EXPECT_EQ(severity(table({required}), table({column("b")})), Severity::Patch);
  required.identity = ir::Identity();
  EXPECT_EQ(severity(table({column("a")}), table({column("a"), required})), Severity::Minor);
}

TEST(Classify, CallsAnAddedColumnOrConstraintMinorAndACommentPatch) {
  EXPECT_EQ(severity(table({}), table({column("a")})), Severity::Minor);
  ir::Table unique = table({column("a")});
  unique.constraints.emplace_back();
  unique.constraints.back().name = "a_key";
  EXPECT_EQ(severity(table({column("a")}), unique), Severity::Minor);
  EXPECT_EQ(severity(unique, table({column("a")})), Severity::Patch);
  ir::Table spoken = table({column("a")});
  spoken.comment = "words";
  EXPECT_EQ(severity(table({column("a")}), spoken), Severity::Patch);
}

TEST(Classify, LooksAtLabelsOfEnumsAndColumnsOfViews) {
  const ir::Enum two{"app", "mood", {"sad", "glad"}, {}};
  const ir::Enum three{"app", "mood", {"sad", "so so", "glad"}, {}};
  EXPECT_EQ(severity(two, three), Severity::Minor);
  EXPECT_EQ(severity(three, two), Severity::Major);
  ir::View narrow;
  narrow.schema = "app";
  narrow.name = "v";
  narrow.columns.resize(1);
  narrow.columns[0].name = "a";
  ir::View wide = narrow;
  wide.columns.emplace_back();
  wide.columns[1].name = "b";
  EXPECT_EQ(severity(narrow, wide), Severity::Minor);
  EXPECT_EQ(severity(wide, narrow), Severity::Major);
  ir::View spoken = narrow;
  spoken.comment = "words";
  EXPECT_EQ(severity(narrow, spoken), Severity::Patch);
}

TEST(Classify, CallsAnotherResultOfAFunctionMajorAndAnotherBodyPatch) {
  ir::Function before;
  before.schema = "app";
  before.name = "f";
  ir::Function after = before;
  after.body = "SELECT 2";
  EXPECT_EQ(severity(before, after), Severity::Patch);
  after.returns_set = true;
  EXPECT_EQ(severity(before, after), Severity::Major);
}

TEST(NextVersions, StartsAtOneAndRaisesWhatTheDifferenceSays) {
  const catalog::Catalog none;
  const catalog::Catalog one = none.with(ir::Object(table({column("a")})));
  const catalog::Catalog two = none.with(ir::Object(table({column("a"), column("b")})));
  const ir::Key key{ir::Kind::Table, "app", "t", ""};
  const auto version = [&](const std::map<ir::Key, SemanticVersion>& known,
                           const catalog::Catalog& before, const catalog::Catalog& after) {
    return next_versions(known, catalog::Catalog::changes(before, after)).at(0).version.text();
  };
  EXPECT_EQ(version({}, none, one), "1.0.0");
  EXPECT_EQ(version({{key, {1, 4, 2}}}, one, two), "1.5.0");
  EXPECT_EQ(version({{key, {1, 4, 2}}}, two, one), "2.0.0");
  EXPECT_EQ(version({{key, {1, 4, 2}}}, one, none), "2.0.0");
  EXPECT_EQ(version({{key, {3, 0, 0}}}, none, one), "1.0.0") << "made anew after a drop";
  EXPECT_TRUE(next_versions({}, {}).empty());
}

}  // namespace
}  // namespace pggit::store
