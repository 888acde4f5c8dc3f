// Hashes. SHA-256 is the content address of everything pggit stores (src/store/FORMAT.md);
// CRC-32, MD5 and SHA-1 are only for the checksums of other tools.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pggit::base {

struct Hash {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash&) const = default;
  std::string hex() const;  // 64 lower-case digits
  // The first 12 hex digits: what people are shown.
  std::string brief() const;
  static std::optional<Hash> from_hex(std::string_view hex);
};

Hash sha256(std::string_view bytes);

// Feeds pieces; every piece is written with its length, so that ("ab","c") and ("a","bc") differ.
class HashWriter {
 public:
  void bytes(std::string_view piece);  // 8-byte little-endian length, then the bytes
  void number(std::uint64_t value);    // 8 bytes, little-endian
  void hash(const Hash& value);        // 32 bytes
  Hash finish() const { return sha256(buffer_); }

 private:
  std::string buffer_;
};

std::uint32_t crc32(std::string_view bytes, std::uint32_t seed = 0);
std::string md5_hex(std::string_view bytes);
std::string sha1_hex(std::string_view bytes);

}  // namespace pggit::base
