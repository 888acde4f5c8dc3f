// What a step looks for in the rows that are there, so that planted ones hold it:
//
//   UPDATE orders SET total = (data -> 'sum' ->> 'total')::int WHERE kind = 'A'
//
// reads {"sum": {"total": 1}} of the column `data`, and 'A' of the column `kind`.
#pragma once

#include <map>
#include <string>

#include "bind/evolve.h"

namespace pggit::pipeline {

// By the name of the column, whatever its table.
struct Sought {
  // With a value at each place that `->`, `->>`, `#>` or `#>>` name with constants: the constant that it is compared with, else
  // one of the type that it is cast to.
  std::map<std::string, std::string> documents;
  // The first constant that a column is compared with.
  std::map<std::string, std::string> texts;
};

Sought sought_values(const bind::Step& step);

}  // namespace pggit::pipeline
