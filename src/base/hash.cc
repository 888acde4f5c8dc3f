#include "base/hash.h"

#include <openssl/evp.h>
#include <zlib.h>

#include <cstring>

#include "base/check.h"
#include "base/sha384.h"

namespace pggit::base {
namespace {

constexpr char kDigits[] = "0123456789abcdef";

std::string to_hex(const std::uint8_t* bytes, std::size_t size) {
  std::string hex(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    hex[2 * i] = kDigits[bytes[i] >> 4];
    hex[2 * i + 1] = kDigits[bytes[i] & 15];
  }
  return hex;
}

int digit_value(char c) {
  const char* found = c == '\0' ? nullptr : std::strchr(kDigits, c);
  return found ? int(found - kDigits) : -1;
}

std::string digest_hex(const EVP_MD* kind, std::string_view bytes) {
  std::uint8_t out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  PGGIT_CHECK(EVP_Digest(bytes.data(), bytes.size(), out, &size, kind, nullptr) == 1);
  return to_hex(out, size);
}

}  // namespace

std::string Hash::hex() const { return to_hex(bytes.data(), bytes.size()); }
std::string Hash::brief() const { return hex().substr(0, 12); }

std::optional<Hash> Hash::from_hex(std::string_view hex) {
  Hash hash;
  if (hex.size() != hash.bytes.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    const int high = digit_value(hex[2 * i]);
    const int low = digit_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    hash.bytes[i] = std::uint8_t(high << 4 | low);
  }
  return hash;
}

Hash sha256(std::string_view bytes) {
  // Fetched once: SHA256() of OpenSSL 3 looks it up anew, under a lock, and takes twice as long for short texts.
  static const EVP_MD* const kind = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Hash hash;
  PGGIT_CHECK(kind && EVP_Digest(bytes.data(), bytes.size(), hash.bytes.data(), nullptr, kind,
                                 nullptr) == 1);
  return hash;
}

void HashWriter::bytes(std::string_view piece) {
  number(piece.size());
  buffer_.append(piece);
}

void HashWriter::number(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) buffer_.push_back(char(value >> shift & 0xFF));
}

void HashWriter::hash(const Hash& value) {
  buffer_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t seed) {
  return std::uint32_t(::crc32_z(seed, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::string md5_hex(std::string_view bytes) { return digest_hex(EVP_md5(), bytes); }
std::string sha1_hex(std::string_view bytes) { return digest_hex(EVP_sha1(), bytes); }
std::string sha384_hex(std::string_view bytes) { return digest_hex(EVP_sha384(), bytes); }

}  // namespace pggit::base
