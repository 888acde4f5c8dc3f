#include "base/env.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "base/links.h"

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

  // Both relative to the folder.
  void link(const std::string& target, const std::string& name) {
    fs::create_symlink(folder_ + target, folder_ + name);
  }
  static rlimit file_size_limit(rlimit limit) {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    limit.rlim_max = before.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
    return before;
  }
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

TEST_F(RealFolder, FollowsNoLinkThatLeavesTheProject) {
  write("out/secret.sql");
  write("out/folder/more.sql");
  write("in/a.sql");
  link("/out/secret.sql", "/in/link.sql");
  link("/out/folder", "/in/folder");
  EXPECT_EQ(disk_.list_files(folder_ + "/in").value(), Names{"a.sql"});
  const std::vector<LinkLeftOut> left = links_left_out(folder_ + "/in");
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].name, "folder");
  EXPECT_EQ(left[1].name, "link.sql");
  EXPECT_EQ(left[1].why,
            "leads to " + folder_ + "/out/secret.sql, outside of the project " + folder_ + "/in");
}

TEST_F(RealFolder, FollowsLinksInsideTheProjectToFilesAndFolders) {
  for (const char* mark : {"/.git", "/.pggit"}) {
    fs::create_directory(folder_ + mark);
    write("shared/common.sql");
    write("one.sql");
    write("in/a.sql");
    link("/one.sql", "/in/link.sql");
    link("/shared", "/in/shared");
    const Names names = {"a.sql", "link.sql", "shared/common.sql"};
    EXPECT_EQ(disk_.list_files(folder_ + "/in").value(), names);
    EXPECT_TRUE(links_left_out(folder_ + "/in").empty());
    TearDown();
    SetUp();
  }
}

TEST_F(RealFolder, ReadsNothingOfTheRepositoryItself) {
  write(".git/config");
  write("in/a.sql");
  link("/.git/config", "/in/config.sql");
  link("/.git", "/in/git");
  EXPECT_EQ(disk_.list_files(folder_ + "/in").value(), Names{"a.sql"});
  EXPECT_EQ(links_left_out(folder_ + "/in").size(), 2u);
}

TEST_F(RealFolder, ListsEachFileOnceWhateverCirclesLinksMake) {
  fs::create_directory(folder_ + "/.git");
  write("in/a.sql");
  write("other/b.sql");
  link("/in", "/in/self");
  link("", "/in/up");
  link("/other", "/in/other");
  link("/other", "/in/twice");
  link("/in", "/other/back");
  link("/in/dead/end", "/in/dead");
  const Names names = disk_.list_files(folder_ + "/in").value();
  EXPECT_EQ(names.size(), 2u);
  EXPECT_EQ(names[0], "a.sql");
  EXPECT_TRUE(names[1] == "other/b.sql" || names[1] == "twice/b.sql") << names[1];
  ASSERT_EQ(links_left_out(folder_ + "/in").size(), 1u);
  EXPECT_EQ(links_left_out(folder_ + "/in")[0].name, "dead");
}

TEST_F(RealFolder, IsListedHoweverDeepItIs) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "d/";
  write(deep + "a.sql");
  EXPECT_EQ(disk_.list_files(folder_).value(), Names{deep + "a.sql"});
}

TEST_F(RealFolder, WritesThroughNoLink) {
  write("precious");
  link("/precious", "/plan.json");
  link("/precious", "/plan.json.tmp" + std::to_string(::getpid()));
  ASSERT_TRUE(disk_.write(folder_ + "/plan.json", "new"));
  EXPECT_EQ(disk_.read(folder_ + "/precious").value(), "x");
  EXPECT_EQ(disk_.read(folder_ + "/plan.json").value(), "new");
}

TEST_F(RealFolder, KeepsAFileWholeWhenItCannotBeWritten) {
  ASSERT_TRUE(disk_.write(folder_ + "/plan.json", "old"));
  const rlimit before = file_size_limit({16, RLIM_INFINITY});
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const auto written = disk_.write(folder_ + "/plan.json", std::string(1000, 'x'));
  std::signal(SIGXFSZ, handler);
  file_size_limit({before.rlim_cur, RLIM_INFINITY});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, folder_ + "/plan.json: cannot be written: File too large");
  EXPECT_EQ(disk_.read(folder_ + "/plan.json").value(), "old");
  EXPECT_EQ(disk_.list_files(folder_).value(), Names{"plan.json"});
}

}  // namespace
}  // namespace pggit::base
