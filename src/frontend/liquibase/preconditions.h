// preConditions: decided by the catalog where it can decide, and known to be undecided where only rows could.
#pragma once

#include <string>

#include "frontend/liquibase/plan.h"

namespace pggit::frontend::liquibase {

enum class Verdict { Holds, Fails, Unknown };

// What is asked of the database when a changeset is about to run.
struct Asked {
  const ir::Project& project;
  const ir::SchemaView& view;
  const Names& names;
  const Plan& plan;
  const ChangeSet& set;
};

Verdict judge(const Element& preconditions, const Asked& asked);

// The first condition in it that no catalog can decide, "sqlCheck"; empty: each can be.
std::string undecidable(const Element& preconditions);

// onFail: what happens where they do not hold.
enum class OnFail { Halt, Skip, Run };
OnFail on_fail(const Element& preconditions);

}  // namespace pggit::frontend::liquibase
