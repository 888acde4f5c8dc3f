#include "syntax/toml.h"

// toml++ 3.3 asserts what bent text can make untrue ("a = {,}"), and in a release build lets the compiler assume it.
// Its assertions therefore throw in every build, and what they throw is a syntax error without place.
namespace pggit::syntax {
struct NotToml {};
}  // namespace pggit::syntax
#undef NDEBUG
#define TOML_ASSERT(expression) ((expression) ? void() : throw ::pggit::syntax::NotToml())
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wterminate"  // a few stand in functions that may not throw
#include <toml++/toml.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <sstream>

#include "base/text.h"

namespace pggit::syntax {
namespace {

// Turns toml++'s line and column (characters, from 1) into bytes.
class Places {
 public:
  Places(std::string_view text, base::FileId file) : text_(text), file_(file) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  base::Span span(const toml::source_region& region) const {
    const std::uint32_t begin = byte(region.begin);
    return {file_, begin, std::max(begin, byte(region.end))};
  }

 private:
  std::uint32_t byte(const toml::source_position& at) const {
    if (at.line == 0 || at.line > starts_.size()) return 0;
    std::size_t i = starts_[at.line - 1];
    for (std::uint32_t column = 1; column < at.column && i < text_.size(); ++column) {
      for (++i; i < text_.size() && (text_[i] & 0xC0) == 0x80;) ++i;
    }
    return std::uint32_t(i);
  }

  std::string_view text_;
  base::FileId file_;
  std::vector<std::size_t> starts_;
};

std::string scalar_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream out;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_value<decltype(value)>) out << value;
  });
  return out.str();
}

class Flattener {
 public:
  explicit Flattener(const Places& places) : places_(places) {}

  std::vector<TomlEntry> run(const toml::table& table) {
    add_table(table);
    std::ranges::stable_sort(entries_, {}, [](const TomlEntry& e) { return e.span.begin; });
    return std::move(entries_);
  }

 private:
  void add_table(const toml::table& table) {
    for (const auto& [key, node] : table) {
      path_.emplace_back(key.str());
      add(node);
      path_.pop_back();
    }
  }

  void add(const toml::node& node) {
    if (const toml::table* table = node.as_table()) {
      add_table(*table);
    } else if (const toml::array* array = node.as_array()) {
      add_array(*array);
    } else {
      entries_.push_back({path_, {scalar_text(node)}, false, places_.span(node.source())});
    }
  }

  void add_array(const toml::array& array) {
    TomlEntry entry{path_, {}, true, places_.span(array.source())};
    std::size_t index = 0;
    for (const toml::node& item : array) {
      path_.push_back(std::to_string(index++));
      if (item.is_table() || item.is_array()) {
        add(item);
      } else {
        entry.values.push_back(scalar_text(item));
      }
      path_.pop_back();
    }
    if (array.empty() || !entry.values.empty()) entries_.push_back(std::move(entry));
  }

  const Places& places_;
  std::vector<std::string> path_;
  std::vector<TomlEntry> entries_;
};

}  // namespace

std::optional<std::vector<TomlEntry>> read_toml(std::string_view text, base::FileId file,
                                                base::Diagnostics& diagnostics) {
  const Places places(text, file);
  try {
    return Flattener(places).run(toml::parse(text));
  } catch (const toml::parse_error& error) {
    diagnostics.report(base::Severity::Error, "toml-syntax", places.span(error.source()),
                       std::string(error.description()));
  } catch (const NotToml&) {
    diagnostics.report(base::Severity::Error, "toml-syntax", {file, 0, 0},
                       "this is no TOML: look for a value, a key or a bracket that is missing");
  }
  return std::nullopt;
}

}  // namespace pggit::syntax
