// Text of files as the pieces of a migration, each byte leading back to where it stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "ir/front_end.h"

namespace pggit::frontend::shared {

// Bytes [begin, end) of a file as they stand.
ir::Sql verbatim(const base::Sources& sources, base::FileId file, std::uint32_t begin,
                 std::uint32_t end);

// Bytes [begin, end) of a text made from a file, with the places that they came from. The first anchor is at 0.
ir::Sql slice(std::string_view text, const std::vector<ir::Anchor>& anchors, base::FileId file,
              std::uint32_t begin, std::uint32_t end);

// Makes a text of bytes of a file and of others that stand for some of its bytes: a variable's value.
class TextBuilder {
 public:
  TextBuilder(const base::Sources& sources, base::FileId file)
      : source_(sources.file(file).text), sql_{"", file, {}} {}

  // Bytes of the file as they stand.
  void keep(std::uint32_t begin, std::uint32_t end);
  // A text that stands there instead of what is written.
  void put(std::string_view text, std::uint32_t at);

  const std::string& text() const { return sql_.text; }
  ir::Sql finish();

 private:
  void anchor(std::uint32_t source, bool is_verbatim);

  std::string_view source_;
  ir::Sql sql_;
};

}  // namespace pggit::frontend::shared
