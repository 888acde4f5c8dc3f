#include "frontend/sqitch/plan.h"

#include <map>
#include <set>
#include <unordered_map>

#include "frontend/shared/lines.h"
#include "frontend/sqitch/check.h"
#include "frontend/sqitch/ids.h"
#include "frontend/sqitch/line.h"

namespace pggit::frontend::sqitch {
namespace {

// A plan with more than this is none, and nobody reads the rest.
constexpr int kMostFaults = 100;

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

class PlanReader {
 public:
  PlanReader(const ir::Project& project, const shared::TextFile& text)
      : project_(project), text_(project.sources->file(text.file).text) {
    plan_.file = text.file;
    lines_ = shared::lines_of(text_, text.begin);
  }

  base::Result<Plan> run(const std::string& shown) {
    std::size_t i = read_header();
    if (plan_.project.empty()) {
      return base::fail(base::ErrorCode::Input,
                        shown +
                            ": does not name its project; write %project=NAME at its top, and an "
                            "empty line below the pragmas");
    }
    for (; i < lines_.size() && faults_ < kMostFaults; ++i) read(lines_[i]);
    if (faults_ == kMostFaults) {
      report(at(lines_[i - 1], 0), 0, "what follows was not read; mend these faults first");
    }
    add_ids(plan_);
    check_dependencies(project_, plan_);
    return std::move(plan_);
  }

 private:
  std::uint32_t at(const shared::Line& line, std::size_t byte) const {
    return std::uint32_t(line.begin + byte);
  }

  void report(std::uint32_t begin, std::size_t length, const std::string& message,
              base::Severity severity = base::Severity::Error) {
    if (severity == base::Severity::Error) ++faults_;
    project_.diagnostics->report(severity, "sqitch-plan",
                                 {plan_.file, begin, std::uint32_t(begin + length)}, message);
  }

  // Up to the first empty line; where the changes begin.
  std::size_t read_header() {
    std::size_t i = 0;
    for (; i < lines_.size() && faults_ < kMostFaults; ++i) {
      const std::string_view line = shared::slice_of(text_, lines_[i]);
      if (is_empty(line)) return i + 1;
      if (is_empty_or_comment(line)) continue;
      const auto pragma = read_pragma(line);
      if (pragma) {
        take(*pragma, lines_[i]);
      } else {
        report(at(lines_[i], pragma.error().at), 1, pragma.error().message);
      }
    }
    return i;
  }

  void take(const Pragma& pragma, const shared::Line& line) {
    const std::string_view value = trimmed(pragma.value.text);
    if (pragma.name.text == "project") {
      if (is_name(value)) {
        plan_.project = value;
      } else {
        report(at(line, pragma.value.begin), value.size(),
               quoted(value) + " is no name for a project; use letters, digits and _");
      }
    } else if (pragma.name.text == "uri") {
      plan_.uri = value;
    } else if (pragma.name.text != "syntax-version") {
      report(at(line, pragma.name.begin), pragma.name.text.size(),
             quoted(pragma.name.text) + " is no pragma that Sqitch uses: it means nothing",
             base::Severity::Warning);
    }
  }

  void read(const shared::Line& line) {
    const std::string_view text = shared::slice_of(text_, line);
    if (is_empty_or_comment(text)) return;
    const auto read = read_line(text);
    if (!read) return report(at(line, read.error().at), 1, read.error().message);
    if (!may_be_named(*read, line)) return;
    read->is_tag ? add_tag(*read, line) : add_change(*read, line);
  }

  bool may_be_named(const Line& read, const shared::Line& line) {
    const std::string_view name = read.name.text;
    const bool is_reserved = name == "ROOT" || name == "HEAD" || name == "0";
    if (!is_reserved && !is_id(name)) return true;
    report(at(line, read.name.begin), name.size(),
           quoted(name) +
               (is_reserved ? " is a name that Sqitch keeps for itself"
                            : " could be taken for an id") +
               "; give it another");
    return false;
  }

  base::Span span_of(const Word& word, const shared::Line& line) const {
    return {plan_.file, at(line, word.begin), at(line, word.end())};
  }

  void add_tag(const Line& read, const shared::Line& line) {
    const std::string name(read.name.text);
    const base::Span span = span_of(read.name, line);
    std::string wrong;
    if (name.find('/') != name.npos) {
      wrong = "a tag has no `/` in its name; take it out";
    } else if (plan_.changes.empty()) {
      wrong = "there is no change before this tag; put it behind one";
    } else if (read.has_brackets) {
      wrong = "a tag has no dependencies; take them out";
    } else if (const auto same = tags_.find(name); same != tags_.end()) {
      wrong = "there is a tag `@" + name + "` in line " + line_of(same->second) +
              " already; give this one another name";
    }
    if (!wrong.empty()) return report(span.begin, name.size(), wrong);
    tags_.emplace(name, span);
    named_since_tag_.clear();
    plan_.tags.push_back({name, read.note, read.planner, std::string(read.timestamp), "",
                          plan_.changes.size() - 1, span});
  }

  std::string line_of(const base::Span& span) const {
    return std::to_string(project_.sources->line_column(span.file, span.begin).line);
  }

  void add_change(const Line& read, const shared::Line& line) {
    Change change;
    change.name = read.name.text;
    change.note = read.note;
    change.planner = read.planner;
    change.timestamp = read.timestamp;
    change.span = span_of(read.name, line);
    const auto same = named_since_tag_.find(change.name);
    if (same != named_since_tag_.end()) {
      return report(change.span.begin, change.name.size(),
                    "there is a change " + quoted(change.name) + " in line " +
                        line_of(same->second) +
                        " already; a tag must stand between a change and its rework");
    }
    if (read.is_revert) {
      report(change.span.begin, change.name.size(),
             "a minus stands before " + quoted(change.name) +
                 ": Sqitch deploys it all the same, and so does pggit",
             base::Severity::Warning);
    }
    take_dependencies(read, line, change);
    named_since_tag_.emplace(change.name, change.span);
    const std::size_t index = plan_.changes.size();
    const auto [before, is_new] = latest_.try_emplace(change.name, index);
    if (!is_new) plan_.changes[std::exchange(before->second, index)].reworked_by = index;
    plan_.changes.push_back(std::move(change));
  }

  void take_dependencies(const Line& read, const shared::Line& line, Change& change) {
    std::set<std::string_view> seen;
    for (const Word& word : read.dependencies) {
      const auto dependency = parse_dependency(word.text);
      if (!dependency) {
        report(at(line, word.begin), word.text.size(),
               quoted(word.text) +
                   " is no dependency; one is change, change@tag, @tag or an id, with "
                   "`project:` or `!` before it");
      } else if (!seen.insert(word.text).second) {
        report(at(line, word.begin), word.text.size(),
               quoted(word.text) + " stands here twice; take one of them out");
      } else {
        auto& all = dependency->is_conflict ? change.conflicts : change.needs;
        all.push_back({*dependency, span_of(word, line)});
      }
    }
  }

  const ir::Project& project_;
  std::string_view text_;
  std::vector<shared::Line> lines_;
  Plan plan_;
  int faults_ = 0;
  std::unordered_map<std::string, base::Span> tags_;
  std::unordered_map<std::string, base::Span> named_since_tag_;
  std::unordered_map<std::string, std::size_t> latest_;  // of each name
};

}  // namespace

base::Result<Plan> read_plan(const ir::Project& project, const shared::TextFile& text,
                             const std::string& shown) {
  return PlanReader(project, text).run(shown);
}

bool is_plan(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (const shared::Line& line : shared::lines_of(text.substr(0, 65536))) {
    const std::string_view written = shared::slice_of(text, line);
    if (is_empty(written)) return false;
    const auto pragma = read_pragma(written);
    if (pragma && pragma->name.text == "project") return true;
  }
  return false;
}

}  // namespace pggit::frontend::sqitch
