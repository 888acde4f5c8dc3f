// Texts and numbers as bytes and back, for what we write to files of our own: each text with its length before it, numbers
// of eight bytes, little-endian.
#pragma once

#include <cstdint>
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

}  // namespace pggit::base
