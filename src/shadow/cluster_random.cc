#include "shadow/cluster_random.h"

#include <sys/random.h>

#include <string_view>

#include "base/check.h"
#include "base/hash.h"

namespace pggit::shadow {
namespace {

std::string bytes_of(const base::Hash& hash) {
  return {reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()};
}

// HMAC-SHA-256 (RFC 2104).
std::string hmac(const std::string& key, const std::string& text) {
  constexpr std::size_t kBlock = 64;
  std::string inner(kBlock, '\x36'), outer(kBlock, '\x5c');
  std::string padded = key.size() > kBlock ? bytes_of(base::sha256(key)) : key;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ padded[i]);
    outer[i] = static_cast<char>(outer[i] ^ padded[i]);
  }
  return bytes_of(base::sha256(outer + bytes_of(base::sha256(inner + text))));
}

std::string base64(std::string_view bytes) {
  static const char* const kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      bool there = i + k <= bytes.size();
      out += there ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

std::uint64_t random_word() {
  std::uint64_t word = 0;
  PGGIT_CHECK(getrandom(&word, sizeof word, 0) == static_cast<ssize_t>(sizeof word));
  return word;
}

}  // namespace

std::string random_hex(std::size_t digits) {
  static const char* const kHex = "0123456789abcdef";
  std::string out;
  while (out.size() < digits) {
    std::uint64_t word = random_word();
    for (int i = 0; i < 16 && out.size() < digits; ++i, word >>= 4) out += kHex[word & 15];
  }
  return out;
}

std::uint64_t random_below(std::uint64_t bound) {
  PGGIT_CHECK(bound > 0);
  return random_word() % bound;
}

std::string scram_verifier(const std::string& password, const std::string& salt) {
  std::string salted = hmac(password, salt + std::string("\0\0\0\1", 4));
  std::string stored_key = bytes_of(base::sha256(hmac(salted, "Client Key")));
  std::string server_key = hmac(salted, "Server Key");
  return "SCRAM-SHA-256$1:" + base64(salt) + "$" + base64(stored_key) + ":" + base64(server_key);
}

}  // namespace pggit::shadow
