// Objects whose texts a server writes in other letters for the same.
#pragma once

#include "ir/objects.h"
#include "sql/parse.h"

namespace pggit::pipeline {

// Whether two objects in server forms differ, and only in texts that have one comparison form (sql/comparison_form.h).
bool differ_in_spelling_alone(sql::Parser& parser, const ir::Object& a, const ir::Object& b);

}  // namespace pggit::pipeline
