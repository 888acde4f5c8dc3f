// The MyBatis Migrations front end. docs/sources/mybatis.md says for users what is read and how.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::mybatis {

extern const ir::FrontEnd kMybatis;

}  // namespace pggit::frontend::mybatis
