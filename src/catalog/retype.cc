#include "catalog/retype.h"

#include <limits>

namespace pggit::catalog {
namespace {

struct Range {
  std::int64_t min;
  std::int64_t max;
};

template <class T>
constexpr Range range_of() {
  return {std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
}

Range range_of_type(const std::string& type) {
  if (type == "smallint") return range_of<std::int16_t>();
  if (type == "integer") return range_of<std::int32_t>();
  return range_of<std::int64_t>();
}

// ALTER SEQUENCE ... AS: a limit that was the old type's becomes the new type's (init_params in
// sequence.c).
void set_type(ir::SequenceOptions& options, const std::string& type) {
  const Range before = range_of_type(options.type);
  const Range after = range_of_type(type);
  if (options.max == before.max) options.max = after.max;
  if (options.min == before.min) options.min = after.min;
  options.type = type;
}

}  // namespace

void retype(ir::Column& column, const ir::TypeName& type, const std::string& collation) {
  column.type = type;
  column.collation = collation;
  column.storage.clear();
  column.compression.clear();
  if (column.identity) set_type(column.identity->options, type.name);
}

}  // namespace pggit::catalog
