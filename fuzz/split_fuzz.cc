// Whatever the text: slices are in order and do not overlap, nothing but white space, semicolons and ends of COPY rows
// stands between them, and a statement alone is cut as it was among the others.
#include <cstdint>
#include <string_view>

#include "fuzz/require.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/split.h"

namespace {

namespace split = pggit::syntax::sql;
using pggit::fuzz::require;
using split::Slice;
using split::SliceKind;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Without the blanks, semicolons and marks of psql in front: `\;`, `\\`, and `\.` behind rows.
std::string_view without_marks(std::string_view gap) {
  while (!gap.empty() && (split::is_space(gap[0]) || std::string_view(";\\.").contains(gap[0])))
    gap.remove_prefix(1);
  return gap;
}

// What may stand between two slices is no statement: comments before a semicolon, or behind that of a COPY.
bool may_stand_between(std::string_view gap, SliceKind next, const split::SplitOptions& options) {
  return next == SliceKind::CopyData || gap == kByteOrderMark ||
         split::split(without_marks(gap), options).empty();
}

void check_alone(std::string_view script, const Slice& slice, const split::SplitOptions& options) {
  const std::string_view text = script.substr(slice.begin, slice.end - slice.begin);
  if (slice.kind != SliceKind::Statement || text.starts_with(kByteOrderMark)) return;
  const auto alone = split::split(text, options);
  require(alone.size() == 1, "a statement alone is one statement");
  require(alone[0].body == slice.body - slice.begin, "its first token is where it was");
  require(alone[0].end == slice.end - slice.begin, "its last token is where it was");
}

void check_slices(std::string_view script, const split::SplitOptions& options) {
  Slice last;
  for (const Slice& slice : split::split(script, options)) {
    require(last.end <= slice.begin && slice.begin <= slice.body && slice.body <= slice.end &&
                slice.end <= script.size(),
            "slices are in order and inside the script");
    require(may_stand_between(script.substr(last.end, slice.begin - last.end), slice.kind, options),
            "nothing is lost between slices");
    check_alone(script, slice, options);
    last = slice;
  }
  if (last.kind == SliceKind::Statement)
    require(split::split(script.substr(last.end), options).empty(),
            "nothing is lost behind the last statement");
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
