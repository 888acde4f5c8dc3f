#include "frontend/sqitch/ids.h"

#include "base/hash.h"
#include "base/text.h"
#include "frontend/sqitch/uri.h"

namespace pggit::frontend::sqitch {
namespace {

std::string hash_of(const std::string& kind, const std::vector<std::string>& lines) {
  const std::string info = base::join(lines, "\n");
  std::string whole = kind + " " + std::to_string(info.size());
  whole += '\0';
  return base::sha1_hex(whole + info);
}

// Perl takes "0" for nothing.
bool has_text(const std::string& note) { return !note.empty() && note != "0"; }

void add_note(const std::string& note, std::vector<std::string>& lines) {
  if (!has_text(note)) return;
  lines.emplace_back();
  lines.push_back(note);
}

void add_needs(const char* word, const char* mark, const std::vector<Need>& needs,
               const std::string& project, std::vector<std::string>& lines) {
  if (needs.empty()) return;
  lines.emplace_back(word);
  for (const Need& need : needs) lines.push_back(mark + need.dependency.text(project));
}

std::vector<std::string> beginning_of(const Plan& plan, const std::string& uri) {
  std::vector<std::string> lines = {"project " + plan.project};
  if (has_text(plan.uri)) lines.push_back("uri " + uri);
  return lines;
}

std::string id_of(const Plan& plan, const std::string& uri, std::size_t i) {
  const Change& change = plan.changes[i];
  std::vector<std::string> lines = beginning_of(plan, uri);
  lines.push_back("change " + change.name);
  if (i > 0) lines.push_back("parent " + plan.changes[i - 1].id);
  lines.push_back("planner " + change.planner);
  lines.push_back("date " + change.timestamp);
  add_needs("requires", "  + ", change.needs, plan.project, lines);
  add_needs("conflicts", "  - ", change.conflicts, plan.project, lines);
  add_note(change.note, lines);
  return hash_of("change", lines);
}

std::string id_of(const Plan& plan, const std::string& uri, const Tag& tag) {
  std::vector<std::string> lines = beginning_of(plan, uri);
  lines.push_back("tag @" + tag.name);
  lines.push_back("change " + plan.changes[tag.change].id);
  lines.push_back("planner " + tag.planner);
  lines.push_back("date " + tag.timestamp);
  add_note(tag.note, lines);
  return hash_of("tag", lines);
}

}  // namespace

void add_ids(Plan& plan) {
  const std::string uri = canonical_uri(plan.uri);
  for (std::size_t i = 0; i < plan.changes.size(); ++i) plan.changes[i].id = id_of(plan, uri, i);
  for (Tag& tag : plan.tags) tag.id = id_of(plan, uri, tag);
}

}  // namespace pggit::frontend::sqitch
