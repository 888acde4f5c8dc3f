// How objects and types are named, and what all of them share: enumerations, access control lists, options.
//
// Names are bytes as PostgreSQL stores them (folded, unquoted).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::ir {

enum class Kind {
  Schema,
  Enum,
  Sequence,
  Table,
  Index,
  View,
  Function,
  Trigger,
  Extension,
  Domain,
  MaterializedView,
  Composite,
  Range,
  Statistics,
  Rule,
  Policy,
  DefaultGrants,
  Operator,
  Cast,
  Publication,
  PublishedTable,
  PublishedSchema,
  ForeignDataWrapper,
  ForeignServer,
  UserMapping,
  Dictionary,
  Configuration,
  Collation
};

// "schema", "type", "sequence", "table", "index", "view", "function", "trigger", "extension", "domain",
// "materialized view", "composite type", "range type", "statistics", "rule", "policy", "default privileges", "operator",
// "cast", "publication", "published table", "published schema", "foreign data wrapper",
// "foreign server", "user mapping",
// "text search dictionary", "text search configuration",
// "collation".
const char* kind_name(Kind kind);
// The kind of that name; nothing for any other word.
std::optional<Kind> kind_from_name(std::string_view name);

// Types that are not the row type of a relation: enums, domains, composite and range types.
bool is_type(Kind kind);
// Whether objects of the kind have no name of their own in a schema, but one on their relation.
bool is_on_relation(Kind kind);

// Where an object stands in the catalog. `name` of a trigger, rule or policy is its relation, and `sub` its own name;
// a published table has its publication as `sub`, a published schema as `name`;
// `sub` of a function is its input argument types, "integer, app.mood"; default privileges have the role as `name` and
// the letter of the kind of objects as `sub`; `sub` of an operator is its operands' types, "integer, app.mood", NONE where there
// is none; a cast has the type that it is from as `name` and the one that it is to as `sub`; a user mapping its server as `name`
// and its role as `sub`.
struct Key {
  Kind kind = Kind::Table;
  std::string schema;
  std::string name;
  std::string sub;
  auto operator<=>(const Key&) const = default;
};

// For people: `table app.users`, `trigger touch on app.users`, `function app.f(integer)`.
std::string to_text(const Key& key);
// As SQL names it after its kind: `app.users`, `touch ON app.users`, `app.f(integer)`.
std::string sql_name(const Key& key);
// A column of it: `app.users.email`.
std::string column_name(const Key& table, const std::string& column);

// A type with its modifiers. Built-in types have no schema and are named as format_type() names them:
// "integer", "character varying(255)", "timestamp(3) with time zone".
struct TypeName {
  std::string schema;    // of a user's or an extension's type; empty for pg_catalog
  std::string name;      // empty: not known without asking a server
  std::string modifier;  // of a type with a schema: "(12,2)"
  bool is_array = false;
  bool operator==(const TypeName&) const = default;
  bool is_known() const { return !name.empty(); }
  std::string sql() const;
};

using Options = std::vector<std::pair<std::string, std::string>>;  // sorted by name

// Names that PostgreSQL gives to no role, for who has none here: PUBLIC, and the role of the migrations where it is not
// the owner, whatever it is called.
inline constexpr char kPublic[] = "public";
inline constexpr char kMigrationRole[] = "none";

// One entry of an access control list, as PostgreSQL keeps it.
struct Grant {
  std::string role;     // empty: the object's owner
  std::string grantor;  // empty: the object's owner
  std::string
      privileges;  // letters in PostgreSQL's order, each followed by * where it may be granted on: "r*w"
  bool operator==(const Grant&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("role", self.role);
    v("grantor", self.grantor);
    v("privileges", self.privileges);
  }
};
// All that hold on an object, its owner's included, sorted by role and grantor; absent: what PostgreSQL gives by
// default to the owner and to PUBLIC on an object of the kind (ir/grants.h).
using Grants = std::optional<std::vector<Grant>>;

// A table or view that is referred to as a whole.
struct RelationName {
  std::string schema;
  std::string name;
  bool operator==(const RelationName&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
  }
};

}  // namespace pggit::ir
