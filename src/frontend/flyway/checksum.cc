#include "frontend/flyway/checksum.h"

#include "base/hash.h"

namespace pggit::frontend::flyway {

std::int32_t checksum(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  std::uint32_t crc = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    crc = base::crc32(text.substr(0, end), crc);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::int32_t(crc);
}

}  // namespace pggit::frontend::flyway
