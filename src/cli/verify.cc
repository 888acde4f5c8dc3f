// pggit verify: the proofs once more.
#include "pipeline/verify.h"

#include "base/env.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {
namespace {

// The new words are the store's only with the user's yes; the verdict does not wait for it.
base::Result<void> keep(const Arguments& arguments, pipeline::Repository& repository,
                        const pipeline::Verified& verified) {
  if (verified.changed.empty()) return {};
  const auto yes = approve(
      arguments, "Store the new words of " + std::to_string(verified.changed.size()) + " proofs?");
  if (!yes) {
    complain("the store keeps the old words: " + yes.error().message + "\n");
    return {};
  }
  TRY(pipeline::allow_writes(repository));
  return pipeline::store_proofs(repository, verified);
}

}  // namespace

base::Result<void> run_verify(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  if (!arguments.options.shadow)
    return base::fail(base::ErrorCode::Usage, "a proof needs a server: leave --no-shadow out");
  pipeline::Repository repository = TRY(open(arguments));
  std::vector<base::Hash> only;
  for (const std::string& revision : arguments.words)
    only.push_back(TRY(pipeline::resolve(*repository.store, revision)).hash);
  pipeline::Options options = arguments.options;
  if (!arguments.pre_script.empty())
    options.pre_script = TRY(base::RealDisk().read(arguments.pre_script));
  if (!arguments.quiet) options.progress = show_progress;
  const auto history = TRY(pipeline::read_history(options));
  TRY(pipeline::prove_history(*history, options));
  const pipeline::Verified verified = TRY(pipeline::verify(*history, *repository.store, only));
  print(arguments.json ? pipeline::verified_json(verified) : pipeline::verified_text(verified));
  TRY(keep(arguments, repository, verified));
  if (verified.findings.empty()) return {};
  return base::fail(base::ErrorCode::Findings, std::to_string(verified.findings.size()) +
                                                   " findings: the history is less than it was");
}

}  // namespace pggit::cli
