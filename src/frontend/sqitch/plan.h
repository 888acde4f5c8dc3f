// A plan: the changes of a project in the order in which they are deployed, its tags, and the ids of both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "frontend/shared/text_file.h"
#include "frontend/sqitch/names.h"
#include "ir/front_end.h"

namespace pggit::frontend::sqitch {

struct Tag {
  std::string name;  // without @
  std::string note;
  std::string planner;
  std::string timestamp;
  std::string id;
  std::size_t change = 0;  // that it stands behind
  base::Span span;
};

struct Need {
  Dependency dependency;
  base::Span span;
};

struct Change {
  std::string name;
  std::string note;
  std::string planner;    // "Ada L. <ada@example.org>"
  std::string timestamp;  // "2013-12-31T10:26:59Z"
  std::string id;
  std::vector<Need> needs;      // what must be deployed before
  std::vector<Need> conflicts;  // what must not be
  std::optional<std::size_t> reworked_by;
  base::Span span;  // of the name
};

struct Plan {
  base::FileId file = base::kNoFile;
  std::string project;
  std::string uri;  // as written; may be empty
  std::vector<Change> changes;
  std::vector<Tag> tags;  // in order
};

// Reads it and checks what changes say of each other; faults are reported at their places. Errors (Input): it does not
// name its project.
base::Result<Plan> read_plan(const ir::Project& project, const shared::TextFile& text,
                             const std::string& shown);

// Whether the text begins as a plan does: it has a pragma that names a project.
bool is_plan(std::string_view text);

}  // namespace pggit::frontend::sqitch
