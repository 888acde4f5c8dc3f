// pggit status: where the database stands.
#include "pipeline/status.h"

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {

base::Result<void> run_status(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  pipeline::Repository repository = TRY(open(arguments));
  const pipeline::Status status = TRY(pipeline::read_status(repository, arguments.options));
  const std::string text =
      arguments.json ? pipeline::status_json(status) : pipeline::status_text(status);
  print(text);
  return {};
}

}  // namespace pggit::cli
