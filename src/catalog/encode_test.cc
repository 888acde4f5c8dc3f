#include "catalog/encode.h"

#include <gtest/gtest.h>

#include "base/hash.h"
#include "catalog/catalog.h"
#include "catalog/testing/random_objects.h"

namespace pggit::catalog {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

ir::Column id_column() {
  ir::Column column;
  column.name = "id";
  column.type.name = "integer";
  column.not_null = true;
  return column;
}

// The worked example of src/store/FORMAT.md.
ir::Table worked_example() {
  ir::Table table;
  table.schema = "app";
  table.name = "t";
  table.columns.push_back(id_column());
  return table;
}

TEST(Encode, GivesTheBytesOfTheWorkedExample) {
  const std::string bytes = encode(worked_example());
  EXPECT_EQ(hex(bytes),
            "6f626a31"  // obj1
            "05000000"
            "7461626c65"  // table
            "6f000000"    // its fields, 111 bytes
            "06000000"
            "736368656d61"
            "03000000"
            "617070"  // schema = app
            "04000000"
            "6e616d65"
            "01000000"
            "74"  // name = t
            "07000000"
            "636f6c756d6e73"
            "42000000"  // columns, 66 bytes
            "3e000000"  // the first of them, 62 bytes
            "04000000"
            "6e616d65"
            "02000000"
            "6964"  // name = id
            "04000000"
            "74797065"
            "13000000"  // type, 19 bytes
            "04000000"
            "6e616d65"
            "07000000"
            "696e7465676572"  // name = integer
            "08000000"
            "6e6f745f6e756c6c"
            "01000000"
            "01");  // not_null = true
  EXPECT_EQ(object_hash(worked_example()).hex(),
            "9493eb27be5858c989fcba801dcad535ee7885eaabf3eab104493def8a7190c2");
}

TEST(Encode, LeavesOutWhatHasItsDefault) {
  ir::Table table = worked_example();
  const base::Hash before = object_hash(table);
  table.unlogged = false;
  table.columns[0].statistics.reset();
  EXPECT_EQ(object_hash(table), before);
  table.columns[0].statistics = 0;  // present, though zero
  EXPECT_NE(object_hash(table), before);
}

TEST(Encode, TellsAnEmptyCommentFromNone) {
  ir::Table with = worked_example();
  with.comment = "";
  EXPECT_NE(object_hash(with), object_hash(worked_example()));
}

TEST(Encode, SeesEveryTrueWhoseDefaultIsTrue) {
  ir::Constraint constraint;
  constraint.name = "c";
  ir::Table table = worked_example();
  table.constraints.push_back(constraint);
  const base::Hash validated = object_hash(table);
  table.constraints[0].validated = false;
  EXPECT_NE(object_hash(table), validated);
}

TEST(Encode, HashesBoundTextByItsWordsAlone) {
  const ir::Expression as_text({{ir::Piece::Kind::Text, "app.users", "", "", ""}});
  const ir::Expression as_reference({{ir::Piece::Kind::Relation, "", "app", "users", ""}});
  ir::View a;
  a.query = as_text;
  ir::View b;
  b.query = as_reference;
  EXPECT_EQ(object_hash(a), object_hash(b));
  EXPECT_NE(encode_references(a), encode_references(b));
}

TEST(Decode, GivesBackRandomObjects) {
  const std::uint64_t seed = testing::test_seed();
  SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
  testing::RandomObjects random(seed);
  for (int i = 0; i < 2000; ++i) {
    const ir::Object object = random.object();
    const std::string bytes = encode(object);
    const base::Result<ir::Object> back = decode(bytes, encode_references(object));
    ASSERT_TRUE(back) << back.error().message;
    ASSERT_EQ(*back, object);
    const base::Result<ir::Object> text_only = decode(bytes);
    ASSERT_TRUE(text_only) << text_only.error().message;
    ASSERT_EQ(object_hash(*text_only), object_hash(object));
  }
}

TEST(Decode, RefusesBytesThatEncodeWouldNotGive) {
  const std::string bytes = encode(worked_example());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(bytes).substr(0, size))) << size;
  }
  EXPECT_FALSE(decode(bytes + "x"));
  std::string unlogged = bytes;  // with a field spelled out that has its default
  const std::string_view field("\x08\0\0\0unlogged\x01\0\0\0\0", 17);
  unlogged.insert(bytes.find(std::string("\x07\0\0\0columns", 11)), field);
  unlogged[13] = char(unlogged[13] + int(field.size()));
  EXPECT_FALSE(decode(unlogged));
}

TEST(Decode, SurvivesDamageOfEveryByte) {
  testing::RandomObjects random(testing::test_seed());
  const ir::Object object = random.object(ir::Kind::Table);
  const std::string references = encode_references(object);
  const std::string bytes = encode(object);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = char(damaged[i] ^ 0x41);
    const base::Result<ir::Object> back = decode(damaged, references);
    EXPECT_TRUE(!back || object_hash(*back) != object_hash(object)) << i;
  }
}

TEST(Decode, RefusesReferencesOfAnotherText) {
  ir::View view;
  view.query = ir::Expression({{ir::Piece::Kind::Relation, "", "app", "users", ""}});
  ir::View other;
  other.query = ir::Expression({{ir::Piece::Kind::Relation, "", "app", "people", ""}});
  EXPECT_FALSE(decode(encode(view), encode_references(other)));
}

}  // namespace
}  // namespace pggit::catalog
