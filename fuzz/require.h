// What a fuzz target promises besides not to crash: says what is broken, and ends the process as a crash does.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/source.h"

namespace pggit::fuzz {

inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", int(what.size()), what.data());
  std::abort();
}

inline void require_inside(const base::Span& span, const base::Sources& sources) {
  if (span.file == base::kNoFile) return;
  require(span.file <= sources.count(), "a span names a file that is there");
  require(span.begin <= span.end && span.end <= sources.file(span.file).text.size(),
          "a span stays inside its file");
}

}  // namespace pggit::fuzz
