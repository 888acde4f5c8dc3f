#include "base/env.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace pggit::base {
namespace {

namespace fs = std::filesystem;

class RealFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "pggit_env_XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name) { ASSERT_TRUE(disk_.write(folder_ + "/" + name, "x")); }

  std::string folder_;
  RealDisk disk_;
};

using Names = std::vector<std::string>;

TEST_F(RealFolder, ListsFilesBelowItRelativeToItAndSorted) {
  write("b.sql");
  write("deep/er/a.sql");
  write("a.sql");
  fs::create_directories(folder_ + "/empty");
  const Names names = {"a.sql", "b.sql", "deep/er/a.sql"};
  EXPECT_EQ(disk_.list_files(folder_).value(), names);
}

TEST_F(RealFolder, ListsTheSameNamesHoweverTheFolderIsCalled) {
  write("in/a.sql");
  fs::create_symlink(folder_ + "/in", folder_ + "/link");
  const Names names = {"a.sql"};
  EXPECT_EQ(disk_.list_files(folder_ + "/in/").value(), names);
  EXPECT_EQ(disk_.list_files(folder_ + "/./in").value(), names);
  EXPECT_EQ(disk_.list_files(folder_ + "/link").value(), names);
}

TEST_F(RealFolder, FollowsNoLinkThatLeavesIt) {
  write("out/secret.sql");
  write("in/a.sql");
  fs::create_symlink(folder_ + "/out/secret.sql", folder_ + "/in/link.sql");
  const Names names = {"a.sql"};
  EXPECT_EQ(disk_.list_files(folder_ + "/in").value(), names);
}

}  // namespace
}  // namespace pggit::base
