// The settings of one script: V1__x.sql.conf beside V1__x.sql.
#pragma once

#include <optional>
#include <string>

#include "ir/front_end.h"

namespace pggit::frontend::flyway {

struct ScriptConf {
  std::optional<bool> execute_in_transaction;
  std::optional<bool> placeholder_replacement;
  std::string encoding;
  std::string should_execute;  // an expression; empty: always
  base::FileId file = base::kNoFile;
  base::Span should_execute_span;
};

// Reads `<path>.conf`; what it says wrongly is reported.
// Errors: it cannot be read.
base::Result<ScriptConf> read_script_conf(const ir::Project& project, const std::string& path,
                                          const std::string& shown);

}  // namespace pggit::frontend::flyway
