// Proofs as they are kept: enough to have each step again, word for word, without a server.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "pipeline/prove.h"

namespace pggit::pipeline {

struct KeptProof {
  base::Hash key;    // proof_key() of the migration
  base::Hash after;  // the predicted tree after it
  bool failed = false;
  std::size_t failed_statement = 0;
  std::string failure;  // behind its place
  KeptAnswers answers;
  store::Proof proof;
  std::optional<DataDependent> data_dependent;
  std::vector<std::string> notes;
  std::string
      observed;  // server forms: catalog_changes() from those before the step, known: the predicted ones
};

// A data directory that is kept, of a server that was stopped after `tip.steps` migrations.
struct KeptData {
  Tip tip;
  base::Hash archive;  // of its bytes
};

// All proofs of a run, and what the shadow was.
struct KeptProofs {
  std::vector<KeptProof> steps;  // from the first migration on; the last ones may be missing
  // Nothing was found at the end that no step was seen to do: the proofs also hold in a history that goes on otherwise.
  bool nothing_hidden = false;
  int server_major = 0;
  std::string server_version;
  shadow::Walls walls;
  std::map<std::string, int> not_held;  // at the end
  std::string at_start;                 // catalog_changes() from nothing: a database as it is made
  std::optional<KeptData> data;
};

KeptProof keep(const Proven& proven, const base::Hash& key,
               const catalog::Catalog& observed_before);

// The step again, bound anew: the evolver goes on as Prover::prove() left it. `observed` and `down` of the result are empty. Errors:
// Input, where the step is not what it was: the evolver is then to go back.
base::Result<Proven> prove_again(const KeptProof& kept, bind::Evolver& evolver,
                                 const ir::MigrationEntry& entry,
                                 const ir::LoweredMigration& lowered, const base::Sources& sources);

// Makes the way back of a step that was read, or that prove_again() gave: it rests on nothing but the step and its answers.
void take_back(Proven& proven);

// As a file holds them: with a checksum over all of it.
std::string encode(const KeptProofs& proofs);
// Errors (Input): bytes that encode() of this build would not give.
base::Result<KeptProofs> decode_proofs(std::string_view bytes);

}  // namespace pggit::pipeline
