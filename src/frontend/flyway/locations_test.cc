#include "frontend/flyway/locations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/sample.h"

namespace pggit::frontend::flyway {
namespace {

using testing::File;
using ::testing::HasSubstr;
using testing::Sample;

// "path (script)" of what is found, or the error.
std::string found(Sample& sample) {
  const auto layout = find_layout(sample.project);
  if (!layout) return "error: " + layout.error().message;
  std::string out;
  for (const FoundFile& file : layout->files) {
    out += (out.empty() ? "" : ", ") + file.shown + " (" + file.script + ")";
  }
  return out;
}

TEST(FlywayWildcards, MatchAsFlywaysDo) {
  EXPECT_TRUE(matches_wildcards("*", "a/V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("*", "a/b/V1__x.sql"));
  EXPECT_FALSE(matches_wildcards("*", "V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("**/test", "test/V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("**/test", "a/b/test/c/V1__x.sql"));
  EXPECT_FALSE(matches_wildcards("**/test", "a/tests/V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("release?/*", "release1/a/V1__x.sql"));
  EXPECT_FALSE(matches_wildcards("release?", "release10/V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("**/*.sql", "a/b/V1__x.sql"));
  EXPECT_TRUE(matches_wildcards("V1*.sql", "V1__x.sql"));
  EXPECT_FALSE(matches_wildcards("V1*.sql", "a/V1__x.sql"));
  EXPECT_FALSE(matches_wildcards("*.sql", ".sql"));
}

TEST(FlywayWildcards, StayQuickOnHostilePatterns) {
  std::string pattern = "x";
  std::string path = "x";
  for (int i = 0; i < 60; ++i) {
    pattern += "/**/*a*a*a*a*";
    path += "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
  }
  EXPECT_TRUE(matches_wildcards(pattern, path + "/V1__x.sql"));
  EXPECT_FALSE(matches_wildcards(pattern + "/no", path + "/V1__x.sql"));
}

TEST(FlywayLocations, AreTheUsualFoldersWhereNoneIsConfigured) {
  for (const char* folder :
       {"src/main/resources/db/migration/", "db/migration/", "sql/", "migrations/", ""}) {
    Sample sample{{std::string(folder) + "V1__x.sql", ""}};
    EXPECT_EQ(found(sample), std::string(folder) + "V1__x.sql (V1__x.sql)");
  }
}

TEST(FlywayLocations, IncludeJavaBesideResources) {
  Sample sample{{"src/main/resources/db/migration/V1__x.sql", ""},
                {"src/main/java/db/migration/V2__y.java", ""},
                {"src/main/java/app/Main.java", ""}};
  EXPECT_EQ(found(sample),
            "src/main/java/db/migration/V2__y.java (V2__y.java), "
            "src/main/resources/db/migration/V1__x.sql (V1__x.sql)");
}

TEST(FlywayLocations, FollowTheConfiguration) {
  Sample sample{{"a/b/V1__x.sql", ""},
                {"c/V2__y.sql", ""},
                {"resources/m/V3__z.sql", ""},
                {"db/migration/V9__no.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:./a/,filesystem:c,classpath:m\n"}};
  EXPECT_EQ(
      found(sample),
      "a/b/V1__x.sql (b/V1__x.sql), c/V2__y.sql (V2__y.sql), resources/m/V3__z.sql (V3__z.sql)");
}

TEST(FlywayLocations, NameAScriptByTheOuterOfTwo) {
  Sample sample{{"a/b/V1__x.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:a/b,filesystem:a\n"}};
  EXPECT_EQ(found(sample), "a/b/V1__x.sql (b/V1__x.sql)");
}

TEST(FlywayLocations, FollowWildcards) {
  Sample sample{{"db/r1/sql/V1__x.sql", ""},
                {"db/r2/sql/deep/V2__y.sql", ""},
                {"db/r2/doc/V3__z.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:db/*/sql\n"}};
  EXPECT_EQ(found(sample),
            "db/r1/sql/V1__x.sql (V1__x.sql), db/r2/sql/deep/V2__y.sql (deep/V2__y.sql)");
}

TEST(FlywayLocations, WarnOfOneThatIsNotThereAndOneInTheCloud) {
  Sample sample{{"a/V1__x.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:a,filesystem:gone,s3:bucket/x\n"}};
  EXPECT_EQ(found(sample), "a/V1__x.sql (V1__x.sql)");
  EXPECT_EQ(
      sample.messages(),
      "flyway.conf: warning: `filesystem:gone` is not there: looked for p/gone; mend "
      "flyway.locations, or name the folder with --dir\n"
      "flyway.conf: warning: `s3:bucket/x` is not read: pggit reads files on this machine only; "
      "copy them to a folder and name it with --dir\n");
}

TEST(FlywayLocations, SkipHiddenFolders) {
  Sample sample{{"sql/V1__x.sql", ""}, {"sql/.git/V2__y.sql", ""}};
  EXPECT_EQ(found(sample), "sql/V1__x.sql (V1__x.sql)");
}

TEST(FlywayLocations, FindTheSettingsAboveTheFolderThatWasNamed) {
  Sample sample{{"db/migration/V1__x.sql", ""},
                {"other/V2__y.sql", ""},
                {"flyway.conf", "flyway.locations=filesystem:other\nflyway.table=t\n"}};
  sample.project.folders = {"p/db/migration"};
  EXPECT_EQ(found(sample), "V1__x.sql (V1__x.sql)");
  EXPECT_EQ(find_layout(sample.project)->settings.table, "t");
}

TEST(FlywayLocations, FindTheOneModuleThatHasMigrations) {
  Sample one{{"app/src/main/resources/db/migration/a/V1__x.sql", ""},
             {"app/target/classes/db/migration/a/V1__x.sql", ""}};
  EXPECT_EQ(found(one), "app/src/main/resources/db/migration/a/V1__x.sql (a/V1__x.sql)");
  Sample two{{"a/db/migration/V1__x.sql", ""}, {"b/db/migration/V1__x.sql", ""}};
  EXPECT_EQ(
      found(two),
      "error: p: there are several folders with Flyway migrations: a/db/migration, b/db/migration; "
      "name one with --dir (or several, where they belong together)");
}

TEST(FlywayLocations, TakeSeveralFoldersForOneProject) {
  Sample sample{{"a/V1__x.sql", ""}, {"b/V2__y.sql", ""}};
  sample.project.folders = {"p/a", "p/b", "p/a"};
  EXPECT_EQ(found(sample), "p/a/V1__x.sql (V1__x.sql), p/b/V2__y.sql (V2__y.sql)");
}

TEST(FlywayLocations, TakeCallbacksFromTheirOwnLocations) {
  Sample sample{
      {"sql/V1__x.sql", ""},
      {"sql/afterMigrate.sql", ""},
      {"cb/beforeMigrate.sql", ""},
      {"cb/V2__no.sql", ""},
      {"flyway.conf", "flyway.locations=filesystem:sql\nflyway.callbackLocations=filesystem:cb\n"}};
  EXPECT_EQ(sample.ids(), "beforeMigrate V1 | afterMigrate");
}

}  // namespace
}  // namespace pggit::frontend::flyway
