#include "catalog/diff_kinds.h"

namespace pggit::catalog {

DiffOfKind diff_of(ir::Kind kind) {
  using enum Phase;
  switch (kind) {
    case ir::Kind::Schema:
      return {DropSchema, CreateSchema, "drop and create"};
    case ir::Kind::Extension:
      return {DropExtension, CreateExtension, "drop and create"};
    case ir::Kind::Enum:
      return {DropType, CreateType, "drop and create: labels go or change places"};
    case ir::Kind::Domain:
      return {DropType, CreateType, "drop and create: its type changes"};
    case ir::Kind::Composite:
      return {DropType, CreateType, "drop and create"};
    case ir::Kind::Range:
      return {DropType, CreateType, "drop and create: a range type is not altered in place"};
    case ir::Kind::Sequence:
      return {DropSequence, CreateSequence, "drop and create"};
    case ir::Kind::Table:
      return {DropTable, CreateTable, "drop and create"};
    case ir::Kind::Index:
      return {DropIndex, CreateIndex, "drop and create: an index is not altered in place"};
    case ir::Kind::Statistics:
      return {DropIndex, CreateIndex, "drop and create: statistics are not altered in place"};
    case ir::Kind::View:
      return {DropView, CreateView,
              "drop and create: its columns change, or what it stands on goes"};
    case ir::Kind::MaterializedView:
      return {DropView, CreateView, "drop and create: a materialized view is not altered in place"};
    case ir::Kind::Function:
      return {DropFunction, CreateFunction,
              "drop and create: its signature changes, or what it stands on goes"};
    // Nothing says which texts use operators and casts: they go when the relations are gone.
    case ir::Kind::Operator:
      return {DropSequence, CreateFunction,
              "drop and create: PostgreSQL alters only the estimators of an operator"};
    case ir::Kind::Cast:
      return {DropSequence, CreateFunction, "drop and create: a cast is not altered in place"};
    case ir::Kind::Trigger:
      return {DropTrigger, CreateTrigger, "drop and create: a trigger is not altered in place"};
    case ir::Kind::Rule:
      return {DropTrigger, CreateTrigger, "drop and create: a rule of other tables or columns"};
    case ir::Kind::Policy:
      return {DropTrigger, CreateTrigger, "drop and create: its command changes"};
    case ir::Kind::DefaultGrants:
      return {DropTrigger, CreateTrigger, "drop and create"};
    case ir::Kind::Publication:
      return {DropTrigger, CreateTrigger,
              "drop and create: a publication of all tables is not altered to one of some"};
    case ir::Kind::PublishedTable:
      return {DropTrigger, CreateTrigger,
              "taken out and added: its columns or rows are not altered in place"};
    case ir::Kind::PublishedSchema:
      return {DropTrigger, CreateTrigger, "drop and create"};
    case ir::Kind::ForeignDataWrapper:
      return {DropType, CreateFunction, "drop and create"};
    case ir::Kind::ForeignServer:
      return {DropType, CreateFunction,
              "drop and create: the type and the wrapper of a server are not altered in place"};
    case ir::Kind::UserMapping:
      return {DropTable, CreateTable, "drop and create: its server is made anew"};
    case ir::Kind::Dictionary:
      return {DropType, CreateType, "drop and create: its template changes"};
    case ir::Kind::Configuration:
      return {DropType, CreateType, "drop and create: its parser changes"};
    case ir::Kind::Collation:
      return {DropType, CreateType, "drop and create: a collation is not altered in place"};
  }
  return {};
}

}  // namespace pggit::catalog
