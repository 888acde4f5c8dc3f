#include <string>

#include "frontend/refinery/refinery.h"

namespace pggit::frontend::refinery {
namespace {

constexpr std::uint64_t rotated(std::uint64_t x, int bits) { return x << bits | x >> (64 - bits); }

// One round of SipHash. Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
struct Sip {
  std::uint64_t v0 = 0x736f6d6570736575, v1 = 0x646f72616e646f6d, v2 = 0x6c7967656e657261,
                v3 = 0x7465646279746573;

  void round() {
    v0 += v1;
    v2 += v3;
    v1 = rotated(v1, 13) ^ v0;
    v3 = rotated(v3, 16) ^ v2;
    v0 = rotated(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = rotated(v1, 17) ^ v2;
    v3 = rotated(v3, 21) ^ v0;
    v2 = rotated(v2, 32);
  }

  void word(std::uint64_t m) {
    v3 ^= m;
    round();
    v0 ^= m;
  }

  std::uint64_t finish() {
    v2 ^= 0xff;
    for (int i = 0; i < 3; ++i) round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
};

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    value |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

std::uint64_t siphash_1_3(std::string_view bytes) {
  Sip sip;
  const std::uint64_t length = std::uint64_t(bytes.size() & 0xff) << 56;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) sip.word(little_endian(bytes.substr(0, 8)));
  sip.word(length | little_endian(bytes));
  return sip.finish();
}

}  // namespace

std::uint64_t checksum(std::string_view title, std::int32_t version, std::string_view text) {
  // Rust ends the bytes of a string with 0xFF.
  std::string bytes(title);
  bytes += '\xFF';
  for (int i = 0; i < 4; ++i) bytes += char(std::uint32_t(version) >> (8 * i) & 0xFF);
  bytes += text;
  bytes += '\xFF';
  return siphash_1_3(bytes);
}

}  // namespace pggit::frontend::refinery
