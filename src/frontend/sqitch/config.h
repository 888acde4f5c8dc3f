// sqitch.conf, which is written as git's configuration is. Source: parse_content() of Config::GitLike, which Sqitch reads
// it with.
//
//   [core]
//       engine = pg
//   [deploy "variables"]
//       owner = "alice"   # a comment
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace pggit::frontend::sqitch {

struct ConfigEntry {
  std::string section;  // "deploy.variables": what stands before the quotes in lower case
  std::string name;     // as written; names have no case, but those of variables
  std::optional<std::string> value;
  base::Span span;  // of the name
};

// What is no such line is reported and passed over.
std::vector<ConfigEntry> read_config(const base::Sources& sources, base::FileId file,
                                     std::uint32_t begin, base::Diagnostics& diagnostics);

}  // namespace pggit::frontend::sqitch
