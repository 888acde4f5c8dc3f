#include "ir/dml.h"

#include <algorithm>

namespace pggit::ir {

bool only_moves_sequences(const Dml& dml) {
  const auto is_sequence = [](const Key& key) { return key.kind == Kind::Sequence; };
  return dml.kind == DmlKind::Select && !dml.runs_code && !dml.writes.empty() &&
         std::ranges::all_of(dml.writes, is_sequence);
}

}  // namespace pggit::ir
