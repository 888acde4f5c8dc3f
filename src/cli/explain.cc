// pggit explain: why.
#include <cstdio>

#include "cli/commands.h"
#include "cli/console.h"
#include "pipeline/explain.h"

namespace pggit::cli {

base::Result<void> run_explain(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  const std::string id = TRY(word(arguments, 0, "a migration, commit, edge case or object"));
  if (arguments.options.database.empty()) {
    std::fputs(TRY(pipeline::explain_files(arguments.options, id, arguments.json)).c_str(), stdout);
    return {};
  }
  pipeline::Repository repository = TRY(open(arguments));
  std::fputs(TRY(pipeline::explain_stored(repository, id, arguments.json)).c_str(), stdout);
  return {};
}

}  // namespace pggit::cli
