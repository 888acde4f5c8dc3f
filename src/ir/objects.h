// The objects of a schema, as values. One struct a kind; every struct lists its fields once, in
// `visit`, and from that list come hashing, printing, comparison and the planted faults of the tests.
//
// Names are bytes as PostgreSQL stores them (folded, unquoted). Enumerations of one letter are
// PostgreSQL's own letters. A default-constructed field is PostgreSQL's default.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ir/expression.h"

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
  MaterializedView
};

// "schema", "type", "sequence", "table", "index", "view", "function", "trigger", "extension", "domain",
// "materialized view".
const char* kind_name(Kind kind);
// The kind of that name; nothing for any other word.
std::optional<Kind> kind_from_name(std::string_view name);

// Where an object stands in the catalog. `name` of a trigger is its table, and `sub` the trigger;
// `sub` of a function is its input argument types, "integer, app.mood".
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

struct SequenceOptions {
  std::string type = "bigint";  // smallint, integer, bigint
  std::int64_t start = 1;
  std::int64_t increment = 1;
  std::int64_t min = 1;
  std::int64_t max = INT64_MAX;
  std::int64_t cache = 1;
  bool cycle = false;
  bool operator==(const SequenceOptions&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("type", self.type);
    v("start", self.start);
    v("increment", self.increment);
    v("min", self.min);
    v("max", self.max);
    v("cache", self.cache);
    v("cycle", self.cycle);
  }
};

struct Identity {
  bool always = false;   // GENERATED ALWAYS, else BY DEFAULT
  std::string sequence;  // its name; its schema is the table's
  SequenceOptions options;
  bool operator==(const Identity&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("always", self.always);
    v("sequence", self.sequence);
    v("options", self.options);
  }
};

struct Column {
  std::string name;
  TypeName type;
  std::string collation;  // "schema.name" or a bare name in pg_catalog; empty: the type's own
  bool not_null = false;
  std::optional<Expression> default_value;
  std::optional<Expression> generated;  // GENERATED ALWAYS AS (...) STORED
  std::optional<Identity> identity;
  std::string storage;      // plain, external, extended, main; empty: the type's own
  std::string compression;  // pglz, lz4; empty: the server's default
  std::optional<std::int64_t> statistics;
  Options options;  // n_distinct, ...
  std::optional<std::string> comment;
  bool operator==(const Column&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("type", self.type);
    v("collation", self.collation);
    v("not_null", self.not_null);
    v("default", self.default_value);
    v("generated", self.generated);
    v("identity", self.identity);
    v("storage", self.storage);
    v("compression", self.compression);
    v("statistics", self.statistics);
    v("options", self.options);
    v("comment", self.comment);
  }
};

enum class ConstraintKind { Check = 'c', Primary = 'p', Unique = 'u', Foreign = 'f' };

struct ForeignKey {
  std::string schema;  // of the referenced table
  std::string table;
  std::vector<std::string> columns;
  char match = 's';      // s simple, f full
  char on_update = 'a';  // a no action, r restrict, c cascade, n set null, d set default
  char on_delete = 'a';
  std::vector<std::string> set_columns;  // ON DELETE SET NULL (these)
  bool operator==(const ForeignKey&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("columns", self.columns);
    v("match", self.match);
    v("on_update", self.on_update);
    v("on_delete", self.on_delete);
    v("set_columns", self.set_columns);
  }
};

struct Constraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::Check;
  std::vector<std::string> columns;  // keys, in order; empty for a check
  std::optional<Expression> check;   // inside the outermost parentheses
  bool no_inherit = false;
  std::optional<ForeignKey> foreign;
  std::vector<std::string> include;  // of primary and unique
  bool nulls_not_distinct = false;
  Options index_options;  // fillfactor, ... of primary and unique
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  std::optional<std::string> comment;
  bool operator==(const Constraint&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("kind", self.kind);
    v("columns", self.columns);
    v("check", self.check);
    v("no_inherit", self.no_inherit);
    v("foreign", self.foreign);
    v("include", self.include);
    v("nulls_not_distinct", self.nulls_not_distinct);
    v("index_options", self.index_options);
    v("deferrable", self.deferrable);
    v("initially_deferred", self.initially_deferred);
    v("validated", self.validated);
    v("comment", self.comment);
  }
};

struct Schema {
  std::string name;
  std::optional<std::string> comment;
  bool operator==(const Schema&) const = default;
  Key key() const { return {Kind::Schema, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("comment", self.comment);
  }
};

struct Enum {
  std::string schema;
  std::string name;
  std::vector<std::string> labels;  // in sort order
  std::optional<std::string> comment;
  bool operator==(const Enum&) const = default;
  Key key() const { return {Kind::Enum, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("labels", self.labels);
    v("comment", self.comment);
  }
};

// Sequences of identity columns are not here but in their column.
struct Sequence {
  std::string schema;
  std::string name;
  bool unlogged = false;
  SequenceOptions options;
  std::string owner_table;  // OWNED BY: a table of the same schema; empty: none
  std::string owner_column;
  std::optional<std::string> comment;
  bool operator==(const Sequence&) const = default;
  Key key() const { return {Kind::Sequence, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("unlogged", self.unlogged);
    v("options", self.options);
    v("owner_table", self.owner_table);
    v("owner_column", self.owner_column);
    v("comment", self.comment);
  }
};

struct Table {
  std::string schema;
  std::string name;
  bool unlogged = false;
  std::vector<Column> columns;          // in attribute order, dropped ones left out
  std::vector<Constraint> constraints;  // sorted by name
  Options options;                      // fillfactor, autovacuum_*, toast.*
  std::optional<std::string> comment;
  bool operator==(const Table&) const = default;
  Key key() const { return {Kind::Table, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("unlogged", self.unlogged);
    v("columns", self.columns);
    v("constraints", self.constraints);
    v("options", self.options);
    v("comment", self.comment);
  }
};

struct IndexKey {
  std::string column;                    // empty for an expression
  std::optional<Expression> expression;  // inside its own parentheses
  std::string collation;
  std::string opclass;  // with schema unless in pg_catalog, with "(options)"; empty: the default
  bool descending = false;
  bool nulls_first = false;  // as stored: true is the default of a descending key
  bool operator==(const IndexKey&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("column", self.column);
    v("expression", self.expression);
    v("collation", self.collation);
    v("opclass", self.opclass);
    v("descending", self.descending);
    v("nulls_first", self.nulls_first);
  }
};

// Indexes that stand for themselves; those of primary and unique constraints belong to these.
struct Index {
  std::string schema;  // always its table's
  std::string name;
  std::string table;
  std::string method = "btree";
  bool unique = false;
  bool nulls_not_distinct = false;
  std::vector<IndexKey> keys;
  std::vector<std::string> include;
  std::optional<Expression> where;
  Options options;
  bool valid = true;
  bool clustered = false;
  bool replica_identity = false;
  std::optional<std::string> comment;
  bool operator==(const Index&) const = default;
  Key key() const { return {Kind::Index, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("table", self.table);
    v("method", self.method);
    v("unique", self.unique);
    v("nulls_not_distinct", self.nulls_not_distinct);
    v("keys", self.keys);
    v("include", self.include);
    v("where", self.where);
    v("options", self.options);
    v("valid", self.valid);
    v("clustered", self.clustered);
    v("replica_identity", self.replica_identity);
    v("comment", self.comment);
  }
};

struct ViewColumn {
  std::string name;
  TypeName type;
  std::string collation;
  std::optional<Expression> default_value;  // ALTER VIEW ... SET DEFAULT
  std::optional<std::string> comment;
  bool operator==(const ViewColumn&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("type", self.type);
    v("collation", self.collation);
    v("default", self.default_value);
    v("comment", self.comment);
  }
};

struct View {
  std::string schema;
  std::string name;
  std::vector<ViewColumn> columns;
  Expression query;  // without a closing semicolon
  Options options;   // security_barrier, security_invoker, check_option
  std::optional<std::string> comment;
  bool operator==(const View&) const = default;
  Key key() const { return {Kind::View, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("columns", self.columns);
    v("query", self.query);
    v("options", self.options);
    v("comment", self.comment);
  }
};

struct Argument {
  std::string name;  // may be empty
  char mode = 'i';   // i in, o out, b inout, v variadic, t column of RETURNS TABLE
  TypeName type;
  std::optional<Expression> default_value;
  bool operator==(const Argument&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("mode", self.mode);
    v("type", self.type);
    v("default", self.default_value);
  }
};

struct Function {
  std::string schema;
  std::string name;
  bool is_procedure = false;
  bool is_window = false;
  std::vector<Argument> arguments;
  TypeName returns;  // unknown for a procedure without output; "record" and "void" as they are
  bool returns_set = false;
  std::string language;
  char volatility = 'v';  // v volatile, s stable, i immutable
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  char parallel = 'u';                 // u unsafe, r restricted, s safe
  double cost = 100;                   // 1 for internal and C
  double rows = 0;                     // 1000 is the default of a set-returning one
  Options settings;                    // SET name TO value, sorted
  std::string body;                    // prosrc, byte for byte
  std::optional<Expression> sql_body;  // BEGIN ATOMIC ... END or RETURN
  std::optional<std::string> comment;
  bool operator==(const Function&) const = default;
  Key key() const;  // sub: the types of its i, b and v arguments

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("is_procedure", self.is_procedure);
    v("is_window", self.is_window);
    v("arguments", self.arguments);
    v("returns", self.returns);
    v("returns_set", self.returns_set);
    v("language", self.language);
    v("volatility", self.volatility);
    v("strict", self.strict);
    v("security_definer", self.security_definer);
    v("leakproof", self.leakproof);
    v("parallel", self.parallel);
    v("cost", self.cost);
    v("rows", self.rows);
    v("settings", self.settings);
    v("body", self.body);
    v("sql_body", self.sql_body);
    v("comment", self.comment);
  }
};

struct Trigger {
  std::string schema;  // of its table
  std::string table;
  std::string name;
  char timing = 'a';  // b before, a after, i instead of
  bool on_insert = false;
  bool on_update = false;
  bool on_delete = false;
  bool on_truncate = false;
  std::vector<std::string> update_of;
  bool for_each_row = false;
  std::optional<Expression> when;
  std::string function_schema;
  std::string function;
  std::vector<std::string> arguments;
  bool is_constraint = false;
  std::string from_schema;  // CREATE CONSTRAINT TRIGGER ... FROM
  std::string from_table;
  bool deferrable = false;
  bool initially_deferred = false;
  std::string old_table;  // REFERENCING OLD TABLE AS
  std::string new_table;
  char enabled = 'O';  // O origin, D disabled, R replica, A always
  std::optional<std::string> comment;
  bool operator==(const Trigger&) const = default;
  Key key() const { return {Kind::Trigger, schema, table, name}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("name", self.name);
    v("timing", self.timing);
    v("on_insert", self.on_insert);
    v("on_update", self.on_update);
    v("on_delete", self.on_delete);
    v("on_truncate", self.on_truncate);
    v("update_of", self.update_of);
    v("for_each_row", self.for_each_row);
    v("when", self.when);
    v("function_schema", self.function_schema);
    v("function", self.function);
    v("arguments", self.arguments);
    v("is_constraint", self.is_constraint);
    v("from_schema", self.from_schema);
    v("from_table", self.from_table);
    v("deferrable", self.deferrable);
    v("initially_deferred", self.initially_deferred);
    v("old_table", self.old_table);
    v("new_table", self.new_table);
    v("enabled", self.enabled);
    v("comment", self.comment);
  }
};

// Its members belong to it and are no objects here. Its version and comment come with the server's installation.
struct Extension {
  std::string name;
  std::string in_schema;               // of its members; no part of its name
  std::vector<std::string> required;   // other extensions, sorted
  std::optional<std::string> comment;  // never set
  bool operator==(const Extension&) const = default;
  Key key() const { return {Kind::Extension, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("in_schema", self.in_schema);
    v("required", self.required);
    v("comment", self.comment);
  }
};

struct Domain {
  std::string schema;
  std::string name;
  TypeName type;
  std::string collation;  // as a column's
  bool not_null = false;
  std::optional<Expression> default_value;
  std::vector<Constraint> constraints;  // checks over VALUE, sorted by name
  std::optional<std::string> comment;
  bool operator==(const Domain&) const = default;
  Key key() const { return {Kind::Domain, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("type", self.type);
    v("collation", self.collation);
    v("not_null", self.not_null);
    v("default", self.default_value);
    v("constraints", self.constraints);
    v("comment", self.comment);
  }
};

// Its rows are derived: what the query gave when it was made or refreshed last.
struct MaterializedView {
  std::string schema;
  std::string name;
  std::vector<ViewColumn> columns;  // without defaults
  Expression query;                 // without a closing semicolon
  bool populated = true;            // WITH DATA
  std::optional<std::string> comment;
  bool operator==(const MaterializedView&) const = default;
  Key key() const { return {Kind::MaterializedView, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("columns", self.columns);
    v("query", self.query);
    v("populated", self.populated);
    v("comment", self.comment);
  }
};

// The order of the alternatives is the order of Kind.
using Object = std::variant<Schema, Enum, Sequence, Table, Index, View, Function, Trigger,
                            Extension, Domain, MaterializedView>;

Key key_of(const Object& object);

}  // namespace pggit::ir
