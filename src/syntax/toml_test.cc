#include "syntax/toml.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace pggit::syntax {
namespace {

std::string flat(const std::vector<TomlEntry>& entries) {
  std::string out;
  for (const TomlEntry& e : entries) {
    out += base::join(e.path, ".") + "=" + base::join(e.values, ",") + "\n";
  }
  return out;
}

TEST(Toml, FlattensTablesInFileOrder) {
  base::Diagnostics diagnostics;
  const auto entries = read_toml(
      "id = \"x\"\n[flyway]\noutOfOrder = true\nlocations = [\"a\", 'b']\n"
      "[flyway.placeholders]\n\"my.key\" = 3\n[environments.prod]\nurl = \"jdbc:x\"\n",
      1, diagnostics);
  ASSERT_TRUE(entries);
  EXPECT_EQ(flat(*entries),
            "id=x\nflyway.outOfOrder=true\nflyway.locations=a,b\n"
            "flyway.placeholders.my.key=3\nenvironments.prod.url=jdbc:x\n");
  EXPECT_TRUE((*entries)[2].is_list);
}

TEST(Toml, PointsAtTheValueInBytes) {
  base::Diagnostics diagnostics;
  const std::string text = "a = \"\u00e4\"\nb = 12\n";
  const auto entries = read_toml(text, 1, diagnostics);
  ASSERT_TRUE(entries);
  EXPECT_EQ(text.substr((*entries)[1].span.begin, 2), "12");
}

TEST(Toml, ReportsASyntaxErrorAtItsPlaceAndGivesNothing) {
  base::Diagnostics diagnostics;
  base::Sources sources;
  const std::string text = "a = 1\nb = = 2\n";
  const base::FileId file = sources.add("flyway.toml", text);
  EXPECT_FALSE(read_toml(text, file, diagnostics));
  ASSERT_EQ(diagnostics.all().size(), 1u);
  EXPECT_TRUE(to_text(diagnostics.all()[0], sources).starts_with("flyway.toml:2:5: "))
      << to_text(diagnostics.all()[0], sources);
}

TEST(Toml, ReportsWhatTheLibraryOnceStumbledOver) {
  for (const char* text : {"[a].\n", "a.=1", "a.", "[a", "a = [1,,2]", "a = {b = }", "=",
                           "a = \"\\", "\xFF = 1", "[[a]\n", "a = 1\na = 2\n", "[a.\n]", "a = {,}",
                           "a = {,b=1}", "a = ,", "a = [1,\n=2]", "Ça = 1"}) {
    base::Diagnostics diagnostics;
    EXPECT_FALSE(read_toml(text, 1, diagnostics)) << text;
    EXPECT_TRUE(diagnostics.has_errors()) << text;
  }
}

TEST(Toml, GivesAnEmptyListAsAnEntryWithoutValues) {
  base::Diagnostics diagnostics;
  const auto entries = read_toml("a = []\n", 1, diagnostics);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_TRUE((*entries)[0].values.empty());
}

}  // namespace
}  // namespace pggit::syntax
