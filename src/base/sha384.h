// SHA-384, for the checksums of sqlx.
#pragma once

#include <string>
#include <string_view>

namespace pggit::base {

std::string sha384_hex(std::string_view bytes);  // 96 lower-case digits

}  // namespace pggit::base
