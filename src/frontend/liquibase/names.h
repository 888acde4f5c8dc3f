// How Liquibase writes names for PostgreSQL.
#pragma once

#include <string>
#include <string_view>

namespace pggit::frontend::liquibase {

// objectQuotingStrategy.
enum class Quoting {
  Legacy,        // what needs quotes, and what has upper and lower case letters
  Everything,    // QUOTE_ALL_OBJECTS
  OnlyReserved,  // QUOTE_ONLY_RESERVED_WORDS: what needs quotes
};

struct Names {
  Quoting quoting = Quoting::Legacy;
  std::string schema = "public";  // of what names none

  // A name alone: `person`, "Mixed".
  std::string quoted(std::string_view name) const;
  // `public.person`; `given`: the schema that the change names, or nothing.
  std::string qualified(std::string_view given, std::string_view name) const;
  // A list as attributes hold it, "a, b", each quoted.
  std::string list(std::string_view names) const;
  // The name as the catalog has it: what is not quoted is folded.
  std::string stored(std::string_view name) const;
  std::string schema_or(std::string_view given) const {
    return given.empty() ? schema : std::string(given);
  }
};

// 'it''s': a backslash is a character like any other.
std::string literal(std::string_view text);

}  // namespace pggit::frontend::liquibase
