// The beginning of a history that was proven before: found in the cache migration by migration, and bound again on the way.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "pipeline/history.h"
#include "pipeline/proof_cache.h"
#include "pipeline/reader.h"

namespace pggit::pipeline {

class KeptHistory {
 public:
  // References are kept. `ground`: proof_ground().
  KeptHistory(History& history, const Options& options, const ProofCache& cache,
              const base::Hash& ground)
      : history_(history), options_(options), cache_(cache), ground_(ground) {}

  // False: no proof of this history's first migration is kept.
  bool open();
  // After open(): the data that data_near_end(most) will give if all that is new stands at the end.
  const KeptData* likely_data(std::size_t most) const;
  // After open(). Fills history.steps, which is empty, as far as their proofs were kept; without server forms.
  void take();

  // Everything was: the facts of the shadow go to the history too.
  bool is_whole() const { return whole_; }
  // The server forms of the steps. False: they cannot be had.
  bool take_observed();

  // A kept data directory at `tip.steps`, no more than `most` steps before the end of what was taken; the latest.
  const KeptData* data_near_end(std::size_t most) const;
  // The steps end there, and the reader stands there.
  Reader& go_back_to(const KeptData& data);

  // Of the steps that are still in the history.
  const std::vector<KeptProof>& proofs() const { return taken_; }
  const catalog::Catalog& at_start() const { return at_start_; }
  // The history is as if nothing had been kept.
  void give_up();

 private:
  std::optional<base::Hash> first_key();
  bool take(const ir::MigrationEntry& entry);
  const KeptProof* find(const base::Hash& key);
  const KeptData* latest_data(const auto& fits) const;
  void end();

  History& history_;
  const Options& options_;
  const ProofCache& cache_;
  base::Hash ground_;
  base::Hash key_;
  base::Diagnostics diagnostics_;
  std::vector<KeptProofs> candidates_;
  std::size_t current_ = 0;
  bool hidden_ = false;  // proofs were used that hold for their own history alone
  std::optional<Reader> reader_;
  catalog::Catalog at_start_;
  std::vector<KeptProof> taken_;
  std::map<std::size_t, bind::Evolver::Mark> marks_;  // by the number of steps before it
  bool whole_ = false;
};

}  // namespace pggit::pipeline
