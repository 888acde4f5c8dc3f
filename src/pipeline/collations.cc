#include "pipeline/collations.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::pipeline {
namespace {

// The column of the locale goes by three names from PostgreSQL 12 to 17.
constexpr char kCollations[] =
    "SELECT n.nspname, 'CREATE COLLATION IF NOT EXISTS ' || quote_ident(n.nspname) || '.' || "
    "quote_ident(c.collname) || ' (provider = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN "
    "'b' THEN 'builtin' ELSE 'libc' END || CASE WHEN c.collprovider = 'c' THEN ', lc_collate = ' "
    "|| quote_literal(c.collcollate) || ', lc_ctype = ' || quote_literal(c.collctype) ELSE "
    "', locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> "
    "'colliculocale', c.collcollate)) || ', deterministic = ' || c.collisdeterministic END || ')' "
    "FROM pg_catalog.pg_collation c JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace "
    "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')";

// "schema.name"; those of pg_catalog stand alone.
constexpr auto kIsOwn = [](const auto& part) { return part.collation.contains('.'); };

struct UsesOwn {
  bool operator()(const ir::Table& o) const { return std::ranges::any_of(o.columns, kIsOwn); }
  bool operator()(const ir::View& o) const { return std::ranges::any_of(o.columns, kIsOwn); }
  bool operator()(const ir::MaterializedView& o) const {
    return std::ranges::any_of(o.columns, kIsOwn);
  }
  bool operator()(const ir::Composite& o) const {
    return std::ranges::any_of(o.attributes, kIsOwn);
  }
  bool operator()(const ir::Index& o) const { return std::ranges::any_of(o.keys, kIsOwn); }
  bool operator()(const ir::Domain& o) const { return kIsOwn(o); }
  bool operator()(const auto&) const { return false; }
};

}  // namespace

bool uses_own_collations(const catalog::Catalog& catalog) {
  bool found = false;
  catalog.for_each([&](const catalog::EntryRef& entry) {
    found = found || std::visit(UsesOwn(), entry->object);
  });
  return found;
}

std::vector<std::string> copy_collations(pg::Connection& from, pg::Connection& to,
                                         const std::string& owner) {
  std::vector<std::string> schemas;
  const pg::Execution found = from.run(kCollations);
  if (!found) return schemas;
  for (int i = 0; i < found->count(); ++i) {
    std::string schema(found->text(i, 0));
    (void)to.run("CREATE SCHEMA IF NOT EXISTS " + base::quote_ident(schema) + " AUTHORIZATION " +
                 base::quote_ident(owner));
    (void)to.run(std::string(found->text(i, 1)));
    if (std::ranges::find(schemas, schema) == schemas.end()) schemas.push_back(std::move(schema));
  }
  return schemas;
}

}  // namespace pggit::pipeline
