// The files of a folder of scripts, read and looked at.
#pragma once

#include <string>
#include <vector>

#include "frontend/psql/script.h"
#include "frontend/shared/text_file.h"
#include "frontend/sql/plan.h"
#include "ir/front_end.h"

namespace pggit::frontend::sql {

struct Collected {
  psql::Surroundings around;
  std::vector<File> files;              // SQL and numbered code, sorted by path
  std::vector<shared::TextFile> texts;  // of each
  std::size_t others = 0;               // files that are neither
};

// The folder with the scripts: the named one, or the first of the usual ones below it (db/migrations, sql, ...) where
// the named one has no scripts itself. `several`: paths are shown with the folder's name. Errors (Input): no folder.
base::Result<psql::Surroundings> find_scripts(const ir::Project& project, const std::string& folder,
                                              bool several);

// What the names alone tell: for detecting.
std::vector<FileName> names_in(const psql::Surroundings& around);

// Errors (Input): a file that cannot be read.
base::Result<Collected> collect(const ir::Project& project, psql::Surroundings around);

}  // namespace pggit::frontend::sql
