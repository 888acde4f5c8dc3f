#include "frontend/sqitch/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/env.h"
#include "frontend/sqitch/check.h"

namespace pggit::frontend::sqitch {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kHead[] = "%syntax-version=1.0.0\n%project=shop\n\n";
constexpr char kBy[] = " 2024-01-31T09:30:00Z Ada L. <ada@example.org>";

struct Sample {
  explicit Sample(const std::string& text) {
    disk = base::MemoryDisk({{"sqitch.plan", text}});
    project.disk = &disk;
    project.sources = &sources;
    project.diagnostics = &diagnostics;
    const auto file = shared::read_text(project, "sqitch.plan", "sqitch.plan").value();
    auto read = read_plan(project, file, "sqitch.plan");
    if (read) plan = *std::move(read);
    if (!read) error = read.error().message;
  }

  std::string messages() const {
    std::string out = error;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }

  base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  Plan plan;
  std::string error;
};

// What is said of a plan whose fourth line is this.
std::string messages_of(const std::string& line) {
  return Sample(kHead + std::string("a") + kBy + "\n" + line + "\n").messages();
}

TEST(SqitchPlan, ReadsWhatALineSays) {
  Sample sample(std::string("%project=shop\n# a comment\n\n+ a") + kBy +
                " # one\\ntwo \\\\n \n\n# nothing\nb [a !old other:c@v1]" + kBy + "\n @v1" + kBy +
                "#tagged\nb [b@v1]" + kBy);
  ASSERT_EQ(
      sample.messages(),
      "sqitch.plan:7:6: there is no `old` in the plan, and Sqitch refuses to deploy such a one; "
      "take it out, or name its project before it with a colon\n");
  const Plan& plan = sample.plan;
  ASSERT_EQ(plan.changes.size(), 3u);
  EXPECT_EQ(plan.changes[0].note, "one\ntwo \\n");
  EXPECT_EQ(plan.changes[1].name, "b");
  EXPECT_EQ(plan.changes[1].needs.size(), 2u);
  EXPECT_EQ(plan.changes[1].needs[1].dependency.text("shop"), "other:c@v1");
  EXPECT_EQ(plan.changes[1].conflicts.size(), 1u);
  EXPECT_EQ(plan.changes[1].reworked_by, 2u);
  EXPECT_EQ(plan.changes[2].planner, "Ada L. <ada@example.org>");
  EXPECT_EQ(plan.changes[2].timestamp, "2024-01-31T09:30:00Z");
  ASSERT_EQ(plan.tags.size(), 1u);
  EXPECT_EQ(plan.tags[0].change, 1u);
  EXPECT_EQ(plan.tags[0].note, "tagged");
}

TEST(SqitchPlan, ReadsLineEndsOfWindowsAndAByteOrderMark) {
  const std::string text = std::string(kHead) + "a" + kBy + " # note\n@v1" + kBy + "\n";
  std::string bent = "\xEF\xBB\xBF" + text;
  for (std::size_t at = 0; (at = bent.find('\n', at)) != bent.npos; at += 2) bent.insert(at, "\r");
  Sample plain(text);
  Sample other(bent);
  ASSERT_EQ(other.messages(), "");
  EXPECT_EQ(other.plan.changes.at(0).id, plain.plan.changes.at(0).id);
  EXPECT_EQ(other.plan.tags.at(0).id, plain.plan.tags.at(0).id);
}

TEST(SqitchPlan, SaysWhatIsWrongWithALine) {
  const std::string by = kBy;
  EXPECT_THAT(messages_of("b[a]" + by), HasSubstr(":5:1: `b[a]` is no name"));
  EXPECT_THAT(messages_of("b"), StartsWith("sqitch.plan:5:2: a time stamp is missing"));
  EXPECT_THAT(messages_of("b 2024-01-31T09:30:00Z"), HasSubstr(":5:23: the planner is missing"));
  EXPECT_THAT(messages_of("b 2024-02-30T09:30:00Z A <a@b>"), HasSubstr(":5:3: `2024-02-30T09"));
  EXPECT_THAT(messages_of("b?" + by), HasSubstr(":5:1: `b?` is no name"));
  EXPECT_THAT(messages_of("b:c" + by), HasSubstr(":5:1: "));
  EXPECT_THAT(messages_of("b~2" + by), HasSubstr(":5:1: `b~2` is no name"));
  EXPECT_THAT(messages_of("HEAD" + by), HasSubstr(":5:1: `HEAD` is a name that Sqitch keeps"));
  EXPECT_THAT(messages_of("0123456789abcdef0123456789abcdef01234567" + by),
              HasSubstr("could be taken for an id"));
  EXPECT_THAT(messages_of("a" + by), HasSubstr(":5:1: there is a change `a` in line 4 already"));
  EXPECT_THAT(messages_of("b [a" + by), HasSubstr(":5:3: `[` is not closed"));
  EXPECT_THAT(messages_of("b []" + by), HasSubstr(":5:3: there is nothing between"));
  EXPECT_THAT(messages_of("b [a a]" + by), HasSubstr(":5:6: `a` stands here twice"));
  EXPECT_THAT(messages_of("b [!]" + by), HasSubstr(":5:4: `!` is no dependency"));
  EXPECT_THAT(messages_of("@v/a" + by), HasSubstr(":5:2: a tag has no `/`"));
  EXPECT_THAT(messages_of("@v1 [a]" + by), HasSubstr(":5:2: a tag has no dependencies"));
  EXPECT_THAT(messages_of("@v1" + by + "\n@v1" + by),
              HasSubstr(":6:2: there is a tag `@v1` in line 5"));
  EXPECT_THAT(messages_of("- b" + by), HasSubstr(":5:3: warning: a minus stands before `b`"));
}

TEST(SqitchPlan, SaysWhatIsWrongAtItsTop) {
  EXPECT_THAT(Sample("%syntax-version=1.0.0\n\n").messages(),
              HasSubstr("does not name its project"));
  EXPECT_THAT(Sample("%project=a b\n\n").messages(), HasSubstr("`a b` is no name for a project"));
  EXPECT_THAT(Sample("%project=shop\na" + std::string(kBy) + "\n").messages(),
              HasSubstr("sqitch.plan:2:1: stands among the pragmas"));
  EXPECT_THAT(Sample("%project=shop\n%color=red\n\n").messages(),
              HasSubstr("sqitch.plan:2:2: warning: `color` is no pragma"));
  EXPECT_THAT(Sample(std::string("@v1") + kBy + "\n").messages(), HasSubstr("does not name its"));
  EXPECT_THAT(Sample(kHead + std::string("@v1") + kBy + "\n").messages(),
              HasSubstr(":4:2: there is no change before this tag"));
}

TEST(SqitchPlan, ChecksWhatChangesNeedOfEachOther) {
  const std::string by = kBy;
  EXPECT_EQ(messages_of("b [a !c other:x " + std::string(40, 'f') + "]" + by + "\nc" + by), "");
  EXPECT_THAT(messages_of("b [c]" + by + "\nc" + by), HasSubstr(":5:4: `c` comes after"));
  EXPECT_THAT(messages_of("b [b]" + by), HasSubstr(":5:4: a change cannot require itself"));
  EXPECT_THAT(messages_of("b [c]" + by), HasSubstr(":5:4: there is no `c` in the plan"));
  EXPECT_THAT(messages_of("b [a@v1]" + by + "\n@v1" + by), HasSubstr(":5:4: `a@v1` comes"));
  EXPECT_THAT(messages_of("b [!a]" + by),
              HasSubstr(":5:4: `a` comes before the change that conflicts"));
  EXPECT_EQ(messages_of("@v1" + by + "\na [a@v1]" + by + "\n@v2" + by + "\nc [a@v1 a@v2 @v1]" + by),
            "");
}

TEST(SqitchPlan, GivesUpOnAFileThatIsNone) {
  std::string text = kHead;
  for (int i = 0; i < 5000; ++i) text += "???\n";
  Sample sample(text);
  EXPECT_LT(sample.diagnostics.all().size(), 110u);
  EXPECT_THAT(sample.messages(), HasSubstr("what follows was not read"));
}

TEST(SqitchNames, FindsWhatATargetMeans) {
  Sample sample(kHead + std::string("a") + kBy + "\n@v1" + kBy + "\nb" + kBy + "\na [a@v1]" + kBy +
                "\n@v2" + kBy + "\nc" + kBy);
  const Names names(sample.plan);
  EXPECT_EQ(names.find("b"), 1u);
  EXPECT_EQ(names.find("a"), 2u);
  EXPECT_EQ(names.find("a@v1"), 0u);
  EXPECT_EQ(names.find("a@HEAD"), 2u);
  EXPECT_EQ(names.find("@v2"), 2u);
  EXPECT_EQ(names.find("@HEAD"), 3u);
  EXPECT_EQ(names.find("HEAD^"), 2u);
  EXPECT_EQ(names.find("@HEAD^2"), 1u);
  EXPECT_EQ(names.find("HEAD^^"), 1u);
  EXPECT_EQ(names.find("ROOT~"), 1u);
  EXPECT_EQ(names.find(sample.plan.changes[1].id), 1u);
  for (const char* none : {"", "@", "d", "@v3", "a@v3", "b@v1", "ROOT^", "HEAD~", "~2"})
    EXPECT_EQ(names.find(none), std::nullopt) << none;
}

}  // namespace
}  // namespace pggit::frontend::sqitch
