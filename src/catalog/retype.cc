#include "catalog/retype.h"

#include <limits>
#include <set>

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

std::string own_storage(const Catalog& catalog, const ir::TypeName& type) {
  static const std::set<std::string> kExtended{"bit",
                                               "bit varying",
                                               "bpchar",
                                               "bytea",
                                               "character",
                                               "character varying",
                                               "datemultirange",
                                               "daterange",
                                               "int4multirange",
                                               "int4range",
                                               "int8multirange",
                                               "int8range",
                                               "json",
                                               "jsonb",
                                               "jsonpath",
                                               "nummultirange",
                                               "numrange",
                                               "path",
                                               "pg_snapshot",
                                               "polygon",
                                               "refcursor",
                                               "text",
                                               "tsmultirange",
                                               "tsrange",
                                               "tstzmultirange",
                                               "tstzrange",
                                               "tsvector",
                                               "txid_snapshot",
                                               "xml"};
  static const std::set<std::string> kMain{"cidr", "inet", "numeric"};
  if (type.is_array) return "extended";
  if (!type.schema.empty()) {
    if (const auto* domain =
            catalog.get<ir::Domain>({ir::Kind::Domain, type.schema, type.name, ""}))
      return own_storage(catalog, domain->type);
    const bool is_enum = catalog.find({ir::Kind::Enum, type.schema, type.name, ""});
    return is_enum ? "plain" : "extended";
  }
  const std::string base = type.name.substr(0, type.name.find('('));
  if (kMain.contains(base)) return "main";
  return kExtended.contains(base) ? "extended" : "plain";
}

}  // namespace pggit::catalog
