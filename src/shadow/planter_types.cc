#include "shadow/planter_types.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "base/text.h"

namespace pggit::shadow {
namespace {

std::string of_digits(const char* format, unsigned number) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, number);
  return buffer;
}

std::string day(unsigned serial) {
  return of_digits("%04u", 2900 + serial / 336 % 90) + of_digits("-%02u", 1 + serial / 28 % 12) +
         of_digits("-%02u", 1 + serial % 28);
}

std::string clock(unsigned serial) {
  return of_digits("%02u:", serial / 3600 % 24) + of_digits("%02u:", serial / 60 % 60) +
         of_digits("%02u", serial % 60);
}

using S = unsigned;

const std::vector<OtherType>& types() {
  static const std::vector<OtherType> kTypes{
      {"uuid",
       {"99991999-0000-4000-8000-000000000001"},
       {"ffffffff-ffff-4fff-bfff-ffffffffffff"},
       {"00000000-0000-4000-8000-000000000000"},
       [](S n) { return of_digits("99991999-0000-4000-8000-%012u", n); }},
      {"date", {"2019-05-17", "2024-02-29", "2031-10-05"}, {"9999-12-31"}, {"0001-01-01"}, day},
      {"timestamp without time zone",
       {"2019-05-17 09:30:00", "2024-02-29 23:59:59.5", "2031-10-05 00:00:00"},
       {"9999-12-31 23:59:59"},
       {"0001-01-01 00:00:00"},
       [](S n) { return day(n) + " 12:00:00"; }},
      {"timestamp with time zone",
       {"2019-05-17 09:30:00+00", "2024-02-29 23:59:59.5+00", "2031-10-05 00:00:00+00"},
       {"9999-12-31 23:59:59+00"},
       {"0001-01-01 00:00:00+00"},
       [](S n) { return day(n) + " 12:00:00+00"; }},
      {"time without time zone", {"09:30:00"}, {"23:59:59"}, {"00:00:00"}, clock},
      {"time with time zone", {"09:30:00+00"}, {"23:59:59+00"}, {"00:00:00+00"}, clock},
      {"interval",
       {"1 day"},
       {"10 years 3 mons"},
       {"00:00:00"},
       [](S n) { return of_digits("%u hours", n + 9000); }},
      {"bytea",
       {"\\x7067676974"},
       {"\\x00ff27225c0a"},
       {"\\x"},
       [](S n) { return of_digits("\\x706767%08x", n); }},
      {"json", {"{\"pggit\": 1}", "{}", "[]"}, {"[1, \"two\", null]"}, {"{}"}, nullptr},
      {"jsonb",
       {"{\"pggit\": 1}", "{}", "[]"},
       {"[1, \"two\", null]"},
       {"{}"},
       [](S n) { return of_digits("{\"pggit\": %u}", n); }},
      {"inet",
       {"198.51.100.7"},
       {"2001:db8::7/64"},
       {"198.51.100.0/24"},
       [](S n) { return of_digits("2001:db8::%x", n & 0xffff); }},
      {"cidr", {"198.51.100.0/24"}, {"2001:db8::/32"}, {"198.51.100.0/24"}, nullptr},
      {"macaddr", {"08:00:2b:01:02:03"}, {"ff:ff:ff:ff:ff:fe"}, {"00:00:00:00:00:01"}, nullptr},
      {"money", {"42.50"}, {"1000000"}, {"-1"}, [](S n) { return std::to_string(n + 900000); }},
      {"oid", {"42"}, {"4000000000"}, {"1"}, [](S n) { return std::to_string(n + 3900000000u); }},
      {"name", {"pggit"}, {"pggit"}, {""}, [](S n) { return "pggit" + std::to_string(n); }},
      {"\"char\"", {"x"}, {"z"}, {"a"}, nullptr},
      {"xml", {"<pggit/>"}, {"<pggit>&amp;</pggit>"}, {"<pggit/>"}, nullptr},
      {"tsvector", {"'pggit':1"}, {"'pggit':1A"}, {""}, nullptr},
      {"tsquery", {"'pggit'"}, {"'pggit' & 'two'"}, {"'pggit'"}, nullptr},
      {"point", {"(1,2)"}, {"(1e10,2)"}, {"(0,0)"}, nullptr},
      {"int4range",
       {"[1,5)"},
       {"[1,)"},
       {"empty"},
       [](S n) { return of_digits("[%u,", n + 1900000000) + of_digits("%u)", n + 1900000001); }},
      {"int8range",
       {"[1,5)"},
       {"[1,)"},
       {"empty"},
       [](S n) { return of_digits("[%u,", n + 1900000000) + of_digits("%u)", n + 1900000001); }},
      {"numrange",
       {"[1,5)"},
       {"[1,)"},
       {"empty"},
       [](S n) { return of_digits("[%u,", n + 1900000000) + of_digits("%u)", n + 1900000001); }},
      {"daterange",
       {"[2019-05-17,2019-06-01)"},
       {"[2019-05-17,)"},
       {"empty"},
       [](S n) { return "[" + day(n) + "," + day(n + 1) + ")"; }},
      {"tsrange",
       {"[2019-05-17,2019-06-01)"},
       {"[2019-05-17,)"},
       {"empty"},
       [](S n) { return "[" + day(n) + "," + day(n + 1) + ")"; }},
      {"tstzrange",
       {"[2019-05-17,2019-06-01)"},
       {"[2019-05-17,)"},
       {"empty"},
       [](S n) { return "[" + day(n) + "," + day(n + 1) + ")"; }},
  };
  return kTypes;
}

// Types of extensions, which stand in whatever schema.
const std::vector<OtherType>& extension_types() {
  static const std::vector<OtherType> kTypes{
      {"ltree",
       {"pggit.plain"},
       {"pggit.a.B_2.longer_than_the_others"},
       {""},
       [](S n) { return of_digits("pggit.k%u", n); }},
      {"lquery", {"pggit.*"}, {"*.a|b{1,2}"}, {"*"}, nullptr},
      {"ltxtquery", {"pggit & plain"}, {"a | !b"}, {"a"}, nullptr},
      {"hstore",
       {"\"pggit\"=>\"1\""},
       {"\"pggit\"=>NULL, \"two words\"=>\"'quoted'\""},
       {""},
       [](S n) { return of_digits("\"pggit\"=>\"%u\"", n); }},
      {"cube",
       {"(1, 2, 3)"},
       {"(0, 0, 0),(1e10, 2, 3)"},
       {"(0)"},
       [](S n) { return of_digits("(%u)", n); }},
      {"seg", {"1 .. 2"}, {"1e10"}, {"-1 .. 1"}, [](S n) { return std::to_string(n + 900000); }},
      {"lo", {"42"}, {"4000000000"}, {"1"}, [](S n) { return std::to_string(n + 3900000000u); }},
      {"query_int", {"1&2"}, {"!1|(2&3)"}, {"1"}, nullptr},
      {"ean13", {"400-638133393-1"}, {"978-0-306-40615-7"}, {"400-638133393-1"}, nullptr},
      {"isbn13", {"978-0-306-40615-7"}, {"979-10-90636-07-1"}, {"978-0-306-40615-7"}, nullptr},
      {"isbn", {"0-306-40615-2"}, {"0-8044-2957-X"}, {"0-306-40615-2"}, nullptr},
      {"issn13", {"977-0317-847-00-1"}, {"977-0317-847-00-1"}, {"977-0317-847-00-1"}, nullptr},
      {"issn", {"0317-8471"}, {"2434-561X"}, {"0317-8471"}, nullptr},
      {"upc", {"036000291452"}, {"036000291452"}, {"036000291452"}, nullptr},
  };
  return kTypes;
}

const OtherType* find(const std::vector<OtherType>& types, const std::string& name) {
  const auto found =
      std::ranges::find_if(types, [&](const OtherType& type) { return type.name == name; });
  return found == types.end() ? nullptr : &*found;
}

// "point" and "4326" of "(Point,4326)".
std::vector<std::string> modifiers_of(const std::string& modifier) {
  std::vector<std::string> modifiers;
  if (modifier.size() < 2) return modifiers;
  const std::string_view inside = std::string_view(modifier).substr(1, modifier.size() - 2);
  for (const std::string_view part : base::split(inside, ','))
    modifiers.push_back(base::to_lower(base::trim(part)));
  return modifiers;
}

std::vector<std::string> vectors(const std::vector<std::string>& modifiers) {
  const int size = modifiers.empty() ? 3 : std::clamp(std::atoi(modifiers[0].c_str()), 1, 16000);
  std::vector<std::string> out;
  for (const char* number : {"1", "-0.5"})
    out.push_back("[" + base::join(std::vector<std::string>(std::size_t(size), number), ",") + "]");
  return out;
}

std::vector<std::string> geometries(const std::vector<std::string>& modifiers) {
  struct Shape {
    const char* name;
    const char* text;
  };
  static constexpr Shape kShapes[] = {
      {"point", "POINT(1 2)"},
      {"linestring", "LINESTRING(0 0,1 1)"},
      {"polygon", "POLYGON((0 0,1 0,1 1,0 0))"},
      {"multipoint", "MULTIPOINT((1 2))"},
      {"multilinestring", "MULTILINESTRING((0 0,1 1))"},
      {"multipolygon", "MULTIPOLYGON(((0 0,1 0,1 1,0 0)))"},
      {"geometrycollection", "GEOMETRYCOLLECTION(POINT(1 2))"},
  };
  const std::string srid = modifiers.size() > 1 ? "SRID=" + modifiers[1] + ";" : "";
  std::vector<std::string> out;
  for (const Shape& shape : kShapes) {
    const bool any = modifiers.empty() || modifiers[0] == "geometry";
    if (any || modifiers[0] == shape.name) out.push_back(srid + shape.text);
  }
  return out;
}

}  // namespace

const OtherType* other_type(const std::string& name) { return find(types(), name); }

const OtherType* extension_type(const std::string& name) { return find(extension_types(), name); }

std::vector<std::string> modified_values(const std::string& name, const std::string& modifier) {
  if (name == "vector" || name == "halfvec") return vectors(modifiers_of(modifier));
  if (name == "geometry" || name == "geography") return geometries(modifiers_of(modifier));
  return {};
}

}  // namespace pggit::shadow
