#include "pipeline/difference_text.h"

#include <gtest/gtest.h>

namespace pggit::pipeline {
namespace {

const ir::Key kView{ir::Kind::View, "public", "hot", ""};

std::string text_of(const std::string& before, const std::string& after) {
  return difference_text(catalog::Difference{kView, "query", before, after});
}

TEST(DifferenceText, ShowsShortTextsWhole) {
  EXPECT_EQ(text_of("a", "b"), "view public.hot query: expected a, found b");
  EXPECT_EQ(text_of("", "b"), "view public.hot query: expected nothing, found b");
}

TEST(DifferenceText, ShowsOfLongTextsThePlaceWhereTheyPart) {
  const std::string lead(3000, 'x');
  const std::string text = text_of(lead + " ORDER BY a", lead + " ORDER BY b" + lead);
  EXPECT_NE(text.find("ORDER BY a,"), std::string::npos) << text;
  EXPECT_NE(text.find("ORDER BY bxxx"), std::string::npos) << text;
  EXPECT_LT(text.size(), 500u);
}

TEST(DifferenceText, CutsNoCharacterInTwo) {
  std::string lead;
  for (int i = 0; i < 100; ++i) lead += "\xc3\xa6";
  for (const char* end : {"a", "xa"}) {
    const std::string text = text_of(lead + end, lead + end + lead);
    EXPECT_EQ(text.find("...\xa6"), std::string::npos);
    EXPECT_EQ(text.find("\xc3..."), std::string::npos);
  }
}

TEST(DifferenceText, TellsAMomentThatAViewKeeps) {
  const std::string a = " SELECT hot('2026-11-29 23:15:04.182031'::timestamp without time zone)";
  const std::string b = " SELECT hot('2026-11-29 23:15:09.5'::timestamp without time zone)";
  EXPECT_NE(text_of(a, b).find("keeps the moment at which it was made"), std::string::npos);
  // Not where something else differs, or nothing does.
  EXPECT_EQ(text_of(a, b + " LIMIT 1").find("keeps the moment"), std::string::npos);
  EXPECT_EQ(text_of("'2026-11-29'::date", "'2026-11-30'::date").find("keeps"), std::string::npos);
}

}  // namespace
}  // namespace pggit::pipeline
