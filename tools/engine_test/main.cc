// The virtual catalog against PostgreSQL itself (docs/engine.md).
//
//   engine_test regress FOLDER [FILE]...   PostgreSQL's own regression suite
//   engine_test random [SEED [STEPS]]      random histories
//   engine_test statements [SEED [STEPS]]  random statements
//   engine_test replay                     a history that it printed, from standard input
#include <charconv>
#include <iostream>

#include "tools/engine_test/random.h"
#include "tools/engine_test/random_statements.h"
#include "tools/engine_test/regress.h"

namespace {

using pggit::base::Result;
using Words = std::vector<std::string>;

int usage() {
  std::cerr
      << "usage: engine_test regress FOLDER [FILE]...   FOLDER: src/test/regress of the "
         "server's release\n"
         "       engine_test random [SEED [STEPS]]\n"
         "       engine_test statements [SEED [STEPS]]\n"
         "       engine_test replay                        what it printed, from standard input\n";
  return 2;
}

template <class Number>
bool is_number(const std::string& word, Number& number) {
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, number);
  return error == std::errc() && stop == end;
}

int shown(const Result<bool>& agrees) {
  if (agrees) return *agrees ? 0 : 1;
  std::cerr << agrees.error().message << "\n";
  return 4;
}

int regress(const Words& words) {
  if (words.size() < 2) return usage();
  return shown(
      pggit::engine_test::run_regress({words[1], {words.begin() + 2, words.end()}}, std::cout));
}

int random(const Words& words, auto run) {
  pggit::engine_test::RandomOptions options;
  if (words.size() > 1 && !is_number(words[1], options.seed)) return usage();
  if (words.size() > 2 && !is_number(words[2], options.steps)) return usage();
  return shown(run(options, std::cout));
}

}  // namespace

int main(int count, char** arguments) {
  const Words words(arguments + 1, arguments + count);
  std::cout << std::unitbuf;  // what was found stays, whatever comes next
  if (words.empty()) return usage();
  if (words[0] == "regress") return regress(words);
  if (words[0] == "random") return random(words, pggit::engine_test::run_random);
  if (words[0] == "statements") return random(words, pggit::engine_test::run_statements);
  if (words[0] == "replay") return shown(pggit::engine_test::replay(std::cin, std::cout));
  return usage();
}
