// What ALTER COLUMN ... TYPE does to values, from PostgreSQL's casts (pg_cast) among built-in types.
#pragma once

#include <optional>

#include "catalog/diff.h"
#include "ir/objects.h"

namespace pggit::catalog {

struct Conversion {
  // No assignment cast leads from one to the other: USING is needed, defaults and checks do not survive.
  bool needs_using = false;
  // Operators and constants are others: ALTER reads `n <> 0` as `n <> (0)::numeric` and does not come back to the first, and a
  // foreign key of which both ends change does not hold between the two steps. Within integer and bigint all that stays.
  bool leaves_family = false;
  RowLoss loss = RowLoss::None;  // a conversion that fails rather than change a value loses none
};

Conversion conversion(const ir::TypeName& from, const ir::TypeName& to);

// Whether ALTER ... TYPE between these built-in types writes every row anew: not where a value stays as it is
// (ATColumnChangeRequiresRewrite in tablecmds.c, and the support functions of casts to a length). Between time stamps with and
// without time zone the session's time zone decides; it is called a rewrite.
bool rewrites_rows(const ir::TypeName& from, const ir::TypeName& to);

// The USING that leads there, where one is needed: `column::type`, by way of text between users' types.
std::optional<ir::Expression> using_expression(const ir::Key& table, const ir::Column& column,
                                               const ir::TypeName& to);

}  // namespace pggit::catalog
