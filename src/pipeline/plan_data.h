// What a run found out, as plain data: the input of the plan, the edge-case file and the report.
#pragma once

#include "emit/plan_data.h"
#include "pipeline/history.h"

namespace pggit::pipeline {

// The whole run, after prove_history(). `created_at` is left empty: everything else is the same from run to run.
emit::PlanData plan_data_of(const History& history);

// The statements of a step with their locks; the rows of a COPY go with their statement.
std::vector<emit::PlanStatement> plan_statements(const base::Sources& sources,
                                                 const bind::Step& step);

// Versions of the objects that a commit made, changed or took away.
std::vector<emit::PlanVersion> plan_versions(const store::Commit& commit);

// Those that the front end listed, migrations that failed, and migrations whose effect could not be predicted; their
// ids are unique.
std::vector<emit::PlanEdgeCase> edge_cases_of(const History& history);

// One entry for each statement of the input, and for each piece of code that cannot be read as SQL.
std::vector<emit::PlanAccount> account_of(const History& history);

}  // namespace pggit::pipeline
