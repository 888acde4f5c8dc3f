#include "syntax/xml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pggit::syntax {
namespace {

struct Read {
  base::Sources sources;
  base::Diagnostics diagnostics;
  std::optional<Element> root;
  explicit Read(std::string text) {
    const base::FileId file = sources.add("f.xml", std::move(text));
    root = read_xml(sources.file(file).text, file, diagnostics);
  }
  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }
};

TEST(Xml, GivesNamesWithoutPrefixAttributesAndPlaces) {
  const Read read("<x:a xmlns:x=\"u\" n='1'>\n  <x:b m=\"&lt;2\"/>\n</x:a>");
  ASSERT_TRUE(read.root);
  EXPECT_EQ(read.root->name, "a");
  ASSERT_EQ(read.root->attributes.size(), 1u);
  EXPECT_EQ(read.root->attribute("n")->value, "1");
  const Element* b = read.root->child("b");
  ASSERT_TRUE(b);
  EXPECT_EQ(b->attribute("m")->value, "<2");
  EXPECT_EQ(b->at, 26u);
}

TEST(Xml, KnowsWhereATextStandsAsItIs) {
  const Read plain("<a>one; two</a>");
  EXPECT_TRUE(plain.root->text_verbatim);
  EXPECT_EQ(plain.root->text_at, 3u);
  const Read raw("<a><![CDATA[x < y]]></a>");
  EXPECT_TRUE(raw.root->text_verbatim);
  EXPECT_EQ(raw.root->text, "x < y");
  const Read changed("<a>x &lt; y</a>");
  EXPECT_FALSE(changed.root->text_verbatim);
  EXPECT_EQ(changed.root->text, "x < y");
}

TEST(Xml, ExpandsNoEntityOfItsOwnAndFetchesNone) {
  const Read bomb(
      "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y SYSTEM \"file:///etc/passwd\">]><a>&x;&y;</a>");
  EXPECT_FALSE(bomb.root);
  EXPECT_THAT(bomb.messages(), ::testing::HasSubstr("never expands and never fetches"));
  const Read named("<!DOCTYPE a SYSTEM \"http://127.0.0.1/x.dtd\"><a/>");
  EXPECT_TRUE(named.root);
}

TEST(Xml, NamesThePlaceOfWhatIsNone) {
  const Read read("<a>\n<b></a>");
  EXPECT_FALSE(read.root);
  EXPECT_THAT(read.messages(), ::testing::StartsWith("f.xml:2:"));
}

TEST(Xml, RefusesWhatIsNestedTooDeep) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "<a>";
  for (int i = 0; i < 100000; ++i) text += "</a>";
  const Read read(text);
  EXPECT_FALSE(read.root);
  EXPECT_THAT(read.messages(), ::testing::HasSubstr("nested more than"));
}

TEST(Xml, ReadsTheEncodingOfTheFirstLine) {
  EXPECT_EQ(xml_encoding("<?xml version=\"1.0\" encoding='ISO-8859-1'?><a/>"), "ISO-8859-1");
  EXPECT_EQ(xml_encoding("<a encoding='x'/>"), "");
}

}  // namespace
}  // namespace pggit::syntax
