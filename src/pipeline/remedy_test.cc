#include "pipeline/remedy.h"

#include <gtest/gtest.h>

namespace pggit::pipeline {
namespace {

bool names(const std::string& failure, const std::string& option) {
  return remedy_for(failure).contains(option);
}

TEST(Remedy, NamesTheOptionThatGivesWhatTheServerMissed) {
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 42501: permission denied to create role", "--pre-script"));
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 42704: role \"app\" does not exist", "--role"));
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 42P01: relation \"t\" does not exist", "--search-path"));
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 3F000: no schema has been selected", "--search-path"));
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 42601: syntax error at \"x\"", "--shadow"));
  EXPECT_TRUE(names("V1.sql:1:1: ERROR 0A000: extension \"e\" is not available", "install"));
}

TEST(Remedy, DoesNotSendAroundForRowsOrForWhatIsThereTwice) {
  const std::string general = remedy_for("took more than 60 s");
  EXPECT_EQ(remedy_for("V1.sql:1:1: ERROR 42P07: relation \"t\" already exists"), general);
  EXPECT_EQ(remedy_for("V1.sql:1:1: ERROR 23505: duplicate key; 42501 rows"), general);
  EXPECT_EQ(remedy_for(""), general);
  EXPECT_TRUE(general.starts_with("mend the file"));
}

}  // namespace
}  // namespace pggit::pipeline
