#include "frontend/sql/names.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pggit::frontend::sql {
namespace {

using Direction = FileName::Direction;

// Paths in the order that their numbers tell.
std::vector<std::string> ordered(const std::vector<std::string>& paths) {
  std::vector<FileName> names;
  for (const std::string& path : paths) names.push_back(parse_path(path).value());
  std::ranges::sort(names, comes_before);
  std::vector<std::string> out;
  for (const FileName& name : names) out.push_back(name.path);
  return out;
}

TEST(SqlNames, AreOrderedByNumbersOfFoldersAndFiles) {
  const std::vector<std::string> sorted{"3.2/0001##a.sql", "3.2/2_b.sql",    "3.10/0000##c.sql",
                                        "v4/V1__d.sql",    "v4/V1.1__e.sql", "v4/v10.sql"};
  EXPECT_EQ(ordered({sorted.rbegin(), sorted.rend()}), sorted);
}

TEST(SqlNames, AreOrderedByDatesAndTimeStamps) {
  const std::vector<std::string> sorted{"2023-12-01_a.sql", "2024-01-31_b.sql",
                                        "20240201093000_c.sql"};
  EXPECT_EQ(ordered({sorted.rbegin(), sorted.rend()}), sorted);
}

TEST(SqlNames, OfSeveralTreesShareOneCount) {
  const std::vector<std::string> sorted{"common/delta/2/b.sql", "main/delta/2/01_a.sql",
                                        "main/delta/10/01_c.sql", "state/delta/11/d.sql"};
  EXPECT_EQ(ordered({sorted.rbegin(), sorted.rend()}), sorted);
}

TEST(SqlNames, TakeNoWordForANumber) {
  const FileName name = parse_path("db/0003_2fa_tables.sql").value();
  EXPECT_EQ(name.version(), "3");
  EXPECT_EQ(name.description(), "2fa tables");
  EXPECT_EQ(parse_path("users2.sql")->version(), "");
}

TEST(SqlNames, TellDialects) {
  const FileName name = parse_path("main/delta/54/12_x.sql.postgres").value();
  EXPECT_EQ(name.version(), "54/12");
  EXPECT_EQ(name.dialect, "postgres");
  EXPECT_EQ(name.stem, parse_path("main/delta/54/12_x.sqlite.sql")->stem);
  EXPECT_TRUE(parse_path("mysql/1.sql")->is_foreign());
  EXPECT_FALSE(parse_path("postgresql/1.sql")->is_foreign());
}

TEST(SqlNames, TellDirections) {
  EXPECT_EQ(parse_path("1_a.up.sql")->direction, Direction::Up);
  EXPECT_EQ(parse_path("1_a.rollback.sql")->direction, Direction::Down);
  EXPECT_EQ(parse_path("revert/1_a.sql")->direction, Direction::Down);
  EXPECT_EQ(parse_path("verify/1_a.sql")->direction, Direction::Check);
  EXPECT_EQ(parse_path("up/1_a.sql")->stem, parse_path("down/1_a.sql")->stem);
}

TEST(SqlNames, TakeAnEndingForADirectionOnlyBesideItsOther) {
  std::vector<FileName> files;
  for (const char* path : {"1_clean_up.sql", "2_a_up.sql", "2_a_down.sql", "3_b.sql",
                           "3_b_undo.sql", "4_c.sql", "rollback_4_c.sql"})
    files.push_back(parse_path(path).value());
  decide_directions(files);
  EXPECT_EQ(files[0].direction, Direction::Unknown);
  EXPECT_EQ(files[0].stem, "1_clean_up");
  EXPECT_EQ(files[1].direction, Direction::Up);
  EXPECT_EQ(files[2].direction, Direction::Down);
  EXPECT_EQ(files[1].stem, files[2].stem);
  EXPECT_EQ(files[3].direction, Direction::Unknown);
  EXPECT_EQ(files[4].direction, Direction::Down);
  EXPECT_EQ(files[4].stem, "3_b");
  EXPECT_EQ(files[6].direction, Direction::Down);
  EXPECT_EQ(files[6].stem, "4_c");
}

TEST(SqlNames, AreNotGivenToOtherFiles) {
  for (const char* path : {"README.md", "Makefile", "1_a.txt", ".sql"})
    EXPECT_FALSE(parse_path(path).has_value()) << path;
  EXPECT_EQ(parse_path("20/pushers.py")->language, "Python");
}

}  // namespace
}  // namespace pggit::frontend::sql
