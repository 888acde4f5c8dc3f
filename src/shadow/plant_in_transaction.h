// Planting by the session that migrations run in, inside a transaction that its caller rolls back: nothing can stay.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "pg/connection.h"
#include "shadow/planter.h"

namespace pggit::shadow {

// Runs `setup`, begins a transaction and inserts the rows, parents first. Triggers of the catalog sleep meanwhile, and
// deferred constraints are looked at at once. Where rows of a table are refused, or do not all arrive (a rule, row-level
// security), those stay that the server takes one by one; a table that is left with none goes to `plant.unplanted` with
// the server's words, and those that refer to it with it. Afterwards the session is in a transaction, also where nothing
// could be planted; unless the connection broke, which is the only error (Database).
base::Result<void> plant_in_transaction(pg::Connection& session, const catalog::Catalog& catalog,
                                        const std::vector<std::string>& setup, Plant& plant);

// Constraints of these tables that wait for the end of a transaction.
struct Deferred {
  bool any = false;
  // "public.orders_customer_fk, ...", quoted: those that SET CONSTRAINTS can name. Another one, whose name is also that of a
  // constraint that cannot wait, can only be set with ALL, and stays immediate then.
  std::string names = {};
};
Deferred deferred_constraints(const catalog::Catalog& catalog, const std::vector<ir::Key>& tables);

}  // namespace pggit::shadow
