// What a proof rests on, as a hash: a proof that was kept is used again only where nothing of it changed
// (docs/decisions/015-proofs-are-kept.md lists all of it).
#pragma once

#include <optional>

#include "base/hash.h"
#include "pipeline/history.h"
#include "shadow/cluster.h"

namespace pggit::pipeline {

// What the answers of a shadow rest on: this build of pggit, the server with its files and settings, the walls. Nothing where
// that cannot be told: a server of the user's, a build without id.
std::optional<base::Hash> shadow_ground(const shadow::ClusterOptions& shadow);

// What all proofs of a run rest on: shadow_ground(), the session that the tool gives, the --pre-script. Nothing where there is
// no shadow_ground().
std::optional<base::Hash> proof_ground(const History& history, const Options& options,
                                       const shadow::ClusterOptions& shadow);

// One migration, as the tool would run it. Where a text stands in its file is not in it.
base::Hash text_hash(const ir::MigrationEntry& entry, const ir::LoweredMigration& lowered);

// The ground and all migrations up to one: `before` is what the one before it gave, or the ground.
base::Hash proof_key(const base::Hash& before, const base::Hash& text);

}  // namespace pggit::pipeline
