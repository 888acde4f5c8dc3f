#include "bind/type_name.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/dependencies.h"
#include "catalog/parts.h"

namespace pggit::bind {
namespace {

struct Spelling {
  std::string_view internal;
  std::string_view sql;
};

// Types that format_type() spells otherwise than pg_type.typname.
constexpr Spelling kSpellings[] = {
    {"any", "\"any\""},
    {"bit", "bit"},
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"char", "\"char\""},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"interval", "interval"},
    {"numeric", "numeric"},
    {"decimal", "numeric"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
};

// Other types of pg_catalog, sorted: these names are found before any of the user's.
constexpr std::array kBuiltIn = std::to_array<std::string_view>({
    "aclitem",
    "any",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "box",
    "bytea",
    "cid",
    "cidr",
    "circle",
    "cstring",
    "date",
    "datemultirange",
    "daterange",
    "event_trigger",
    "fdw_handler",
    "inet",
    "int2vector",
    "int4multirange",
    "int4range",
    "int8multirange",
    "int8range",
    "internal",
    "json",
    "jsonb",
    "jsonpath",
    "language_handler",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_snapshot",
    "point",
    "polygon",
    "record",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "text",
    "tid",
    "trigger",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "void",
    "xid",
    "xid8",
    "xml",
});
static_assert(std::ranges::is_sorted(kBuiltIn));

const Spelling* spelling_of(std::string_view name) {
  const auto found = std::ranges::find(kSpellings, name, &Spelling::internal);
  return found == std::end(kSpellings) ? nullptr : &*found;
}

bool is_built_in(std::string_view name) {
  return spelling_of(name) || std::ranges::binary_search(kBuiltIn, name);
}

std::string constant_text(const sql::Node& node) {
  if (node.is("ColumnRef")) {
    const std::vector<sql::Node> fields = node.list("fields");
    return fields.empty() ? "" : std::string(fields.back().text());
  }
  if (node.has("sval")) return std::string(node["sval"].str("sval"));
  if (node.has("fval")) return std::string(node["fval"].str("fval"));
  return std::to_string(node["ival"].num("ival"));
}

std::vector<std::string> modifiers_of(const sql::Node& type_name) {
  std::vector<std::string> modifiers;
  for (const sql::Node& modifier : type_name.list("typmods"))
    modifiers.push_back(constant_text(modifier));
  return modifiers;
}

// The field mask of an interval (INTERVAL_MASK in utils/timestamp.h); 0x7FFF: all of them.
std::string interval_fields(int mask) {
  constexpr int kYear = 1 << 2, kMonth = 1 << 1, kDay = 1 << 3, kHour = 1 << 10, kMinute = 1 << 11,
                kSecond = 1 << 12;
  switch (mask) {
    case kYear:
      return " year";
    case kMonth:
      return " month";
    case kDay:
      return " day";
    case kHour:
      return " hour";
    case kMinute:
      return " minute";
    case kSecond:
      return " second";
    case kYear | kMonth:
      return " year to month";
    case kDay | kHour:
      return " day to hour";
    case kDay | kHour | kMinute:
      return " day to minute";
    case kDay | kHour | kMinute | kSecond:
      return " day to second";
    case kHour | kMinute:
      return " hour to minute";
    case kHour | kMinute | kSecond:
      return " hour to second";
    case kMinute | kSecond:
      return " minute to second";
    default:
      return "";
  }
}

std::string interval_name(const std::vector<std::string>& modifiers) {
  std::string name = "interval";
  if (!modifiers.empty()) name += interval_fields(std::atoi(modifiers[0].c_str()));
  if (modifiers.size() > 1) name += "(" + modifiers[1] + ")";
  return name;
}

// The precision stands behind the first word: timestamp(3) with time zone.
std::string with_modifiers(std::string_view internal, std::string_view sql,
                           std::vector<std::string> modifiers) {
  if (internal == "interval") return interval_name(modifiers);
  if (internal == "bpchar" && modifiers.empty()) return "bpchar";
  if (modifiers.empty()) return std::string(sql);
  if ((internal == "numeric" || internal == "decimal") && modifiers.size() == 1)
    modifiers.push_back("0");
  const std::string list = "(" + base::join(modifiers, ",") + ")";
  const bool timed = internal.starts_with("time");
  const std::size_t at = timed ? sql.find(' ') : std::string_view::npos;
  if (at == std::string_view::npos) return std::string(sql) + list;
  return std::string(sql.substr(0, at)) + list + std::string(sql.substr(at));
}

ir::TypeName referenced_type(const std::vector<sql::Node>& name, const Names& names) {
  if (name.size() < 2) return {};
  const std::string_view schema = name.size() > 2 ? name[name.size() - 3].text() : "";
  const auto key = names.resolve_relation(schema, name[name.size() - 2].text());
  const ir::Table* table = key ? names.catalog->get<ir::Table>(*key) : nullptr;
  if (!table) return {};
  const auto column = std::ranges::find(table->columns, name.back().text(), &ir::Column::name);
  return column == table->columns.end() ? ir::TypeName() : column->type;
}

// A multirange type comes with its range type.
std::optional<std::string> schema_of_multirange(const std::string& name, const Names& names) {
  for (const std::string& schema : names.schemas()) {
    if (!catalog::resolve(*names.catalog, catalog::type_key(schema, name)).empty()) return schema;
  }
  return std::nullopt;
}

ir::TypeName user_type(const std::vector<sql::Node>& name, const Names& names) {
  ir::TypeName type;
  type.name = name.back().text();
  if (names.is_temporary(name.size() > 1 ? name[name.size() - 2].text() : "", type.name)) {
    type.schema = "pg_temp";
    return type;
  }
  if (name.size() > 1) {
    type.schema = name[name.size() - 2].text();
    return type;
  }
  if (const auto key = names.resolve_type("", type.name)) {
    type.schema = key->schema;
  } else if (const auto relation = names.resolve_relation("", type.name)) {
    type.schema = relation->schema;
  } else if (const auto schema = schema_of_multirange(type.name, names)) {
    type.schema = *schema;
  } else {
    // Most extensions with one type are named after it.
    const auto* extension =
        names.catalog->get<ir::Extension>({ir::Kind::Extension, "", type.name, ""});
    type.schema = extension ? extension->in_schema : names.extension_schema();
  }
  return type;
}

}  // namespace

namespace {

// The names that PostGIS prints in a modifier, whatever their case there: geometry(point,4326) -> geometry(Point,4326).
constexpr std::string_view kShapes[] = {
    "CircularString",     "CompoundCurve", "CurvePolygon", "Geometry",
    "GeometryCollection", "LineString",    "MultiCurve",   "MultiLineString",
    "MultiPoint",         "MultiPolygon",  "MultiSurface", "Point",
    "PolyhedralSurface",  "Polygon",       "Tin",          "Triangle"};

// A shape may be followed by the dimensions that it has beside x and y.
std::string printed_shape(const std::string& written) {
  const std::string lower = base::to_lower(written);
  for (const std::string_view shape : kShapes) {
    for (const std::string_view dimensions : {"", "Z", "M", "ZM"}) {
      const std::string printed = std::string(shape) + std::string(dimensions);
      if (lower == base::to_lower(printed)) return printed;
    }
  }
  return written;
}

std::string user_modifier(const std::string& type, std::vector<std::string> modifiers) {
  if (modifiers.empty()) return "";
  if (type == "geometry" || type == "geography") {
    modifiers[0] = printed_shape(modifiers[0]);
    if (type == "geography" && modifiers.size() == 1) modifiers.push_back("4326");
    if (type == "geometry" && modifiers.size() == 1 && modifiers[0] == "Geometry") return "";
    if (type == "geometry" && modifiers.size() == 2 && modifiers[1] == "0") modifiers.pop_back();
  }
  return "(" + base::join(modifiers, ",") + ")";
}

ir::TypeName bind_with(const sql::Node& type_name, const Names& names,
                       const std::vector<std::string>& modifiers) {
  const std::vector<sql::Node> name = type_name.list("names");
  if (name.empty()) return {};
  if (type_name.flag("pct_type")) return referenced_type(name, names);
  const std::string_view last = name.back().text();
  const bool may_be_built_in = name.size() == 1 || name[0].text() == "pg_catalog";
  const Spelling* spelling = may_be_built_in ? spelling_of(last) : nullptr;
  ir::TypeName type;
  if (may_be_built_in && last.starts_with('_') && is_built_in(last.substr(1))) {
    // The name of an array type: _int4.
    const Spelling* element = spelling_of(last.substr(1));
    type.name = element ? element->sql : last.substr(1);
    type.is_array = true;
    return type;
  }
  if (spelling) {
    type.name = with_modifiers(spelling->internal, spelling->sql, modifiers);
  } else if (may_be_built_in && (name.size() > 1 || std::ranges::binary_search(kBuiltIn, last))) {
    type.name = std::string(last);
  } else {
    type = user_type(name, names);
    type.modifier = user_modifier(type.name, modifiers);
  }
  type.is_array = !type_name.list("arrayBounds").empty();
  return type;
}

}  // namespace

ir::TypeName bind_type(const sql::Node& type_name, const Names& names) {
  return bind_with(type_name, names, modifiers_of(type_name));
}

namespace {

// timestamp(3) with time zone -> timestamp with time zone; what `t.c%TYPE` brings along.
void drop_modifier(ir::TypeName& type) {
  type.modifier.clear();
  if (!type.schema.empty()) return;
  if (type.name.starts_with("interval")) type.name = "interval";
  const std::size_t open = type.name.find('(');
  if (open != std::string::npos) type.name.erase(open, type.name.find(')') + 1 - open);
}

}  // namespace

ir::TypeName bind_type_without_modifier(const sql::Node& type_name, const Names& names) {
  ir::TypeName type = bind_with(type_name, names, {});
  if (type_name.flag("pct_type")) drop_modifier(type);
  // Of an unmodified bpchar, format_type() makes "character" when it is asked for the type alone.
  if (type.schema.empty() && type.name == "bpchar") type.name = "character";
  return type;
}

std::string serial_kind(const sql::Node& type_name) {
  const std::vector<sql::Node> name = type_name.list("names");
  if (name.size() != 1) return "";
  const std::string_view word = name[0].text();
  if (word == "serial" || word == "serial4") return "integer";
  if (word == "bigserial" || word == "serial8") return "bigint";
  if (word == "smallserial" || word == "serial2") return "smallint";
  return "";
}

}  // namespace pggit::bind
