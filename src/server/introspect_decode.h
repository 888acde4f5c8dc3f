// Rows of the introspection queries as objects.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ir/objects.h"
#include "pg/connection.h"

namespace pggit::server {

// Objects in the making: the rows of one come from several queries.
struct Gathered {
  std::vector<ir::Object> done;  // those that one row makes
  std::map<std::pair<std::string, std::string>, ir::Table> tables;
  std::map<std::pair<std::string, std::string>, ir::View> views;
  std::map<std::pair<std::string, std::string>, ir::MaterializedView> materialized;
  std::map<std::pair<std::string, std::string>, ir::Composite> composites;
  std::map<std::pair<std::string, std::string>, ir::Domain> domains;
  std::map<std::pair<std::string, std::string>, ir::Index> indexes;
  std::map<std::pair<std::string, std::string>, ir::Configuration> configurations;
  std::map<std::string, ir::Function> functions;  // by OID
  std::map<std::string, ir::Cast> casts;          // by OID
  bool any_family = false;              // a table is partitioned, a partition, or inherits
  std::string migration_role;           // the owner of the database
  std::map<std::string, int> not_held;  // kinds with their number
  std::vector<ir::Key> hidden;          // user mappings with options that the reader may not see

  std::vector<ir::Object> take();
};

void read_default_privileges(const pg::Rows& rows, Gathered& gathered);
void read_schemas(const pg::Rows& rows, Gathered& gathered);
void read_enums(const pg::Rows& rows, Gathered& gathered);
void read_sequences(const pg::Rows& rows, Gathered& gathered);
void read_tables(const pg::Rows& rows, Gathered& gathered);
void read_partition_keys(const pg::Rows& rows, Gathered& gathered);
void read_parents(const pg::Rows& rows, Gathered& gathered);
void read_views(const pg::Rows& rows, Gathered& gathered);
void read_materialized_views(const pg::Rows& rows, Gathered& gathered);
void read_extensions(const pg::Rows& rows, Gathered& gathered);
void read_domains(const pg::Rows& rows, Gathered& gathered);
void read_domain_constraints(const pg::Rows& rows, Gathered& gathered);
void read_columns(const pg::Rows& rows, Gathered& gathered);
void read_constraints(const pg::Rows& rows, Gathered& gathered);
void read_indexes(const pg::Rows& rows, Gathered& gathered);
void read_composites(const pg::Rows& rows, Gathered& gathered);
void read_ranges(const pg::Rows& rows, Gathered& gathered);
void read_statistics(const pg::Rows& rows, Gathered& gathered);
void read_rules(const pg::Rows& rows, Gathered& gathered);
void read_exclusion_keys(const pg::Rows& rows, Gathered& gathered);
void read_index_keys(const pg::Rows& rows, Gathered& gathered);
void read_functions(const pg::Rows& rows, Gathered& gathered);
void read_arguments(const pg::Rows& rows, Gathered& gathered);
void read_aggregates(const pg::Rows& rows, Gathered& gathered);
void read_operators(const pg::Rows& rows, Gathered& gathered);
void read_casts(const pg::Rows& rows, Gathered& gathered);
void read_cast_arguments(const pg::Rows& rows, Gathered& gathered);
void read_triggers(const pg::Rows& rows, Gathered& gathered);
void read_policies(const pg::Rows& rows, Gathered& gathered);
void read_publications(const pg::Rows& rows, Gathered& gathered);
void read_published_tables(const pg::Rows& rows, Gathered& gathered);
void read_published_schemas(const pg::Rows& rows, Gathered& gathered);
void read_wrappers(const pg::Rows& rows, Gathered& gathered);
void read_servers(const pg::Rows& rows, Gathered& gathered);
void read_user_mappings(const pg::Rows& rows, Gathered& gathered);
void read_dictionaries(const pg::Rows& rows, Gathered& gathered);
void read_configurations(const pg::Rows& rows, Gathered& gathered);
void read_mappings(const pg::Rows& rows, Gathered& gathered);
void read_collations(const pg::Rows& rows, Gathered& gathered);
void read_not_held(const pg::Rows& rows, Gathered& gathered);

// The items of an array as PostgreSQL prints it: {a,"b,c",NULL}.
std::vector<std::string> array_items(std::string_view text);

// "name=value" items, sorted; pg_attver, which 15.20 keeps in every column, left out.
ir::Options options_from(std::string_view array, const std::string& prefix = "");

// From format_type(), and schema and name of the type or of its element.
ir::TypeName type_from(std::string_view formatted, std::string_view schema, std::string_view name);

}  // namespace pggit::server
