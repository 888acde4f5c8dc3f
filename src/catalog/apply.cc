#include "catalog/apply.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/apply_ops.h"
#include "catalog/dependencies.h"
#include "catalog/foreign.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

struct Applier {
  const Catalog& catalog;

  template <class Op>
  Applied operator()(const Op& op) const {
    return apply_op(op, catalog);
  }
  Applied operator()(const ir::Dml&) const { return catalog; }
  Applied operator()(const ir::NoEffect&) const { return catalog; }
  Applied operator()(const ir::SetSearchPath&) const { return catalog; }
  Applied operator()(const ir::NotHeld&) const { return catalog; }
  Applied operator()(const ir::Opaque&) const { return catalog; }
};

std::string full_name(const ir::Key& key) {
  return key.schema.empty() ? key.name : key.schema + "." + key.name;
}

// Row types of tables and views are types too.
bool has_row_type(ir::Kind kind) {
  return kind == ir::Kind::Table || kind == ir::Kind::View || kind == ir::Kind::MaterializedView;
}

bool is_relation(ir::Kind kind) {
  return has_row_type(kind) || kind == ir::Kind::Sequence || kind == ir::Kind::Index ||
         kind == ir::Kind::Composite;
}

}  // namespace

Applied apply(const ir::Op& op, const Catalog& catalog) {
  if (std::string why = refused_on_foreign(op, catalog); !why.empty())
    return refuse(std::move(why));
  return std::visit(Applier{catalog}, op);
}

std::unexpected<base::Error> refuse(std::string message) {
  return base::fail(base::ErrorCode::Input, std::move(message));
}

std::string missing(const ir::Key& key) {
  switch (key.kind) {
    case ir::Kind::Schema:
      return "schema " + quoted(key.name) + " does not exist";
    case ir::Kind::Extension:
      return "extension " + quoted(key.name) + " does not exist";
    case ir::Kind::Enum:
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
      return "type " + quoted(full_name(key)) + " does not exist";
    case ir::Kind::Statistics:
      return "statistics object " + quoted(full_name(key)) + " does not exist";
    case ir::Kind::Rule:
      return "rule " + quoted(key.sub) + " for relation " + quoted(key.name) + " does not exist";
    case ir::Kind::Policy:
      return "policy " + quoted(key.sub) + " for table " + quoted(key.name) + " does not exist";
    case ir::Kind::DefaultGrants:
      return "there are no " + ir::to_text(key);
    case ir::Kind::Operator:
      return "operator does not exist: " + ir::sql_name(key);
    case ir::Kind::Cast:
      return "cast from type " + key.name + " to type " + key.sub + " does not exist";
    case ir::Kind::Publication:
      return "publication " + quoted(key.name) + " does not exist";
    case ir::Kind::PublishedTable:
      return "relation " + quoted(key.name) + " is not part of the publication";
    case ir::Kind::PublishedSchema:
      return "tables from schema " + quoted(key.schema) + " are not part of the publication";
    case ir::Kind::ForeignDataWrapper:
      return "foreign-data wrapper " + quoted(key.name) + " does not exist";
    case ir::Kind::ForeignServer:
      return "server " + quoted(key.name) + " does not exist";
    case ir::Kind::UserMapping:
      return "user mapping for " + quoted(key.sub) + " does not exist for server " +
             quoted(key.name);
    case ir::Kind::Dictionary:
    case ir::Kind::Configuration:
    case ir::Kind::Collation:
      return std::string(ir::kind_name(key.kind)) + " " + quoted(full_name(key)) +
             " does not exist";
    case ir::Kind::Function:
      return "function " + ir::sql_name(key) + " does not exist";
    case ir::Kind::Trigger:
      return "trigger " + quoted(key.sub) + " for table " + quoted(full_name(key)) +
             " does not exist";
    case ir::Kind::Sequence:
    case ir::Kind::Table:
    case ir::Kind::Index:
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return "relation " + quoted(full_name(key)) + " does not exist";
  }
  return {};
}

std::string already_there(const ir::Key& key) {
  switch (key.kind) {
    case ir::Kind::Schema:
      return "schema " + quoted(key.name) + " already exists";
    case ir::Kind::Extension:
      return "extension " + quoted(key.name) + " already exists";
    case ir::Kind::Enum:
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
      return "type " + quoted(key.name) + " already exists";
    case ir::Kind::Statistics:
      return "statistics object " + quoted(key.name) + " already exists";
    case ir::Kind::Rule:
      return "rule " + quoted(key.sub) + " for relation " + quoted(key.name) + " already exists";
    case ir::Kind::Policy:
      return "policy " + quoted(key.sub) + " for table " + quoted(key.name) + " already exists";
    case ir::Kind::DefaultGrants:
      return ir::to_text(key) + " are there already";
    case ir::Kind::Operator:
      return "operator " + key.name + " already exists";
    case ir::Kind::Cast:
      return "cast from type " + key.name + " to type " + key.sub + " already exists";
    case ir::Kind::Publication:
      return "publication " + quoted(key.name) + " already exists";
    case ir::Kind::PublishedTable:
      return "relation " + quoted(key.name) + " is already member of publication " +
             quoted(key.sub);
    case ir::Kind::PublishedSchema:
      return "schema " + quoted(key.schema) + " is already member of publication " +
             quoted(key.name);
    case ir::Kind::ForeignDataWrapper:
      return "foreign-data wrapper " + quoted(key.name) + " already exists";
    case ir::Kind::ForeignServer:
      return "server " + quoted(key.name) + " already exists";
    case ir::Kind::UserMapping:
      return "user mapping for " + quoted(key.sub) + " already exists for server " +
             quoted(key.name);
    case ir::Kind::Dictionary:
    case ir::Kind::Configuration:
    case ir::Kind::Collation:
      return std::string(ir::kind_name(key.kind)) + " " + quoted(full_name(key)) +
             " already exists";
    case ir::Kind::Function:
      return "function " + quoted(key.name) + " already exists with same argument types";
    case ir::Kind::Trigger:
      return "trigger " + quoted(key.sub) + " for relation " + quoted(key.name) + " already exists";
    case ir::Kind::Sequence:
    case ir::Kind::Table:
    case ir::Kind::Index:
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return "relation " + quoted(key.name) + " already exists";
  }
  return {};
}

base::Result<void> require_free(const ir::Key& key, const Catalog& catalog) {
  if (catalog.find(key)) return refuse(already_there(key));
  if (is_relation(key.kind) && relation_name_taken(catalog, key.schema, key.name)) {
    return refuse(already_there(key));
  }
  const auto is_there = [&](ir::Kind kind) {
    return catalog.find({kind, key.schema, key.name, ""}) != nullptr;
  };
  // CREATE SEQUENCE looks for types too, though a sequence has none (heap_create_with_catalog).
  const bool has_type =
      std::ranges::any_of(resolve(catalog, type_key(key.schema, key.name)),
                          [](const ir::Key& found) { return ir::is_type(found.kind); });
  const bool has_row =
      is_there(ir::Kind::Table) || is_there(ir::Kind::View) || is_there(ir::Kind::MaterializedView);
  if ((has_row_type(key.kind) || key.kind == ir::Kind::Sequence) && has_type) {
    return refuse("type " + quoted(key.name) + " already exists");
  }
  if (ir::is_type(key.kind) && (has_type || has_row)) {
    return refuse("type " + quoted(key.name) + " already exists");
  }
  return {};
}

base::Result<ir::Column*> column_of(ir::Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.columns, name, &ir::Column::name);
  if (at != table.columns.end()) return &*at;
  return refuse("column " + quoted(name) + " of relation " + quoted(table.name) +
                " does not exist");
}

base::Result<ir::Constraint*> constraint_of(ir::Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.constraints, name, &ir::Constraint::name);
  if (at != table.constraints.end()) return &*at;
  return refuse("constraint " + quoted(name) + " of relation " + quoted(table.name) +
                " does not exist");
}

bool relation_name_taken(const Catalog& catalog, std::string_view schema, std::string_view name) {
  for (const ir::Kind kind : {ir::Kind::Table, ir::Kind::Index, ir::Kind::Sequence, ir::Kind::View,
                              ir::Kind::MaterializedView, ir::Kind::Composite}) {
    if (catalog.find({kind, std::string(schema), std::string(name), ""})) return true;
  }
  return !catalog.users(Link::Kind::TakesRelation, schema, name).empty();
}

bool constraint_name_taken(const Catalog& catalog, std::string_view schema, std::string_view name) {
  return !catalog.users(Link::Kind::TakesConstraint, schema, name).empty();
}

}  // namespace pggit::catalog
