// The line of a \copy, taken apart. psql fills no variables in it and takes the whole line. Source: parse_slash_copy().
//
//   \copy books (id, title) from 'books.csv' with (format csv)
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pggit::frontend::psql {

struct SlashCopy {
  enum class Peer { Script, File, Program };
  std::string what;  // "books (id, title)", "(SELECT ...)"
  bool from = false;
  Peer peer = Peer::File;  // Script: stdin, the lines that follow
  std::string name;        // of the file, or the program
  std::string options;     // "with (format csv)"

  // What psql sends: COPY ... FROM STDIN ...
  std::string sql() const;
};

// `line`: behind the word \copy. Nothing where it is not understood.
std::optional<SlashCopy> parse_slash_copy(std::string_view line);

}  // namespace pggit::frontend::psql
