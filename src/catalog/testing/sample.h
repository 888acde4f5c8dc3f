// A catalog that is easy to write down, for tests: tables app.users(id, email, role) and
// app.orders(id, user_id, total) with keys, an index, a serial's sequence, an enum, a view over
// both, a function and a trigger.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "ir/op.h"

namespace pggit::catalog::testing {

inline const ir::Key kUsers{ir::Kind::Table, "app", "users", ""};
inline const ir::Key kOrders{ir::Kind::Table, "app", "orders", ""};
inline const ir::Key kRole{ir::Kind::Enum, "app", "role", ""};
inline const ir::Key kView{ir::Kind::View, "app", "big_spenders", ""};
inline const ir::Key kFunction{ir::Kind::Function, "app", "touch", ""};
inline const ir::Key kTrigger{ir::Kind::Trigger, "app", "users", "touch_users"};
inline const ir::Key kEmailIndex{ir::Kind::Index, "app", "users_email_idx", ""};
inline const ir::Key kOrdersSequence{ir::Kind::Sequence, "app", "orders_id_seq", ""};

Catalog sample();

// Pieces of bound text.
ir::Piece text(std::string words);
ir::Piece relation(const ir::Key& key);
ir::Piece column(const ir::Key& relation, std::string name);
ir::Piece type(const ir::Key& key);
ir::Expression expression(std::vector<ir::Piece> pieces);

ir::Column column_of_type(std::string name, std::string type);
ir::Constraint check(std::string name, ir::Expression expression);
ir::Constraint unique_key(std::string name, std::vector<std::string> columns);
ir::Constraint foreign_key(std::string name, std::vector<std::string> columns, const ir::Key& table,
                           std::vector<std::string> referenced);

// The catalog after these operations; the program ends with the error if one is refused.
Catalog applied(Catalog catalog, const std::vector<ir::Op>& ops);
// The error's words, or nothing.
std::string refusal(const Catalog& catalog, const ir::Op& op);

}  // namespace pggit::catalog::testing
