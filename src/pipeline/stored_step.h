// Commits of a store, bound again: what is stored of one is its text and its tree.
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "base/source.h"
#include "bind/evolve.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

class StoredSteps {
 public:
  explicit StoredSteps(Repository& repository) : repository_(repository) {}

  // The tree that the commit was made for. Errors: Database.
  base::Result<catalog::Catalog> before(const store::Commit& commit);
  // Its up, its down, as statements and operations. Errors: Database.
  base::Result<bind::Step> up(const store::Commit& commit);
  base::Result<bind::Step> down(const store::Commit& commit);

  // Where the statements stand.
  const base::Sources& sources() const { return sources_; }

 private:
  base::Result<ir::SessionRules> rules();
  base::Result<bind::Step> bound(const store::Commit& commit, const std::string& text,
                                 catalog::Catalog before);

  Repository& repository_;
  base::Sources sources_;
};

}  // namespace pggit::pipeline
