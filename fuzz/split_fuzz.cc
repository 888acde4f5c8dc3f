// Slices are in order, inside the script, and do not overlap, whatever the text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "syntax/sql/split.h"

namespace {

void check_slices(std::string_view script, const pggit::syntax::sql::SplitOptions& options) {
  std::uint32_t last_end = 0;
  for (const pggit::syntax::sql::Slice& slice : pggit::syntax::sql::split(script, options)) {
    const bool ordered =
        last_end <= slice.begin && slice.begin <= slice.body && slice.body <= slice.end;
    if (!ordered || slice.end > script.size()) std::abort();
    last_end = slice.end;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view script(reinterpret_cast<const char*>(data), size);
  for (const bool meta_commands : {false, true}) {
    for (const bool standard_strings : {false, true}) {
      check_slices(script, {.meta_commands = meta_commands, .standard_strings = standard_strings});
    }
  }
  return 0;
}
