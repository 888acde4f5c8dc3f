// Text search dictionaries and configurations: how they are altered, followed, what goes with what.
#include <gtest/gtest.h>

#include <algorithm>

#include "catalog/apply.h"
#include "catalog/dependencies.h"
#include "catalog/diff.h"
#include "catalog/encode.h"
#include "catalog/testing/sample.h"
#include "sql/print.h"
#include "tests/catalog/printed.h"

namespace pggit::catalog {
namespace {

using namespace testing;
using Texts = std::vector<std::string>;

const ir::Key kApp{ir::Kind::Schema, "", "app", ""};

ir::Dictionary german() {
  ir::Dictionary made{"app", "german", "snowball"};
  made.options = {{"language", "german"}, {"stopwords", "it's"}};
  return made;
}

ir::Configuration shop() {
  ir::Configuration made{"app", "shop"};
  made.mappings = {{"asciiword", {"app.german", "simple"}},
                   {"int", {"simple"}},
                   {"word", {"app.german", "simple"}}};
  return made;
}

// A configuration with a dictionary of its own, and an index over it.
Catalog searched() {
  ir::Index index;
  index.schema = "app";
  index.table = "users";
  index.name = "by_words";
  index.method = "gin";
  index.keys.emplace_back().expression =
      expression({text("to_tsvector("),
                  {ir::Piece::Kind::Configuration, "", "app", "shop", ""},
                  text("::regconfig, "),
                  column(kUsers, "email"),
                  text(")")});
  return applied(sample(), {ir::Create{german()}, ir::Create{shop()}, ir::Create{index}});
}

bool takes(const Catalog& catalog, const ir::Key& key, const ir::Key& other) {
  const std::vector<Dependent> found = cascade(catalog, {key, ""});
  return std::ranges::any_of(found, [&](const Dependent& d) { return d.key == other; });
}

TEST(TextSearch, IsPrintedWithNeighboursOfOneMappingTogether) {
  const Catalog after = applied(sample(), {ir::Create{german()}, ir::Create{shop()}});
  EXPECT_EQ(
      printed(sample(), after),
      (Texts{"CREATE TEXT SEARCH DICTIONARY app.german (TEMPLATE = snowball, language = "
             "'german', stopwords = 'it''s')",
             "CREATE TEXT SEARCH CONFIGURATION app.shop (PARSER = \"default\")",
             "ALTER TEXT SEARCH CONFIGURATION app.shop ALTER MAPPING FOR asciiword, word WITH "
             "app.german, simple",
             "ALTER TEXT SEARCH CONFIGURATION app.shop ALTER MAPPING FOR \"int\" WITH "
             "simple"}));
  EXPECT_EQ(printed(after, sample()), (Texts{"DROP TEXT SEARCH CONFIGURATION app.shop",
                                             "DROP TEXT SEARCH DICTIONARY app.german"}));
}

TEST(TextSearch, IsAlteredInPlace) {
  ir::Dictionary other = german();
  other.options = {{"language", "german"}, {"accept", "1"}};
  ir::Configuration changed = shop();
  changed.mappings = {{"asciiword", {"app.german", "simple"}}, {"word", {"simple"}}};
  const Catalog before = searched();
  const Catalog after =
      applied(before, {ir::SetTableOptions{other.key(), other.options},
                       ir::SetMappings{changed.key(), {{"word", {"simple"}}}, {"int"}}});
  EXPECT_EQ(*after.get<ir::Configuration>(changed.key()), changed);
  EXPECT_EQ(printed(before, after),
            (Texts{"ALTER TEXT SEARCH DICTIONARY app.german (accept = 1, language = 'german', "
                   "stopwords)",
                   "ALTER TEXT SEARCH CONFIGURATION app.shop ALTER MAPPING FOR word WITH simple",
                   "ALTER TEXT SEARCH CONFIGURATION app.shop DROP MAPPING FOR \"int\""}));
}

TEST(TextSearch, IsMadeAnewWithWhatStandsOnItForAnotherTemplate) {
  const Catalog before = searched();
  ir::Dictionary other{"app", "german", "simple"};
  const Catalog after =
      applied(applied(before, {ir::Drop{{ir::Kind::Index, "app", "by_words", ""}},
                               ir::Drop{shop().key()}, ir::Drop{german().key()}}),
              {ir::Create{other}, ir::Create{shop()},
               ir::Create{*before.get<ir::Index>({ir::Kind::Index, "app", "by_words", ""})}});
  const Texts steps = printed(before, after);
  ASSERT_EQ(steps.size(), 8U);
  EXPECT_EQ(steps[0], "DROP INDEX app.by_words");
  EXPECT_EQ(steps[1], "DROP TEXT SEARCH CONFIGURATION app.shop");
  EXPECT_EQ(steps[2], "DROP TEXT SEARCH DICTIONARY app.german");
  EXPECT_EQ(steps[3], "CREATE TEXT SEARCH DICTIONARY app.german (TEMPLATE = simple)");
  EXPECT_TRUE(steps[7].starts_with("CREATE INDEX by_words"));
}

TEST(TextSearch, IsMadeAfterTheDictionaryThatAThesaurusAsks) {
  ir::Dictionary thesaurus{"app", "a_first", "thesaurus"};
  thesaurus.options = {{"dictfile", "thesaurus_sample"}, {"dictionary", "app.german"}};
  const Texts steps =
      printed(sample(), applied(sample(), {ir::Create{german()}, ir::Create{thesaurus}}));
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_TRUE(steps[0].starts_with("CREATE TEXT SEARCH DICTIONARY app.german"));
  EXPECT_TRUE(steps[1].starts_with("CREATE TEXT SEARCH DICTIONARY app.a_first"));
}

TEST(TextSearch, FollowsNames) {
  const Catalog after =
      applied(searched(), {ir::Rename{german().key(), "Deutsch"}, ir::Rename{shop().key(), "store"},
                           ir::Rename{kApp, "main"}});
  const auto* found = after.get<ir::Configuration>({ir::Kind::Configuration, "main", "store", ""});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->mappings[0].dictionaries, (Texts{"main.\"Deutsch\"", "simple"}));
  const auto* index = after.get<ir::Index>({ir::Kind::Index, "main", "by_words", ""});
  EXPECT_EQ(index->keys[0].expression->sql(), "to_tsvector('main.store'::regconfig, email)");
  EXPECT_TRUE(dangling(after).empty());
}

TEST(TextSearch, TakesAlongWhatStandsOnIt) {
  const ir::Key index{ir::Kind::Index, "app", "by_words", ""};
  EXPECT_TRUE(takes(searched(), german().key(), shop().key()));
  EXPECT_TRUE(takes(searched(), german().key(), index));
  EXPECT_TRUE(takes(searched(), shop().key(), index));
  EXPECT_FALSE(takes(searched(), shop().key(), german().key()));
}

TEST(TextSearch, IsFoundInServersTexts) {
  ir::Index index = *searched().get<ir::Index>({ir::Kind::Index, "app", "by_words", ""});
  index.keys[0].expression =
      ir::Expression::from_server("to_tsvector('app.shop'::regconfig, (email)::text)");
  EXPECT_TRUE(takes(searched().with(index), shop().key(), index.key()));
  index.keys[0].expression =
      ir::Expression::from_server("ts_lexize('app.german'::regdictionary, (email)::text)");
  EXPECT_TRUE(takes(searched().with(index), german().key(), index.key()));
  index.keys[0].expression =
      ir::Expression::from_server("to_tsvector('app.shop'::text, (email)::text)");
  EXPECT_FALSE(takes(searched().with(index), shop().key(), index.key()));
}

TEST(TextSearch, RefusesAMappingThatIsNotThere) {
  EXPECT_EQ(refusal(searched(), ir::SetMappings{shop().key(), {}, {"tag"}}),
            "mapping for token type \"tag\" does not exist");
  EXPECT_EQ(refusal(sample(), ir::SetMappings{shop().key(), {}, {"tag"}}),
            "text search configuration \"app.shop\" does not exist");
  EXPECT_EQ(refusal(searched(), ir::Create{german()}),
            "text search dictionary \"app.german\" already exists");
}

TEST(TextSearch, IsEncodedAndReadBack) {
  for (const ir::Object& object : {ir::Object(german()), ir::Object(shop())}) {
    const auto back = decode(encode(object), "");
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, object);
  }
}

}  // namespace
}  // namespace pggit::catalog
