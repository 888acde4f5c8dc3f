#include "cli/console.h"

#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "pipeline/history.h"

namespace pggit::cli {

base::Result<Arguments> with_configuration(Arguments arguments) {
  const pipeline::Configured configured = TRY(pipeline::read_configuration());
  if (arguments.options.database.empty()) arguments.options.database = configured.database;
  if (arguments.options.store_schema.empty())
    arguments.options.store_schema = configured.store_schema;
  return arguments;
}

base::Result<pipeline::Repository> open(const Arguments& arguments) {
  const Arguments known = TRY(with_configuration(arguments));
  return pipeline::open_repository(known.options.database, known.options.store_schema, true);
}

base::Result<std::string> word(const Arguments& arguments, std::size_t n, const char* what) {
  if (n < arguments.words.size()) return arguments.words[n];
  return base::fail(base::ErrorCode::Usage, arguments.command + " needs " + what + "; see pggit " +
                                                arguments.command + " --help");
}

base::Result<void> approve(const Arguments& arguments, const std::string& question) {
  if (arguments.options.yes) return {};
  if (!::isatty(STDIN_FILENO)) {
    return base::fail(base::ErrorCode::Refused,
                      question + " Nobody is there to answer; say --yolo to answer yes");
  }
  std::printf("%s [y/N] ", question.c_str());
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "y" || answer == "yes") return {};
  return base::fail(base::ErrorCode::Refused, "not approved; nothing was changed");
}

void show_progress(const std::string& phase, std::size_t done, std::size_t all,
                   const std::string& what) {
  if (!::isatty(STDERR_FILENO)) return;
  std::fprintf(stderr, "\r\033[K");
  if (done < all)
    std::fprintf(stderr, "%s [%zu/%zu] %s", phase.c_str(), done + 1, all, what.c_str());
  std::fflush(stderr);
}

}  // namespace pggit::cli
