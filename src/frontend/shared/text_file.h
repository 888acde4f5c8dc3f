// Reading a migration file as its tool would: decoded to UTF-8 by the encoding that the project states.
#pragma once

#include <string>
#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::shared {

struct TextFile {
  base::FileId file = base::kNoFile;
  std::uint32_t begin = 0;  // after a byte order mark
  bool readable = true;     // false: bytes that are no text in that encoding, reported
};

// How a tool's files are written, and what to say where one is not.
struct Encoding {
  std::string name = "UTF-8";
  bool detect = false;  // UTF-16 by its mark, UTF-8 where it is valid, else `name`
  const char* code = "encoding";
  // Behind "save the file as UTF-8": ", or set flyway.encoding to what it is, such as ISO-8859-1"
  std::string advice;
  std::string setting;  // "flyway.encoding": what to mend where no such encoding exists
};

// Reads the file and adds its text, decoded to UTF-8, to the sources. Bytes that do not fit the
// encoding are reported with their offset. Errors: the file cannot be read, an unknown encoding.
base::Result<TextFile> read_text(const ir::Project& project, const std::string& path,
                                 const std::string& shown, const Encoding& encoding = {});

// Its text without a byte order mark.
std::string_view text_of(const base::Sources& sources, const TextFile& file);

}  // namespace pggit::frontend::shared
