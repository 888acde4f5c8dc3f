// Whatever a server is said to have printed: its comparison form is the same each time, and parentheses around an
// expression do not change it.
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "sql/comparison_form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pggit;
  static sql::Parser parser;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string form = sql::comparison_form(parser, text);
  fuzz::require(form == sql::comparison_form(parser, text), "a form is the same each time");
  fuzz::require(!form.empty() || text.empty(), "a text has a form");
  if (!parser.parse_expression(text)) return 0;
  fuzz::require(sql::comparison_form(parser, "(" + text + "\n)") == form,
                "parentheses do not change a form");
  return 0;
}
