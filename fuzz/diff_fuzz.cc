// Two scripts, each read into a catalog as far as it can be: the differ leads from one to the other, in SQL, and finds nothing
// between a catalog and itself. The input is one script, a line `====`, and the other:
//
//   CREATE TABLE t (a int);
//   ====
//   CREATE TABLE t (a bigint, b text);
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "bind/bind.h"
#include "catalog/diff.h"
#include "fuzz/require.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "syntax/sql/split.h"

namespace {

using namespace pggit;
using fuzz::require;

constexpr std::string_view kBetween = "\n====\n";

catalog::Catalog catalog_of(std::string_view script, sql::Parser& parser) {
  auto catalog = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
  bind::Session session;
  for (const syntax::sql::Slice& slice : syntax::sql::split(script)) {
    const auto tree = parser.parse(std::string(script.substr(slice.body, slice.end - slice.body)));
    if (tree) catalog = bind::bind(tree->root(), catalog, session, nullptr).after;
  }
  return catalog;
}

void check_way(const catalog::Catalog& from, const catalog::Catalog& to, sql::Parser& parser) {
  const catalog::Diff way = catalog::diff(from, to);
  const auto verified = catalog::verify_diff(from, to, way);
  require(verified.has_value(), verified ? "" : verified.error().message);
  for (const catalog::DiffStep& step : way.steps) {
    for (const std::string& statement : sql::print(step.op)) {
      if (!parser.parse(statement)) require(false, "what is printed is SQL: " + statement);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static sql::Parser parser;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = std::min(input.find(kBetween), input.size());
  const std::size_t rest = std::min(middle + kBetween.size(), input.size());
  const catalog::Catalog from = catalog_of(input.substr(0, middle), parser);
  const catalog::Catalog to = catalog_of(input.substr(rest), parser);
  check_way(from, to, parser);
  check_way(to, from, parser);
  require(catalog::diff(to, to).steps.empty(), "nothing lies between a catalog and itself");
  return 0;
}
