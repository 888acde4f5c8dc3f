#include "frontend/sqitch/list.h"

#include <map>
#include <memory>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "frontend/psql/script.h"
#include "frontend/psql/text.h"
#include "frontend/psql/transaction.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/sqitch/check.h"
#include "frontend/sqitch/history.h"
#include "frontend/sqitch/place.h"
#include "frontend/sqitch/plan.h"
#include "frontend/sqitch/scripts.h"
#include "frontend/sqitch/settings.h"
#include "frontend/sqitch/sqitch.h"

namespace pggit::frontend::sqitch {
namespace {

using Lowered = std::map<std::string, ir::LoweredMigration>;  // by the id of the listing's entry

// The first line of a note, or the name in words.
std::string description_of(const Change& change) {
  const std::string line(base::trim(change.note.substr(0, change.note.find('\n'))));
  return line.empty() ? shared::words_of(change.name) : line;
}

class Lister {
 public:
  Lister(const ir::Project& project, Place place, Settings settings, Plan plan)
      : project_(project),
        place_(std::move(place)),
        settings_(std::move(settings)),
        plan_(std::move(plan)),
        scripts_(plan_, settings_, place_.files),
        deploying_(around(settings_.variables)),
        reverting_(around(settings_.revert_variables)),
        verifying_(around(settings_.verify_variables)) {}

  base::Result<ir::Listing> run() {
    for (std::size_t i = 0; i < plan_.changes.size(); ++i) TRY(add(i));
    set_unused_aside();
    ir::Listing listing =
        TRY(shared::make_listing(with_target(), kSqitch, folder(), std::move(collected_)));
    listing.session.new_session = true;
    listing.history_table = history_table(settings_.registry, plan_.project);
    listing.settings = settings_.found;
    listing.settings["folders"] = place_.folder;
    listing.settings["project"] = plan_.project;
    if (!plan_.uri.empty()) listing.settings["uri"] = plan_.uri;
    listing.kept = std::make_shared<const Lowered>(std::move(lowered_));
    return listing;
  }

 private:
  psql::Surroundings around(const Variables& variables) const {
    return {place_.folder, place_.shown, place_.files, variables, {}};
  }

  shared::Folder folder() const { return {place_.folder, place_.folder, {}}; }

  // --target-version as sqitch takes --to: a change, a tag, an id, HEAD^2.
  ir::Project with_target() const {
    ir::Project project = project_;
    if (project.target_version.empty()) return project;
    if (const auto found = Names(plan_).find(project.target_version))
      project.target_version = scripts_.name(*found);
    return project;
  }

  base::Result<bool> add(std::size_t i) {
    const std::string path = scripts_.deploy(i);
    if (!place_.files.contains(path)) {
      project_.diagnostics->report(base::Severity::Error, "sqitch-script", plan_.changes[i].span,
                                   "there is no script `" + place_.shown + path +
                                       "`; add it, or take the change out of the plan");
      return false;
    }
    shared::Found found;
    found.entry = entry_of(i, path);
    found.entry.checksum =
        base::sha1_hex(TRY(project_.disk->read(shared::joined(place_.folder, path))));
    found.entry.file = TRY(read(path, found.entry.id, deploying_));
    TRY(add_revert(i, found));
    TRY(add_verify(i, found.entry));
    note_other_projects(plan_.changes[i], found.entry.id);
    collected_.migrations.push_back(std::move(found));
    return true;
  }

  ir::MigrationEntry entry_of(std::size_t i, const std::string& path) const {
    const Change& change = plan_.changes[i];
    ir::MigrationEntry entry;
    entry.id = scripts_.name(i);
    entry.version = change.id;
    entry.description = description_of(change);
    entry.path = place_.shown + path;
    entry.type = "deploy";
    entry.author = change.planner;
    entry.authored_at = change.timestamp;
    entry.script = path;
    return entry;
  }

  base::Result<bool> add_revert(std::size_t i, shared::Found& found) {
    const std::string path = scripts_.revert(i);
    if (!place_.files.contains(path)) {
      project_.diagnostics->report(
          base::Severity::Warning, "sqitch-script", plan_.changes[i].span,
          "there is no script `" + place_.shown + path + "`: sqitch revert would stop here");
      return false;
    }
    const base::FileId file = TRY(read(path, found.entry.id + ".down", reverting_));
    found.down = shared::Script{{ir::Sql{"", file, {}}}, {}, {}};
    found.down_path = place_.shown + path;
    return true;
  }

  // Sqitch itself only mentions one that is not there.
  base::Result<bool> add_verify(std::size_t i, const ir::MigrationEntry& of) {
    const std::string path = scripts_.verify(i);
    if (!place_.files.contains(path)) return false;
    ir::MigrationEntry entry = of;
    entry.id += ".verify";
    entry.path = place_.shown + path;
    entry.type = "verify";
    entry.checksum.clear();
    entry.set_aside = "checks what " + of.id + " did";
    entry.file = TRY(read(path, entry.id, verifying_));
    collected_.set_aside.push_back(std::move(entry));
    return true;
  }

  base::Result<base::FileId> read(const std::string& path, const std::string& id,
                                  const psql::Surroundings& around) {
    used_.insert(path);
    const shared::TextFile text = TRY(
        psql::read_script_text(project_, shared::joined(place_.folder, path), place_.shown + path));
    psql::Script script = psql::read_script(project_, around, path, text, id);
    for (const psql::Part& part : script.parts) used_.insert(part.file);
    std::ranges::move(script.edge_cases, std::back_inserter(collected_.edge_cases));
    ir::LoweredMigration& lowered = lowered_[id];
    lowered.pieces = std::move(script.pieces);
    psql::decide_transaction(lowered, false);
    return text.file;
  }

  void note_other_projects(const Change& change, const std::string& id) {
    for (const Need& need : change.needs) {
      const bool is_unknown_id = !need.dependency.id.empty() && !has_id(need.dependency.id);
      if (!need.dependency.is_elsewhere(plan_.project) && !is_unknown_id) continue;
      collected_.edge_cases.push_back(
          {id, "other-project", need.span,
           "requires `" + need.dependency.text(plan_.project) +
               "`, a change of another project, which is not read here",
           "give what that project has made by then with --pre-script FILE",
           "see to it that the other project is in the database before"});
    }
  }

  bool has_id(const std::string& id) {
    if (ids_.empty()) {
      for (const Change& change : plan_.changes) ids_.insert(change.id);
      for (const Tag& tag : plan_.tags) ids_.insert(tag.id);
    }
    return ids_.contains(id);
  }

  // Scripts that no change has, and no script includes.
  void set_unused_aside() {
    const std::set<std::string> folders = {settings_.deploy,          settings_.revert,
                                           settings_.verify,          settings_.reworked_deploy,
                                           settings_.reworked_revert, settings_.reworked_verify};
    for (const std::string& folder : folders) {
      const std::string begin = folder.empty() ? "" : folder + "/";
      for (auto file = place_.files.lower_bound(begin);
           file != place_.files.end() && file->starts_with(begin); ++file) {
        if (!file->ends_with("." + settings_.extension) || !used_.insert(*file).second) continue;
        ir::MigrationEntry entry;
        entry.id = entry.path = place_.shown + *file;
        entry.description = shared::words_of(shared::name_of(*file));
        entry.set_aside = "no change of the plan has this script";
        collected_.set_aside.push_back(std::move(entry));
      }
    }
  }

  const ir::Project& project_;
  const Place place_;
  const Settings settings_;
  const Plan plan_;
  const Scripts scripts_;
  const psql::Surroundings deploying_;
  const psql::Surroundings reverting_;
  const psql::Surroundings verifying_;
  std::set<std::string> used_;
  std::set<std::string> ids_;
  shared::Collected collected_;
  Lowered lowered_;
};

}  // namespace

base::Result<ir::Listing> list(const ir::Project& project) {
  Place place = TRY(find_place(project));
  Settings settings = TRY(read_settings(project, place.folder, place.shown));
  const std::string shown = place.shown + settings.plan;
  if (!place.files.contains(settings.plan)) {
    return base::fail(
        base::ErrorCode::Input,
        shown + ": there is no such plan; name the folder where sqitch runs with --dir");
  }
  const std::string path = shared::joined(place.folder, settings.plan);
  const shared::TextFile text = TRY(shared::read_text(project, path, shown));
  Plan plan = TRY(read_plan(project, text, shown));
  return Lister(project, std::move(place), std::move(settings), std::move(plan)).run();
}

base::Result<ir::LoweredMigration> lower(const ir::Project&, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView&) {
  PGGIT_CHECK(listing.kept != nullptr);
  const auto& lowered = *static_cast<const Lowered*>(listing.kept.get());
  const auto found = lowered.find(migration.id);
  return found == lowered.end() ? ir::LoweredMigration{} : found->second;
}

}  // namespace pggit::frontend::sqitch
