// Storage and view options: WITH (fillfactor = 70, toast.autovacuum_enabled = off).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

// From a list of DefElem nodes, as pg_class.reloptions keeps them: name and text, "true" where no value
// is given, a namespace as "toast." before the name. Sorted by name.
ir::Options bind_options(const std::vector<sql::Node>& list);

// Puts one in its place, over an earlier one of that name.
void set_option(ir::Options& options, const std::string& name, const std::string& value);

// As defGetBoolean takes an option's text; nothing for any other word.
std::optional<bool> truth_of(const std::string& text);

// SET (...) over what is there, and RESET (...).
ir::Options merged_options(ir::Options options, const std::vector<sql::Node>& list);
ir::Options without_options(ir::Options options, const std::vector<sql::Node>& list);

}  // namespace pggit::bind
