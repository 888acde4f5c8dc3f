#include "syntax/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pggit::syntax {
namespace {

struct Read {
  base::Sources sources;
  base::Diagnostics diagnostics;
  std::optional<Element> root;
  explicit Read(std::string text) {
    const base::FileId file = sources.add("f.yaml", std::move(text));
    root = read_yaml(sources.file(file).text, file, diagnostics);
  }
  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }
};

TEST(Yaml, GivesTheTreeThatXmlWouldGive) {
  const Read read("log:\n  - set:\n      id: 1\n      columns:\n        - column: {name: a}\n");
  ASSERT_TRUE(read.root);
  const Element* set = read.root->child("log")->child("set");
  ASSERT_TRUE(set);
  EXPECT_EQ(set->attribute("id")->value, "1");
  EXPECT_EQ(set->child("columns")->child("column")->attribute("name")->value, "a");
}

TEST(Yaml, ReadsJsonTheSame) {
  const Read read("{\"log\": [{\"set\": {\n\t\"id\": \"1\", \"on\": true, \"none\": null}}]}");
  ASSERT_TRUE(read.root) << read.messages();
  const Element* set = read.root->child("log")->child("set");
  EXPECT_EQ(set->attribute("id")->value, "1");
  EXPECT_EQ(set->attribute("on")->value, "true");
  EXPECT_EQ(set->attribute("none"), nullptr);
}

TEST(Yaml, FollowsAliases) {
  const Read read("a: &x {n: 1}\nb: *x\n");
  EXPECT_EQ(read.root->child("b")->attribute("n")->value, "1");
}

TEST(Yaml, RefusesAliasesThatNeverEnd) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 0; k < 9; ++k) text += ", " + last;
    text += "]\n";
  }
  const Read read(text);
  EXPECT_FALSE(read.root);
  EXPECT_THAT(read.messages(), ::testing::HasSubstr("aliases make this document too big"));
  const Read circle("a: &x [*x]\n");
  EXPECT_FALSE(circle.root);
}

TEST(Yaml, NamesThePlaceOfWhatIsNone) {
  const Read read("a: 1\nb: [\n");
  EXPECT_FALSE(read.root);
  EXPECT_THAT(read.messages(), ::testing::StartsWith("f.yaml:"));
}

TEST(Yaml, RefusesWhatIsNestedTooDeep) { EXPECT_FALSE(Read(std::string(100000, '[')).root); }

}  // namespace
}  // namespace pggit::syntax
