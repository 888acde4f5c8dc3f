// What other statements than GRANT and REVOKE ask of privileges.
#pragma once

#include <string>

#include "bind/binding.h"

namespace pggit::bind {

// REVOKE ALL ... FROM role CASCADE on the object, its columns and the sequences of its identity columns, as its owner says it.
void revoke_all(const ir::Key& key, const std::string& role, Binding& binding);

}  // namespace pggit::bind
