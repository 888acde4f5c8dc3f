// Pieces that several kinds of statements share.
#pragma once

#include <string>
#include <vector>

#include "ir/op.h"

namespace pggit::sql {

// The expression as a DEFAULT of CREATE TABLE takes it (b_expr in gram.y): in parentheses where a word at its top level
// could be read as the column's next clause or is none of b_expr's operators.
std::string column_default(const std::string& expression);
std::string comment_on_constraint(const std::string& table, const ir::Constraint& constraint);
std::string ident_list(const std::vector<std::string>& names);    // a, "B"
std::string literal_list(const std::vector<std::string>& texts);  // 'a', 'b'; '' for none
std::string option_list(const ir::Options& options);              // fillfactor='70', toast.x='off'
std::string column_definition(const ir::Column& column, const std::string& schema);
std::string constraint_definition(const ir::Constraint& constraint);  // CONSTRAINT x CHECK (...)
std::string index_key(
    const ir::IndexKey& key);  // a key of an index, partition key or exclusion constraint
std::string constraint_over_index(const ir::Constraint& constraint, const std::string& index);
std::string sequence_options(const ir::SequenceOptions& options);      // every option, spelled out
std::string comment_value(const std::optional<std::string>& comment);  // a literal, or NULL
std::string role_name(
    const std::string& role);  // as in ir::Grant: PUBLIC, CURRENT_USER, "Some Role"
std::string role_list(const std::vector<std::string>& roles);  // PUBLIC for none
std::string table_name(const ir::Key& table);

// Storage, compression, statistics and options of a column, as ALTER TABLE statements.
std::vector<std::string> column_attributes(const std::string& table, const ir::Column& column);

// These and ALTER SEQUENCE where the column's identity has a sequence of another type than the column.
std::vector<std::string> further_attributes(const ir::Key& table, const ir::Column& column);

// "ALTER SEQUENCE ... AS type ...": all that its sequence is; `schema` is the table's.
std::string identity_sequence(const ir::Identity& identity, const std::string& schema);

std::vector<std::string> create_table(const ir::Table& table);
// ATTACH PARTITION; DETACH PARTITION where the bound is empty.
std::string attach_partition(const ir::Table& table);
// ALTER TABLE ... REPLICA IDENTITY DEFAULT, FULL or NOTHING.
std::string set_trigger_state(const ir::SetTriggerState& op);
std::string set_clustered(const ir::SetClustered& op);
std::string set_replica_identity(const ir::SetReplicaIdentity& op);
// The marks of the index of a key, and its comment, behind what made the key.
void add_marks(const ir::Key& table, const ir::Constraint& key, std::vector<std::string>& out);
// ALTER INDEX ... SET STATISTICS of the key at that place, from 1.
std::string index_statistics(const ir::Key& index, const std::string& place, std::int64_t target);
std::vector<std::string> create_index(const ir::Index& index);
std::string argument_sql(const ir::Argument& argument);  // VARIADIC a integer DEFAULT 1
std::vector<std::string> create_function(const ir::Function& function, bool replace);
std::vector<std::string> create_trigger(const ir::Trigger& trigger, bool replace);
std::vector<std::string> print_replace(const ir::Object& object);  // the Replace operation
std::vector<std::string> create_domain(const ir::Domain& domain);
std::vector<std::string> create_materialized_view(const ir::MaterializedView& view);
std::vector<std::string> create_composite(const ir::Composite& type);
std::vector<std::string> create_range(const ir::Range& range);
std::vector<std::string> create_statistics(const ir::Statistics& statistics);
std::vector<std::string> create_rule(const ir::Rule& rule, bool replace);
// `replace`: CREATE OR REPLACE.
std::vector<std::string> create_aggregate(const ir::Function& function, bool replace);
std::vector<std::string> create_operator(const ir::Operator& op);
// RESTRICT and JOIN, the only ones that every server alters.
std::vector<std::string> alter_operator(const ir::Operator& op);
std::vector<std::string> create_cast(const ir::Cast& cast);
std::vector<std::string> create_publication(const ir::Publication& publication);
std::vector<std::string> publish_table(const ir::PublishedTable& published);
std::vector<std::string> publish_schema(const ir::PublishedSchema& published);
// Takes a table or schema out of its publication.
std::string no_longer_published(const ir::Key& key);
std::vector<std::string> set_publication_options(const ir::SetTableOptions& op);
// OPTIONS (name 'value', ...) behind a space; "" for none.
std::string foreign_options(const ir::Options& options);
// SERVER and OPTIONS of a foreign table.
std::string foreign_clause(const ir::ForeignTable& foreign);
// USER MAPPING FOR a role SERVER a server: what stands behind CREATE, ALTER and DROP.
std::string user_mapping(const ir::Key& key);
std::vector<std::string> create_wrapper(const ir::ForeignDataWrapper& wrapper);
// Its functions.
std::vector<std::string> alter_wrapper(const ir::ForeignDataWrapper& wrapper);
std::vector<std::string> create_server(const ir::ForeignServer& server);
// Its version.
std::vector<std::string> alter_server(const ir::ForeignServer& server);
std::vector<std::string> create_user_mapping(const ir::UserMapping& mapping);
std::vector<std::string> set_foreign_options(const ir::SetForeignOptions& op);
std::vector<std::string> create_dictionary(const ir::Dictionary& dictionary);
std::vector<std::string> set_dictionary_options(const ir::SetTableOptions& op);
std::vector<std::string> create_configuration(const ir::Configuration& configuration);
std::vector<std::string> set_mappings(const ir::SetMappings& op);
std::vector<std::string> create_collation(const ir::Collation& collation);
std::vector<std::string> create_policy(const ir::Policy& policy);
std::vector<std::string> alter_policy(const ir::Policy& policy);
std::vector<std::string> set_grants(const ir::SetGrants& op);
std::vector<std::string> set_owner(const ir::SetOwner& op);
std::vector<std::string> set_row_security(const ir::SetRowSecurity& op);
std::vector<std::string> create_view(const ir::View& view, bool replace);

// "TABLE", "VIEW", "ROUTINE" (function or procedure), ...: the word behind ALTER, DROP and COMMENT ON.
const char* kind_words(ir::Kind kind);

}  // namespace pggit::sql
