#include "ir/front_end.h"

#include <algorithm>

namespace pggit::ir {

std::uint32_t source_offset(const Sql& sql, std::uint32_t offset) {
  const auto after = std::ranges::upper_bound(sql.anchors, offset, {}, &Anchor::text);
  if (after == sql.anchors.begin()) return offset;
  const Anchor& anchor = *std::prev(after);
  return anchor.verbatim ? anchor.source + (offset - anchor.text) : anchor.source;
}

}  // namespace pggit::ir
