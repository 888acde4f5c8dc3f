#include "pipeline/kept_forms.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pggit::pipeline {
namespace {

namespace fs = std::filesystem;

catalog::Catalog schema(const std::string& name) {
  return catalog::Catalog().with(ir::Object(ir::Schema{name, {}}));
}

class KeptFormsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    shadow_.server = {"/nowhere/bin", 15, "15.1"};
    shadow_.cache_folder = ::testing::TempDir() + "pggit-forms-" + std::to_string(getpid());
    fs::remove_all(shadow_.cache_folder);
  }
  void TearDown() override { fs::remove_all(shadow_.cache_folder); }

  shadow::ClusterOptions shadow_;
};

TEST_F(KeptFormsTest, AreThoseOfTheSameTree) {
  const auto kept = KeptForms::of(shadow_);
  ASSERT_TRUE(kept);
  EXPECT_FALSE(kept->find(schema("a").hash()));
  kept->put(schema("a").hash(), {schema("as the server has it"), {{"publication", 2}}, {}});
  EXPECT_FALSE(kept->find(schema("b").hash()));
  const auto found = kept->find(schema("a").hash());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->catalog.hash(), schema("as the server has it").hash());
  EXPECT_EQ(found->not_held, (std::map<std::string, int>{{"publication", 2}}));
}

TEST_F(KeptFormsTest, AreOfOneServerAlone) {
  KeptForms::of(shadow_)->put(schema("a").hash(), {});
  shadow::ClusterOptions other = shadow_;
  other.time_zone = "Asia/Tokyo";  // in which it would write the texts of times
  EXPECT_FALSE(KeptForms::of(other)->find(schema("a").hash()));
  EXPECT_TRUE(KeptForms::of(shadow_)->find(schema("a").hash()));
  other.url = "postgresql://somewhere";  // of it nothing is known
  EXPECT_FALSE(KeptForms::of(other));
}

TEST_F(KeptFormsTest, ThatAreDamagedAreAsIfTheyWereNotThere) {
  const auto kept = KeptForms::of(shadow_);
  kept->put(schema("a").hash(), {schema("x"), {}, {}});
  const fs::path file = fs::directory_iterator(shadow_.cache_folder + "/proofs")->path();
  std::fstream(file, std::ios::in | std::ios::out).seekp(-1, std::ios::end).put('!');
  EXPECT_FALSE(kept->find(schema("a").hash()));
}

}  // namespace
}  // namespace pggit::pipeline
