// Operations: what a statement does to a catalog, with every name resolved and every name that
// PostgreSQL would choose already chosen. The binder makes them from parse trees, the differ from two
// catalogs; catalog::apply runs them, sql::print writes them as DDL. Both directions, one vocabulary.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ir/objects.h"

namespace pggit::ir {

// --- any kind of object -------------------------------------------------------------------------

struct Create {
  Object object;
};
// Takes away this object alone; the binder lists what a CASCADE takes with it before it. Dropping a table
// takes its indexes, triggers and owned sequences along (PostgreSQL's automatic dependencies).
struct Drop {
  Key key;
  bool foreign = false;  // a foreign table: SQL has a word of its own for it here
};
// CREATE OR REPLACE, ALTER FUNCTION, ALTER SEQUENCE, ALTER VIEW SET, ALTER INDEX SET, ENABLE
// TRIGGER: the object under the same key becomes this.
struct Replace {
  Object object;
};
// New name, same schema; references to it follow. Of a trigger: its own name.
struct Rename {
  Key key;
  std::string to;
};
// ALTER ... SET SCHEMA; indexes, triggers and owned sequences follow their table.
struct Move {
  Key key;
  std::string to_schema;
};
struct SetComment {
  Key key;
  std::string column;      // of a table or view; empty: the object itself
  std::string constraint;  // of a table
  std::optional<std::string> comment;
  bool foreign = false;  // as in Drop
};
// The whole access control list of an object, or of a column of a table or view (`grants` absent or empty: none). The
// sequence of an identity column is named as if it were an object.
struct SetGrants {
  Key key;
  std::string column;
  Grants before;  // what holds until then: GRANT and REVOKE say the difference
  Grants grants;
  std::string owner = {};  // of the object
};
// ALTER ... OPTIONS of a wrapper, server, user mapping or foreign table, or of a column of that: all that hold then.
struct SetForeignOptions {
  Key key;
  std::string column;
  Options before;  // what holds until then: ADD, SET and DROP say the difference
  Options options;
};
// ALTER ... OWNER TO; sequences that a table owns follow, and entries of access control lists.
struct SetOwner {
  Key key;
  std::string owner;  // empty: the role of the migrations
};

// --- parts of a table ---------------------------------------------------------------------------
// As PostgreSQL does it: also to its partitions and to the tables that inherit from it, unless `only`.

struct AddColumn {
  Key table;
  Column column;
};
struct DropColumn {
  Key table;
  std::string column;
  bool only = false;
};
struct RenameColumn {
  Key table;  // or view
  std::string column;
  std::string to;
};
struct SetColumnType {
  Key table;
  std::string column;
  TypeName type;
  std::string collation;
  std::optional<Expression> using_expression;
};
struct SetDefault {
  Key table;  // or view
  std::string column;
  std::optional<Expression> value;
  bool only = false;
};
struct SetNotNull {
  Key table;
  std::string column;
  bool not_null = true;
  bool only = false;
};
struct SetIdentity {
  Key table;
  std::string column;
  std::optional<Identity> identity;  // nothing: DROP IDENTITY
  bool alters = false;               // the column is one already: SET GENERATED, else ADD GENERATED
};
struct DropExpression {
  Key table;
  std::string column;
};
// SET STORAGE, SET COMPRESSION, SET STATISTICS, SET (n_distinct = ...): the column's new values.
// Each attribute that is there is set, the others stay. Of an index: the statistics of the expression in place `column`, from 1.
struct SetColumnAttributes {
  Key table;
  std::string column;
  std::optional<std::string> storage = {};      // empty: the type's own
  std::optional<std::string> compression = {};  // empty: the default
  std::optional<std::int64_t> statistics = {};  // -1: the default
  std::optional<Options> options = {};          // all that hold then
  std::vector<std::string> reset = {};  // options that were set and are not among these: RESET
  // Where `storage` is empty, the word for it: only PostgreSQL 16 has one of its own.
  std::string own_storage = {};
  bool only = false;  // storage and statistics go down to tables that inherit, the rest does not
};
// INHERIT, NO INHERIT.
struct SetInherit {
  Key table;
  RelationName parent;
  bool inherits = true;
};
struct SetTableOptions {
  Key table;
  Options options;                      // all that hold then
  std::vector<std::string> reset = {};  // options that were set and are not among these: RESET
};
struct SetUnlogged {
  Key table;  // or sequence
  bool unlogged = true;
};
struct SetRowSecurity {
  Key table;
  std::optional<bool> enabled;  // ENABLE, DISABLE; nothing: as it is
  std::optional<bool> forced;   // FORCE, NO FORCE
};
struct AddConstraint {
  Key table;
  Constraint constraint;
  std::string using_index;  // ADD ... USING INDEX: the index that becomes the constraint's
};
struct DropConstraint {
  Key table;
  std::string constraint;
  bool only = false;
};
struct RenameConstraint {
  Key table;
  std::string constraint;
  std::string to;
};
struct ValidateConstraint {
  Key table;
  std::string constraint;
};
struct AlterConstraint {
  Key table;
  std::string constraint;
  bool deferrable = false;
  bool initially_deferred = false;
};
// ENABLE, DISABLE TRIGGER; of a partitioned table also its copies on partitions, unless `only`.
struct SetTriggerState {
  Key trigger;
  char enabled = 'O';  // as in ir::Trigger
  bool only = false;
};
// CLUSTER ON; no other index of the table is marked then.
struct SetClustered {
  Key table;          // or materialized view
  std::string index;  // or key; empty: SET WITHOUT CLUSTER
};
struct SetReplicaIdentity {
  Key table;
  char identity = 'd';  // as in ir::Table
  std::string index;    // or key: USING INDEX
};
// OF, NOT OF.
struct SetOfType {
  Key table;
  TypeName type;  // none: NOT OF
};

// --- parts of a type ----------------------------------------------------------------------------

struct AddEnumLabel {
  Key type;
  std::string label;
  std::string before;  // the label that it stands before; empty: last
};
struct RenameEnumLabel {
  Key type;
  std::string label;
  std::string to;
};

// --- parts of a text search configuration --------------------------------------------------------

// The tokens of these types go through these dictionaries from now on, those of `dropped` through none.
struct SetMappings {
  Key key;
  std::vector<TokenMapping> mappings;
  std::vector<std::string> dropped = {};
};

// --- rows, and what changes no catalog -----------------------------------------------------------

enum class DmlKind { Insert, Update, Delete, Merge, Truncate, Copy, Select, Code };

struct Dml {
  DmlKind kind = DmlKind::Select;
  std::vector<Key> writes;
  std::vector<Key> reads;
  // INSERT ... VALUES whose rows are named by a key in the text: the SQL that deletes just these rows.
  std::optional<std::string> undo;
  // Code that we read was run, a DO block or functions: the server may know better than we what it did.
  bool runs_code = false;
};
// SET, BEGIN, COMMIT, ANALYZE, ...: said, so that every statement is accounted for.
struct NoEffect {
  std::string what;
};
struct SetSearchPath {
  std::vector<std::string> path;
  bool local = false;
};
// A kind of object that the catalog does not hold yet: counted, printed as `not compared`.
struct NotHeld {
  std::string what;  // "grant", "materialized view"
};
// What cannot be known without running it: dynamic SQL, a newer grammar. The shadow learns its effect.
struct Opaque {
  std::string why;
};

using Op =
    std::variant<Create, Drop, Replace, Rename, Move, SetComment, SetGrants, SetOwner,
                 SetForeignOptions, AddColumn, DropColumn, RenameColumn, SetColumnType, SetDefault,
                 SetNotNull, SetIdentity, DropExpression, SetColumnAttributes, SetInherit,
                 SetTableOptions, SetUnlogged, SetRowSecurity, AddConstraint, DropConstraint,
                 RenameConstraint, ValidateConstraint, AlterConstraint, SetTriggerState,
                 SetClustered, SetReplicaIdentity, SetOfType, AddEnumLabel, RenameEnumLabel,
                 SetMappings, Dml, NoEffect, SetSearchPath, NotHeld, Opaque>;

// "create table", "add column", "rename index", "insert", ...: the words of reports and golden files.
std::string op_name(const Op& op);
// Whether it changes what a catalog holds (not rows, not session state).
bool changes_catalog(const Op& op);

}  // namespace pggit::ir
