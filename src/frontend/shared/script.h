// What script-file front ends keep from `list` for `lower`: where each migration's text stands, and how
// its tool sends it.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ir/front_end.h"

namespace pggit::frontend::shared {

// How a tool hands a text to the server.
enum class Sending {
  InTransaction,  // the tool begins a transaction, sends it, commits
  OneMessage,     // all of it in one message, without a transaction of the tool's own
  Pipeline,  // each statement in a message of its own, in one pipeline: as OneMessage, but what
             // cannot run in a transaction may come first
  OneByOne,  // each statement in a message of its own, without a transaction
};

// One migration, or the author's way back from one.
struct Script {
  // Its text, in order; a tool that cuts its file into statements itself has one for each.
  std::vector<ir::Sql> texts;
  Sending sending = Sending::InTransaction;
  std::optional<ir::Hole> hole;  // code that is not SQL
};

// By the id of the listing's entry, set aside or not.
using Scripts = std::map<std::string, Script>;

// Lowers from the Scripts that `list` kept. Reports rows of COPY ... FROM STDIN.
base::Result<ir::LoweredMigration> lower_script(const ir::Project& project,
                                                const ir::Listing& listing,
                                                const ir::MigrationEntry& migration,
                                                const ir::SchemaView& view);

}  // namespace pggit::frontend::shared
