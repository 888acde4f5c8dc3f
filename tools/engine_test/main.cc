// engine_test regress FOLDER [FILE]...   PostgreSQL's regression suite against the virtual catalog (docs/engine.md)
#include <iostream>

#include "tools/engine_test/regress.h"

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() < 2 || arguments[0] != "regress") {
    std::cerr << "usage: engine_test regress FOLDER [FILE]...\n"
                 "  FOLDER: src/test/regress of the server's release\n";
    return 2;
  }
  pggit::engine_test::RegressOptions options;
  options.folder = arguments[1];
  options.files.assign(arguments.begin() + 2, arguments.end());
  std::cout << std::unitbuf;
  const auto agrees = pggit::engine_test::run_regress(options, std::cout);
  if (!agrees) std::cerr << agrees.error().message << "\n";
  return !agrees ? 4 : *agrees ? 0 : 1;
}
