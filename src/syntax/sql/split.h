// Cuts a script into statements, by PostgreSQL's lexical rules: quotes, E'' strings, dollar quotes, nested
// comments, BEGIN ATOMIC bodies, psql's backslash lines, and the rows of COPY ... FROM STDIN.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pggit::syntax::sql {

enum class SliceKind {
  Statement,
  MetaCommand,  // a psql line: \set, \i, ...
  CopyData,     // rows up to and without the line "\."
};

struct Slice {
  SliceKind kind = SliceKind::Statement;
  // Bytes of the script. `begin` takes in the comments before the statement (directives live there);
  // `body` is where its first token is; `end` is behind the last token, without the semicolon.
  std::uint32_t begin = 0;
  std::uint32_t body = 0;
  std::uint32_t end = 0;
  bool terminated = true;  // false: the script ended inside it (an open quote, a missing semicolon)
};

struct SplitOptions {
  bool meta_commands = true;  // a backslash outside quotes starts a psql command
  bool standard_strings = true;
};

// Every byte that is not white space, comment, semicolon or a line "\." behind rows is in exactly one slice, in order.
// Comments behind the last statement belong to none. Linear time; never fails. A script has less than 4 GiB.
std::vector<Slice> split(std::string_view script, const SplitOptions& options = {});

}  // namespace pggit::syntax::sql
