// Every way to be wrong about one field: for each leaf of a value that lists its fields (ir/objects.h), the value with that
// leaf dropped or changed. What still hashes the same is none.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ir/op.h"

namespace pggit::testing {

template <class T>
struct Mutation {
  std::string what;  // "columns.0.not_null changed"
  T value;
};

std::vector<Mutation<ir::Object>> mutations(const ir::Object& object);
// Whether making either gives the same object: columns of a primary key are NOT NULL whether that is said or not,
// and an index is valid but on the parent of partitions alone.
bool same_when_made(const ir::Object& a, const ir::Object& b);
// An operation with one of its clauses dropped or changed.
std::vector<Mutation<ir::Op>> mutations(const ir::Op& op);

}  // namespace pggit::testing
