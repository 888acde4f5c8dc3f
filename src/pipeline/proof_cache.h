// Where kept proofs lie: a folder of the user's, outside of every project, since a folder that comes with a repository could
// bring proofs of its own. Files appear whole or not at all and are never changed, so programs may share it without a lock:
//
//   proofs-<first migration's key>-<last one's>.kept   a run's proofs (kept_proof.h)
//   data-<hash of its bytes>.tar                       the shadow's data directory at the end of a run
//   forms-<key>.kept                                   server forms of a tree (kept_forms.h)
//
// Whatever is damaged, cut short, or not the user's alone to write is as if it were not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "pipeline/kept_proof.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

class ProofCache {
 public:
  // The one of the user, where the shadow keeps its templates; nothing where there is none.
  static std::optional<ProofCache> of(const shadow::ClusterOptions& shadow);

  // `folder` is made when something is kept. No more than `most_bytes` are kept: what was used last stays.
  ProofCache(std::string folder, std::uint64_t most_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  // Proofs of histories that begin with this migration, those used last first; a few at most.
  std::vector<KeptProofs> find(const base::Hash& first) const;
  // Keeps them beside others; errors are as if there were no room. Nothing where there are no steps.
  void put(const KeptProofs& proofs) const;

  // The bytes that put_forms() was given; nothing where they are not there.
  std::optional<std::string> find_forms(const base::Hash& key) const;
  // Keeps them beside others; errors are as if there were no room.
  void put_forms(const base::Hash& key, std::string_view bytes) const;

  // A descriptor of that data directory, for reading; -1: it is not there, or not as it was.
  int open_data(const base::Hash& archive) const;
  // A descriptor of a new file without a name, for writing; -1: there is no room for one.
  int make_data() const;
  // Gives such a file its name, when it is complete; nothing where that fails. The descriptor stays open.
  std::optional<base::Hash> put_data(int fd) const;

 private:
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  bool make_folder() const;
  void remove_oldest() const;

  std::string folder_;
  std::uint64_t most_bytes_;
};

}  // namespace pggit::pipeline
