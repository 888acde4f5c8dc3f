// Java's .properties format, with places for messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace pggit::syntax {

struct Property {
  std::string key;
  std::string value;
  base::Span span;  // from the key to the end of the value
};

enum class Backslash {
  Escapes,  // as java.util.Properties: \t, \n, \uXXXX, \: ...
  Literal,  // as Flyway's .conf files: a backslash is itself (Windows paths), but at the end of a
            // line it still continues the line unless a blank line or a new `flyway.` key follows
};

// All key-value pairs in file order; a key given twice is there twice (the last one counts).
// A malformed \uXXXX is reported and kept as it is. Lines end in LF, CR or CRLF; a byte order mark
// is skipped. Source: java.util.Properties.load, and for Literal
// ConfigUtils.loadConfigurationFromString of Flyway 13.
std::vector<Property> read_properties(std::string_view text, base::FileId file, Backslash backslash,
                                      base::Diagnostics& diagnostics);

}  // namespace pggit::syntax
