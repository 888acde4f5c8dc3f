// The Supabase front end. docs/sources/supabase.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::supabase {

extern const ir::FrontEnd kSupabase;

}  // namespace pggit::frontend::supabase
