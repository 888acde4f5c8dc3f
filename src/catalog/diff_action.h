// Steps of a diff with what each takes away, makes, lets go of and needs: from these follows their order.
#pragma once

#include <string>
#include <vector>

#include "catalog/dependencies.h"
#include "catalog/diff.h"

namespace pggit::catalog {

// Where a step stands when nothing else decides.
enum class Phase {
  DetachPartition,
  DropTrigger,
  DropView,
  DropForeignKey,
  DropIndex,
  DropConstraint,
  DropDefault,
  LeaveType,  // a column goes by way of text while its type is made anew
  DropColumn,
  DropFunction,
  DropTable,
  DropSequence,
  DropType,
  DropSchema,
  CreateSchema,
  CreateExtension,
  CreateType,
  CreateSequence,
  CreateFunction,
  CreateTable,
  Rename,
  AddColumn,
  ColumnType,
  DropNotNull,
  SetColumn,
  SetDefault,
  SetNotNull,
  SetTable,
  AddKey,
  AddCheck,
  CreateIndex,
  SetSequence,
  AddForeignKey,
  AttachPartition,
  CreateIndexAlone,  // ON ONLY: what is attached later would get one of its own
  CreateView,
  CreateTrigger,
  Comment,
  DropExtension,  // whoever used its members let go of them before
};

// The name of a thing that steps take away or make: "relation app.users", "column app.users.id", ...
using Resource = std::string;

struct Action {
  Phase phase;
  std::vector<DiffStep> steps;
  std::vector<Resource> drops;     // taken away, after every step that lets go of it
  std::vector<Resource> makes;     // made, after it was taken away
  std::vector<Resource> releases;  // no longer referred to
  std::vector<Resource> needs;     // referred to from now on, after it was made
};

Resource resource(const Reference& reference);
Resource resource(const ir::Key& relation, const std::string& column);
// What a child that is made takes over from a column of its parent: NOT NULL, its default, its storage.
Resource settled(const ir::Key& parent, const std::string& column);
// A name among relations: two of them cannot have it at once.
Resource relation_name(const std::string& schema, const std::string& name);
Resource constraint_name(const ir::Key& table, const std::string& name);
// The primary and unique keys of a table, on which foreign keys rest.
Resource keys_of_table(const std::string& schema, const std::string& table);
std::vector<Resource> resources(const std::vector<Reference>& references);

// What an object is to others: the relation with its columns and row type, the type, the function; the names
// that it takes.
std::vector<Resource> made_by(const ir::Object& object);
// What an object refers to, its schema and the keys that its foreign keys rest on among it.
std::vector<Resource> needed_by(const ir::Object& object);

// What is referred to before and after may change under the one who refers, or it would be made anew with it.
void leave_out_common(std::vector<Resource>& releases, std::vector<Resource>& needs);
void append(std::vector<Resource>& out, std::vector<Resource> more);
void append(std::vector<DiffStep>& out, std::vector<DiffStep> more);
// The options of before that are not among those of after: RESET.
std::vector<std::string> taken_away(const ir::Options& before, const ir::Options& after);

// The steps in an order that respects all four lists, by phase where these leave a choice.
std::vector<DiffStep> in_order(std::vector<Action> actions);

}  // namespace pggit::catalog
