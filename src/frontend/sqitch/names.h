// Names of changes, tags and projects, and what a change says of others. Source: Plan.pm and Plan/Depend.pm of Sqitch 1.
//
//   users   @v1.0   users@v1.0   other:users   !old_users   c7981df861183412b01be706889e508a63d445ca
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pggit::frontend::sqitch {

// The bytes of a space or tab, in Unicode's sense, that the text has at `at`; 0 where it has another character.
std::size_t blank_at(std::string_view text, std::size_t at);
// Without what Perl takes for white space at both ends.
std::string_view trimmed(std::string_view text);
// Where the run of blanks that begins at `at` ends.
std::size_t skip_blanks(std::string_view text, std::size_t at);

// Whether it is a name, where a blank or the end of the line follows it.
bool is_name(std::string_view text);
// Whether it could be taken for an id.
bool is_id(std::string_view text);

struct Dependency {
  bool is_conflict = false;
  std::string project;  // as written; empty: not said
  std::string change;
  std::string tag;
  std::string id;  // instead of change and tag

  // "users@v1.0"
  std::string key() const;
  // As it goes into an id and into the registry. `own`: the project that says it.
  std::string text(std::string_view own) const;
  // Whether it names a change of another project.
  bool is_elsewhere(std::string_view own) const { return !project.empty() && project != own; }
};

// Nothing where it is none.
std::optional<Dependency> parse_dependency(std::string_view text);

}  // namespace pggit::frontend::sqitch
