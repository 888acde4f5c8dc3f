// CREATE POLICY and ALTER POLICY; what else is done to policies stands with the other kinds.
#pragma once

#include "bind/binding.h"

namespace pggit::bind {

void bind_create_policy(const sql::Node& statement, Binding& binding);
void bind_alter_policy(const sql::Node& statement, Binding& binding);

}  // namespace pggit::bind
