// Planted faults: one wrong clause in what is run (conversion), one wrong attribute in what is predicted, one statement of the
// way back dropped or wrong. The proof of that migration must fail, and of no other.
//
// PGGIT_FAULTS=100 plants faults in so many runs of the history (else in a few; each run has some fifty), PGGIT_FAULTS=1/2 in
// as many as the first half of all takes, PGGIT_FAULTS=1/1 every one; PGGIT_SEED draws other ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>

#include "base/text.h"
#include "bind/evolve.h"
#include "catalog/apply.h"
#include "pipeline/prove.h"
#include "shadow/cluster_testing.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "tests/faults/fault_history.h"
#include "tests/faults/mutations.h"

namespace pggit {
namespace {

using pipeline::Proven;

constexpr std::size_t kRunsInCheck = 2;
constexpr const char* kNotClosed = "does not come back equal when built from nothing";

struct Fault {
  std::size_t migration = 0;
  std::string what;
  pipeline::Tampering tampering;  // one of the three
};

std::vector<shadow::ScriptStatement> script(const std::vector<std::string>& texts) {
  std::vector<shadow::ScriptStatement> out;
  for (const std::string& text : texts) out.push_back({text, {}});
  return out;
}

// What our printer makes of a statement; nothing where it holds more than changes of the catalog.
std::vector<std::string> printed(const std::vector<ir::Op>& ops) {
  std::vector<std::string> out;
  for (const ir::Op& op : ops) {
    if (!ir::changes_catalog(op)) return {};
    std::ranges::move(sql::print(op), std::back_inserter(out));
  }
  return out;
}

catalog::Catalog applied(std::span<const ir::Op> ops, catalog::Catalog catalog) {
  for (const ir::Op& op : ops) {
    if (auto after = catalog::apply(op, catalog)) catalog = *std::move(after);
  }
  return catalog;
}

bind::Step bound(const catalog::Catalog& before, const std::string& text) {
  base::Sources sources;
  base::Diagnostics diagnostics;
  bind::Evolver evolver(sources, diagnostics, {}, "migrator");
  evolver.go_back({before, evolver.mark().session});
  ir::LoweredMigration lowered;
  lowered.pieces = {ir::Sql{text, sources.add("text", text), {{0, 0, true}}}};
  bind::Step step = evolver.begin({}, lowered);
  evolver.bind_all(step);
  return step;
}

bool can_be_said(const std::vector<ir::Op>& ops) {
  sql::Parser parser;
  return std::ranges::all_of(printed(ops),
                             [&](const std::string& sql) { return parser.parse(sql).has_value(); });
}

// Whether an operation that is wrong at `at` is made right by those that follow it, of the same statement or of the rest of its
// migration.
bool is_made_right(const std::vector<ir::Op>& right, const std::vector<ir::Op>& wrong,
                   std::size_t at, const catalog::Catalog& before, const std::string& rest) {
  const auto end = [&](const std::vector<ir::Op>& ops) {
    return bound(applied(ops, before), rest).after;
  };
  return !(applied(std::span(wrong).first(at + 1), before) ==
           applied(std::span(right).first(at + 1), before)) &&
         can_be_said(wrong) && end(wrong) == end(right);
}

// ALTER POLICY leaves a clause that it does not say as it is.
bool leaves_clause_said(const ir::Op& right, const ir::Op& wrong, const catalog::Catalog& before) {
  const auto policy_of = [](const ir::Op& op) {
    const auto* replace = std::get_if<ir::Replace>(&op);
    return replace ? std::get_if<ir::Policy>(&replace->object) : nullptr;
  };
  const ir::Policy* meant = policy_of(right);
  const ir::Policy* planted = policy_of(wrong);
  const auto* was = meant ? before.get<ir::Policy>(meant->key()) : nullptr;
  if (!was) return false;
  return (!planted->using_expression && was->using_expression == meant->using_expression) ||
         (!planted->with_check && was->with_check == meant->with_check);
}

// The statement of that text is replaced; where it is not the one in hand, nothing happens.
auto replacing(const std::string& text, const std::vector<std::string>& by) {
  return [text, by](const bind::Step&, std::vector<shadow::ScriptStatement>& all) {
    const auto at = std::ranges::find(all, text, &shadow::ScriptStatement::sql);
    if (at == all.end()) return;
    const auto next = all.erase(at);
    const std::vector<shadow::ScriptStatement> made = script(by);
    all.insert(next, made.begin(), made.end());
  };
}

// The way back, bound without one of its statements (none: -1).
bind::Step bound_down(const Proven& proven, std::ptrdiff_t without) {
  std::string text;
  for (std::size_t i = 0; i < proven.down.statements.size(); ++i) {
    if (std::ptrdiff_t(i) != without) text += proven.down.statements[i].sql + ";\n";
  }
  return bound(proven.step.after, text);
}

// Statements of a way back that say what is there already, such as the comment of what was only replaced, or take what goes with
// something else, as a partition with its parent.
std::set<std::size_t> idle_statements(const Proven& proven) {
  const bind::Step down = bound_down(proven, -1);
  std::set<std::size_t> idle;
  for (std::size_t i = 0; i < down.statements.size(); ++i) {
    const bool is_ddl = std::ranges::all_of(down.statements[i].ops, ir::changes_catalog);
    if (is_ddl && bound_down(proven, std::ptrdiff_t(i)).after == down.after) idle.insert(i);
  }
  return idle;
}

// Statements of a way back that matter only for rows that somebody changes between up and down, which no proof does, and the
// end of a copy, or what only a check that waits for the end of the transaction asks for: tests/commands/snapshot_test.py is about these.
bool guards_later_rows(const std::string& sql) {
  const bool is_update = sql.starts_with("UPDATE ");
  return sql.starts_with("DELETE FROM pggit.saved_") || sql == "SET CONSTRAINTS ALL IMMEDIATE" ||
         sql.starts_with("DROP TABLE pggit.saved_") ||
         sql.starts_with("DO $$ BEGIN IF EXISTS (SELECT FROM (SELECT kept") ||
         (is_update && sql.find(" = NULL FROM pggit.saved_") != std::string::npos) ||
         (is_update && sql.ends_with(" IS NULL"));
}

class Planter {
 public:
  std::vector<Fault> faults;

  void plant(std::size_t migration, const Proven& proven) {
    migration_ = migration;
    const std::vector<bind::Statement>& statements = proven.step.statements;
    catalog::Catalog before = proven.step.before;
    for (std::size_t i = 0; i < statements.size(); ++i) {
      std::string rest;
      for (const bind::Statement& later : std::span(statements).subspan(i + 1))
        rest += later.text + ";\n";
      conversions(statements[i], before, rest);
      before = statements[i].after;
    }
    predictions(proven.step);
    downs(proven);
  }

 private:
  void add(const std::string& what, pipeline::Tampering tampering) {
    faults.push_back({migration_, what, std::move(tampering)});
  }

  void convert(const std::string& what, const bind::Statement& statement,
               const std::vector<std::string>& by) {
    add("conversion, " + what + ", of " + statement.text + "\n    runs " + base::join(by, "; "),
        {.conversion = replacing(statement.text, by)});
  }

  void conversions(const bind::Statement& statement, const catalog::Catalog& before,
                   const std::string& rest) {
    convert("left out", statement, {});
    const std::vector<std::string> right = printed(statement.ops);
    if (right.empty()) return;
    for (std::size_t i = 0; i < statement.ops.size(); ++i) {
      std::vector<ir::Op> ops = statement.ops;
      if (ops.size() > 1) without_one(statement, i, before);
      for (testing::Mutation<ir::Op>& mutation : testing::mutations(statement.ops[i])) {
        ops[i] = std::move(mutation.value);
        // A clause that our printer does not write cannot be written wrong, nor is the text of the original wrong, or what
        // another clause makes right or has said already.
        const std::vector<std::string> wrong = printed(ops);
        if (wrong != right && wrong != std::vector{statement.text} &&
            !is_made_right(statement.ops, ops, i, before, rest) &&
            !leaves_clause_said(statement.ops[i], ops[i], applied(std::span(ops).first(i), before)))
          convert(mutation.what, statement, wrong);
      }
    }
  }

  // One operation of several is forgotten.
  void without_one(const bind::Statement& statement, std::size_t at,
                   const catalog::Catalog& before) {
    std::vector<ir::Op> ops = statement.ops;
    ops.erase(ops.begin() + std::ptrdiff_t(at));
    if (applied(ops, before) == applied(statement.ops, before)) return;
    convert("without " + ir::op_name(statement.ops[at]), statement, printed(ops));
  }

  void predict(const std::string& what, std::function<catalog::Catalog(catalog::Catalog)> change) {
    add("prediction, " + what,
        {.prediction = [change](bind::Step& step) { step.after = change(step.after); }});
  }

  void predictions(const bind::Step& step) {
    for (const catalog::Catalog::Change& change :
         catalog::Catalog::changes(step.before, step.after)) {
      const std::string name = ir::to_text(change.key);
      const ir::Key key = change.key;
      if (!change.after) {
        predict(name + " is still there",
                [before = change.before](const auto& c) { return c.with(before); });
        continue;
      }
      predict(name + " is not there", [key](const auto& c) { return c.without(key); });
      for (testing::Mutation<ir::Object>& mutation : testing::mutations(change.after->object)) {
        predict(name + " " + mutation.what,
                [key, object = std::move(mutation.value)](const auto& c) {
                  return c.without(key).with(object);
                });
      }
    }
  }

  void downs(const Proven& proven) {
    const std::size_t count = proven.down.statements.size();
    const std::set<std::size_t> idle = idle_statements(proven);
    for (std::size_t i = 0; i < count; ++i) {
      if (idle.contains(i) || guards_later_rows(proven.down.statements[i].sql)) continue;
      add("down without " + proven.down.statements[i].sql,
          {.down = [i](const bind::Step&, rollback::Down& down) {
            down.statements.erase(down.statements.begin() + std::ptrdiff_t(i));
          }});
    }
    const rollback::Down right = rollback::make_down(proven.step);
    for (const catalog::Catalog::Change& change :
         catalog::Catalog::changes(proven.step.before, proven.step.after)) {
      if (!change.before) continue;
      const std::vector<std::string> made = sql::print_create(change.before->object);
      for (testing::Mutation<ir::Object>& mutation : testing::mutations(change.before->object)) {
        // A clause that our printer does not write cannot be written wrong; a class below exact promises no order.
        const bool order_only = mutation.what == "columns: first two swapped" &&
                                proven.down.rollback_class != rollback::Class::Exact;
        if (!order_only && sql::print_create(mutation.value) != made &&
            !testing::same_when_made(change.before->object, mutation.value))
          wrong_down(proven.step, right, change.key, mutation);
      }
    }
  }

  // The way back to another catalog than the one before.
  void wrong_down(bind::Step step, const rollback::Down& right, const ir::Key& key,
                  const testing::Mutation<ir::Object>& mutation) {
    step.before = step.before.without(key).with(mutation.value);
    const rollback::Down wrong = rollback::make_down(step);
    if (texts(wrong) == texts(right)) return;
    add("down, " + ir::to_text(key) + " " + mutation.what + ", runs\n    " +
            base::join(texts(wrong), "; "),
        {.down = [statements = wrong.statements, count = right.statements.size()](
                     const bind::Step&, rollback::Down& down) {
          const auto rest = down.statements.begin() + std::ptrdiff_t(count);
          std::vector<rollback::DownStatement> all = statements;
          all.insert(all.end(), rest, down.statements.end());
          down.statements = std::move(all);
        }});
  }

  static std::vector<std::string> texts(const rollback::Down& down) {
    std::vector<std::string> out;
    for (const rollback::DownStatement& statement : down.statements) out.push_back(statement.sql);
    return out;
  }

  std::size_t migration_ = 0;
};

class PlantedFault : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    const char* given = std::getenv("PGGIT_SEED");
    seed_ = given ? unsigned(std::atoi(given)) : 1;
    random_.seed(seed_);
  }

  // Proves the history with at most one fault a migration.
  static std::vector<Proven> prove(const std::map<std::size_t, const Fault*>& faults) {
    base::Sources sources;
    base::Diagnostics diagnostics;
    const ir::SessionRules rules;
    bind::Evolver evolver(sources, diagnostics, rules, "migrator");
    evolver.go_back(
        {catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})), evolver.mark().session});
    auto prover = pipeline::Prover::start(shadow::testing::options(), rules, sources, "");
    EXPECT_TRUE(prover) << prover.error().message;
    std::vector<Proven> history;
    for (std::size_t i = 0; i < testing::kFaultHistory.size(); ++i) {
      const auto fault = faults.find(i);
      (*prover)->tamper(fault == faults.end() ? pipeline::Tampering{} : fault->second->tampering);
      ir::MigrationEntry entry;
      entry.id = "V" + std::to_string(i);
      entry.path = entry.id + ".sql";
      ir::LoweredMigration lowered;
      const std::string text = testing::kFaultHistory[i];
      const base::FileId file = sources.add(entry.path, text);
      lowered.pieces = {ir::Sql{text, file, {{0, 0, true}}}};
      auto proven = (*prover)->prove(evolver, entry, lowered);
      EXPECT_TRUE(proven) << text << ": " << proven.error().message;
      if (!proven) return history;
      history.push_back(*std::move(proven));
    }
    const auto finished = (*prover)->finish(history);
    EXPECT_TRUE(finished) << finished.error().message;
    return history;
  }

  // A wrong bound text is found when all are closed, at the end: what later steps did on top of it is in doubt too.
  static bool stands_on_a_wrong_text(const std::vector<Proven>& history,
                                     const std::map<std::size_t, const Fault*>& faults,
                                     std::size_t at) {
    const store::Proof& proof = history[at].proof;
    const bool is_in_doubt =
        proof.word == "learnt" ||
        std::ranges::any_of(
            std::array{"up failed in the proof database only", "after up: ", "after down: "},
            [&](const char* start) { return proof.reason.starts_with(start); });
    if (!is_in_doubt) return false;
    return std::ranges::any_of(faults, [&](const auto& fault) {
      const std::string& reason = history[fault.first].proof.reason;
      return fault.first < at && reason.find(kNotClosed) != std::string::npos;
    });
  }

  static bool holds(const Proven& proven) {
    return proven.proof.word == "proven" || proven.proof.word == "proven on empty tables" ||
           proven.proof.word == "structure proven";
  }

  // Of the faults, shuffled, those that are asked for: a part of them in as many runs as it takes, else of all so many runs.
  struct Asked {
    std::size_t part = 1, parts = 1;
    std::size_t runs = std::numeric_limits<std::size_t>::max();
  };
  // Nothing: PGGIT_FAULTS says neither.
  static std::optional<Asked> asked() {
    const char* given = std::getenv("PGGIT_FAULTS");
    if (!given) return Asked{.runs = kRunsInCheck};
    char* end = nullptr;
    const std::size_t number = std::strtoul(given, &end, 10);
    if (number > 0 && *end == '\0') return Asked{.runs = number};
    if (number == 0 || *end != '/') return std::nullopt;
    const std::size_t parts = std::strtoul(end + 1, &end, 10);
    if (number > parts || *end != '\0') return std::nullopt;
    return Asked{.part = number, .parts = parts};
  }

  unsigned seed_ = 0;
  std::mt19937 random_;
};

// The seam itself changes nothing: what our printer makes of every statement is proven as the original is.
TEST_F(PlantedFault, IsNoneInTheHistoryNorInWhatOurPrinterMakesOfIt) {
  const std::vector<Proven> right = prove({});
  std::vector<Fault> none;
  std::map<std::size_t, const Fault*> faults;
  none.reserve(right.size());
  for (std::size_t i = 0; i < right.size(); ++i) {
    const Proven& proven = right[i];
    EXPECT_FALSE(proven.failed) << proven.failure;
    EXPECT_TRUE(holds(proven)) << proven.step.entry.id << ": " << proven.proof.word << ": "
                               << proven.proof.reason;
    std::vector<decltype(replacing("", {}))> all;
    for (const bind::Statement& statement : proven.step.statements) {
      const std::vector<std::string> made = printed(statement.ops);
      if (!made.empty()) all.push_back(replacing(statement.text, made));
    }
    none.push_back({i, "", {.conversion = [all](const bind::Step& step, auto& script) {
                      for (const auto& replace : all) replace(step, script);
                    }}});
    faults[i] = &none.back();
  }
  const std::vector<Proven> again = prove(faults);
  for (std::size_t i = 0; i < again.size(); ++i)
    EXPECT_EQ(again[i].proof.word, right[i].proof.word)
        << again[i].step.entry.id << ": " << again[i].proof.reason;
}

// The history makes every kind of object and has every kind of operation, so that faults are planted in all.
TEST_F(PlantedFault, ArePlantedInEveryKindOfOperationAndObject) {
  std::vector<bool> ops(std::variant_size_v<ir::Op>, false);
  std::vector<bool> objects(std::variant_size_v<ir::Object>, false);
  for (const Proven& proven : prove({})) {
    for (const bind::Statement& statement : proven.step.statements) {
      for (const ir::Op& op : statement.ops) ops[op.index()] = true;
    }
    proven.step.after.for_each(
        [&](const catalog::EntryRef& entry) { objects[entry->object.index()] = true; });
  }
  // Of these there is nothing to predict, or only a superuser may make them, which the role of a proof is not.
  for (const ir::Op& op : {ir::Op(ir::NotHeld{}), ir::Op(ir::Opaque{}), ir::Op(ir::NoEffect{}),
                           ir::Op(ir::SetSearchPath{}), ir::Op(ir::SetForeignOptions{})})
    ops[op.index()] = true;
  for (const ir::Object& object :
       {ir::Object(ir::ForeignDataWrapper{}), ir::Object(ir::ForeignServer{}),
        ir::Object(ir::UserMapping{}), ir::Object(ir::PublishedSchema{})})
    objects[object.index()] = true;
  for (std::size_t i = 0; i < ops.size(); ++i) EXPECT_TRUE(ops[i]) << "operation " << i;
  for (std::size_t i = 0; i < objects.size(); ++i) EXPECT_TRUE(objects[i]) << "object " << i;
}

TEST_F(PlantedFault, MakesTheProofOfItsMigrationFailAndOfNoOther) {
  const std::optional<Asked> asked = PlantedFault::asked();
  ASSERT_TRUE(asked) << "PGGIT_FAULTS is a number of runs, or a part as 1/2";
  Planter planter;
  const std::vector<Proven> right = prove({});
  for (std::size_t i = 0; i < right.size(); ++i) planter.plant(i, right[i]);
  std::ranges::shuffle(planter.faults, random_);
  std::vector<std::vector<const Fault*>> of(right.size());
  std::size_t total = 0;
  for (std::size_t i = asked->part - 1; i < planter.faults.size(); i += asked->parts, ++total)
    of[planter.faults[i].migration].push_back(&planter.faults[i]);

  std::size_t planted = 0;
  std::size_t noticed = 0;
  for (std::size_t run = 0; run < asked->runs; ++run) {
    // Every second migration, so that its neighbours show whether a fault stays where it is.
    std::map<std::size_t, const Fault*> faults;
    for (std::size_t i = run % 2; i < of.size(); i += 2) {
      if (of[i].empty()) continue;
      faults[i] = of[i].back();
      of[i].pop_back();
    }
    if (faults.empty() && std::ranges::all_of(of, [](const auto& o) { return o.empty(); })) break;
    const std::vector<Proven> history = prove(faults);
    ASSERT_EQ(history.size(), right.size());
    for (std::size_t i = 0; i < history.size(); ++i) {
      if (const auto fault = faults.find(i); fault != faults.end()) {
        ++planted;
        noticed += !holds(history[i]);
        EXPECT_FALSE(holds(history[i]))
            << history[i].proof.word << " with a wrong " << fault->second->what;
      } else if (!stands_on_a_wrong_text(history, faults, i)) {
        EXPECT_EQ(history[i].proof.word, right[i].proof.word)
            << history[i].step.entry.id << ": " << history[i].proof.reason;
      }
    }
    std::cerr << "planted " << planted << " faults of " << total << " (seed " << seed_ << ", part "
              << asked->part << " of " << asked->parts << "), " << noticed << " noticed\n";
  }
}

}  // namespace
}  // namespace pggit
