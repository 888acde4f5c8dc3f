#include "sql/print.h"

#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

std::string alter_table(const ir::Key& table, bool only = false) {
  const bool is_table = !ir::is_type(table.kind) && table.kind != ir::Kind::MaterializedView;
  return std::string("ALTER ") + (is_table ? "TABLE" : kind_words(table.kind)) +
         (only ? " ONLY " : " ") + table_name(table) + " ";
}

std::string alter_column(const ir::Key& table, const std::string& column, bool only = false) {
  if (table.kind == ir::Kind::Domain) return alter_table(table);
  if (table.kind == ir::Kind::Composite)
    return alter_table(table) + "ALTER ATTRIBUTE " + base::quote_ident(column) + " ";
  const char* kind = table.kind == ir::Kind::View ? "ALTER VIEW " : "ALTER TABLE ";
  return kind + std::string(only ? "ONLY " : "") + table_name(table) + " ALTER COLUMN " +
         base::quote_ident(column) + " ";
}

const char* column_word(const ir::Key& table) {
  return table.kind == ir::Kind::Composite ? "ATTRIBUTE " : "COLUMN ";
}

Statements add_attribute(const ir::AddColumn& op) {
  const std::string name = base::quote_ident(op.column.name);
  std::string sql = alter_table(op.table) + "ADD ATTRIBUTE " + name + " " + op.column.type.sql();
  if (!op.column.collation.empty()) sql += " COLLATE " + op.column.collation;
  Statements out{std::move(sql)};
  if (op.column.comment)
    out.push_back("COMMENT ON COLUMN " + table_name(op.table) + "." + name + " IS " +
                  base::quote_literal(*op.column.comment));
  return out;
}

struct Printer {
  Statements operator()(const ir::Create& op) const { return print_create(op.object); }
  Statements operator()(const ir::Drop& op) const {
    if (op.key.kind == ir::Kind::PublishedTable || op.key.kind == ir::Kind::PublishedSchema)
      return {no_longer_published(op.key)};
    if (op.key.kind == ir::Kind::UserMapping) return {"DROP " + user_mapping(op.key)};
    return {std::string(op.foreign ? "DROP FOREIGN " : "DROP ") + kind_words(op.key.kind) + " " +
            ir::sql_name(op.key)};
  }
  Statements operator()(const ir::Replace& op) const { return print_replace(op.object); }
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
    if (op.foreign) what = "FOREIGN " + what;
    if (!op.column.empty()) what = "COLUMN " + table + "." + base::quote_ident(op.column);
    if (!op.constraint.empty())
      what = "CONSTRAINT " + base::quote_ident(op.constraint) + " ON " +
             (op.key.kind == ir::Kind::Domain ? "DOMAIN " : "") + table;
    return {"COMMENT ON " + what + " IS " + comment_value(op.comment)};
  }
  Statements operator()(const ir::SetGrants& op) const { return set_grants(op); }
  Statements operator()(const ir::SetOwner& op) const { return set_owner(op); }
  Statements operator()(const ir::SetForeignOptions& op) const { return set_foreign_options(op); }
  Statements operator()(const ir::SetRowSecurity& op) const { return set_row_security(op); }
  Statements operator()(const ir::AddColumn& op) const {
    if (op.table.kind == ir::Kind::Composite) return add_attribute(op);
    const std::string table = table_name(op.table);
    Statements out{alter_table(op.table) + "ADD COLUMN " +
                   column_definition(op.column, op.table.schema)};
    for (std::string& sql : further_attributes(op.table, op.column)) out.push_back(std::move(sql));
    if (op.column.comment) {
      out.push_back("COMMENT ON COLUMN " + table + "." + base::quote_ident(op.column.name) +
                    " IS " + base::quote_literal(*op.column.comment));
    }
    return out;
  }
  Statements operator()(const ir::DropColumn& op) const {
    return {alter_table(op.table, op.only) + "DROP " + column_word(op.table) +
            base::quote_ident(op.column)};
  }
  Statements operator()(const ir::RenameColumn& op) const {
    return {alter_table(op.table) + "RENAME " + column_word(op.table) +
            base::quote_ident(op.column) + " TO " + base::quote_ident(op.to)};
  }
  Statements operator()(const ir::SetColumnType& op) const {
    std::string sql = alter_column(op.table, op.column) + "TYPE " + op.type.sql();
    if (!op.collation.empty()) sql += " COLLATE " + op.collation;
    // Without USING the cast is an assignment, which refuses a text that is too long; a written one cuts it.
    return {op.using_expression ? sql + " USING " + op.using_expression->sql() : sql};
  }
  Statements operator()(const ir::SetDefault& op) const {
    return {alter_column(op.table, op.column, op.only) +
            (op.value ? "SET DEFAULT " + op.value->sql() : "DROP DEFAULT")};
  }
  Statements operator()(const ir::SetNotNull& op) const {
    return {alter_column(op.table, op.column, op.only) +
            (op.not_null ? "SET NOT NULL" : "DROP NOT NULL")};
  }
  Statements operator()(const ir::SetIdentity& op) const {
    if (!op.identity) return {alter_column(op.table, op.column) + "DROP IDENTITY"};
    const ir::Identity& identity = *op.identity;
    const char* kind = identity.always ? "ALWAYS" : "BY DEFAULT";
    if (op.alters)
      return {alter_column(op.table, op.column) + "SET GENERATED " + kind,
              identity_sequence(identity, op.table.schema)};
    return {alter_column(op.table, op.column) + "ADD GENERATED " + kind +
            " AS IDENTITY (SEQUENCE NAME " + base::qualified(op.table.schema, identity.sequence) +
            " " + sequence_options(identity.options) + ")"};
  }
  Statements operator()(const ir::DropExpression& op) const {
    return {alter_column(op.table, op.column) + "DROP EXPRESSION"};
  }
  Statements operator()(const ir::SetColumnAttributes& op) const {
    if (op.table.kind == ir::Kind::Index)
      return {index_statistics(op.table, op.column, op.statistics.value_or(-1))};
    ir::Column column;
    column.name = op.column;
    if (op.storage) column.storage = op.storage->empty() ? op.own_storage : *op.storage;
    if (op.compression) column.compression = op.compression->empty() ? "default" : *op.compression;
    column.statistics = op.statistics;
    column.options = op.options.value_or(ir::Options());
    Statements out = column_attributes((op.only ? "ONLY " : "") + table_name(op.table), column);
    if (!op.reset.empty())
      out.push_back(alter_column(op.table, op.column) + "RESET (" + ident_list(op.reset) + ")");
    return out;
  }
  Statements operator()(const ir::SetInherit& op) const {
    return {alter_table(op.table) + (op.inherits ? "INHERIT " : "NO INHERIT ") +
            base::qualified(op.parent.schema, op.parent.name)};
  }
  Statements operator()(const ir::SetTableOptions& op) const {
    if (op.table.kind == ir::Kind::Publication) return set_publication_options(op);
    if (op.table.kind == ir::Kind::Dictionary) return set_dictionary_options(op);
    Statements out;
    if (!op.options.empty())
      out.push_back(alter_table(op.table) + "SET (" + option_list(op.options) + ")");
    if (!op.reset.empty())
      out.push_back(alter_table(op.table) + "RESET (" + base::join(op.reset, ", ") + ")");
    return out;
  }
  Statements operator()(const ir::SetUnlogged& op) const {
    return {std::string("ALTER ") + kind_words(op.table.kind) + " " + table_name(op.table) + " " +
            (op.unlogged ? "SET UNLOGGED" : "SET LOGGED")};
  }
  Statements operator()(const ir::AddConstraint& op) const {
    Statements out{alter_table(op.table) + "ADD " +
                   (op.using_index.empty() ? constraint_definition(op.constraint)
                                           : constraint_over_index(op.constraint, op.using_index))};
    if (op.constraint.comment)
      out.push_back(comment_on_constraint(
          (op.table.kind == ir::Kind::Domain ? "DOMAIN " : "") + table_name(op.table),
          op.constraint));
    if (op.using_index.empty()) add_marks(op.table, op.constraint, out);
    return out;
  }
  Statements operator()(const ir::DropConstraint& op) const {
    return {alter_table(op.table, op.only) + "DROP CONSTRAINT " + base::quote_ident(op.constraint)};
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
  Statements operator()(const ir::SetTriggerState& op) const { return {set_trigger_state(op)}; }
  Statements operator()(const ir::SetClustered& op) const { return {set_clustered(op)}; }
  Statements operator()(const ir::SetReplicaIdentity& op) const {
    return {set_replica_identity(op)};
  }
  Statements operator()(const ir::SetOfType& op) const {
    return {alter_table(op.table) + (op.type.is_known() ? "OF " + op.type.sql() : "NOT OF")};
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
  Statements operator()(const ir::SetMappings& op) const { return set_mappings(op); }
  Statements operator()(const ir::SetSearchPath& op) const {
    return {std::string(op.local ? "SET LOCAL" : "SET") + " search_path TO " +
            literal_list(op.path)};
  }
  Statements operator()(const ir::Dml&) const { return {}; }
  Statements operator()(const ir::NoEffect&) const { return {}; }
  Statements operator()(const ir::NotHeld&) const { return {}; }
  Statements operator()(const ir::Opaque&) const { return {}; }
};

}  // namespace

std::vector<std::string> print(const ir::Op& op) { return std::visit(Printer{}, op); }

}  // namespace pggit::sql
