// Flyway's checksum of a file.
#pragma once

#include <cstdint>
#include <string_view>

namespace pggit::frontend::flyway {

// CRC-32 over the lines of UTF-8 text without their terminators (LF, CR, CRLF), without a byte
// order mark; an empty text has 0. Signed, as Flyway stores it. Source: ChecksumCalculator of
// Flyway 13.
std::int32_t checksum(std::string_view text);

}  // namespace pggit::frontend::flyway
