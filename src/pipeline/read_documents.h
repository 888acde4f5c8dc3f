// What a step looks for in the JSON documents of a table, so that planted ones hold it:
//
//   UPDATE orders SET total = (data -> 'sum' ->> 'total')::int WHERE data ->> 'kind' = 'A'
//
// reads {"sum": {"total": "1"}, "kind": "A"} of the column `data`.
#pragma once

#include <map>
#include <string>

#include "bind/evolve.h"

namespace pggit::pipeline {

// By the name of the column, whatever its table: a document with a value at each place that `->`, `->>`, `#>` or `#>>` name
// with constants. The value is the constant that it is compared with, else one of the type that it is cast to.
std::map<std::string, std::string> read_documents(const bind::Step& step);

}  // namespace pggit::pipeline
