#include "cli/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/terminal.h"
#include "cli/exit_codes.h"

namespace pggit::cli {
namespace {

constexpr std::string_view kLines = "\n\t";

// The first fault of stdout; 0 where there was none.
int fault = 0;

void write_out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() && fault == 0) fault = errno;
}

}  // namespace

void open_standard_files() {
  for (int file = STDIN_FILENO; file <= STDERR_FILENO; ++file) {
    if (::fcntl(file, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is taken: that of the missing file.
    if (::open("/dev/null", O_RDWR) != file) std::_Exit(kExitInput);
  }
}

void print(std::string_view text) {
  if (::isatty(STDOUT_FILENO)) return write_out(base::harmless(text, kLines));
  write_out(text);
}

void print_painted(std::string_view text) { write_out(text); }

void complain(std::string_view text) {
  const std::string clean = base::harmless(text, kLines);
  std::fwrite(clean.data(), 1, clean.size(), stderr);
  std::fflush(stderr);
}

base::Result<void> finish_output() {
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  const int why = fault != 0 ? fault : errno;
  if ((flushed && !std::ferror(stdout)) || why == EPIPE) return {};
  return base::fail(base::ErrorCode::Input,
                    std::string("stdout cannot be written: ") + std::strerror(why));
}

}  // namespace pggit::cli
