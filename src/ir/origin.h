// Where a statement comes from. Kept outside the content hash: moving a file changes no history.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/source.h"

namespace pggit::ir {

struct Origin;
using OriginRef = std::shared_ptr<const Origin>;

struct Verbatim {
  base::Span span;
};
// Made from the span by a front end: placeholders filled, another language's call rendered as SQL.
struct Lowered {
  base::Span span;
  std::string by;  // "flyway"
};
// The statement that takes `of` back.
struct Inverse {
  OriginRef of;
};
// Made by an optimisation pass from these statements (at least one).
struct Rewritten {
  std::vector<OriginRef> from;
  std::string pass;
};

struct Origin {
  std::variant<Verbatim, Lowered, Inverse, Rewritten> from;

  static OriginRef verbatim(base::Span span);
  static OriginRef lowered(base::Span span, std::string by);
  static OriginRef inverse(OriginRef of);
  static OriginRef rewritten(std::vector<OriginRef> from, std::string pass);
};

// The first place in the user's files that the statement rests on.
base::Span span_of(const Origin& origin);

}  // namespace pggit::ir
