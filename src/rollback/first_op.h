// The operation of a kind that a statement is, among those that it comes to.
#pragma once

#include <variant>

#include "bind/evolve.h"

namespace pggit::rollback {

// Null: it has none. `first_op<ir::Dml>(statement)`.
template <class T>
const T* first_op(const bind::Statement& statement) {
  for (const ir::Op& op : statement.ops) {
    if (const T* found = std::get_if<T>(&op)) return found;
  }
  return nullptr;
}

}  // namespace pggit::rollback
