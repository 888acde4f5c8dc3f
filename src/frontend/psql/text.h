// Reading a script in the encoding that it says itself: `\encoding LATIN1`, `SET client_encoding = 'LATIN1'`, as pg_dump
// writes it, or a byte order mark of UTF-16; else UTF-8.
#pragma once

#include "frontend/shared/text_file.h"

namespace pggit::frontend::psql {

// Adds the text, in UTF-8, to the sources. Bytes that do not fit are reported. Errors (Input): it cannot be read.
base::Result<shared::TextFile> read_script_text(const ir::Project& project, const std::string& path,
                                                const std::string& shown);

}  // namespace pggit::frontend::psql
