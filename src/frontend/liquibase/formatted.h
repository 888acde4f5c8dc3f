// Formatted SQL: a changelog whose marks are comments. It gives the tree that XML would give.
#pragma once

#include <optional>

#include "base/diagnostics.h"
#include "syntax/element.h"

namespace pggit::frontend::liquibase {

// Whether its first line is `-- liquibase formatted sql`.
bool is_formatted(std::string_view text);

// The root, `databaseChangeLog`. `begin`: the byte behind a byte order mark. Marks that are none are reported.
syntax::Element read_formatted(std::string_view text, std::uint32_t begin, base::FileId file,
                               base::Diagnostics& diagnostics);

}  // namespace pggit::frontend::liquibase
