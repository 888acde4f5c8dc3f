// Names of extended statistics.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"

namespace pggit::bind {

// Statistics objects have a name space of their own.
struct TakenStatistics {
  const catalog::Catalog* catalog = nullptr;
  std::vector<std::string> pending = {};  // chosen earlier in the same statement
};

// Those of the names that are columns of the table, as they stand in it.
std::vector<std::string> in_attribute_order(const std::vector<std::string>& names,
                                            const ir::Table& table);

// `table_columns_stat`, stat1, ...; an empty part stands for an expression.
std::string choose_statistics_name(const TakenStatistics& taken, const std::string& schema,
                                   const std::string& table, const std::vector<std::string>& parts);

}  // namespace pggit::bind
