// The differ alone: two catalogs of 2,000 tables with 50 changes between them, both in memory.
#include <benchmark/benchmark.h>

#include "catalog/diff.h"

namespace pggit {
namespace {

constexpr int kTables = 2000;
constexpr int kChanges = 50;

ir::Table table(int number) {
  const std::string name = "t" + std::to_string(number);
  ir::Table table;
  table.schema = "app";
  table.name = name;
  for (const char* column : {"id", "parent", "name", "price", "made_at", "note"}) {
    table.columns.emplace_back();
    table.columns.back().name = column;
    table.columns.back().type.name = "integer";
  }
  ir::Constraint key;
  key.kind = ir::ConstraintKind::Primary;
  key.name = name + "_pkey";
  key.columns = {"id"};
  table.constraints.push_back(key);
  ir::Constraint parent;
  parent.kind = ir::ConstraintKind::Foreign;
  parent.name = name + "_parent_fkey";
  parent.columns = {"parent"};
  parent.foreign.emplace();
  parent.foreign->schema = "app";
  parent.foreign->table = "t" + std::to_string(number > 0 ? number - 1 : 0);
  parent.foreign->columns = {"id"};
  table.constraints.push_back(parent);
  return table;
}

ir::Index index(int number) {
  ir::Index index;
  index.schema = "app";
  index.table = "t" + std::to_string(number);
  index.name = index.table + "_by_name";
  index.keys.emplace_back();
  index.keys.back().column = "name";
  return index;
}

catalog::Catalog before() {
  catalog::Catalog catalog;
  catalog = catalog.with(ir::Object(ir::Schema{.name = "app", .comment = {}}));
  for (int i = 0; i < kTables; ++i)
    catalog = catalog.with(ir::Object(table(i))).with(ir::Object(index(i)));
  return catalog;
}

catalog::Catalog after(catalog::Catalog catalog) {
  for (int i = 0; i < kChanges; ++i) {
    ir::Table changed = table(i * (kTables / kChanges));
    switch (i % 3) {
      case 0:
        changed.columns.back().name = "renamed";
        break;
      case 1:
        changed.columns[2].type.name = "bigint";
        break;
      default:
        changed.comment = "another";
    }
    catalog = catalog.with(ir::Object(std::move(changed)));
  }
  return catalog;
}

void diff_of_two_catalogs(benchmark::State& state) {
  const catalog::Catalog from = before();
  const catalog::Catalog to = after(from);
  std::size_t steps = 0;
  for (auto _ : state) steps = catalog::diff(from, to).steps.size();
  state.counters["steps"] = double(steps);
}
BENCHMARK(diff_of_two_catalogs)->Unit(benchmark::kMillisecond);

// Catalogs that share nothing, as two databases give them: every object has to be looked at.
void diff_of_two_catalogs_read_apart(benchmark::State& state) {
  const catalog::Catalog from = before();
  const catalog::Catalog to = after(before());
  for (auto _ : state) benchmark::DoNotOptimize(catalog::diff(from, to).steps.size());
}
BENCHMARK(diff_of_two_catalogs_read_apart)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pggit
