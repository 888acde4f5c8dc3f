// What reading a history costs, without a server, beside splitting and parsing the same files: CPU time, one thread both.
// Both free what they made before they stop the clock. Reading opens the files too; splitting finds them in memory.
//
//   tools/historygen --count 500 --seed 1 --out /tmp/h500
//   PGGIT_HISTORY=/tmp/h500 build/release/pggit_bench
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "pipeline/history.h"
#include "sql/parse.h"
#include "sql/split.h"

namespace pggit {
namespace {

std::string history_folder() {
  const char* folder = std::getenv("PGGIT_HISTORY");
  return folder ? folder : "examples/webshop";
}

std::vector<std::string> texts() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(history_folder())) {
    if (entry.path().extension() != ".sql") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

void split_and_parse(benchmark::State& state) {
  const std::vector<std::string> all = texts();
  for (auto _ : state) {
    sql::Parser parser;
    for (const std::string& text : all) {
      for (const sql::Slice& slice : sql::split(text)) {
        if (slice.kind == sql::SliceKind::Statement)
          benchmark::DoNotOptimize(
              parser.parse(std::string_view(text).substr(slice.body, slice.end - slice.body)));
      }
    }
  }
}

// Listing, lowering, binding: the catalog after each migration is known.
void read_history(benchmark::State& state) {
  pipeline::Options options;
  options.folders = {history_folder()};
  options.source = "flyway";
  for (auto _ : state) {
    auto history = pipeline::read_history(options);
    if (!history) return state.SkipWithError("the history cannot be read");
    auto steps = pipeline::read_steps(**history, options);
    if (!steps) return state.SkipWithError("a migration cannot be read");
  }
}

BENCHMARK(split_and_parse)->Unit(benchmark::kMillisecond);
BENCHMARK(read_history)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pggit
