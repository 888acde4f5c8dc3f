// A small plan for the tests of this folder.
#pragma once

#include "emit/plan_data.h"

namespace pggit::emit::testing {

inline PlanCommit sample_commit(const std::string& id, const std::string& word,
                                const std::string& reason = "") {
  PlanCommit commit;
  commit.id = id;
  commit.hash = std::string(64, 'a');
  commit.tree = std::string(64, 'b');
  commit.message = id + " a step";
  commit.path = "db/" + id + "__a_step.sql";
  commit.up = {{"CREATE TABLE users (id int)", commit.path + ":1:1", "ACCESS EXCLUSIVE"}};
  commit.down = {{"DROP TABLE users", commit.path + ":1:1", {}}};
  commit.versions = {{"table public.users", "1.0.0", "users:1.0.0"}};
  commit.rollback_class = "exact";
  commit.proof = {word, reason};
  return commit;
}

// Two commits, a refused migration, a Java file set aside, statements of each outcome.
inline PlanData sample_plan() {
  PlanData plan;
  plan.created_at = "2024-03-15T10:00:00Z";
  plan.pggit_version = "0.1.0";
  plan.source = {"flyway", "Flyway", "", {"db"}, {"db has 4 files named V<version>__*.sql"}};
  plan.inputs = {{"db/V1__a_step.sql", std::string(64, '0'), 28}};
  plan.commits = {sample_commit("V1", "proven"),
                  sample_commit("V2", "structure proven", "rows do not return")};
  plan.commits[1].rollback_class = "structure-only";
  plan.commits[1].destroys = {"dropped table old: its rows do not return"};
  plan.refused = {{"V3", "db/V3__bad.sql", "db/V3__bad.sql:1:8: column \"a\" does not exist"}};
  plan.set_aside = {{"U1", "db/U1__undo.sql", "an undo script: pggit makes the way back itself"}};
  plan.account = {
      {"db/V1__a_step.sql:1:1", "V1", Outcome::Converted, ""},
      {"db/V2__a_step.sql:1:1", "V2", Outcome::Converted, ""},
      {"db/V2__a_step.sql:2:1", "V2", Outcome::NoEffect, "ANALYZE"},
      {"db/V3__bad.sql:1:1", "V3", Outcome::SetAside, "the server refused the migration"}};
  plan.edge_cases = {{"V4", "V4", "db/V4__Java.java:1:1", "java-migration", "Java migration",
                      "write it as SQL", "review the SQL"}};
  plan.schema_operations = {{"create table", 2}, {"drop table", 1}};
  plan.row_operations = {{"insert", 1}};
  plan.certificate.server_major = 15;
  plan.certificate.server_version = "15.20";
  plan.certificate.walls_standing = {"login role without rights"};
  plan.certificate.walls_missing = {"network namespace: bwrap is not installed"};
  return plan;
}

}  // namespace pggit::emit::testing
