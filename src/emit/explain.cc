#include "emit/explain.h"

#include <algorithm>
#include <set>

#include "base/terminal.h"
#include "base/text.h"

namespace pggit::emit {
namespace {

constexpr std::size_t kFewestHashDigits = 4;
constexpr std::size_t kWidestSql = 100;

bool is_name_of(const std::string& id, const std::string& object) {
  const std::size_t space = object.find(' ');
  const std::string name = object.substr(space == std::string::npos ? 0 : space + 1);
  const std::size_t dot = name.find('.');
  return id == object || id == name || (dot != std::string::npos && id == name.substr(dot + 1));
}

// In the order of their first versions.
std::vector<std::string> objects_called(const PlanData& plan, const std::string& id) {
  std::set<std::string> seen;
  std::vector<std::string> found;
  for (const PlanCommit& commit : plan.commits) {
    for (const PlanVersion& version : commit.versions) {
      if (is_name_of(id, version.object) && seen.insert(version.object).second)
        found.push_back(version.object);
    }
  }
  return found;
}

std::vector<std::size_t> commits_with(const PlanData& plan, const std::string& hash) {
  std::vector<std::size_t> found;
  if (hash.size() < kFewestHashDigits) return found;
  for (std::size_t i = 0; i < plan.commits.size(); ++i) {
    if (plan.commits[i].hash.starts_with(hash)) found.push_back(i);
  }
  return found;
}

// The statement's beginning, on one line.
std::string brief(const std::string& sql) {
  std::string line;
  for (const char c : sql) {
    const bool is_space = static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
    if (!is_space) line += c;
    if (is_space && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.size() <= kWidestSql) return line;
  return std::string(base::clip_identifier(line, kWidestSql)) + "...";
}

std::string reasoned(const std::string& word, const std::string& reason) {
  return word + (reason.empty() ? "" : ": " + brief(reason));
}

class Explainer {
 public:
  explicit Explainer(const PlanData& plan) : plan_(plan) {}

  void migration(const PlanCommit& commit) {
    line(commit.message);
    field("Intent", commit.intent);
    field("File", commit.path);
    field("Commit", commit.hash);
    field("Proof", reasoned(commit.proof.word, commit.proof.reason));
    field("Rollback", reasoned(commit.rollback_class, base::join(commit.rollback_reasons, "; ")));
    field("Going up destroys", base::join(commit.destroys, "; "));
    field("Going down discards", base::join(commit.discards, "; "));
    field("Transaction", commit.in_transaction ? "one for all of it" : "none: each on its own");
    versions(commit);
    statements(commit);
    taken_back(commit);
    edge_cases_of(commit.id);
  }

  void refusal(const PlanRefusal& refusal) {
    line(refusal.id + ": the server refused it, and the history goes on without it");
    field("File", refusal.path);
    field("Why", refusal.reason);
    edge_cases_of(refusal.id);
  }

  void edge_case(const PlanEdgeCase& edge) {
    line("Edge case " + edge.id + " of " + edge.migration + " (" + edge.kind + ", " + edge.status +
         ")");
    field("Where", edge.where);
    field("What", edge.what);
    field("Suggestion", edge.suggestion);
    field("Action required", edge.action);
  }

  void object(const std::string& name) {
    line(name);
    for (const PlanCommit& commit : plan_.commits) {
      for (const PlanVersion& version : commit.versions) {
        if (version.object == name)
          line("  " + version.version + "  " + commit.id + "  " +
               (commit.intent.empty() ? commit.message : commit.intent));
      }
    }
  }

  std::string text() && { return std::move(text_); }

 private:
  void line(const std::string& text) { text_ += base::harmless(text) + "\n"; }
  void field(const std::string& name, const std::string& value) {
    if (!value.empty()) line("  " + name + ": " + value);
  }

  void versions(const PlanCommit& commit) {
    std::vector<std::string> labels;
    for (const PlanVersion& version : commit.versions) labels.push_back(version.label);
    field("Versions", base::join(labels, ", "));
  }

  void statements(const PlanCommit& commit) {
    if (!commit.up.empty()) line("  Statements:");
    for (const PlanStatement& statement : commit.up) {
      line("    " + statement.where + ": " + brief(statement.sql));
      const std::string strongest = statement.lock.value_or("not known");
      line("      locks: " +
           (statement.locks.empty() ? strongest : base::join(statement.locks, ", ")));
    }
    if (!commit.save.empty()) line("  Saved before it runs:");
    for (const std::string& sql : commit.save) line("    " + brief(sql));
    if (!commit.down.empty()) line("  The way back:");
    for (const PlanStatement& statement : commit.down) line("    " + brief(statement.sql));
  }

  void taken_back(const PlanCommit& commit) {
    for (const PlanTakenBack& taken : plan_.taken_back) {
      const auto stands_at = [&](const PlanStatement& s) { return s.where == taken.where; };
      if (std::ranges::any_of(commit.up, stands_at))
        line("  Taken back later: " + taken.what + ", by " + taken.by);
    }
  }

  void edge_cases_of(const std::string& migration) {
    for (const PlanEdgeCase& edge : plan_.edge_cases) {
      if (edge.migration == migration) edge_case(edge);
    }
  }

  const PlanData& plan_;
  std::string text_;
};

}  // namespace

base::Result<Explained> find_explained(const PlanData& plan, const std::string& id) {
  using Kind = Explained::Kind;
  const auto commit = std::ranges::find(plan.commits, id, &PlanCommit::id);
  if (commit != plan.commits.end())
    return Explained{Kind::Migration, std::size_t(commit - plan.commits.begin()), {}};
  const auto refused = std::ranges::find(plan.refused, id, &PlanRefusal::id);
  if (refused != plan.refused.end())
    return Explained{Kind::Refusal, std::size_t(refused - plan.refused.begin()), {}};
  const auto edge = std::ranges::find(plan.edge_cases, id, &PlanEdgeCase::id);
  if (edge != plan.edge_cases.end())
    return Explained{Kind::EdgeCase, std::size_t(edge - plan.edge_cases.begin()), {}};
  if (std::vector<std::string> objects = objects_called(plan, id); !objects.empty())
    return Explained{Kind::Object, 0, std::move(objects)};
  const std::vector<std::size_t> commits = commits_with(plan, id);
  if (commits.size() == 1) return Explained{Kind::Migration, commits[0], {}};
  return base::fail(base::ErrorCode::Usage,
                    commits.empty() ? "'" + id +
                                          "' is no migration, commit, edge case or object of this "
                                          "history; pggit log lists the migrations"
                                    : "'" + id + "' begins several commits; give more digits");
}

std::string explain_text(const PlanData& plan, const Explained& what) {
  Explainer explainer(plan);
  switch (what.kind) {
    case Explained::Kind::Migration:
      explainer.migration(plan.commits[what.index]);
      break;
    case Explained::Kind::Refusal:
      explainer.refusal(plan.refused[what.index]);
      break;
    case Explained::Kind::EdgeCase:
      explainer.edge_case(plan.edge_cases[what.index]);
      break;
    case Explained::Kind::Object:
      for (const std::string& object : what.objects) explainer.object(object);
      break;
  }
  return std::move(explainer).text();
}

}  // namespace pggit::emit
