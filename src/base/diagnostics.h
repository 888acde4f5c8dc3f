// The first of the three error roads: the user's text is at fault or not understood; we report and
// go on. Messages are for people: what is wrong, quoting the user's word; what to do about it.
#pragma once

#include <string>
#include <vector>

#include "base/source.h"

namespace pggit::base {

enum class Severity { Note, Warning, Error };

struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;  // stable and greppable: "flyway-duplicate-version"
  Span span;         // where; a default Span when `where` says it in words (a folder, a setting)
  std::string where;
  std::string message;
};

// A sink. Keeps what was reported, in order.
class Diagnostics {
 public:
  void report(Severity severity, std::string code, Span span, std::string message);
  void report(Diagnostic diagnostic) { all_.push_back(std::move(diagnostic)); }
  // For things that are no place in a file: `where` is a folder, an option or a setting.
  void report_at(Severity severity, std::string code, std::string where, std::string message);

  const std::vector<Diagnostic>& all() const { return all_; }
  bool has_errors() const;

 private:
  std::vector<Diagnostic> all_;
};

// `db/V47__x.sql:14:3: message` (errors) or `...: warning: message`.
std::string to_text(const Diagnostic& diagnostic, const Sources& sources);

}  // namespace pggit::base
