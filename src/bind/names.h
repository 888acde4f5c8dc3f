// Names as PostgreSQL resolves them: along the search_path, at this point of the history.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

enum class RoutineKind { Function, Procedure, Aggregate, Any };

struct Names {
  const catalog::Catalog* catalog = nullptr;
  std::vector<std::string> search_path;
  std::string user;
  std::vector<std::string> temporary = {};       // relations of the session's own schema
  const std::set<std::string>* roles = nullptr;  // that are there; null: nobody knows
  const std::vector<ir::Function>* temporary_functions = nullptr;  // of pg_temp alone

  // Whether the name means a temporary relation: pg_temp comes before the search_path.
  bool is_temporary(std::string_view schema, std::string_view name) const;

  // Those of a name, in `functions`' way; nullptr: the key is none of them.
  std::vector<ir::Key> temporary_functions_named(std::string_view name) const;
  const ir::Function* temporary_function(const ir::Key& key) const;

  // The schemas to look through, in order: "$user" replaced, those that do not exist left out.
  std::vector<std::string> schemas() const;
  // Where an unqualified CREATE puts its object; "public" where the path names none that exists.
  std::string current_schema() const;
  // The first of the path that holds an extension, else current_schema(): where a type that we do not know may be.
  std::string extension_schema() const;

  // A table, view, sequence or index. `schema` may be empty.
  std::optional<ir::Key> resolve_relation(std::string_view schema, std::string_view name) const;
  // The same of a text as ::regclass reads it: "app.users", "\"Users\"".
  std::optional<ir::Key> resolve_text(std::string_view text) const;
  // An enumeration, from a list of String nodes.
  std::optional<ir::Key> resolve_type_name(const std::vector<sql::Node>& name) const;
  std::optional<ir::Key> resolve_type(std::string_view schema, std::string_view name) const;
  // A function from an ObjectWithArgs node; without arguments only when its name is unique.
  std::optional<ir::Key> resolve_function(const sql::Node& object_with_args,
                                          RoutineKind kind = RoutineKind::Any) const;
  // An object of a kind that has a name space of its own (statistics, collations, text search): `schema` may be empty.
  std::optional<ir::Key> resolve_named(ir::Kind kind, std::string_view schema,
                                       std::string_view name) const;
  // The schema in which a user's function of that name is found first; empty: PostgreSQL's own.
  std::string function_schema(std::string_view name) const;
  // All user's functions of that name: in `schema`, or where the path finds them.
  std::vector<ir::Key> functions(std::string_view schema, std::string_view name) const;
};

// The parts of a text as ::regclass and its like read it: "app.\"Odd\"".
std::vector<std::string> name_parts(std::string_view text);

// A search_path value, `a, "B", pg_catalog`, as its schemas.
std::vector<std::string> parse_search_path(std::string_view value);

}  // namespace pggit::bind
