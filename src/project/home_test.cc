#include "project/home.h"

#include <gtest/gtest.h>

namespace pggit::project {
namespace {

TEST(Home, IsTheNearestOneAbove) {
  const base::MemoryDisk disk({{"w/.pggit/config.toml", ""}, {"w/a/b/x.sql", ""}});
  EXPECT_EQ(find_home(disk, "w").folder(), "w/.pggit");
  EXPECT_EQ(find_home(disk, "w/a/b").folder(), "w/.pggit");
}

TEST(Home, WouldBeMadeWhereWeStart) {
  const base::MemoryDisk disk(std::map<std::string, std::string>{{"w/a/x.sql", ""}});
  EXPECT_EQ(find_home(disk, "w/a").folder(), "w/a/.pggit");
  EXPECT_EQ(find_home(disk, "").folder(), "./.pggit");
}

TEST(Home, KnowsWhereThingsAre) {
  const Home home("w/.pggit");
  EXPECT_EQ(home.config(), "w/.pggit/config.toml");
  EXPECT_EQ(home.cache(), "w/.pggit/cache");
  EXPECT_EQ(home.resolution("EC-3_a.1").value(), "w/.pggit/resolutions/EC-3_a.1.sql");
}

TEST(Home, RefusesIdsThatLeaveTheFolder) {
  const Home home(".pggit");
  for (const char* id : {"", "../x", "a/b", ".hidden", "a b", "..", "a\n"}) {
    EXPECT_FALSE(home.resolution(id)) << id;
  }
}

}  // namespace
}  // namespace pggit::project
