#include "ir/origin.h"

#include "base/check.h"

namespace pggit::ir {
namespace {

OriginRef make(auto from) { return std::make_shared<const Origin>(Origin{std::move(from)}); }

}  // namespace

OriginRef Origin::verbatim(base::Span span) { return make(Verbatim{span}); }

OriginRef Origin::lowered(base::Span span, std::string by) {
  return make(Lowered{span, std::move(by)});
}

OriginRef Origin::inverse(OriginRef of) {
  PGGIT_CHECK(of != nullptr);
  return make(Inverse{std::move(of)});
}

OriginRef Origin::rewritten(std::vector<OriginRef> from, std::string pass) {
  PGGIT_CHECK(!from.empty());
  return make(Rewritten{std::move(from), std::move(pass)});
}

base::Span span_of(const Origin& origin) {
  struct Visitor {
    base::Span operator()(const Verbatim& o) const { return o.span; }
    base::Span operator()(const Lowered& o) const { return o.span; }
    base::Span operator()(const Inverse& o) const { return span_of(*o.of); }
    base::Span operator()(const Rewritten& o) const { return span_of(*o.from.front()); }
  };
  return std::visit(Visitor{}, origin.from);
}

}  // namespace pggit::ir
