// Sequence options as CREATE SEQUENCE, ALTER SEQUENCE and identity columns give them.
#pragma once

#include <string>
#include <vector>

#include "bind/names.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

// Those of a serial column of the type "smallint", "integer" or "bigint".
ir::SequenceOptions default_sequence_options(const std::string& type);

// From a list of DefElem nodes; PostgreSQL's defaults for what is not given.
ir::SequenceOptions new_sequence_options(const std::vector<sql::Node>& list, const Names& names,
                                         const std::string& type);
// Only what is given changes; a new type moves bounds that stood at the old type's limits.
ir::SequenceOptions changed_sequence_options(const std::vector<sql::Node>& list, const Names& names,
                                             const ir::SequenceOptions& before);

// The name that GENERATED ... AS IDENTITY (SEQUENCE NAME s) gives; else empty.
std::string written_sequence_name(const std::vector<sql::Node>& list);

}  // namespace pggit::bind
