// The pggit program: says its version and what it is for. Commands come with the slices that bring them.
#include <cstdio>
#include <string_view>

namespace {

constexpr int kFine = 0;
constexpr int kUsage = 2;

int print_help(std::FILE* out, int exit_code) {
  std::fputs(
      "pggit: turns a migration history into a proven, git-like schema history\n"
      "\n"
      "usage: pggit --version | --help\n",
      out);
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view first = argc > 1 ? argv[1] : "--help";
  if (first == "--version") {
    std::puts("pggit " PGGIT_VERSION);
    return kFine;
  }
  if (first == "--help" || first == "help") return print_help(stdout, kFine);
  std::fprintf(stderr, "pggit: unknown command '%s'; see pggit --help\n", argv[1]);
  return print_help(stderr, kUsage);
}
