#include <algorithm>

#include "base/text.h"
#include "frontend/flyway/list.h"
#include "frontend/flyway/locations.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::flyway {
namespace {

struct Counts {
  int versioned = 0;
  int repeatable = 0;
  int callbacks = 0;
  int java = 0;
};

bool is_java_migration(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos || (name.substr(dot) != ".java" && name.substr(dot) != ".kt")) return false;
  const auto parsed = parse_class_name(name.substr(0, dot));
  return parsed && !parsed->description.empty() && parsed->kind != NameKind::Callback;
}

void count(std::string_view name, const NamingRules& rules, Counts& counts) {
  if (is_java_migration(name)) ++counts.java;
  if (!suffix_of(name, rules)) return;
  const auto parsed = parse_file_name(name, rules);
  if (!parsed) return;
  switch (parsed->kind) {
    case NameKind::Versioned:
    case NameKind::Baseline:
    case NameKind::Undo:
      ++counts.versioned;
      break;
    case NameKind::Repeatable:
      ++counts.repeatable;
      break;
    case NameKind::Callback:
      ++counts.callbacks;
      break;
  }
}

std::string files(int n) { return std::to_string(n) + (n == 1 ? " file" : " files"); }

void say(ir::Claim& claim, int n, const std::string& where, const std::string& named) {
  if (n > 0) claim.evidence.push_back(where + " has " + files(n) + " named " + named);
}

// refinery names its files alike; Rust stands beside them.
bool is_refinery(const ir::Project& project, const Layout& layout) {
  if (layout.files.empty()) return false;
  const std::string path(shared::folder_of(layout.files.front().path));
  return !shared::neighbour_of(project, {path, path, {}},
                               {{"refinery.toml", ""}, {"Cargo.toml", "refinery"}})
              .empty();
}

}  // namespace

ir::Claim detect(const ir::Project& project) {
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project quiet = project;
  quiet.sources = &sources;
  quiet.diagnostics = &diagnostics;
  const auto layout = find_layout(quiet);
  if (!layout) return {};
  const NamingRules& rules = layout->settings.naming;
  Counts counts;
  for (const FoundFile& file : layout->files) count(shared::name_of(file.path), rules, counts);

  ir::Claim claim;
  const std::string where = base::join(layout->places, ", ");
  say(claim, counts.versioned, where,
      rules.versioned + "<version>" + rules.separator + "<description>" + rules.suffixes.front());
  say(claim, counts.repeatable, where,
      rules.repeatable + rules.separator + "<description>" + rules.suffixes.front());
  say(claim, counts.java, where, "like a Java migration (V1__Name.java)");
  if (counts.versioned + counts.repeatable + counts.java > 0) {
    say(claim, counts.callbacks, where, "after a callback event");
  }
  for (const std::string& file : layout->settings.files) {
    claim.evidence.push_back(file + " is a configuration of Flyway");
  }
  const bool configured = !layout->settings.files.empty();
  if (!configured && is_refinery(project, *layout)) return {};
  if (counts.versioned > 0) {
    claim.score = configured ? 100 : 90;
  } else if (counts.repeatable + counts.java > 0) {
    claim.score = configured ? 90 : 60;
  } else if (configured) {
    claim.score = 30;
  }
  if (claim.score == 0) claim.evidence.clear();
  return claim;
}

}  // namespace pggit::frontend::flyway
