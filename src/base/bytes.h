// Texts and numbers as bytes and back, for what we write to files of our own: each text with its length before it, numbers
// of eight bytes, little-endian. with_checksum() closes them against damage.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace pggit::base {

class BytesWriter {
 public:
  void number(std::uint64_t value);
  void text(std::string_view value);
  void hash(const Hash& value);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Takes from the front. After the first fault (too few bytes) everything is empty and zero.
class BytesReader {
 public:
  explicit BytesReader(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number();
  std::string_view text();
  Hash hash();
  // A number that counts what follows, each of one byte or more: never more than there can be.
  std::uint64_t count();
  bool failed() const { return failed_; }
  // All was read, and nothing was missing.
  bool ended_well() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view take(std::uint64_t size);

  std::string_view rest_;
  bool failed_ = false;
};

// The bytes of a whole file: what it is, the checksum of all that follows, and the body. `magic`: "pggit proofs".
std::string with_checksum(std::string_view magic, std::string_view body);
// The body of a file; nothing where it is another kind of file, or damaged.
std::optional<std::string_view> checked_body(std::string_view magic, std::string_view file);

}  // namespace pggit::base
