#include "catalog/testing/random_history.h"

#include <algorithm>

#include "base/check.h"
#include "catalog/apply.h"
#include "catalog/conversion.h"
#include "catalog/dependencies.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog::testing {}  // namespace pggit::catalog::testing
