// pggit explain: why.
#include "pipeline/explain.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {

base::Result<void> run_explain(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  const std::string id = TRY(word(arguments, 0, "a migration, commit, edge case or object"));
  if (arguments.options.database.empty()) {
    print(TRY(pipeline::explain_files(arguments.options, id, arguments.json)));
    return {};
  }
  pipeline::Repository repository = TRY(open(arguments));
  print(TRY(pipeline::explain_stored(repository, id, arguments.json)));
  return {};
}

}  // namespace pggit::cli
