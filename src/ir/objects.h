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

#include "ir/collation.h"
#include "ir/expression.h"
#include "ir/foreign.h"
#include "ir/names.h"
#include "ir/publication.h"
#include "ir/routine.h"
#include "ir/table.h"
#include "ir/text_search.h"

namespace pggit::ir {

struct Schema {
  std::string name;
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const Schema&) const = default;
  Key key() const { return {Kind::Schema, "", name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

struct Enum {
  std::string schema;
  std::string name;
  std::vector<std::string> labels;  // in sort order
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const Enum&) const = default;
  Key key() const { return {Kind::Enum, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("labels", self.labels);
    v("owner", self.owner);
    v("grants", self.grants);
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
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
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
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

struct ViewColumn {
  std::string name;
  TypeName type;
  std::string collation;
  std::optional<Expression> default_value;  // ALTER VIEW ... SET DEFAULT
  std::optional<std::string> comment;
  std::vector<Grant> grants = {};  // on the column alone
  bool operator==(const ViewColumn&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("type", self.type);
    v("collation", self.collation);
    v("default", self.default_value);
    v("grants", self.grants);
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
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const View&) const = default;
  Key key() const { return {Kind::View, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("columns", self.columns);
    v("query", self.query);
    v("options", self.options);
    v("owner", self.owner);
    v("grants", self.grants);
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
  char enabled = 'O';      // O origin, D disabled, R replica, A always
  bool inherited = false;  // made by PostgreSQL for a partition, from its parent's
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
    v("inherited", self.inherited);
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
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
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
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// Its rows are derived: what the query gave when it was made or refreshed last.
struct MaterializedView {
  std::string schema;
  std::string name;
  std::vector<ViewColumn> columns;  // without defaults
  Expression query;                 // without a closing semicolon
  Options options = {};             // fillfactor, autovacuum_*, toast.*
  bool populated = true;            // WITH DATA
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const MaterializedView&) const = default;
  Key key() const { return {Kind::MaterializedView, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("columns", self.columns);
    v("query", self.query);
    v("options", self.options);
    v("populated", self.populated);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE TYPE ... AS (...).
struct Composite {
  std::string schema;
  std::string name;
  std::vector<ViewColumn> attributes;  // without defaults and grants
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const Composite&) const = default;
  Key key() const { return {Kind::Composite, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("attributes", self.attributes);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE TYPE ... AS RANGE (...), with the multirange type that comes with it.
struct Range {
  std::string schema;
  std::string name;
  TypeName subtype;
  std::string opclass;    // with schema unless in pg_catalog; empty: the subtype's default
  std::string collation;  // as a column's
  std::string canonical;  // a function, with schema unless in pg_catalog; empty: none
  std::string subtype_diff;
  std::string multirange_schema;
  std::string multirange;
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const Range&) const = default;
  Key key() const { return {Kind::Range, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("subtype", self.subtype);
    v("opclass", self.opclass);
    v("collation", self.collation);
    v("canonical", self.canonical);
    v("subtype_diff", self.subtype_diff);
    v("multirange_schema", self.multirange_schema);
    v("multirange", self.multirange);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE STATISTICS.
struct Statistics {
  std::string schema;
  std::string name;
  std::string table_schema;
  std::string table;
  std::string kinds;  // d ndistinct, f dependencies, m mcv; sorted; e expressions is implied
  std::vector<std::string> columns;  // by name: PostgreSQL keeps no order of theirs
  std::vector<Expression> expressions;
  std::optional<std::int64_t> target;  // ALTER STATISTICS ... SET STATISTICS
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Statistics&) const = default;
  Key key() const { return {Kind::Statistics, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("table_schema", self.table_schema);
    v("table", self.table);
    v("kinds", self.kinds);
    v("columns", self.columns);
    v("expressions", self.expressions);
    v("target", self.target);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

// A rule of CREATE RULE; the one that makes a view a view is not here.
struct Rule {
  std::string schema;  // of its table or view
  std::string table;
  std::string name;
  char event = '3';  // 2 update, 3 insert, 4 delete
  bool instead = false;
  std::optional<Expression> where;
  std::vector<Expression> actions;  // none: DO NOTHING
  char enabled = 'O';               // as a trigger's
  std::optional<std::string> comment;
  bool operator==(const Rule&) const = default;
  Key key() const { return {Kind::Rule, schema, table, name}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("name", self.name);
    v("event", self.event);
    v("instead", self.instead);
    v("where", self.where);
    v("actions", self.actions);
    v("enabled", self.enabled);
    v("comment", self.comment);
  }
};

// A policy of row security.
struct Policy {
  std::string schema;  // of its table
  std::string table;
  std::string name;
  bool permissive = true;
  char command = '*';              // * all, r select, a insert, w update, d delete
  std::vector<std::string> roles;  // sorted; none: PUBLIC
  std::optional<Expression> using_expression;
  std::optional<Expression> with_check;
  std::optional<std::string> comment;
  bool operator==(const Policy&) const = default;
  Key key() const { return {Kind::Policy, schema, table, name}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("table", self.table);
    v("name", self.name);
    v("permissive", self.permissive);
    v("command", self.command);
    v("roles", self.roles);
    v("using", self.using_expression);
    v("with_check", self.with_check);
    v("comment", self.comment);
  }
};

// ALTER DEFAULT PRIVILEGES: what objects of one kind get when a role makes them.
struct DefaultGrants {
  std::string schema;  // empty: everywhere
  std::string role;    // empty: the role of the migrations
  char objects = 'r';  // r tables and views, S sequences, f functions, T types, n schemas
  std::vector<Grant> grants;
  std::optional<std::string> comment;  // never set
  bool operator==(const DefaultGrants&) const = default;
  Key key() const { return {Kind::DefaultGrants, schema, role, std::string(1, objects)}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("role", self.role);
    v("objects", self.objects);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// The order of the alternatives is the order of Kind.
using Object =
    std::variant<Schema, Enum, Sequence, Table, Index, View, Function, Trigger, Extension, Domain,
                 MaterializedView, Composite, Range, Statistics, Rule, Policy, DefaultGrants,
                 Operator, Cast, Publication, PublishedTable, PublishedSchema, ForeignDataWrapper,
                 ForeignServer, UserMapping, Dictionary, Configuration, Collation>;

Key key_of(const Object& object);

}  // namespace pggit::ir
