#include "cli/console.h"
#include "cli/output.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <iostream>

#include "cli/interrupt.h"
#include "cli/progress_line.h"
#include "pipeline/history.h"

namespace pggit::cli {

namespace {

constexpr int kPollMilliseconds = 100;

ProgressLine::Terminal terminal_of(int file) {
  ProgressLine::Terminal terminal;
  terminal.redraws = ::isatty(file);
  winsize size{};
  if (::ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) terminal.columns = size.ws_col;
  return terminal;
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

ProgressLine& progress_line() {
  static ProgressLine line(terminal_of(STDERR_FILENO), seconds_now, [](const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
  });
  return line;
}

base::Result<std::string> ask(const std::string& question) {
  if (!::isatty(STDIN_FILENO)) {
    return base::fail(base::ErrorCode::Refused,
                      question + "\nNobody is there to answer; --yolo answers yes");
  }
  complain(question);
  pollfd typed{STDIN_FILENO, POLLIN, 0};
  while (::poll(&typed, 1, kPollMilliseconds) <= 0) {
    if (interrupted())
      return base::fail(base::ErrorCode::Interrupted, "stopped; nothing was changed");
  }
  std::string answer;
  std::getline(std::cin, answer);
  return answer;
}

}  // namespace

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
  const std::string answer = TRY(ask(question + " [y/N] "));
  if (answer == "y" || answer == "yes") return {};
  return base::fail(base::ErrorCode::Refused, "not approved; nothing was changed");
}

base::Result<void> approve_by_name(const Arguments& arguments, const std::string& question,
                                   const std::string& name) {
  if (arguments.options.yes) return {};
  if (TRY(ask(question + " Type the database's name to go on: ")) == name) return {};
  return base::fail(base::ErrorCode::Refused,
                    "that is not the name of the database; nothing was changed");
}

void show_progress(const std::string& phase, std::size_t done, std::size_t all,
                   const std::string& what) {
  progress_line().show(phase, done, all, what);
}

void clear_progress() { progress_line().clear(); }

base::Result<std::string> default_revision(store::Store& store) {
  if (!TRY(store.exists())) {
    return base::fail(base::ErrorCode::Usage,
                      "this database has no pggit history yet; run pggit migrate --ai first");
  }
  const store::Refs refs = TRY(store.refs());
  return refs.head.commit ? std::string("HEAD") : std::string("main");
}

}  // namespace pggit::cli
