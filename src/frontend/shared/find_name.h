// Where a text of SQL names something that no migration makes.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace pggit::frontend::shared {

// The byte of the first name, quoted or not, that `is_one` knows; strings and comments are passed over.
std::optional<std::size_t> find_name(std::string_view text, bool (*is_one)(std::string_view));

}  // namespace pggit::frontend::shared
