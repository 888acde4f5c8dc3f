#include "tools/engine_test/random_statements.h"

#include <algorithm>
#include <functional>
#include <istream>
#include <map>
#include <optional>
#include <ostream>
#include <utility>

#include "catalog/diff.h"
#include "catalog/testing/random_objects.h"
#include "sql/print.h"
#include "tools/engine_test/grammar.h"
#include "tools/engine_test/shrink.h"
#include "tools/engine_test/statement_grammar.h"
#include "tools/engine_test/test_server.h"
#include "tools/engine_test/verdict_text.h"

namespace pggit::engine_test {
namespace {

constexpr char kDatabase[] = "statements";
constexpr std::string_view kBar = "  | ";
// Stands among the statements where the way back stops first, so that it stays there when others are left out.
constexpr char kMiddle[] = "-- the middle";
// So many statements are tried for one that the server takes, before a history ends early.
constexpr int kTries = 20;

struct Fault {
  std::string statement;
  std::string what;
  bool operator==(const Fault&) const = default;
};

// What was not predicted, and one statement for each reason.
using Unpredicted = std::map<std::string, std::pair<int, std::string>>;

// The next statement, after so many that the server took; nothing: the history is at its end.
using Source = std::function<std::optional<std::string>(std::size_t taken)>;

// One history: up, back to its middle, back to nothing, and up again.
class Trial {
 public:
  static base::Result<Trial> begin(TestServer& server) {
    TRY(server.renew(kDatabase));
    Trial trial(TRY(server.lockstep(kDatabase)));
    (void)TRY(trial.lockstep_.step("SET check_function_bodies = off"));
    trial.start_ = trial.lockstep_.catalog();
    return trial;
  }

  // Nothing: there was no fault. Errors: Database.
  base::Result<std::optional<Fault>> run(const Source& source) {
    TRY(up(source));
    const catalog::Catalog tip = lockstep_.catalog();
    if (!fault_) TRY(way_to(middle_));
    if (!fault_) TRY(way_to(start_));
    if (!fault_) TRY(again(tip));
    return fault_;
  }

  const Statements& taken() const { return taken_; }
  std::size_t steps() const {
    return taken_.size() - std::size_t(std::ranges::count(taken_, kMiddle));
  }
  const Unpredicted& unpredicted() const { return unpredicted_; }

 private:
  explicit Trial(Lockstep lockstep) : lockstep_(std::move(lockstep)) {}

  base::Result<void> up(const Source& source) {
    middle_ = start_;
    while (const auto sql = source(taken_.size())) {
      if (*sql == kMiddle) {
        taken_.push_back(kMiddle);
        middle_ = lockstep_.catalog();
        continue;
      }
      const Verdict verdict = TRY(lockstep_.step(*sql));
      if (verdict.outcome == Outcome::Refused) continue;
      taken_.push_back(*sql);
      if (verdict.outcome == Outcome::Opaque) note(verdict, *sql);
      if (std::string what = fault_of(verdict); !what.empty()) {
        fault_ = Fault{*sql, std::move(what)};
        return {};
      }
    }
    return {};
  }

  void note(const Verdict& verdict, const std::string& sql) {
    const auto [at, is_new] = unpredicted_.try_emplace(verdict.why, 0, sql);
    ++at->second.first;
  }

  // By the differ's own statements.
  base::Result<void> way_to(const catalog::Catalog& wanted) {
    const catalog::Diff diff = catalog::diff(lockstep_.catalog(), wanted);
    for (const catalog::DiffStep& step : diff.steps) {
      for (const std::string& sql : sql::print(step.op)) TRY(must_run(sql));
      if (fault_) return {};
    }
    check_nothing_is_left(wanted);
    return {};
  }

  // The order of columns is all that the way back may leave as it is.
  void check_nothing_is_left(const catalog::Catalog& wanted) {
    const catalog::Diff left = catalog::diff(lockstep_.catalog(), wanted);
    if (fault_ || left.steps.empty()) return;
    fault_ = Fault{"", "after the way back another one is left:"};
    for (const catalog::DiffStep& step : left.steps) {
      for (const std::string& sql : sql::print(step.op)) fault_->what += "\n    " + sql;
    }
  }

  // What is predicted is known from the first way up, so the server is looked at once, at the end.
  base::Result<void> again(const catalog::Catalog& tip) {
    for (const std::string& sql : taken_) {
      if (sql == kMiddle) continue;
      const pg::Execution done = lockstep_.session().run(sql);
      if (!done) {
        fault_ = Fault{sql, "the second time, refused: " + done.error().text()};
        return {};
      }
    }
    const auto differences = TRY(lockstep_.differences_from(tip));
    if (!differences.empty())
      fault_ = Fault{"", "the second way up ends elsewhere" + text_of(differences)};
    return {};
  }

  base::Result<void> must_run(const std::string& sql) {
    if (fault_) return {};
    const Verdict verdict = TRY(lockstep_.step(sql));
    if (const std::string what = fault_of(verdict); !what.empty())
      fault_ = Fault{sql, "on the way back, " + what};
    return {};
  }

  Lockstep lockstep_;
  catalog::Catalog start_;
  catalog::Catalog middle_;
  Statements taken_;
  Unpredicted unpredicted_;
  std::optional<Fault> fault_;
};

Source by_chance(const Grammar& grammar, std::uint64_t seed, std::size_t steps) {
  return [&grammar, random = catalog::testing::RandomObjects(seed), steps, left = steps * kTries,
          halfway = false](std::size_t taken) mutable -> std::optional<std::string> {
    if (taken == steps / 2 && !halfway) {
      halfway = true;
      return kMiddle;
    }
    if (taken > steps || left-- == 0) return std::nullopt;
    return grammar.say("statement", [&](std::uint64_t n) { return random.below(n); });
  };
}

Source listed(const Statements& statements) {
  return [&statements, next = std::size_t(0)](std::size_t) mutable -> std::optional<std::string> {
    if (next == statements.size()) return std::nullopt;
    return statements[next++];
  };
}

base::Result<Statements> shortest(TestServer& server, Statements statements, const Fault& fault) {
  return shrunk(std::move(statements), [&](const Statements& fewer) -> base::Result<bool> {
    Trial trial = TRY(Trial::begin(server));
    return TRY(trial.run(listed(fewer))) == fault;
  });
}

base::Result<void> make_roles(TestServer& server) {
  pg::Connection session = TRY(server.connect("template1"));
  for (const char* role : {"r0", "r1"}) {
    const pg::Execution made = session.run(std::string("CREATE ROLE ") + role);
    if (!made) return base::fail(base::ErrorCode::Database, made.error().text());
  }
  return {};
}

}  // namespace

base::Result<bool> run_statements(const RandomOptions& options, std::ostream& out) {
  TestServer server = TRY(TestServer::start());
  TRY(make_roles(server));
  const Grammar grammar(kStatements);
  const std::size_t steps = std::size_t(options.steps_a_history);
  std::size_t taken = 0;
  int faults = 0;
  Unpredicted unpredicted;
  for (std::uint64_t seed = options.seed; taken < std::size_t(options.steps); ++seed) {
    Trial trial = TRY(Trial::begin(server));
    const std::optional<Fault> fault = TRY(trial.run(by_chance(grammar, seed, steps)));
    taken += trial.steps();
    for (const auto& [why, count] : trial.unpredicted())
      unpredicted.try_emplace(why, 0, count.second).first->second.first += count.first;
    if (!fault) continue;
    ++faults;
    out << "seed " << seed << ": " << fault->statement << "\n  " << fault->what << "\n";
    for (const std::string& sql : TRY(shortest(server, trial.taken(), *fault)))
      out << kBar << sql << ";\n";
  }
  out << taken << " steps from seed " << options.seed << ", " << faults
      << " histories with a disagreement\n";
  for (const auto& [why, count] : unpredicted)
    out << "not predicted: " << count.first << " " << why << "\n    " << count.second << "\n";
  return faults == 0;
}

base::Result<bool> replay(std::istream& in, std::ostream& out) {
  Statements statements;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(kBar) && line.ends_with(";"))
      statements.push_back(line.substr(kBar.size(), line.size() - kBar.size() - 1));
  }
  if (statements.empty())
    return base::fail(base::ErrorCode::Usage,
                      "standard input: no line \"  | statement;\", as engine_test prints them");
  TestServer server = TRY(TestServer::start());
  TRY(make_roles(server));
  Trial trial = TRY(Trial::begin(server));
  const std::optional<Fault> fault = TRY(trial.run(listed(statements)));
  if (fault) out << fault->statement << "\n  " << fault->what << "\n";
  return !fault;
}

}  // namespace pggit::engine_test
