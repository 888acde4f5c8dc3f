// What reading a history costs, without a server, beside splitting and parsing the same files: CPU time, one thread. All
// free what they made before they stop the clock. The floor is measured twice: from the files, as reading starts from
// them too, and from texts that are in memory already.
//
//   tools/historygen --count 500 --seed 1 --out /tmp/h500
//   PGGIT_HISTORY=/tmp/h500 build/release/pggit_bench
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

#include "base/env.h"
#include "pipeline/history.h"
#include "sql/parse.h"
#include "syntax/sql/split.h"

namespace pggit {
namespace {

std::string history_folder() {
  const char* folder = std::getenv("PGGIT_HISTORY");
  return folder ? folder : "examples/webshop";
}

std::vector<std::string> sql_files(const base::Disk& disk) {
  std::vector<std::string> paths;
  const auto found = disk.list_files(history_folder());
  if (!found) return paths;
  for (const std::string& path : *found) {
    if (path.ends_with(".sql")) paths.push_back(history_folder() + "/" + path);
  }
  return paths;
}

void split_and_parse(sql::Parser& parser, const std::string& text) {
  for (const syntax::sql::Slice& slice : syntax::sql::split(text)) {
    if (slice.kind == syntax::sql::SliceKind::Statement)
      benchmark::DoNotOptimize(
          parser.parse(std::string_view(text).substr(slice.body, slice.end - slice.body)));
  }
}

void split_and_parse_files(benchmark::State& state) {
  for (auto _ : state) {
    const base::RealDisk disk;
    sql::Parser parser;
    for (const std::string& path : sql_files(disk)) {
      const auto text = disk.read(path);
      if (!text) return state.SkipWithError("a file cannot be read");
      split_and_parse(parser, *text);
    }
  }
}

void split_and_parse_texts(benchmark::State& state) {
  const base::RealDisk disk;
  std::vector<std::string> texts;
  for (const std::string& path : sql_files(disk)) texts.push_back(disk.read(path).value_or(""));
  for (auto _ : state) {
    sql::Parser parser;
    for (const std::string& text : texts) split_and_parse(parser, text);
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

BENCHMARK(split_and_parse_files)->Unit(benchmark::kMillisecond);
BENCHMARK(split_and_parse_texts)->Unit(benchmark::kMillisecond);
BENCHMARK(read_history)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pggit
