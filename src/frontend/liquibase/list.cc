#include "frontend/liquibase/list.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "frontend/liquibase/attach.h"
#include "frontend/liquibase/checksum.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/history.h"
#include "frontend/liquibase/plan.h"
#include "frontend/liquibase/preconditions.h"
#include "frontend/liquibase/read.h"
#include "frontend/liquibase/render.h"
#include "frontend/liquibase/roots.h"

namespace pggit::frontend::liquibase {
namespace {

using base::ErrorCode;
using base::Severity;

// "createTable person; insert person".
std::string description_of(const ChangeSet& set) {
  if (!set.comment.empty()) return set.comment;
  std::string out;
  for (const Element& change : set.changes) {
    out += (out.empty() ? "" : "; ") + change.name;
    for (const std::string_view about : {"tableName", "baseTableName", "viewName", "sequenceName"})
      if (const std::string name = text_of(change, about); !name.empty()) {
        out += " " + name;
        break;
      }
    if (out.size() > 200) return out + "; ...";
  }
  return out.empty() ? "no changes" : out;
}

class Lister {
 public:
  Lister(const ir::Project& project, const Files& files, const Settings& settings)
      : project_(project), files_(files), settings_(settings) {
    if (!settings.schema.empty()) plan_.schema = settings.schema;
  }

  base::Result<ir::Listing> run(Changelog log, const Roots& roots) {
    put_in_order(log.sets);
    for (ChangeSet& set : log.sets) TRY(add(std::move(set)));
    TRY(cut_at_target());
    report_file_preconditions(log);
    listing_.tool = "liquibase";
    listing_.history_table = history_table(settings_.history_schema, settings_.history_table);
    if (!settings_.schema.empty()) listing_.session.search_path = {settings_.schema};
    listing_.settings["changelog"] = base::join(roots.names, ", ");
    for (const std::string& file : settings_.files) listing_.settings["settings"] = file;
    say_what_was_inferred(roots);
    listing_.kept = std::make_shared<const Plan>(std::move(plan_));
    return std::move(listing_);
  }

 private:
  // runOrder="first" and "last".
  static void put_in_order(std::vector<ChangeSet>& sets) {
    std::ranges::stable_sort(sets, {}, [](const ChangeSet& set) {
      return set.run_order == "first" ? 0 : set.run_order == "last" ? 2 : 1;
    });
  }

  std::string why_aside(const ChangeSet& set) {
    if (set.ignored) return "ignore=\"true\"";
    if (!matches_dbms(set.dbms)) return "dbms=\"" + set.dbms + "\" is not PostgreSQL";
    for (const std::string& context : set.contexts) contexts_.insert(context);
    if (!matches_all_contexts(set.contexts, settings_.contexts))
      return "context \"" + base::join(set.contexts, "\" and \"") + "\" does not hold of " +
             base::join(settings_.contexts, ", ");
    if (!matches_all_labels(set.labels, settings_.labels))
      return "labels \"" + base::join(set.labels, ", ") + "\" do not match " +
             base::join(settings_.labels, ", ");
    return "";
  }

  base::Result<bool> add(ChangeSet set) {
    ir::MigrationEntry entry;
    entry.id = set.key();
    entry.version = set.id;
    entry.author = set.author;
    entry.description = description_of(set);
    entry.path = project_.sources->file(set.file).path;
    entry.file = set.file;
    entry.type = "EXECUTED";
    entry.script = set.path;
    entry.set_aside = why_aside(set);
    const auto twin = plan_.sets.find(entry.id);
    if (twin != plan_.sets.end()) {
      if (!entry.set_aside.empty()) return add_aside_twin(std::move(entry));
      if (twin->second.runs) {
        return base::fail(ErrorCode::Input, where(twin->second.set) + " and " + where(set) +
                                                " both are changeset " + entry.id +
                                                ", and Liquibase refuses that; give one of them "
                                                "another id");
      }
      std::ranges::find(listing_.set_aside, entry.id, &ir::MigrationEntry::id)->id =
          free_name(entry.id);
      plan_.sets.erase(twin);
    }
    const bool runs = entry.set_aside.empty();
    if (runs) {
      TRY(attach_files(project_, files_, set));
      entry.checksum = checksum_of(*project_.sources, set);
      add_edge_cases(set);
      if (!set.rollbacks.empty()) add_way_back(set, entry);
    }
    plan_.sets.emplace(entry.id, Planned{std::move(set), listing_.migrations.size(), runs});
    (runs ? listing_.migrations : listing_.set_aside).push_back(std::move(entry));
    return true;
  }

  // One for each database, with one id: only one of them runs here.
  bool add_aside_twin(ir::MigrationEntry entry) {
    entry.id = free_name(entry.id);
    listing_.set_aside.push_back(std::move(entry));
    return true;
  }

  std::string free_name(std::string id) const {
    do id += " (again)";
    while (std::ranges::find(listing_.set_aside, id, &ir::MigrationEntry::id) !=
           listing_.set_aside.end());
    return id;
  }

  std::string where(const ChangeSet& set) const {
    return project_.sources->where({set.file, set.at, set.at});
  }

  void add_way_back(const ChangeSet& set, const ir::MigrationEntry& of) {
    ir::MigrationEntry back = of;
    back.id += ".down";
    back.kind = ir::MigrationKind::Undo;
    const std::uint32_t at = set.rollbacks.front().at;
    back.set_aside = "the author's own way back from " + of.id + " (line " +
                     std::to_string(project_.sources->line_column(set.file, at).line) + ")";
    plan_.ways_back[back.id] = of.id;
    listing_.set_aside.push_back(std::move(back));
  }

  void add_edge_case(const ChangeSet& set, std::uint32_t at, std::string kind, std::string what,
                     std::string suggestion, std::string action) {
    listing_.edge_cases.push_back({set.key(),
                                   std::move(kind),
                                   {set.file, at, at},
                                   std::move(what),
                                   std::move(suggestion),
                                   std::move(action)});
  }

  void add_edge_cases(const ChangeSet& set) {
    for (const Element& change : set.changes) {
      if (!matches_dbms(text_of(change, "dbms"))) continue;
      const std::string why = why_no_sql(change);
      if (!why.empty())
        add_edge_case(set, change.at, "liquibase-" + change.name, why,
                      "write what it does as SQL in a resolution file", "read the code and decide");
    }
    if (set.preconditions) {
      if (const std::string what = undecidable(*set.preconditions); !what.empty())
        add_edge_case(set, set.preconditions->at, "precondition-on-data",
                      "whether it runs is decided by `" + what +
                          "`, which asks for rows or for the session; pggit takes it for true",
                      "if it does not hold where it matters, leave the changeset out",
                      "look which of the two happened in your databases");
    }
  }

  // --target-version: an id, or all of a changeset's name.
  base::Result<bool> cut_at_target() {
    const std::string& target = project_.target_version;
    if (target.empty()) return true;
    auto& all = listing_.migrations;
    auto at = std::ranges::find_if(all, [&](const ir::MigrationEntry& entry) {
      return entry.version == target || entry.id == target;
    });
    if (at == all.end())
      return base::fail(ErrorCode::Input,
                        "--target-version: no changeset is called `" + target + "`");
    for (auto above = ++at; above != all.end(); ++above) {
      above->set_aside = "above the target " + target;
      listing_.set_aside.push_back(std::move(*above));
    }
    all.erase(at, all.end());
    return true;
  }

  void report_file_preconditions(const Changelog& log) {
    for (const FilePreconditions& one : log.preconditions) {
      for (const Element& child : one.element.children) {
        if (child.has_text && one.element.attribute(child.name)) continue;
        if (child.name == "dbms" && matches_dbms(text_of(child, "type"))) continue;
        const bool fails = child.name == "dbms";
        project_.diagnostics->report(
            fails ? Severity::Error : Severity::Warning, "liquibase-precondition",
            {one.file, child.at, child.at},
            fails ? "this changelog is not for PostgreSQL: Liquibase stops here"
                  : "`" + child.name +
                        "` of a whole changelog is not asked; pggit takes it for true");
      }
    }
  }

  void say_what_was_inferred(const Roots& roots) {
    if (!roots.inferred.empty()) listing_.inferred.push_back(roots.inferred);
    if (contexts_.empty() || !settings_.contexts.empty()) return;
    listing_.inferred.push_back(
        "contexts: none was named, so changesets of all of them run, as in Liquibase (" +
        base::join({contexts_.begin(), contexts_.end()}, "; ") + "); --env NAME names one");
  }

  const ir::Project& project_;
  const Files& files_;
  const Settings& settings_;
  std::set<std::string> contexts_;
  Plan plan_;
  ir::Listing listing_;
};

}  // namespace

base::Result<ir::Listing> list(const ir::Project& project) {
  const Files files = TRY(Files::of(project));
  const Settings settings = TRY(read_settings(project, files));
  const Roots roots = TRY(find_roots(project, files, settings));
  Changelog log = TRY(read_changelog(project, files, settings, roots.names));
  return Lister(project, files, settings).run(std::move(log), roots);
}

}  // namespace pggit::frontend::liquibase
