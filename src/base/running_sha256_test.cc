#include "base/running_sha256.h"

#include <gtest/gtest.h>

namespace pggit::base {
namespace {

TEST(RunningSha256, IsThatOfAllThatWasAdded) {
  RunningSha256 running;
  EXPECT_EQ(running.so_far(), sha256(""));
  running.add("ab");
  EXPECT_EQ(running.so_far(), sha256("ab"));
  running.add("c");
  EXPECT_EQ(running.so_far(), sha256("abc"));
}

TEST(Base64, PadsAsTheStandardSays) {
  EXPECT_EQ(base64(std::string_view("")), "");
  EXPECT_EQ(base64(std::string_view("f")), "Zg==");
  EXPECT_EQ(base64(std::string_view("fo")), "Zm8=");
  EXPECT_EQ(base64(std::string_view("foob")), "Zm9vYg==");
}

}  // namespace
}  // namespace pggit::base
