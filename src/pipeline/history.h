// The user's migration history: found, listed, read, and proven.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/env.h"
#include "base/error.h"
#include "base/source.h"
#include "ir/front_end.h"
#include "pipeline/options.h"
#include "pipeline/prove.h"
#include "pipeline/target_server.h"
#include "project/config.h"
#include "project/home.h"

namespace pggit::pipeline {

// A phase with the time that it took.
struct Phase {
  std::string name;
  double seconds = 0;
};

// Adds the time of its own life to the phases.
class PhaseTimer {
 public:
  PhaseTimer(std::vector<Phase>& phases, std::string name)
      : phases_(phases), name_(std::move(name)) {}
  ~PhaseTimer() {
    phases_.push_back({name_, std::chrono::duration<double>(Clock::now() - start_).count()});
  }
  PhaseTimer(const PhaseTimer&) = delete;
  PhaseTimer& operator=(const PhaseTimer&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<Phase>& phases_;
  std::string name_;
  Clock::time_point start_ = Clock::now();
};

// What the shadow was, on which all was proven.
struct ShadowFacts {
  int server_major = 0;
  std::string server_version;  // "15.18"
  shadow::Walls walls;
  std::map<std::string, int> not_held;  // kinds of objects that no catalog holds, at the tip
  catalog::Catalog at_start;            // server forms of a database as it is made
};

// Everything that a run knows of the history. Not copied: spans point into `sources`.
struct History {
  base::RealDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  project::Home home{""};
  project::Config config;
  ir::Project project;
  const ir::FrontEnd* front_end = nullptr;
  ir::Claim claim;
  ir::Listing listing;
  std::vector<Proven> steps;  // in the order of listing.migrations
  std::vector<Phase> phases;
  std::optional<TargetServer> target;    // set before prove_history(): the shadow is made like it
  std::vector<std::string> assumptions;  // about the target
  std::optional<ShadowFacts> shadow;     // nothing: no server was asked
};

// What .pggit/config.toml says about the database. Errors: Input.
struct Configured {
  std::string database;
  std::string store_schema;
};
base::Result<Configured> read_configuration();
// All of it, with what the command line says otherwise. Errors: Input.
base::Result<project::Config> project_config(const Options& options);

// Finds the tool and lists the migrations. Errors: Input, Usage.
base::Result<std::unique_ptr<History>> read_history(const Options& options);

// Reads every migration without a server: what it does to the catalog that the one before it left. Errors: Input.
base::Result<std::vector<bind::Step>> read_steps(History& history, const Options& options);

// Reads every migration and proves it, or only reads it (options.shadow). Errors: Input, Database.
base::Result<void> prove_history(History& history, const Options& options);

// The commits of import/<tool>, oldest first: migrations that the server refused are left out.
std::vector<store::NewCommit> make_commits(const History& history);

// How many steps have each word of proof: "proven", "learnt", ..., "failed".
std::map<std::string, int> proof_counts(const History& history);

}  // namespace pggit::pipeline
