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
#include "tools/engine_test/test_server.h"

namespace pggit::engine_test {
namespace {

constexpr char kDatabase[] = "random";

using Statements = std::vector<std::string>;

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

std::string text_of(const std::vector<catalog::Difference>& differences) {
  std::string text;
  for (const catalog::Difference& d : differences)
    text += "\n    " + ir::to_text(d.key) + " " + d.field + "\n      predicted " + d.before +
            "\n      found     " + d.after;
  return text;
}

// What is wrong with that outcome; empty: nothing.
std::string fault_of(const Verdict& verdict) {
  switch (verdict.outcome) {
    case Outcome::NotSchema:
    case Outcome::Temporary:
    case Outcome::Agrees:
    case Outcome::Opaque:
      return "";
    case Outcome::Refused:
      return "the server refuses it: " + verdict.why;
    case Outcome::Differs:
      return "the server has something else" + text_of(verdict.differences);
  }
  return "";
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

// Leaves out statements while the last one still fails in the same way: what the server refuses for lack of what was left
// out is another.
base::Result<Statements> shrunk(TestServer& server, Statements statements, const Fault& fault) {
  const auto last = std::ranges::find(statements, fault.statement);
  statements.erase(std::next(last), statements.end());
  for (std::size_t i = statements.size() - 1; i-- > 0;) {
    Statements fewer = statements;
    fewer.erase(fewer.begin() + std::ptrdiff_t(i));
    std::map<std::string, int> opaque;
    const std::optional<Fault> found = TRY(first_fault(server, fewer, opaque));
    if (found && found->statement == fault.statement && found->what == fault.what)
      statements = std::move(fewer);
  }
  return statements;
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
    for (const std::string& sql : TRY(shrunk(server, statements, *fault)))
      out << "  | " << sql << ";\n";
  }
  out << options.steps << " steps from seed " << options.seed << ", " << run << " statements, "
      << faults << " histories with a disagreement\n";
  for (const auto& [kind, count] : opaque) out << "not predicted: " << count << " " << kind << "\n";
  return faults == 0;
}

}  // namespace pggit::engine_test
