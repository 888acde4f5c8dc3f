// pggit export: a stored history as the files of another tool.
#include "pipeline/export.h"

#include "base/text.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {
namespace {

constexpr std::size_t kShown = 8;

// "V3, V7 and 4 more"
std::string some_of(std::vector<std::string> names) {
  const std::size_t more = names.size() - std::min(names.size(), kShown);
  names.resize(names.size() - more);
  return base::join(names, ", ") + (more > 0 ? " and " + std::to_string(more) + " more" : "");
}

void say(const std::string& what, const std::vector<std::string>& migrations) {
  if (!migrations.empty()) print("- " + what + ": " + some_of(migrations) + "\n");
}

}  // namespace

base::Result<void> run_export(const Arguments& arguments) {
  if (arguments.to.empty() || arguments.out.empty()) {
    return base::fail(base::ErrorCode::Usage,
                      "name the tool with --to and a folder with --out: pggit export --to=goose "
                      "--out=migrations");
  }
  pipeline::Repository repository = TRY(open(arguments));
  const std::string revision =
      arguments.words.empty() ? TRY(default_revision(*repository.store)) : arguments.words[0];
  base::RealDisk disk;
  const pipeline::ExportResult result =
      TRY(pipeline::export_history(repository, disk, {arguments.to, revision, arguments.out}));
  print(arguments.out + ": " + std::to_string(result.migrations) + " migrations for " +
        arguments.to + ", " + std::to_string(result.files) + " files\n");
  say("code that was not read is missing in", result.not_read);
  say("rows do not return on their way back, since pggit alone keeps them", result.without_rows);
  say("their way back refuses, with the reason", result.without_way_back);
  return {};
}

}  // namespace pggit::cli
