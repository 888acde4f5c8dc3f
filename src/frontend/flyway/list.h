// Listing a Flyway history: every file finds its place, in the order in which Flyway would run it
// on an empty database.
#pragma once

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

// Order: callbacks before all, a baseline whose versioned files are gone, versioned by version,
// callbacks after them, repeatables by description, callbacks at the end.
//
// A baseline file B10 would replace V1 to V10 on an empty database; here it is set aside as long as
// one of them is there, because the history as written is what is asked for. Of several baselines
// the highest that has no versioned file at or below it is replayed.
//
// Errors (Input): no migrations at all, two with one version, two repeatables with one description,
// two callbacks with one name, an unreadable file or folder.
base::Result<ir::Listing> list(const ir::Project& project);

// Detects by name only and reports nothing.
ir::Claim detect(const ir::Project& project);

}  // namespace pggit::frontend::flyway
