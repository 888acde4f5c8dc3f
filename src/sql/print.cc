#include "sql/print.h"

#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

std::string alter_table(const ir::Key& table) { return "ALTER TABLE " + table_name(table) + " "; }

std::string alter_column(const ir::Key& table, const std::string& column) {
  const char* kind = table.kind == ir::Kind::View ? "ALTER VIEW " : "ALTER TABLE ";
  return kind + table_name(table) + " ALTER COLUMN " + base::quote_ident(column) + " ";
}

std::string owned_by(const ir::Sequence& s) {
  if (s.owner_table.empty()) return "NONE";
  return base::qualified(s.schema, s.owner_table) + "." + base::quote_ident(s.owner_column);
}

std::string full_sequence_options(const ir::SequenceOptions& o) {
  return "AS " + o.type + " " + sequence_options(o);
}

// The options of ALTER COLUMN ... SET, each with a SET of its own.
std::string set_each(const ir::SequenceOptions& o) {
  return " SET START WITH " + std::to_string(o.start) + " SET INCREMENT BY " +
         std::to_string(o.increment) + " SET MINVALUE " + std::to_string(o.min) + " SET MAXVALUE " +
         std::to_string(o.max) + " SET CACHE " + std::to_string(o.cache) +
         (o.cycle ? " SET CYCLE" : " SET NO CYCLE");
}

struct CreatePrinter {
  Statements operator()(const ir::Schema& o) const {
    Statements out;
    if (o.name != "public") out.push_back("CREATE SCHEMA " + base::quote_ident(o.name));
    if (o.comment)
      out.push_back("COMMENT ON SCHEMA " + base::quote_ident(o.name) + " IS " +
                    base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Enum& o) const {
    std::vector<std::string> labels;
    for (const std::string& label : o.labels) labels.push_back(base::quote_literal(label));
    const std::string name = base::qualified(o.schema, o.name);
    Statements out{"CREATE TYPE " + name + " AS ENUM (" + base::join(labels, ", ") + ")"};
    if (o.comment)
      out.push_back("COMMENT ON TYPE " + name + " IS " + base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Sequence& o) const {
    const std::string name = base::qualified(o.schema, o.name);
    Statements out{std::string("CREATE ") + (o.unlogged ? "UNLOGGED " : "") + "SEQUENCE " + name +
                   " " + full_sequence_options(o.options)};
    if (!o.owner_table.empty())
      out.push_back("ALTER SEQUENCE " + name + " OWNED BY " + owned_by(o));
    if (o.comment)
      out.push_back("COMMENT ON SEQUENCE " + name + " IS " + base::quote_literal(*o.comment));
    return out;
  }
  Statements operator()(const ir::Table& o) const { return create_table(o); }
  Statements operator()(const ir::Index& o) const { return create_index(o); }
  Statements operator()(const ir::View& o) const { return create_view(o, false); }
  Statements operator()(const ir::Function& o) const { return create_function(o, false); }
  Statements operator()(const ir::Trigger& o) const { return create_trigger(o, false); }
};

// The object under the same key becomes this one; what cannot be altered in place the differ never asks for.
struct ReplacePrinter {
  Statements operator()(const ir::Sequence& o) const {
    return {"ALTER SEQUENCE " + base::qualified(o.schema, o.name) + " " +
            full_sequence_options(o.options) + " OWNED BY " + owned_by(o)};
  }
  Statements operator()(const ir::View& o) const { return create_view(o, true); }
  Statements operator()(const ir::Function& o) const { return create_function(o, true); }
  Statements operator()(const ir::Trigger& o) const { return create_trigger(o, true); }
  Statements operator()(const ir::Index& o) const {
    const std::string name = base::qualified(o.schema, o.name);
    const std::string table = "ALTER TABLE " + base::qualified(o.schema, o.table);
    Statements out;
    if (!o.options.empty())
      out.push_back("ALTER INDEX " + name + " SET (" + option_list(o.options) + ")");
    if (o.clustered) out.push_back(table + " CLUSTER ON " + base::quote_ident(o.name));
    if (o.replica_identity)
      out.push_back(table + " REPLICA IDENTITY USING INDEX " + base::quote_ident(o.name));
    return out;
  }
  Statements operator()(const auto&) const { return {}; }
};

struct Printer {
  Statements operator()(const ir::Create& op) const { return print_create(op.object); }
  Statements operator()(const ir::Drop& op) const {
    return {std::string("DROP ") + kind_words(op.key.kind) + " " + ir::sql_name(op.key)};
  }
  Statements operator()(const ir::Replace& op) const {
    return std::visit(ReplacePrinter{}, op.object);
  }
  Statements operator()(const ir::Rename& op) const {
    return {std::string("ALTER ") + kind_words(op.key.kind) + " " + ir::sql_name(op.key) +
            " RENAME TO " + base::quote_ident(op.to)};
  }
  Statements operator()(const ir::Move& op) const {
    return {std::string("ALTER ") + kind_words(op.key.kind) + " " + ir::sql_name(op.key) +
            " SET SCHEMA " + base::quote_ident(op.to_schema)};
  }
  Statements operator()(const ir::SetComment& op) const {
    const std::string table = table_name(op.key);
    std::string what = std::string(kind_words(op.key.kind)) + " " + ir::sql_name(op.key);
    if (!op.column.empty()) what = "COLUMN " + table + "." + base::quote_ident(op.column);
    if (!op.constraint.empty())
      what = "CONSTRAINT " + base::quote_ident(op.constraint) + " ON " + table;
    return {"COMMENT ON " + what + " IS " + comment_value(op.comment)};
  }
  Statements operator()(const ir::AddColumn& op) const {
    const std::string table = table_name(op.table);
    Statements out{alter_table(op.table) + "ADD COLUMN " +
                   column_definition(op.column, op.table.schema)};
    for (std::string& sql : column_attributes(table, op.column)) out.push_back(std::move(sql));
    if (op.column.comment) {
      out.push_back("COMMENT ON COLUMN " + table + "." + base::quote_ident(op.column.name) +
                    " IS " + base::quote_literal(*op.column.comment));
    }
    return out;
  }
  Statements operator()(const ir::DropColumn& op) const {
    return {alter_table(op.table) + "DROP COLUMN " + base::quote_ident(op.column)};
  }
  Statements operator()(const ir::RenameColumn& op) const {
    return {alter_table(op.table) + "RENAME COLUMN " + base::quote_ident(op.column) + " TO " +
            base::quote_ident(op.to)};
  }
  Statements operator()(const ir::SetColumnType& op) const {
    std::string sql = alter_column(op.table, op.column) + "TYPE " + op.type.sql();
    if (!op.collation.empty()) sql += " COLLATE " + op.collation;
    // Without USING the cast is an assignment, which refuses a text that is too long; a written one cuts it.
    return {op.using_expression ? sql + " USING " + op.using_expression->sql() : sql};
  }
  Statements operator()(const ir::SetDefault& op) const {
    return {alter_column(op.table, op.column) +
            (op.value ? "SET DEFAULT " + op.value->sql() : "DROP DEFAULT")};
  }
  Statements operator()(const ir::SetNotNull& op) const {
    return {alter_column(op.table, op.column) + (op.not_null ? "SET NOT NULL" : "DROP NOT NULL")};
  }
  Statements operator()(const ir::SetIdentity& op) const {
    if (!op.identity) return {alter_column(op.table, op.column) + "DROP IDENTITY"};
    const ir::Identity& identity = *op.identity;
    const char* kind = identity.always ? "ALWAYS" : "BY DEFAULT";
    if (op.alters)
      return {alter_column(op.table, op.column) + "SET GENERATED " + kind +
              set_each(identity.options)};
    return {alter_column(op.table, op.column) + "ADD GENERATED " + kind +
            " AS IDENTITY (SEQUENCE NAME " + base::qualified(op.table.schema, identity.sequence) +
            " " + sequence_options(identity.options) + ")"};
  }
  Statements operator()(const ir::DropExpression& op) const {
    return {alter_column(op.table, op.column) + "DROP EXPRESSION"};
  }
  Statements operator()(const ir::SetColumnAttributes& op) const {
    ir::Column column;
    column.name = op.column;
    column.storage = op.storage.empty() ? op.own_storage : op.storage;
    column.compression = op.compression.empty() ? "default" : op.compression;
    column.statistics = op.statistics.value_or(-1);
    column.options = op.options;
    Statements out = column_attributes(table_name(op.table), column);
    if (!op.reset.empty())
      out.push_back(alter_column(op.table, op.column) + "RESET (" + ident_list(op.reset) + ")");
    return out;
  }
  Statements operator()(const ir::SetTableOptions& op) const {
    Statements out;
    if (!op.options.empty())
      out.push_back(alter_table(op.table) + "SET (" + option_list(op.options) + ")");
    if (!op.reset.empty())
      out.push_back(alter_table(op.table) + "RESET (" + base::join(op.reset, ", ") + ")");
    return out;
  }
  Statements operator()(const ir::SetUnlogged& op) const {
    return {alter_table(op.table) + (op.unlogged ? "SET UNLOGGED" : "SET LOGGED")};
  }
  Statements operator()(const ir::AddConstraint& op) const {
    if (!op.using_index.empty()) {
      const bool primary = op.constraint.kind == ir::ConstraintKind::Primary;
      return {alter_table(op.table) + "ADD CONSTRAINT " + base::quote_ident(op.constraint.name) +
              (primary ? " PRIMARY KEY" : " UNIQUE") + " USING INDEX " +
              base::quote_ident(op.using_index)};
    }
    Statements out{alter_table(op.table) + "ADD " + constraint_definition(op.constraint)};
    if (op.constraint.comment) {
      out.push_back("COMMENT ON CONSTRAINT " + base::quote_ident(op.constraint.name) + " ON " +
                    table_name(op.table) + " IS " + base::quote_literal(*op.constraint.comment));
    }
    return out;
  }
  Statements operator()(const ir::DropConstraint& op) const {
    return {alter_table(op.table) + "DROP CONSTRAINT " + base::quote_ident(op.constraint)};
  }
  Statements operator()(const ir::RenameConstraint& op) const {
    return {alter_table(op.table) + "RENAME CONSTRAINT " + base::quote_ident(op.constraint) +
            " TO " + base::quote_ident(op.to)};
  }
  Statements operator()(const ir::ValidateConstraint& op) const {
    return {alter_table(op.table) + "VALIDATE CONSTRAINT " + base::quote_ident(op.constraint)};
  }
  Statements operator()(const ir::AlterConstraint& op) const {
    const char* words = !op.deferrable          ? " NOT DEFERRABLE"
                        : op.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED"
                                                : " DEFERRABLE INITIALLY IMMEDIATE";
    return {alter_table(op.table) + "ALTER CONSTRAINT " + base::quote_ident(op.constraint) + words};
  }
  Statements operator()(const ir::AddEnumLabel& op) const {
    std::string sql =
        "ALTER TYPE " + table_name(op.type) + " ADD VALUE " + base::quote_literal(op.label);
    return {op.before.empty() ? sql : sql + " BEFORE " + base::quote_literal(op.before)};
  }
  Statements operator()(const ir::RenameEnumLabel& op) const {
    return {"ALTER TYPE " + table_name(op.type) + " RENAME VALUE " + base::quote_literal(op.label) +
            " TO " + base::quote_literal(op.to)};
  }
  Statements operator()(const ir::SetSearchPath& op) const {
    return {std::string(op.local ? "SET LOCAL" : "SET") + " search_path TO " + ident_list(op.path)};
  }
  Statements operator()(const ir::Dml&) const { return {}; }
  Statements operator()(const ir::NoEffect&) const { return {}; }
  Statements operator()(const ir::NotHeld&) const { return {}; }
  Statements operator()(const ir::Opaque&) const { return {}; }
};

}  // namespace

std::vector<std::string> print(const ir::Op& op) { return std::visit(Printer{}, op); }
std::vector<std::string> print_create(const ir::Object& object) {
  return std::visit(CreatePrinter{}, object);
}

}  // namespace pggit::sql
