#include "frontend/shared/pieces.h"

#include <algorithm>

#include "base/check.h"

namespace pggit::frontend::shared {

ir::Sql verbatim(const base::Sources& sources, base::FileId file, std::uint32_t begin,
                 std::uint32_t end) {
  return {sources.file(file).text.substr(begin, end - begin), file, {{0, begin, true}}};
}

ir::Sql slice(std::string_view text, const std::vector<ir::Anchor>& anchors, base::FileId file,
              std::uint32_t begin, std::uint32_t end) {
  const auto after = std::ranges::upper_bound(anchors, begin, {}, &ir::Anchor::text);
  PGGIT_CHECK(after != anchors.begin());
  const ir::Anchor& before = *std::prev(after);
  const std::uint32_t moved = before.verbatim ? begin - before.text : 0;
  ir::Sql sql{std::string(text.substr(begin, end - begin)), file, {}};
  sql.anchors.push_back({0, before.source + moved, before.verbatim});
  for (auto at = after; at != anchors.end() && at->text < end; ++at) {
    sql.anchors.push_back({at->text - begin, at->source, at->verbatim});
  }
  return sql;
}

void TextBuilder::anchor(std::uint32_t source, bool is_verbatim) {
  sql_.anchors.push_back({std::uint32_t(sql_.text.size()), source, is_verbatim});
}

void TextBuilder::keep(std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  anchor(begin, true);
  sql_.text += source_.substr(begin, end - begin);
}

void TextBuilder::put(std::string_view text, std::uint32_t at) {
  if (text.empty()) return;
  anchor(at, false);
  sql_.text += text;
}

ir::Sql TextBuilder::finish() {
  if (sql_.anchors.empty()) anchor(0, true);
  return std::move(sql_);
}

}  // namespace pggit::frontend::shared
