#include "base/diagnostics.h"

#include <algorithm>

namespace pggit::base {

void Diagnostics::report(Severity severity, std::string code, Span span, std::string message) {
  all_.push_back({severity, std::move(code), span, "", std::move(message)});
}

void Diagnostics::report_at(Severity severity, std::string code, std::string where,
                            std::string message) {
  all_.push_back({severity, std::move(code), {}, std::move(where), std::move(message)});
}

bool Diagnostics::has_errors() const {
  return std::ranges::any_of(all_,
                             [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

std::string to_text(const Diagnostic& diagnostic, const Sources& sources) {
  std::string text =
      diagnostic.span.file == kNoFile ? diagnostic.where : sources.where(diagnostic.span);
  if (!text.empty()) text += ": ";
  if (diagnostic.severity == Severity::Warning) text += "warning: ";
  if (diagnostic.severity == Severity::Note) text += "note: ";
  return text + diagnostic.message;
}

}  // namespace pggit::base
