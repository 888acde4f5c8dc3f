// Where a live database stands in a history.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "pipeline/history.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

// The refs of the store when it was read: HEAD and the tip of import/<tool>.
struct StoredBefore {
  store::Head head;
  std::optional<base::Hash> tip;
  bool operator==(const StoredBefore& other) const {
    return tip == other.tip && head.commit == other.head.commit && head.branch == other.head.branch;
  }
};
base::Result<StoredBefore> stored_before(const std::string& tool, store::Store& store);

// The newest commit whose server forms equal what is there, inside the compare scope. Of commits that tie (those that
// change rows alone share a tree) the tool's history table decides, else where pggit left HEAD, else the newest is taken.
struct Standing {
  std::optional<std::size_t> commit;  // index into make_commits(); nothing: before the first
  std::string migration;              // its id
  std::string note;   // "near V47: 3 objects drifted (...)", "not compared: 14 grant"
  base::Hash schema;  // over what the database holds
  StoredBefore before;
  bool compared = false;             // texts too, by a server of the live major
  std::vector<std::string> drifted;  // "table app.users: columns[2:email].type"; sorted
};

// Without a shadow of the live major, structure alone is compared, and the note says so. A migration that checkout left
// half done keeps HEAD where it is. Reads only. Errors: Database, Input (the configuration).
base::Result<Standing> find_standing(const History& history, Repository& repository);

}  // namespace pggit::pipeline
