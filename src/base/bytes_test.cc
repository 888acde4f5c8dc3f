#include "base/bytes.h"

#include <gtest/gtest.h>

namespace pggit::base {
namespace {

std::string written() {
  BytesWriter writer;
  writer.number(300);
  writer.text(std::string("a\0b", 3));
  writer.hash(sha256("x"));
  return writer.take();
}

TEST(Bytes, ComeBackAsTheyWereWritten) {
  const std::string bytes = written();
  BytesReader reader(bytes);
  EXPECT_EQ(reader.number(), 300u);
  EXPECT_EQ(reader.text(), std::string_view("a\0b", 3));
  EXPECT_EQ(reader.hash(), sha256("x"));
  EXPECT_TRUE(reader.ended_well());
}

TEST(Bytes, ThatAreCutShortAreAFaultWhereverTheyEnd) {
  const std::string bytes = written();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    BytesReader reader(std::string_view(bytes).substr(0, size));
    reader.number();
    reader.text();
    reader.hash();
    EXPECT_FALSE(reader.ended_well()) << size;
  }
}

TEST(Bytes, OfAFileComeBackOnlyWholeAndOfTheirKind) {
  const std::string file = with_checksum("pggit x", "body");
  EXPECT_EQ(checked_body("pggit x", file), "body");
  EXPECT_FALSE(checked_body("pggit y", file));
  for (std::size_t at = 0; at < file.size(); ++at) {
    EXPECT_FALSE(checked_body("pggit x", std::string_view(file).substr(0, at))) << at;
    std::string damaged = file;
    ++damaged[at];
    EXPECT_FALSE(checked_body("pggit x", damaged)) << at;
  }
}

TEST(Bytes, CountNoMoreThanThereCanBe) {
  BytesWriter writer;
  writer.number(1ull << 60);
  const std::string bytes = writer.take();
  BytesReader reader(bytes);
  EXPECT_EQ(reader.count(), 0u);
  EXPECT_TRUE(reader.failed());
}

}  // namespace
}  // namespace pggit::base
