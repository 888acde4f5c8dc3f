// How a server writes the texts of a tree, kept beside the proofs: with it a live database is compared with a commit without
// starting a server. Kept are what a proof read at the tip of a history, and what was built for a comparison.
#pragma once

#include <optional>

#include "base/hash.h"
#include "pipeline/history.h"
#include "pipeline/proof_cache.h"
#include "pipeline/proof_key.h"
#include "server/introspect.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

class KeptForms {
 public:
  // Of this shadow; nothing where no forms are kept of it (see shadow_ground()).
  static std::optional<KeptForms> of(const shadow::ClusterOptions& shadow);

  // What is known of a database that holds the tree of this hash and nothing else.
  std::optional<server::Introspection> find(const base::Hash& tree) const;
  void put(const base::Hash& tree, const server::Introspection& forms) const;

 private:
  KeptForms(ProofCache cache, const base::Hash& ground)
      : cache_(std::move(cache)), ground_(ground) {}
  base::Hash key_of(const base::Hash& tree) const { return proof_key(ground_, tree); }

  ProofCache cache_;
  base::Hash ground_;
};

// The forms at the tip of a history that was proven. Nothing is kept where the tip was predicted otherwise than it came out.
void keep_forms_of_tip(const History& history, const shadow::ClusterOptions& shadow);

}  // namespace pggit::pipeline
