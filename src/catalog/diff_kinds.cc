#include "catalog/diff_kinds.h"

namespace pggit::catalog {

Phase drop_phase(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Schema:
      return Phase::DropSchema;
    case ir::Kind::Extension:
      return Phase::DropExtension;
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
    case ir::Kind::Enum:
      return Phase::DropType;
    case ir::Kind::Sequence:
    // Nothing says which texts use them: they go when the relations are gone.
    case ir::Kind::Operator:
    case ir::Kind::Cast:
      return Phase::DropSequence;
    case ir::Kind::Table:
      return Phase::DropTable;
    case ir::Kind::Index:
      return Phase::DropIndex;
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return Phase::DropView;
    case ir::Kind::Function:
      return Phase::DropFunction;
    case ir::Kind::Trigger:
    case ir::Kind::Rule:
    case ir::Kind::Policy:
    case ir::Kind::DefaultGrants:
    case ir::Kind::Publication:
    case ir::Kind::PublishedTable:
    case ir::Kind::PublishedSchema:
      return Phase::DropTrigger;
    case ir::Kind::Statistics:
      return Phase::DropIndex;
  }
  return {};
}

Phase create_phase(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Schema:
      return Phase::CreateSchema;
    case ir::Kind::Extension:
      return Phase::CreateExtension;
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
    case ir::Kind::Enum:
      return Phase::CreateType;
    case ir::Kind::Sequence:
      return Phase::CreateSequence;
    case ir::Kind::Table:
      return Phase::CreateTable;
    case ir::Kind::Index:
      return Phase::CreateIndex;
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return Phase::CreateView;
    case ir::Kind::Function:
    case ir::Kind::Operator:
    case ir::Kind::Cast:
      return Phase::CreateFunction;
    case ir::Kind::Trigger:
    case ir::Kind::Rule:
    case ir::Kind::Policy:
    case ir::Kind::DefaultGrants:
    case ir::Kind::Publication:
    case ir::Kind::PublishedTable:
    case ir::Kind::PublishedSchema:
      return Phase::CreateTrigger;
    case ir::Kind::Statistics:
      return Phase::CreateIndex;
  }
  return {};
}

const char* why_made_anew(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Enum:
      return "drop and create: labels go or change places";
    case ir::Kind::Index:
      return "drop and create: an index is not altered in place";
    case ir::Kind::Domain:
      return "drop and create: its type changes";
    case ir::Kind::MaterializedView:
      return "drop and create: a materialized view is not altered in place";
    case ir::Kind::View:
      return "drop and create: its columns change, or what it stands on goes";
    case ir::Kind::Function:
      return "drop and create: its signature changes, or what it stands on goes";
    case ir::Kind::Trigger:
      return "drop and create: a trigger is not altered in place";
    case ir::Kind::Range:
      return "drop and create: a range type is not altered in place";
    case ir::Kind::Statistics:
      return "drop and create: statistics are not altered in place";
    case ir::Kind::Rule:
      return "drop and create: a rule of other tables or columns";
    case ir::Kind::Policy:
      return "drop and create: its command changes";
    case ir::Kind::Operator:
      return "drop and create: PostgreSQL alters only the estimators of an operator";
    case ir::Kind::Cast:
      return "drop and create: a cast is not altered in place";
    case ir::Kind::Publication:
      return "drop and create: a publication of all tables is not altered to one of some";
    case ir::Kind::PublishedTable:
      return "taken out and added: its columns or rows are not altered in place";
    case ir::Kind::Schema:
    case ir::Kind::Sequence:
    case ir::Kind::Table:
    case ir::Kind::Extension:
    case ir::Kind::Composite:
    case ir::Kind::DefaultGrants:
    case ir::Kind::PublishedSchema:
      return "drop and create";
  }
  return "";
}

}  // namespace pggit::catalog
