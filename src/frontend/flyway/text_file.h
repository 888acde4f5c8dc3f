// Reading a migration file as Flyway would: decoded to UTF-8 by the configured encoding.
#pragma once

#include <string>

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

struct TextFile {
  base::FileId file = base::kNoFile;
  std::uint32_t begin = 0;  // after a byte order mark
  bool readable = true;     // false: bytes that are no text in that encoding, reported
};

// Reads the file and adds its text, decoded to UTF-8, to the sources. Bytes that do not fit the
// encoding are reported with their offset. Errors: the file cannot be read.
base::Result<TextFile> read_text(const ir::Project& project, const std::string& path,
                                 const std::string& shown, const std::string& encoding,
                                 bool detect_encoding);

}  // namespace pggit::frontend::flyway
