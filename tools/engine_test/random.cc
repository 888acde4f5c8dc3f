#include "tools/engine_test/random.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "catalog/diff.h"
#include "catalog/testing/random_history.h"
#include "sql/print.h"
#include "tools/engine_test/shrink.h"
#include "tools/engine_test/test_server.h"
#include "tools/engine_test/verdict_text.h"

namespace pggit::engine_test {
namespace {

constexpr char kDatabase[] = "random";

struct Fault {
  std::string statement;
  std::string what;
};

void add(Statements& statements, const ir::Op& op) {
  for (std::string& sql : sql::print(op)) statements.push_back(std::move(sql));
}

// A history up, and the way back to where it was in the middle, and to nothing.
Statements history(std::uint64_t seed, int steps) {
  catalog::testing::RandomHistory random(seed);
  Statements statements{"SET check_function_bodies = off"};
  catalog::Catalog middle;
  for (int i = 0; i < steps; ++i) {
    for (const ir::Op& op : random.step()) add(statements, op);
    if (i == steps / 2) middle = random.catalog();
  }
  for (const catalog::DiffStep& step : catalog::diff(random.catalog(), middle).steps)
    add(statements, step.op);
  for (const catalog::DiffStep& step : catalog::diff(middle, {}).steps) add(statements, step.op);
  return statements;
}

// `opaque`: counts what was not predicted.
base::Result<std::optional<Fault>> first_fault(TestServer& server, const Statements& statements,
                                               std::map<std::string, int>& opaque) {
  TRY(server.renew(kDatabase));
  Lockstep lockstep = TRY(server.lockstep(kDatabase));
  for (const std::string& sql : statements) {
    const Verdict verdict = TRY(lockstep.step(sql));
    if (verdict.outcome == Outcome::Opaque) ++opaque[verdict.kind];
    if (std::string what = fault_of(verdict); !what.empty()) return Fault{sql, std::move(what)};
  }
  return std::nullopt;
}

// What the server refuses for lack of what was left out is another fault.
base::Result<Statements> shortest(TestServer& server, Statements statements, const Fault& fault) {
  statements.erase(std::next(std::ranges::find(statements, fault.statement)), statements.end());
  return shrunk(std::move(statements), [&](const Statements& fewer) -> base::Result<bool> {
    std::map<std::string, int> opaque;
    const std::optional<Fault> found = TRY(first_fault(server, fewer, opaque));
    return found && found->statement == fault.statement && found->what == fault.what;
  });
}

}  // namespace

base::Result<bool> run_random(const RandomOptions& options, std::ostream& out) {
  TestServer server = TRY(TestServer::start());
  std::uint64_t seed = options.seed;
  int faults = 0;
  std::size_t run = 0;
  std::map<std::string, int> opaque;
  for (int steps = 0; steps < options.steps; steps += options.steps_a_history, ++seed) {
    const Statements statements = history(seed, options.steps_a_history);
    run += statements.size();
    const std::optional<Fault> fault = TRY(first_fault(server, statements, opaque));
    if (!fault) continue;
    ++faults;
    out << "seed " << seed << ": " << fault->statement << "\n  " << fault->what << "\n";
    for (const std::string& sql : TRY(shortest(server, statements, *fault)))
      out << "  | " << sql << ";\n";
  }
  out << options.steps << " steps from seed " << options.seed << ", " << run << " statements, "
      << faults << " histories with a disagreement\n";
  for (const auto& [kind, count] : opaque) out << "not predicted: " << count << " " << kind << "\n";
  return faults == 0;
}

}  // namespace pggit::engine_test
