// Proving a stored history again.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

struct Verified {
  struct Commit {
    base::Hash hash;
    std::string migration;
    store::Proof before;
    store::Proof now;
  };
  std::vector<Commit> commits;        // proven again, oldest first
  std::vector<std::string> findings;  // what is less than it was, in words; empty: all is well
  std::vector<std::string> notes;     // what is more than it was, or new
  std::map<base::Hash, store::Proof> changed;  // proofs that the store should hold now
};

// Whether commits have the hashes of their bytes and the tips of branches and tags their trees. Errors: Database.
base::Result<std::vector<std::string>> damages(store::Store& store);

// Compares a history that was proven just now with branch import/<tool>. `only`: the commits to report on; empty: all.
// Errors: Usage (the tool's history is not stored here, or not the commit), Database.
base::Result<Verified> verify(const History& history, store::Store& store,
                              const std::vector<base::Hash>& only);

// Writes the new words. Errors: Database, Refused.
base::Result<void> store_proofs(Repository& repository, const Verified& verified);

std::string verified_text(const Verified& verified);
// {"commits":[{"hash","migration","before","now"}],"findings":[...],"notes":[...]}
std::string verified_json(const Verified& verified);

}  // namespace pggit::pipeline
