// Names that something else than psql fills before the script runs: {{ x }}, ${x}, <%= x %>, $%x%$, @x@.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::psql {

struct Template {
  std::string_view open;
  std::string_view close;
};

struct Placeholder {
  std::string name;
  std::size_t begin = 0;  // of all of it
  std::size_t end = 0;
};

// The kinds that a script uses: those that stand in it outside of quotes and comments, and those around one of the
// names that have a value. `{{ x }}` in a text that is inserted is data.
std::vector<Template> templates_in(std::string_view script,
                                   const std::map<std::string, std::string>& values);

// The first placeholder in [begin, end) of the text.
std::optional<Placeholder> next_placeholder(std::string_view text, std::size_t begin,
                                            std::size_t end,
                                            const std::vector<Template>& templates);

// Where the script has a condition or loop of a template language, which is more than a name: `{% if %}`, `<% if %>`.
std::optional<std::size_t> template_code_in(std::string_view script,
                                            const std::vector<Template>& templates);

}  // namespace pggit::frontend::psql
