// One setting by its name: how its text is understood and where it goes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/flyway/settings.h"

namespace pggit::frontend::flyway {

enum class Assigned {
  Set,      // it goes into Settings
  Unused,   // a setting of Flyway that does not matter for reading a history
  Noted,    // a setting that pggit does not follow, where that may matter
  Unknown,  // no setting of Flyway 13
  Wrong,    // the value is not of its kind
};

// `name` without "flyway.", e.g. "outOfOrder"; `values` has one text, or those of a list.
Assigned assign(Settings& settings, std::string_view name, const std::vector<std::string>& values);

// Of a noted setting: what it means that it is not followed.
std::string_view note_on(std::string_view name);
// The setting whose name differs only in case, or nothing.
std::string_view setting_like(std::string_view name);

}  // namespace pggit::frontend::flyway
