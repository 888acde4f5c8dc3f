#include "project/lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace pggit::project {
namespace {

using ::testing::HasSubstr;

class LockTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "pggit_lock_XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder_ + "/.pggit/lock";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
  std::string path_;
};

TEST_F(LockTest, NamesWhoHoldsIt) {
  const auto mine = Lock::take(path_, "pggit migrate, since 2024-11-28T09:15:00Z");
  ASSERT_TRUE(mine) << mine.error().message;
  const auto other = Lock::take(path_, "pggit status");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, base::ErrorCode::Refused);
  EXPECT_THAT(other.error().message,
              HasSubstr("pggit migrate, since 2024-11-28T09:15:00Z (process " +
                        std::to_string(::getpid()) + ") is at work on this project"));
}

TEST_F(LockTest, IsFreeAgainWhenItsHolderIsGone) {
  {
    ASSERT_TRUE(Lock::take(path_, "first"));
  }
  EXPECT_TRUE(Lock::take(path_, "second"));
}

TEST_F(LockTest, IsFreeAgainWhenItsHolderWasKilled) {
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = Lock::take(path_, "the child");
    ::kill(::getpid(), SIGKILL);
  }
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_TRUE(Lock::take(path_, "the parent"));
}

TEST_F(LockTest, StaysWithTheOneItWasMovedTo) {
  auto first = Lock::take(path_, "first");
  ASSERT_TRUE(first);
  {
    const Lock second = std::move(*first);
    EXPECT_FALSE(Lock::take(path_, "other"));
  }
  EXPECT_TRUE(Lock::take(path_, "other"));
}

TEST_F(LockTest, SaysThatItCannotBeMade) {
  const auto lock = Lock::take("/dev/null/x/lock", "nobody");
  ASSERT_FALSE(lock);
  EXPECT_EQ(lock.error().code, base::ErrorCode::Input);
}

}  // namespace
}  // namespace pggit::project
