// Functions that come with extensions. Only a server lists the members of an extension, but those that migrations call in
// bound texts are few, and their names are known.
//
//   CREATE EXTENSION "uuid-ossp" SCHEMA ext;   SET search_path = app, ext;
//   CREATE TABLE t (id uuid DEFAULT uuid_generate_v4());   -- the default means ext.uuid_generate_v4()
#pragma once

#include <string>
#include <string_view>

#include "bind/names.h"

namespace pggit::bind {

// The schema of an extension's function of that name, where the extension is there and its schema on the search_path;
// empty: none that we know of.
std::string extension_function_schema(std::string_view name, const Names& names);

}  // namespace pggit::bind
