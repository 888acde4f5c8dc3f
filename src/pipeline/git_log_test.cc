#include "pipeline/git_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace pggit::pipeline {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

// A repository of its own, gone with the test.
class Repository {
 public:
  Repository() {
    std::string name = (fs::temp_directory_path() / "pggit-git-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    git("init -q");
  }
  ~Repository() { fs::remove_all(root_); }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  void commit(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
      fs::create_directories((root_ / file).parent_path());
      std::ofstream(root_ / file) << file;
    }
    git("add -A");
    git("-c user.name=a -c user.email=a@b commit -q -m x");
  }
  void git(const std::string& words) {
    const std::string command = "git -C " + root_.string() + " " + words + " >/dev/null 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  fs::path root() const { return root_; }

 private:
  fs::path root_;
};

TEST(GitLog, GivesFilesBelowAFolderByTheCommitThatBroughtThem) {
  Repository repository;
  repository.commit({"db/b.sql", "README"});
  repository.commit({"db/c d.sql", "db/x/a.sql"});
  repository.commit({"README2"});
  EXPECT_THAT(files_by_commit((repository.root() / "db").string()),
              ElementsAre(ElementsAre("b.sql"), ElementsAre("c d.sql", "x/a.sql")));
}

TEST(GitLog, RunsNoProgramThatTheRepositoryNames) {
  Repository repository;
  repository.commit({"a.sql"});
  const std::string trap = "sh -c 'touch " + (repository.root() / "trap").string() + "'";
  for (const char* name : {"core.fsmonitor", "core.pager", "gpg.program", "diff.external",
                           "core.sshCommand", "pager.log"}) {
    repository.git("config " + std::string(name) + " \"" + trap + "\"");
  }
  repository.git("config log.showSignature true");
  EXPECT_THAT(files_by_commit(repository.root().string()), ElementsAre(ElementsAre("a.sql")));
  EXPECT_FALSE(fs::exists(repository.root() / "trap"));
}

TEST(GitLog, IsEmptyWithoutARepository) {
  EXPECT_TRUE(files_by_commit("/proc").empty());
  EXPECT_TRUE(files_by_commit("/nowhere").empty());
}

}  // namespace
}  // namespace pggit::pipeline
