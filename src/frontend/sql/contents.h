// Which tables, views, types and functions a script makes, and which of others it needs: a look at the words before
// names, to tell which of two files comes first. No grammar; names without their schema, in lower case.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace pggit::frontend::sql {

struct Contents {
  std::set<std::string> creates;
  std::set<std::string> drops;
  std::set<std::string> uses;     // made by none of its own statements before
  std::set<std::string> changes;  // of those: by ALTER, DROP, UPDATE or DELETE
  bool only_replaces = true;  // nothing but CREATE OR REPLACE, DROP IF EXISTS, GRANT, COMMENT, SET
  bool is_empty = true;       // no statement at all
  bool is_dump = false;       // pg_dump wrote it
};

Contents contents_of(std::string_view text);

}  // namespace pggit::frontend::sql
