// Properties and their places: ${name}.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "syntax/element.h"

namespace pggit::frontend::liquibase {

// The first definition of a name wins. Those of one file alone stand before it.
class Parameters {
 public:
  void set(const std::string& name, const std::string& value) { values_.try_emplace(name, value); }
  void set_in(const std::string& file, const std::string& name, const std::string& value);
  const std::string* find(const std::string& name, const std::string& file) const;

  // Fills ${name}, ${a${b}} too; what has no value stays, ${:name} as well. Values are filled in turn.
  std::string fill(std::string_view text, const std::string& file) const;
  // All attributes and texts of it and below it.
  void fill(syntax::Element& element, const std::string& file) const;

 private:
  std::string fill(std::string_view text, const std::string& file, int depth, int& budget) const;

  std::map<std::string, std::string> values_;
  std::map<std::string, std::map<std::string, std::string>> local_;
};

}  // namespace pggit::frontend::liquibase
