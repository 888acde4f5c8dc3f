#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/liquibase/sample.h"

namespace pggit::frontend::liquibase {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string set(const std::string& id, const std::string& more = "") {
  return "<changeSet id=\"" + id + "\" author=\"a\" " + more + "><sql>select " + id +
         "</sql></changeSet>";
}
std::string log(const std::string& inside, const std::string& attributes = "") {
  return "<databaseChangeLog " + attributes + ">" + inside + "</databaseChangeLog>";
}

TEST(Changelog, IncludesFilesInTheirPlace) {
  Sample sample{{"m.xml", log(set("1") + "<include file=\"x/b.xml\"/>" + set("3"))},
                {"x/b.xml", log(set("2"))}};
  EXPECT_EQ(sample.ids(), "m.xml::1::a x/b.xml::2::a m.xml::3::a");
  EXPECT_THAT(sample.messages(), IsEmpty());
}

TEST(Changelog, FindsFilesFromTheSearchPathThatTheIncludesShow) {
  Sample sample{
      {"app/src/main/resources/db/m.xml", log("<include file=\"classpath:db/x/b.yml\"/>")},
      {"app/src/main/resources/db/x/b.yml",
       "databaseChangeLog:\n- changeSet: {id: 1, author: a}\n"}};
  EXPECT_EQ(sample.ids(), "db/x/b.yml::1::a");
}

TEST(Changelog, IncludesAllOfAFolderByName) {
  Sample sample{
      {"m.xml", log("<includeAll path=\"x\"/>")},
      {"x/10.xml", log(set("1"))},
      {"x/2/a.sql", "select 1;"},
      {"x/b.json", "{\"databaseChangeLog\":[{\"changeSet\":{\"id\":\"2\",\"author\":\"a\"}}]}"},
      {"x/README.md", "no"}};
  EXPECT_EQ(sample.ids(), "x/10.xml::1::a x/2/a.sql::raw::includeAll x/b.json::2::a");
}

TEST(Changelog, HoldsPathsByLogicalFilePath) {
  Sample sample{
      {"m.xml", log(set("1") + set("2", "logicalFilePath=\"other\""), "logicalFilePath=\"mine\"")}};
  EXPECT_EQ(sample.ids(), "mine::1::a other::2::a");
}

TEST(Changelog, RefusesIncludesInACircle) {
  Sample sample{{"m.xml", log("<include file=\"a.xml\"/>")},
                {"a.xml", log("<include file=\"b.xml\"/>")},
                {"b.xml", log("<include file=\"a.xml\"/>")}};
  EXPECT_THAT(sample.run(), HasSubstr("b.xml includes a.xml, which includes it"));
}

TEST(Changelog, ReadsNothingOutsideOfItsFolder) {
  Sample sample{
      {"m.xml", log("<include file=\"../../etc/b.xml\" relativeToChangelogFile=\"true\"/>")}};
  (void)sample.disk.write("etc/b.xml", log(set("1")));
  EXPECT_THAT(sample.run(), HasSubstr("m.xml:1:21: there is no `../../etc/b.xml` in p"));
}

TEST(Changelog, TakesTheFirstDefinitionOfAProperty) {
  Sample sample{
      {"m.xml", log("<property name=\"t\" value=\"none\" dbms=\"oracle\"/>"
                    "<property name=\"t\" value=\"one\"/><property name=\"t\" value=\"two\"/>"
                    "<changeSet id=\"1\" author=\"a\"><sql>select ${t}, ${u}, '${x${t}}'</sql>"
                    "</changeSet>")}};
  sample.project.placeholders = {{"xone", "deep"}};
  EXPECT_EQ(sample.ids(), "m.xml::1::a");
  EXPECT_EQ(sample.text("m.xml::1::a"), "[select one, ${u}, 'deep']");
}

TEST(Changelog, EndsOnPropertiesThatNameEachOther) {
  std::string properties;
  for (char c = 'a'; c < 'z'; ++c) {
    std::string value;
    for (int i = 0; i < 10; ++i) value += std::string("${") + char(c + 1) + "}";
    properties += std::string("<property name=\"") + c + "\" value=\"" + value + "\"/>";
  }
  Sample sample{{"m.xml", log(properties + "<property name=\"z\" value=\"${a}\"/>" +
                              "<changeSet id=\"1\" author=\"a\"><sql>${a}</sql></changeSet>")}};
  EXPECT_EQ(sample.run(), "");
}

TEST(Changelog, SetsAsideWhatIsForOthers) {
  Sample sample{{"m.xml", log(set("1", "context=\"prod and !test\"") +
                              set("2", "context=\"test\"") + set("3", "dbms=\"mysql\"") +
                              set("4", "dbms=\"!mysql\"") + set("5", "labels=\"x\"") +
                              set("6", "ignore=\"true\"") + set("7", "runOrder=\"first\""))}};
  sample.project.environment = "prod";
  sample.project.placeholders = {{"liquibase.labels", "!x"}};
  EXPECT_EQ(sample.ids(),
            "m.xml::7::a m.xml::1::a m.xml::4::a | m.xml::2::a m.xml::3::a m.xml::5::a "
            "m.xml::6::a");
  EXPECT_THAT(sample.entry("m.xml::3::a").set_aside, HasSubstr("is not PostgreSQL"));
}

TEST(Changelog, SaysThatAllContextsRunWhereNoneIsNamed) {
  Sample sample{{"m.xml", log(set("1", "context=\"prod\"") + set("2", "context=\"test\""))}};
  EXPECT_EQ(sample.ids(), "m.xml::1::a m.xml::2::a");
  EXPECT_THAT(sample.listing.inferred, ::testing::ElementsAre(HasSubstr("prod; test")));
}

TEST(Changelog, RefusesOneChangesetTwice) {
  Sample sample{{"m.xml", log(set("1") + set("1"))}};
  EXPECT_THAT(sample.run(), HasSubstr("m.xml:1:21 and m.xml:1:82 both are changeset m.xml::1::a"));
}

TEST(Changelog, TakesOneIdForEachDatabase) {
  for (const bool first_runs : {true, false}) {
    const std::string one = set("1", "dbms=\"postgresql\"");
    const std::string other = set("1", "dbms=\"oracle\"");
    Sample sample{{"m.xml", log(first_runs ? one + other : other + one)}};
    EXPECT_EQ(sample.ids(), "m.xml::1::a | m.xml::1::a (again)");
  }
}

TEST(Changelog, AsksWhichOfSeveralIsTheFirst) {
  Sample sample{{"a.xml", log(set("1"))}, {"b.xml", log(set("1"))}};
  EXPECT_THAT(sample.run(), HasSubstr("a.xml, b.xml; name one with --placeholder"));
  sample.project.placeholders = {{"liquibase.changelogFile", "b.xml"}};
  EXPECT_EQ(sample.ids(), "b.xml::1::a");
}

TEST(Changelog, ReadsItsSettings) {
  Sample sample{
      {"a.xml", log(set("1"))},
      {"b.xml", log("<changeSet id=\"1\" author=\"a\"><dropTable tableName=\"t\"/></changeSet>")},
      {"liquibase.properties", "changeLogFile=b.xml\ndefaultSchemaName: app\n"}};
  EXPECT_EQ(sample.ids(), "b.xml::1::a");
  EXPECT_EQ(sample.text("b.xml::1::a"), "[DROP TABLE app.t]");
  EXPECT_THAT(sample.listing.session.search_path, ::testing::ElementsAre("app"));
}

TEST(Changelog, ReadsTheEncodingThatAFileStates) {
  Sample sample{{"m.xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" +
                              xml("<sql>select '\xE9'</sql>")}};
  EXPECT_EQ(sample.run(), "");
  EXPECT_EQ(sample.text("m.xml::1::ann"), "[select '\xC3\xA9']");
}

TEST(Changelog, SaysThatAFailureIsNotPassedOver) {
  Sample sample{{"m.xml", log(set("1", "failOnError=\"false\""))}};
  EXPECT_EQ(sample.ids(), "m.xml::1::a");
  EXPECT_THAT(sample.messages(), HasSubstr("m.xml:1:21: warning: failOnError=`false`"));
}

TEST(Changelog, SaysWhatIsNothingItReads) {
  Sample sample{{"m.xml", log(set("1") + "<removeChangeSetProperty change=\"x\"/>")}};
  EXPECT_EQ(sample.run(), "");
  EXPECT_THAT(sample.messages(),
              HasSubstr("`removeChangeSetProperty` is nothing that pggit reads"));
}

TEST(Changelog, OfHundredThousandChangesetsIsReadInSeconds) {
  std::string many;
  for (int i = 0; i < 100000; ++i) many += set(std::to_string(i));
  Sample sample{{"m.xml", log(many)}};
  EXPECT_EQ(sample.run(), "");
  EXPECT_EQ(sample.listing.migrations.size(), 100000u);
}

}  // namespace
}  // namespace pggit::frontend::liquibase
