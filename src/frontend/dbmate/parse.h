// A dbmate file cut into its blocks.
//
//   -- migrate:up transaction:false
//   CREATE TABLE a (b int);
//   -- migrate:down
//   DROP TABLE a;
//
// Source: parseMigrationContents() in pkg/dbmate/migration.go. It takes several such pairs too, and then
// fails on the second: each writes the version to the history table.
#pragma once

#include <optional>
#include <string_view>

#include "frontend/shared/script.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::dbmate {

struct Pair {
  shared::Script up;
  shared::Script down;
};

// Whether a line is `-- migrate:up`.
bool is_dbmate(std::string_view text);

// Reports what dbmate refuses: no up block, no down block, the wrong order, statements before the first,
// a second pair. Nothing where there is no pair.
std::optional<Pair> parse(const ir::Project& project, const shared::TextFile& file);

}  // namespace pggit::frontend::dbmate
