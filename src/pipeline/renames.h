// What the history between two revisions renamed and moved: a diff of their trees alone would drop and create.
#pragma once

#include "catalog/diff.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

// From the objects, columns and labels of `from` to those of `to`, as the commits between them say: one has to be an ancestor of the
// other by first parents, and what is between has to be understood without a server, else there are no hints: what has an old name
// might be another object. Errors: Database.
base::Result<catalog::RenameHints> renames_between(Repository& repository,
                                                   const store::Commit& from,
                                                   const store::Commit& to);

}  // namespace pggit::pipeline
