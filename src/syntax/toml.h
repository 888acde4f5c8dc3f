// TOML, flattened: one entry for each scalar or list, with its full path and its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace pggit::syntax {

struct TomlEntry {
  std::vector<std::string> path;    // {"environments", "production", "url"}
  std::vector<std::string> values;  // scalars as text ("true", "3", "x"); several for a list
  bool is_list = false;
  base::Span span;  // of the value
};

// All entries in file order. A syntax error is reported at its line and column and gives nothing.
// Lists of tables are flattened with their index as a path step: {"rule", "0", "id"}.
std::optional<std::vector<TomlEntry>> read_toml(std::string_view text, base::FileId file,
                                                base::Diagnostics& diagnostics);

}  // namespace pggit::syntax
