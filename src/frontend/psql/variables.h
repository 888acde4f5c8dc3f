// psql's variables, and the four ways in which a script names one. Source of the rules: psqlscan.l, "Variables" in the
// manual of psql.
//
//   :name      the value as it is          :'name'    as a string constant
//   :"name"    as an identifier            :{?name}   TRUE or FALSE: whether it has a value
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pggit::frontend::psql {

enum class Form { Plain, Literal, Identifier, Test };

struct Reference {
  Form form = Form::Plain;
  std::string name;
  std::size_t length = 0;  // of all of it, colon and quotes too
};

// What begins with the colon at the start of `text`; nothing for `::`, `:=`, a lone colon, a quote without an end.
std::optional<Reference> reference_at(std::string_view text);

// Whether the text may be the name of a variable.
bool is_variable_name(std::string_view name);

class Variables {
 public:
  void set(const std::string& name, std::string value) { all_[name] = {std::move(value), ""}; }
  // Its value is known only when the script runs. `why`, for people: "comes from a command in back-ticks".
  void set_unknown(const std::string& name, std::string why) { all_[name] = {{}, std::move(why)}; }
  void unset(const std::string& name) { all_.erase(name); }

  // Nothing where it has none, or none that is known before the script runs.
  std::optional<std::string> value(const std::string& name) const;
  // Why a value is not known; empty where it is, or where there is no such variable.
  std::string why_unknown(const std::string& name) const;

  // What stands for the reference; nothing where that is not known. A test always has an answer.
  std::optional<std::string> text_of(const Reference& reference) const;

 private:
  struct Variable {
    std::optional<std::string> value;
    std::string why;
  };
  std::map<std::string, Variable> all_;
};

}  // namespace pggit::frontend::psql
