#include "frontend/flyway/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/flyway/sample.h"

namespace pggit::frontend::flyway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Sample;

Settings read(Sample& sample) { return read_settings(sample.project, "p", "").value(); }

TEST(FlywaySettings, HaveFlywaysDefaults) {
  Sample sample{};
  const Settings settings = read(sample);
  EXPECT_EQ(settings.table, "flyway_schema_history");
  EXPECT_EQ(settings.naming.separator, "__");
  EXPECT_EQ(settings.placeholders.prefix, "${");
  EXPECT_TRUE(settings.execute_in_transaction);
  EXPECT_TRUE(settings.validate_on_migrate);
  EXPECT_FALSE(settings.mixed);
  EXPECT_EQ(settings.encoding, "UTF-8");
}

TEST(FlywaySettings, ReadAConfFile) {
  Sample sample{
      {"flyway.conf",
       "flyway.locations=filesystem:a, filesystem:b\nflyway.schemas=x,y\nflyway.mixed=TRUE\n"
       "flyway.sqlMigrationPrefix=Ver\nflyway.sqlMigrationSuffixes=.sql,.pgsql\n"
       "flyway.placeholderPrefix=#[\nflyway.placeholders.Key=a,b\n"}};
  const Settings settings = read(sample);
  EXPECT_THAT(settings.locations, ElementsAre("filesystem:a", "filesystem:b"));
  EXPECT_THAT(settings.schemas, ElementsAre("x", "y"));
  EXPECT_EQ(settings.effective_schema(), "x");
  EXPECT_TRUE(settings.mixed);
  EXPECT_EQ(settings.naming.versioned, "Ver");
  EXPECT_THAT(settings.naming.suffixes, ElementsAre(".sql", ".pgsql"));
  EXPECT_EQ(settings.placeholders.prefix, "#[");
  EXPECT_EQ(settings.placeholders.values.at("key"), "a,b");
  EXPECT_EQ(settings.found.at("mixed"), "TRUE (flyway.conf:3:1)");
  EXPECT_EQ(sample.messages(), "");
}

TEST(FlywaySettings, LetTheFolderWinOverConfAndTheEnvironmentOverBoth) {
  Sample sample{
      {"conf/flyway.conf", "flyway.table=a\nflyway.placeholders.x=1\nflyway.placeholders.y=1\n"},
      {"flyway.conf", "flyway.table=b\nflyway.placeholders.x=2\n"},
      {"flyway.prod.conf", "flyway.table=c\n"},
      {"flyway.test.conf", "flyway.table=d\n"}};
  sample.project.environment = "prod";
  sample.project.placeholders["Y"] = "9";
  const Settings settings = read(sample);
  EXPECT_EQ(settings.table, "c");
  EXPECT_EQ(settings.placeholders.values.at("x"), "2");
  EXPECT_EQ(settings.placeholders.values.at("y"), "9");
  EXPECT_THAT(settings.files, ElementsAre("conf/flyway.conf", "flyway.conf", "flyway.prod.conf"));
}

const char* kToml =
    "[flyway]\nlocations = [\"filesystem:a\"]\nenvironment = \"dev\"\nmixed = true\n"
    "[flyway.placeholders]\nx = \"1\"\n"
    "[environments.dev]\nurl = \"jdbc:postgresql://h/dev\"\nschemas = [\"d\"]\n"
    "[environments.prod]\nurl = \"jdbc:postgresql://h/prod\"\nschemas = [\"p\", \"q\"]\n"
    "[environments.prod.flyway.placeholders]\nx = \"2\"\n";

TEST(FlywaySettings, ReadATomlFileWithItsOwnEnvironment) {
  Sample sample{{"flyway.toml", kToml}};
  const Settings settings = read(sample);
  EXPECT_THAT(settings.locations, ElementsAre("filesystem:a"));
  EXPECT_TRUE(settings.mixed);
  EXPECT_EQ(settings.environment, "dev");
  EXPECT_THAT(settings.schemas, ElementsAre("d"));
  EXPECT_EQ(settings.placeholders.values.at("x"), "1");
  EXPECT_EQ(sample.messages(), "");
}

TEST(FlywaySettings, TakeTheEnvironmentThatWasNamed) {
  Sample sample{{"flyway.toml", kToml}};
  sample.project.environment = "prod";
  const Settings settings = read(sample);
  EXPECT_THAT(settings.schemas, ElementsAre("p", "q"));
  EXPECT_EQ(settings.placeholders.values.at("x"), "2");
  EXPECT_EQ(settings.url, "jdbc:postgresql://h/prod");
}

TEST(FlywaySettings, WarnOfAnEnvironmentThatIsNotThere) {
  Sample sample{{"flyway.toml", kToml}};
  sample.project.environment = "staging";
  (void)read(sample);
  EXPECT_EQ(sample.messages(),
            "flyway.toml: warning: there is no [environments.staging]; there are: dev, prod\n");
}

TEST(FlywaySettings, LetTheUsersTomlWin) {
  Sample sample{{"flyway.toml", "[flyway]\ntable = \"a\"\n"},
                {"flyway.user.toml", "[flyway]\ntable = \"b\"\n"}};
  EXPECT_EQ(read(sample).table, "b");
}

TEST(FlywaySettings, SayThatOneFormatHidesTheOther) {
  Sample sample{{"flyway.toml", "[flyway]\n"}, {"flyway.conf", "flyway.table=x\n"}};
  EXPECT_EQ(read(sample).table, "flyway_schema_history");
  EXPECT_EQ(
      sample.messages(),
      "flyway.conf: warning: is not read, because flyway.toml is there; Flyway reads one format or "
      "the other\n");
}

TEST(FlywaySettings, ReportWhatTheyCannotUse) {
  Sample sample{{"flyway.conf",
                 "flyway.mixed=yes\nflyway.outoforder=true\nflyway.nonsense=1\nshop.x=1\n"
                 "flyway.cherryPick=1\nflyway.password=secret\nflyway.postgresql.transactional."
                 "lock=false\n"}};
  (void)read(sample);
  EXPECT_EQ(
      sample.messages(),
      "flyway.conf:1:1: `mixed` cannot be `yes`; true or false is meant, or a list of texts\n"
      "flyway.conf:2:1: warning: `outoforder` is no setting that pggit knows of Flyway; is "
      "`outOfOrder` meant?\n"
      "flyway.conf:3:1: warning: `nonsense` is no setting that pggit knows of Flyway\n"
      "flyway.conf:4:1: warning: `shop.x` is no setting of Flyway: its settings start with "
      "`flyway.`\n"
      "flyway.conf:5:1: warning: `cherryPick` is not followed: pggit reads the whole history, not "
      "the picked migrations alone\n");
}

TEST(FlywaySettings, NeverShowAPassword) {
  Sample sample{{"flyway.conf",
                 "flyway.password=hidden\nflyway.placeholders.db_Password=hidden\n"
                 "flyway.url=jdbc:postgresql://h/d?user=a&password=hidden\n"}};
  for (const auto& [name, value] : read(sample).found) {
    EXPECT_EQ(value.find("hidden"), value.npos) << name;
  }
}

TEST(FlywaySettings, WarnOfEnvironmentVariables) {
  Sample sample{
      {"flyway.conf", "flyway.url=jdbc:postgresql://${HOST}/x\nflyway.placeholders.r=${REGION}\n"}};
  (void)read(sample);
  EXPECT_EQ(
      sample.messages(),
      "flyway.conf:2:1: warning: `flyway.placeholders.r` takes an environment variable, and pggit "
      "reads none; give it with --placeholder r=VALUE\n");
}

TEST(FlywaySettings, ReportBrokenToml) {
  Sample sample{{"flyway.toml", "[flyway\n"}};
  (void)read(sample);
  EXPECT_THAT(sample.messages(), HasSubstr("flyway.toml:1:"));
  EXPECT_TRUE(sample.diagnostics.has_errors());
}

}  // namespace
}  // namespace pggit::frontend::flyway
