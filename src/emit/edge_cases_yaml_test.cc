#include "emit/edge_cases_yaml.h"

#include <gtest/gtest.h>

#include "emit/sample_plan.h"

namespace pggit::emit {
namespace {

TEST(EdgeCasesYaml, SaysForEachCaseWhatToDo) {
  EXPECT_EQ(edge_cases_yaml(testing::sample_plan().edge_cases),
            "edge_cases:\n"
            "  - id: \"V4\"\n"
            "    migration: \"V4\"\n"
            "    where: \"db/V4__Java.java:1:1\"\n"
            "    kind: \"java-migration\"\n"
            "    what: \"Java migration\"\n"
            "    suggestion: \"write it as SQL\"\n"
            "    action_required: \"review the SQL\"\n"
            "    status: \"PENDING\"\n");
}

TEST(EdgeCasesYaml, IsAnEmptyListWithoutCases) {
  EXPECT_EQ(edge_cases_yaml({}), "edge_cases: []\n");
}

TEST(EdgeCasesYaml, KeepsItsShapeWhateverAUserWrote) {
  PlanEdgeCase hostile;
  hostile.what = "a\"\n  - id: \"b\x7f\xc2\x9b\xff";
  const std::string text = edge_cases_yaml({hostile});
  EXPECT_NE(text.find(R"(what: "a\"\n  - id: \"b\u007f\u009b)"), std::string::npos) << text;
  EXPECT_EQ(text.find("\n  - id: \"b"), std::string::npos);
}

}  // namespace
}  // namespace pggit::emit
