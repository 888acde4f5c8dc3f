// Statement kinds that few files name, beside those of binding.h.
#pragma once

#include <optional>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// The column that an attribute is in a table of the type.
ir::Column as_column(const ir::ViewColumn& attribute);
void bind_create_composite(const sql::Node& statement, Binding& binding);
void bind_alter_composite(const sql::Node& statement, Binding& binding);
void rename_attribute(const sql::Node& statement, Binding& binding);
void bind_create_range(const sql::Node& statement, Binding& binding);
void bind_create_statistics(const sql::Node& statement, Binding& binding);
void bind_alter_statistics(const sql::Node& statement, Binding& binding);
void bind_create_publication(const sql::Node& statement, Binding& binding);
void bind_alter_publication(const sql::Node& statement, Binding& binding);
void bind_create_wrapper(const sql::Node& statement, Binding& binding);
void bind_alter_wrapper(const sql::Node& statement, Binding& binding);
void bind_create_server(const sql::Node& statement, Binding& binding);
void bind_alter_server(const sql::Node& statement, Binding& binding);
void bind_create_user_mapping(const sql::Node& statement, Binding& binding);
void bind_alter_user_mapping(const sql::Node& statement, Binding& binding);
void bind_drop_user_mapping(const sql::Node& statement, Binding& binding);
void bind_create_foreign_table(const sql::Node& statement, Binding& binding);
void bind_create_dictionary(const sql::Node& statement, Binding& binding);
void bind_alter_dictionary(const sql::Node& statement, Binding& binding);
void bind_create_configuration(const sql::Node& statement, Binding& binding);
void bind_alter_configuration(const sql::Node& statement, Binding& binding);
void bind_create_collation(const sql::Node& statement, Binding& binding);
void bind_refresh_collation(const sql::Node& statement, Binding& binding);
void bind_reassign_owned(const sql::Node& statement, Binding& binding);
void bind_drop_owned(const sql::Node& statement, Binding& binding);
// DROP of all of them in one; what depends on them and is not among them goes with CASCADE alone.
void drop_all(const std::vector<ir::Key>& keys, bool cascades, Binding& binding);
void bind_reindex(const sql::Node& statement, Binding& binding);
void bind_vacuum(const sql::Node& statement, Binding& binding);
void bind_cluster(const sql::Node& statement, Binding& binding);
void bind_rule(const sql::Node& statement, Binding& binding);

// CLUSTER ON that index or key of the table or materialized view; an empty name: SET WITHOUT CLUSTER.
void mark_clustered(const ir::Key& relation, const std::string& index, Binding& binding);

void bind_create_aggregate(const sql::Node& statement, Binding& binding);
void bind_create_operator(const sql::Node& statement, Binding& binding);
void bind_alter_operator(const sql::Node& statement, Binding& binding);
void bind_create_cast(const sql::Node& statement, Binding& binding);
// An argument of a FunctionParameter node.
ir::Argument bind_argument(const sql::Node& parameter, Binding& binding);
// CREATE [OR REPLACE] of it; refuses what PostgreSQL does not replace.
void make_routine(ir::Function function, bool replaces, Binding& binding);

// The publication of a String node; nothing when it is not there.
std::optional<ir::Key> publication_named(const sql::Node& name, const Binding& binding);
// Kinds whose objects SQL names by a list of words alone, found along the search_path: the kind of an OBJECT_STATISTIC_EXT,
// OBJECT_TSDICTIONARY, ...; nothing for any other.
std::optional<ir::Kind> named_kind(std::string_view object_type);
// The object of such a kind that the name means, which may be without schema; nothing where it is PostgreSQL's own or not there.
std::optional<ir::Key> named(ir::Kind kind, const std::vector<sql::Node>& name,
                             const Binding& binding);

}  // namespace pggit::bind
