// A shadow for comparing: SQL files are run in it and trees are built in it, and what came out is read back in server
// forms, so that both sides of a comparison are spelled by the same server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "catalog/catalog.h"
#include "server/introspect.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

class Scratch {
 public:
  // Errors: Database (no server of that major here; it does not start).
  static base::Result<Scratch> start(const shadow::ClusterOptions& options);

  // Runs an SQL file as psql would, as the role of migrations, behind the walls. Roles that it names are assumed.
  // Errors: Input (`x.sql:3:1: relation "a" does not exist`; a psql command), Database.
  base::Result<server::Introspection> run_file(const std::string& path, const std::string& text);
  // Builds a tree from nothing. Errors: Input (the server refuses a statement), Database.
  base::Result<server::Introspection> build(const catalog::Catalog& tree);

  int major() const { return major_; }
  const std::vector<std::string>& assumed_roles() const { return roles_; }

 private:
  Scratch(shadow::Cluster cluster, const shadow::ClusterOptions& options)
      : cluster_(std::move(cluster)), login_(options.login), major_(options.server.major) {}
  base::Result<std::string> new_database();
  base::Result<void> assume_role(const std::string& name);

  shadow::Cluster cluster_;
  std::string login_;
  int major_ = 0;
  int databases_ = 0;
  std::vector<std::string> roles_;
};

}  // namespace pggit::pipeline
