// pggit diff: two revisions, databases or SQL files.
#include "pipeline/diff.h"

#include "cli/commands.h"
#include "cli/console.h"
#include "cli/output.h"

namespace pggit::cli {

base::Result<void> run_diff(const Arguments& given) {
  const Arguments arguments = TRY(with_configuration(given));
  const char* const kTwo = "two of: a revision, a database, file:schema.sql";
  const std::string a = TRY(word(arguments, 0, kTwo));
  const std::string b = TRY(word(arguments, 1, kTwo));
  std::optional<pipeline::Repository> repository;
  if (!pipeline::is_outside_the_store(a) || !pipeline::is_outside_the_store(b))
    repository = TRY(open(arguments));
  const pipeline::Comparison comparison =
      TRY(pipeline::compare_sides(repository ? &*repository : nullptr, a, b, arguments.options));
  const std::string text = arguments.json ? pipeline::comparison_json(comparison)
                                          : pipeline::comparison_text(comparison, arguments.sql);
  print(text);
  return {};
}

}  // namespace pggit::cli
