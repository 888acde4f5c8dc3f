#include "emit/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ranges>

#include "base/terminal.h"
#include "base/text.h"

namespace pggit::emit {
namespace {

constexpr std::size_t kMostReasons = 10;
constexpr std::size_t kMostKinds = 6;
constexpr std::size_t kMostIds = 8;
constexpr std::size_t kWidestReason = 160;

enum class Paint { Title, Good, Warn };

// Text of users goes to a terminal: no escape of theirs may reach it.
using base::harmless;

std::string shortened(std::string_view text) {
  const std::string clean = harmless(text);
  if (clean.size() <= kWidestReason) return clean;
  return std::string(base::clip_identifier(clean, kWidestReason)) + "...";
}

std::string plural(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string migrations_text(std::size_t count) { return plural(count, "migration", "migrations"); }

// "V12, V40 and 3 more".
std::string some_of(const std::vector<std::string>& names) {
  const std::size_t shown = std::min(names.size(), kMostIds);
  std::string text = harmless(
      base::join({names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown)}, ", "));
  if (names.size() > shown) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

class Report {
 public:
  Report(const PlanData& plan, const RunFacts& facts) : plan_(plan), facts_(facts) {}

  std::string print() {
    detected();
    phases();
    intelligence();
    proof();
    return print_result();
  }

  std::string print_result() {
    result();
    next();
    return std::move(text_);
  }

 private:
  std::string painted(const std::string& text, Paint paint) const {
    if (!facts_.color) return text;
    const char* code = paint == Paint::Title  ? "\x1b[1m"
                       : paint == Paint::Good ? "\x1b[32m"
                                              : "\x1b[33m";
    return code + text + "\x1b[0m";
  }
  void line(const std::string& text) { text_ += text + "\n"; }
  void item(const std::string& text) { line("- " + text); }
  void warning(const std::string& text) { line("- " + painted(text, Paint::Warn)); }
  void title(const std::string& text) {
    line((text_.empty() ? "" : "\n") + painted(text, Paint::Title));
  }

  void detected() {
    const std::string title_of_tool =
        plan_.source.title.empty() ? plan_.source.tool : plan_.source.title;
    const std::string version =
        plan_.source.version.empty() ? "" : " " + harmless(plan_.source.version);
    title("Detected: " + title_of_tool + version + " with " +
          migrations_text(plan_.commits.size() + plan_.refused.size()));
    for (const std::string& evidence : plan_.source.evidence) item(harmless(evidence));
    if (!facts_.first_date.empty()) item("from " + facts_.first_date + " to " + facts_.last_date);
    target();
    if (!plan_.set_aside.empty()) {
      std::vector<std::string> ids;
      for (const PlanSetAside& file : plan_.set_aside) ids.push_back(file.id);
      item("not replayed: " + plural(ids.size(), "file", "files") + " (" + some_of(ids) + ")");
    }
  }

  void target() {
    if (!plan_.target) return;
    const PlanTarget& target = *plan_.target;
    item("database " + harmless(target.database) + " on PostgreSQL " + target.server_version +
         ": " + (target.at.empty() ? "before the first migration" : "at " + harmless(target.at)) +
         (target.note.empty() ? "" : " (" + harmless(target.note) + ")"));
    if (target.history_table.empty()) return;
    item(harmless(target.history_table) + ": " + plural(target.applied, "row", "rows"));
  }

  void phases() {
    if (facts_.phases.empty()) return;
    title("Analysis");
    for (const ReportPhase& phase : facts_.phases)
      item(phase.name + ": " + duration_text(phase.seconds));
  }

  void intelligence() {
    title("Migration intelligence report");
    operations("Schema changes", plan_.schema_operations);
    operations("Row changes", plan_.row_operations);
    statements();
    data_loss();
    rollback();
    locks();
    taken_back();
    not_compared();
    edge_cases();
  }

  // The kinds by their count, the rest summed up.
  void operations(const std::string& name, const std::map<std::string, int>& counts) {
    if (counts.empty()) return;
    std::vector<std::pair<std::string, int>> kinds(counts.begin(), counts.end());
    std::ranges::stable_sort(kinds, std::greater{}, &std::pair<std::string, int>::second);
    std::size_t all = 0;
    std::size_t listed = 0;
    std::vector<std::string> parts;
    for (const auto& [kind, count] : kinds) {
      all += static_cast<std::size_t>(count);
      if (parts.size() >= kMostKinds) continue;
      listed += static_cast<std::size_t>(count);
      parts.push_back(std::to_string(count) + " " + kind);
    }
    if (all > listed) parts.push_back(std::to_string(all - listed) + " other");
    item(name + ": " + plural(all, "operation", "operations") + " (" + base::join(parts, ", ") +
         ")");
  }

  void statements() {
    std::vector<std::string> parts;
    for (const Outcome outcome : {Outcome::Converted, Outcome::NoEffect, Outcome::SetAside}) {
      const int count = count_of(plan_, outcome);
      if (count > 0) parts.push_back(std::to_string(count) + " " + outcome_name(outcome));
    }
    if (parts.empty()) return;
    item("Statements: " + std::to_string(plan_.account.size()) + " (" + base::join(parts, ", ") +
         ")");
  }

  void data_loss() {
    std::vector<std::string> ids;
    for (const PlanCommit& commit : plan_.commits) {
      if (!commit.destroys.empty()) ids.push_back(commit.id);
    }
    if (ids.empty()) return item("Data loss: no migration destroys data on its way up");
    warning("Data loss: " + migrations_text(ids.size()) +
            (ids.size() == 1 ? " destroys" : " destroy") + " data on the way up (" + some_of(ids) +
            ")");
  }

  void rollback() {
    std::vector<std::string> parts;
    for (const auto& [name, count] : rollback_classes(plan_))
      parts.push_back(std::to_string(count) + " " + name);
    if (!parts.empty()) item("Rollback: " + base::join(parts, ", "));
  }

  void locks() {
    std::vector<std::string> parts;
    for (const auto& [name, count] : strongest_locks(plan_))
      parts.push_back(std::to_string(count) + " " + name);
    if (!parts.empty()) item("Strongest lock of each migration: " + base::join(parts, ", "));
  }

  void taken_back() {
    if (plan_.taken_back.empty()) return;
    std::vector<std::string> things;
    for (const PlanTakenBack& taken : plan_.taken_back) things.push_back(taken.what);
    item("Taken back by a later statement: " + plural(things.size(), "statement", "statements") +
         " (" + some_of(things) + ")");
  }

  void not_compared() {
    std::vector<std::string> parts;
    for (const auto& [kind, count] : plan_.certificate.not_compared)
      parts.push_back(std::to_string(count) + " " + kind);
    if (!parts.empty()) item("Not compared: " + base::join(parts, ", "));
  }

  void edge_cases() {
    if (plan_.edge_cases.empty()) return item("Edge cases: none");
    warning("Edge cases: " + std::to_string(plan_.edge_cases.size()) + " for review");
    for (std::size_t i = 0; i < std::min(plan_.edge_cases.size(), kMostReasons); ++i) {
      const PlanEdgeCase& edge_case = plan_.edge_cases[i];
      const std::string where = edge_case.where.empty() ? "" : edge_case.where + ": ";
      line("    " + shortened(edge_case.id + ": " + where + edge_case.what));
    }
    more(plan_.edge_cases.size(), "edge_cases.yaml");
    first_failure();
  }

  // What follows on it often fails for want of it: one remedy is enough to go on with.
  void first_failure() {
    const auto found = std::ranges::find(plan_.edge_cases, "fails", &PlanEdgeCase::kind);
    if (found != plan_.edge_cases.end())
      line("    " + found->migration + " fails first; what helps: " + found->suggestion);
  }

  void more(std::size_t count, const std::string& file) {
    if (count > kMostReasons)
      line("    and " + std::to_string(count - kMostReasons) + " more, in " + file);
  }

  void proof() {
    const PlanCertificate& certificate = plan_.certificate;
    title(certificate.server_major == 0
              ? "Proof: no server was asked"
              : "Proof on throw-away databases of PostgreSQL " + certificate.server_version);
    for (const auto& [word, count] : proof_words(plan_)) {
      item(painted(std::to_string(count) + " " + word,
                   word == "proven" ? Paint::Good : Paint::Warn));
    }
    reasons();
    noise();
    if (certificate.statements_asked > 0) {
      item("column types asked of the server: " +
           plural(static_cast<std::size_t>(certificate.statements_asked), "statement",
                  "statements"));
    }
    walls();
  }

  // The weakest words first: what a person has to look at.
  void reasons() {
    std::vector<std::string> lines;
    for (const PlanRefusal& refusal : plan_.refused)
      lines.push_back(refusal.id + ": failed: " + refusal.reason);
    const auto words = proof_words(plan_);
    for (const auto& [word, count] : words | std::views::reverse) {
      if (word == "proven") continue;
      for (const PlanCommit& commit : plan_.commits) {
        if (commit.proof.word != word) continue;
        const std::string reason = commit.proof.reason.empty() ? "" : ": " + commit.proof.reason;
        lines.push_back(commit.id + ": " + word + reason);
      }
    }
    for (std::size_t i = 0; i < std::min(lines.size(), kMostReasons); ++i)
      line("    " + shortened(lines[i]));
    more(lines.size(), "the plan");
  }

  // What two runs of one text do not agree about, the first of it named.
  void noise() {
    std::vector<std::string> found;
    for (const PlanCommit& commit : plan_.commits) {
      for (const std::string& one : commit.proof.noise) found.push_back(commit.id + ": " + one);
    }
    if (found.empty()) return;
    item("masked, because it differs from run to run: " +
         plural(found.size(), "column", "columns"));
    for (std::size_t i = 0; i < std::min(found.size(), kMostReasons); ++i)
      line("    " + shortened(found[i]));
    more(found.size(), "the plan");
  }

  void walls() {
    const PlanCertificate& certificate = plan_.certificate;
    if (!certificate.walls_standing.empty())
      item("walls standing: " + base::join(certificate.walls_standing, ", "));
    if (!certificate.walls_missing.empty()) {
      warning("walls missing: " + base::join(certificate.walls_missing, ", "));
    }
    for (const std::string& assumption : certificate.assumptions)
      item("assumed: " + harmless(assumption));
  }

  void result() {
    if (facts_.headline.empty()) return;
    const std::string time = facts_.seconds > 0 ? " in " + duration_text(facts_.seconds) : "";
    title(facts_.headline + time);
    for (const std::string& fact : facts_.results)
      fact.starts_with("  ") ? line(harmless("  " + fact)) : item(harmless(fact));
  }

  void next() {
    if (facts_.next.empty()) return;
    title("Next, try");
    for (const std::string& command : facts_.next) line("  " + command);
  }

  const PlanData& plan_;
  const RunFacts& facts_;
  std::string text_;
};

}  // namespace

std::string duration_text(double seconds) {
  char text[40];
  if (seconds >= 99.95) {
    const long whole = std::lround(seconds);
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
  }
  return text;
}

std::string terminal_report(const PlanData& plan, const RunFacts& facts) {
  return Report(plan, facts).print();
}

std::string terminal_result(const RunFacts& facts) {
  return "\n" + Report({}, facts).print_result();
}

}  // namespace pggit::emit
