// Tables with their columns, constraints and indexes. See ir/objects.h for what holds of every struct.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ir/expression.h"
#include "ir/foreign.h"
#include "ir/names.h"

namespace pggit::ir {

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
  Grants grants = {};  // on the sequence
  bool operator==(const Identity&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("always", self.always);
    v("sequence", self.sequence);
    v("options", self.options);
    v("grants", self.grants);
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
  bool inherited = false;          // from a parent or partitioned table
  bool local = true;               // defined by the table itself too
  std::vector<Grant> grants = {};  // on the column alone
  Options foreign_options = {};    // of a foreign table's column
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
    v("inherited", self.inherited);
    v("local", self.local);
    v("grants", self.grants);
    v("foreign_options", self.foreign_options);
    v("comment", self.comment);
  }
};

enum class ConstraintKind {
  Check = 'c',
  Primary = 'p',
  Unique = 'u',
  Foreign = 'f',
  Exclusion = 'x'
};

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

struct IndexKey {
  std::string column;                    // empty for an expression
  std::optional<Expression> expression;  // inside its own parentheses
  std::string collation;
  std::string opclass;  // with schema unless in pg_catalog, with "(options)"; empty: the default
  bool descending = false;
  bool nulls_first = false;                // as stored: true is the default of a descending key
  std::optional<std::int64_t> statistics;  // of an expression: ALTER INDEX ... SET STATISTICS
  bool operator==(const IndexKey&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("column", self.column);
    v("expression", self.expression);
    v("collation", self.collation);
    v("opclass", self.opclass);
    v("descending", self.descending);
    v("nulls_first", self.nulls_first);
    v("statistics", self.statistics);
  }
};

struct ExclusionElement {
  IndexKey key;
  std::string op;  // the operator's name; with schema unless in pg_catalog: "&&", "app.="
  bool operator==(const ExclusionElement&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("key", self.key);
    v("operator", self.op);
  }
};

struct Exclusion {
  std::string method = "btree";
  std::vector<ExclusionElement> elements;
  std::optional<Expression> where;
  bool operator==(const Exclusion&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("method", self.method);
    v("elements", self.elements);
    v("where", self.where);
  }
};

struct Constraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::Check;
  std::vector<std::string> columns;  // keys, in order; empty for a check
  std::optional<Expression> check;   // inside the outermost parentheses
  bool no_inherit = false;
  std::optional<ForeignKey> foreign;
  std::optional<Exclusion> exclusion;
  std::vector<std::string> include;  // of primary, unique and exclusion
  bool nulls_not_distinct = false;
  // Of the index of primary, unique and exclusion.
  Options index_options;          // fillfactor, ...
  bool clustered = false;         // CLUSTER ON
  bool replica_identity = false;  // REPLICA IDENTITY USING INDEX
  std::optional<std::string> index_comment;
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  bool inherited = false;  // from a parent or partitioned table
  bool local = true;       // defined by the table itself too
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
    v("exclusion", self.exclusion);
    v("include", self.include);
    v("nulls_not_distinct", self.nulls_not_distinct);
    v("index_options", self.index_options);
    v("clustered", self.clustered);
    v("replica_identity", self.replica_identity);
    v("index_comment", self.index_comment);
    v("deferrable", self.deferrable);
    v("initially_deferred", self.initially_deferred);
    v("validated", self.validated);
    v("inherited", self.inherited);
    v("local", self.local);
    v("comment", self.comment);
  }
};

// PARTITION BY.
struct PartitionKey {
  char strategy = 'r';  // r range, l list, h hash
  std::vector<IndexKey> keys;
  bool operator==(const PartitionKey&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("strategy", self.strategy);
    v("keys", self.keys);
  }
};

// PARTITION OF.
struct PartitionOf {
  std::string schema;  // of the partitioned table
  std::string table;
  Expression bound;  // "FOR VALUES IN ('a')", "DEFAULT"
  bool operator==(const PartitionOf&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("bound", self.bound);
  }
};

struct Table {
  std::string schema;
  std::string name;
  bool unlogged = false;
  std::vector<Column> columns;          // in attribute order, dropped ones left out
  std::vector<Constraint> constraints;  // sorted by name
  Options options;                      // fillfactor, autovacuum_*, toast.*
  std::vector<RelationName> inherits;   // INHERITS, in order
  std::optional<PartitionKey> partition_by;
  std::optional<PartitionOf> partition_of;
  bool row_security = false;
  bool force_row_security = false;
  char replica_identity = 'd';  // d default or an index (which says so), n nothing, f full
  TypeName of_type = {};        // of a typed table
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  std::optional<ForeignTable> foreign = {};
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
    v("inherits", self.inherits);
    v("partition_by", self.partition_by);
    v("partition_of", self.partition_of);
    v("row_security", self.row_security);
    v("force_row_security", self.force_row_security);
    v("replica_identity", self.replica_identity);
    v("of_type", self.of_type);
    v("foreign", self.foreign);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
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
  std::string parent_schema;  // of the partitioned table's index that it is attached to
  std::string parent;
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
    v("parent_schema", self.parent_schema);
    v("parent", self.parent);
    v("comment", self.comment);
  }
};

}  // namespace pggit::ir
