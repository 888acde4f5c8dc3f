#include "tools/engine_test/verdict_text.h"

namespace pggit::engine_test {

std::string text_of(const std::vector<catalog::Difference>& differences) {
  std::string text;
  for (const catalog::Difference& d : differences)
    text += "\n    " + ir::to_text(d.key) + " " + d.field + "\n      predicted " + d.before +
            "\n      found     " + d.after;
  return text;
}

std::string fault_of(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::NotSchema:
    case Outcome::Temporary:
    case Outcome::Agrees:
    case Outcome::Opaque:
      return "";
    case Outcome::Refused:
      return "the server refuses it: " + verdict.why;
    case Outcome::Differs:
      return "the server has something else" + text_of(verdict.differences);
  }
  return "";
}

}  // namespace pggit::engine_test
