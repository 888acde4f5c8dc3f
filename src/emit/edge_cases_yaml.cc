#include "emit/edge_cases_yaml.h"

#include <nlohmann/json.hpp>

namespace pggit::emit {
namespace {

// YAML takes U+007F to U+009F escaped only (1.2, section 5.1); JSON leaves them bare.
std::string with_controls_escaped(const std::string& json) {
  std::string text;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto next = static_cast<unsigned char>(i + 1 < json.size() ? json[i + 1] : 0);
    if (json[i] == '\x7f') {
      text += "\\u007f";
    } else if (json[i] == '\xc2' && next >= 0x80 && next < 0xa0) {
      text += "\\u00" + std::string{"89"[next >= 0x90 ? 1 : 0], "0123456789abcdef"[next & 15]};
      ++i;
    } else {
      text += json[i];
    }
  }
  return text;
}

// But for these a JSON string is a double-quoted YAML scalar (YAML 1.2, section 1.3).
std::string quoted(const std::string& text) {
  return with_controls_escaped(
      nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

std::string entry(const PlanEdgeCase& edge_case) {
  return "  - id: " + quoted(edge_case.id) +                     //
         "\n    migration: " + quoted(edge_case.migration) +     //
         "\n    where: " + quoted(edge_case.where) +             //
         "\n    kind: " + quoted(edge_case.kind) +               //
         "\n    what: " + quoted(edge_case.what) +               //
         "\n    suggestion: " + quoted(edge_case.suggestion) +   //
         "\n    action_required: " + quoted(edge_case.action) +  //
         "\n    status: " + quoted(edge_case.status) + "\n";
}

}  // namespace

std::string edge_cases_yaml(const std::vector<PlanEdgeCase>& edge_cases) {
  if (edge_cases.empty()) return "edge_cases: []\n";
  std::string text = "edge_cases:\n";
  for (const PlanEdgeCase& edge_case : edge_cases) text += entry(edge_case);
  return text;
}

}  // namespace pggit::emit
