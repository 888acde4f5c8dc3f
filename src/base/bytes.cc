#include "base/bytes.h"

#include <algorithm>

namespace pggit::base {
namespace {

// What it is, and the checksum of all that follows.
std::string head_of(std::string_view magic, std::string_view body) {
  return std::string(magic) + "\n" + sha256(body).hex() + "\n";
}

}  // namespace

void BytesWriter::number(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out_.push_back(char(value >> shift & 0xFF));
}

void BytesWriter::text(std::string_view value) {
  number(value.size());
  out_ += value;
}

void BytesWriter::hash(const Hash& value) {
  out_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
}

std::string_view BytesReader::take(std::uint64_t size) {
  if (failed_ || size > rest_.size()) {
    failed_ = true;
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

std::uint64_t BytesReader::number() {
  std::uint64_t value = 0;
  int shift = 0;
  for (const char byte : take(8)) {
    value |= std::uint64_t(static_cast<unsigned char>(byte)) << shift;
    shift += 8;
  }
  return value;
}

std::string_view BytesReader::text() { return take(number()); }

Hash BytesReader::hash() {
  Hash value;
  std::ranges::copy(take(value.bytes.size()), value.bytes.begin());
  return value;
}

std::uint64_t BytesReader::count() {
  const std::uint64_t value = number();
  if (value > rest_.size()) failed_ = true;
  return failed_ ? 0 : value;
}

std::string with_checksum(std::string_view magic, std::string_view body) {
  return head_of(magic, body).append(body);
}

std::optional<std::string_view> checked_body(std::string_view magic, std::string_view file) {
  const std::size_t head = head_of(magic, "").size();
  if (file.size() < head) return std::nullopt;
  const std::string_view body = file.substr(head);
  if (!file.starts_with(head_of(magic, body))) return std::nullopt;
  return body;
}

}  // namespace pggit::base
