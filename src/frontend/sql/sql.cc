#include "frontend/sql/sql.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "base/text.h"
#include "frontend/psql/transaction.h"
#include "frontend/shared/detect.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"
#include "frontend/sql/collect.h"

namespace pggit::frontend::sql {
namespace {

using base::ErrorCode;
using Lowered = std::map<std::string, ir::LoweredMigration>;  // by the id of the listing's entry

std::vector<std::string> folders_of(const ir::Project& project) {
  return project.folders.empty() ? std::vector<std::string>{"."} : project.folders;
}

// Line ends make no difference.
std::string checksum_of(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '\r');
  return base::sha256(plain).brief();
}

// --- one folder -------------------------------------------------------------------------------------

class FolderLister {
 public:
  FolderLister(const ir::Project& project, Collected collected, bool several,
               shared::Collected& out, Lowered& lowered)
      : project_(project),
        in_(std::move(collected)),
        several_(several),
        out_(out),
        lowered_(lowered) {}

  // Whether all steps run in one session.
  bool has_driver() const { return plan_.driver.has_value(); }

  base::Result<std::map<std::string, std::string>> run() {
    plan_ = TRY(make_plan(project_, in_.around.folder, in_.files));
    for (const std::size_t i : plan_.steps) {
      ++with_version_[file(i).name.version()];
      ++with_stem_[file(i).name.stem];
    }
    if (plan_.driver) read_driver();
    for (const std::size_t i : plan_.steps) add_step(i);
    for (const Aside& aside : plan_.aside) set_aside(aside);
    note_beginning();
    if (in_.others > 0) plan_.said["files that are no migrations"] = std::to_string(in_.others);
    return std::move(plan_.said);
  }

 private:
  const File& file(std::size_t i) const { return in_.files[i]; }
  std::string_view text(std::size_t i) const {
    return shared::text_of(*project_.sources, in_.texts[i]);
  }

  // Its version where that is its own, else its path without endings, else its path.
  std::string id_of(std::size_t i) const {
    const FileName& name = file(i).name;
    const std::string prefix = several_ ? in_.around.shown : "";
    const std::string version = name.version();
    if (!version.empty() && with_version_.at(version) == 1) return prefix + version;
    return prefix + (with_stem_.at(name.stem) == 1 ? name.stem : name.path);
  }

  ir::MigrationEntry entry_of(std::size_t i, std::string id) const {
    ir::MigrationEntry entry;
    entry.id = std::move(id);
    entry.version = file(i).name.version();
    entry.description = file(i).name.description();
    entry.path = file(i).shown;
    entry.file = in_.texts[i].file;
    entry.type = "SQL";
    entry.checksum = checksum_of(text(i));
    if (file(i).name.numbers.empty() && file(i).name.is_repeatable)
      entry.kind = ir::MigrationKind::Repeatable;
    return entry;
  }

  // The steps of a script that includes them run in its session, with its variables; one whose \\i stands behind an \\if
  // that is not taken does not run.
  void read_driver() {
    const std::size_t driver = *plan_.driver;
    driven_ =
        psql::read_script(project_, in_.around, file(driver).name.path, in_.texts[driver], "");
    std::erase_if(plan_.steps, [&](std::size_t i) {
      const bool runs = part_of(i) != nullptr || !file(i).name.language.empty();
      if (!runs)
        plan_.aside.push_back(
            {i, file(driver).shown + " does not include it: no \\if that leads to it is taken",
             ""});
      return !runs;
    });
  }

  const psql::Part* part_of(std::size_t i) const {
    const auto found = std::ranges::find(driven_.parts, file(i).name.path, &psql::Part::file);
    return found == driven_.parts.end() ? nullptr : &*found;
  }

  psql::Script driven_part(const psql::Part& part, const std::string& id) {
    psql::Script script;
    const auto cut = [](auto& from, std::size_t begin, std::size_t end, auto& to) {
      for (std::size_t i = begin; i < end; ++i) to.push_back(from[i]);
    };
    cut(driven_.pieces, part.begin, part.end, script.pieces);
    cut(driven_.edge_cases, part.first_case, part.end_of_cases, script.edge_cases);
    for (ir::EdgeCase& edge : script.edge_cases) edge.migration = id;
    return script;
  }

  void add_step(std::size_t i) {
    shared::Found found;
    found.entry = entry_of(i, id_of(i));
    by_stem_[file(i).name.stem] = out_.migrations.size();
    if (!file(i).name.language.empty()) {
      shared::make_hole(found, file(i).name.language, out_);
      lowered_[found.entry.id].pieces = {*found.up.hole};
    } else {
      lowered_[found.entry.id] = lower(i, found.entry.id);
    }
    out_.migrations.push_back(std::move(found));
  }

  ir::LoweredMigration lower(std::size_t i, const std::string& id) {
    const std::string_view all = project_.sources->file(in_.texts[i].file).text;
    if (const auto code = psql::template_code_in(all, in_.around.templates)) {
      const auto at = std::uint32_t(*code);
      project_.diagnostics->report(
          base::Severity::Error, "sql-template", {in_.texts[i].file, at, at + 2},
          "is code of a template language, and pggit fills names only; render the "
          "template, and name the folder of what comes out with --dir");
    }
    const psql::Part* part = plan_.driver ? part_of(i) : nullptr;
    psql::Script script =
        part ? driven_part(*part, id)
             : psql::read_script(project_, in_.around, file(i).name.path, in_.texts[i], id);
    std::ranges::move(script.edge_cases, std::back_inserter(out_.edge_cases));
    ir::LoweredMigration lowered;
    lowered.pieces = std::move(script.pieces);
    psql::decide_transaction(lowered, project_.scripts.transaction == "file");
    return lowered;
  }

  void set_aside(const Aside& aside) {
    const auto up = by_stem_.find(aside.undoes);
    if (!aside.undoes.empty() && up != by_stem_.end() && !out_.migrations[up->second].down) {
      shared::Found& found = out_.migrations[up->second];
      found.down = shared::Script{{ir::Sql{"", in_.texts[aside.file].file, {}}}, {}, {}};
      found.down_path = file(aside.file).shown;
      lowered_[found.entry.id + ".down"] = lower(aside.file, found.entry.id + ".down");
      return;
    }
    ir::MigrationEntry entry = entry_of(aside.file, file(aside.file).shown);
    entry.set_aside = aside.why;
    if (!aside.undoes.empty()) {
      entry.kind = ir::MigrationKind::Undo;
      entry.set_aside += " from a step that is not here";
    }
    out_.set_aside.push_back(std::move(entry));
  }

  void note_beginning() {
    if (plan_.without_beginning.empty()) return;
    const std::size_t i = plan_.first_without;
    out_.edge_cases.push_back(
        {id_of(i),
         "no-beginning",
         {in_.texts[i].file, 0, 0},
         "needs `" + plan_.without_beginning +
             "`, which no step before it makes: the history here has no beginning",
         "give the schema as it stood before the first step with --pre-script FILE",
         "find that schema, or the steps that led to it"});
  }

  const ir::Project& project_;
  Collected in_;
  bool several_;
  shared::Collected& out_;
  Lowered& lowered_;
  Plan plan_;
  psql::Script driven_;                      // of the driver, where there is one
  std::map<std::string, int> with_version_;  // how many steps have it
  std::map<std::string, int> with_stem_;
  std::map<std::string, std::size_t> by_stem_;  // of out_.migrations
};

// --- the front end ----------------------------------------------------------------------------------

base::Result<ir::Listing> list(const ir::Project& project) {
  shared::Collected out;
  auto lowered = std::make_shared<Lowered>();
  std::map<std::string, std::string> said;
  bool one_session = false;
  const std::vector<std::string> folders = folders_of(project);
  shared::Folder shown{folders.front(), base::join(folders, ", "), {}};
  for (const std::string& folder : folders) {
    psql::Surroundings around =
        TRY(find_scripts(project, shared::tidy(folder), folders.size() > 1));
    if (folders.size() == 1) shown.shown = around.folder;
    Collected collected = TRY(collect(project, std::move(around)));
    FolderLister lister(project, std::move(collected), folders.size() > 1, out, *lowered);
    for (auto& [name, text] : TRY(lister.run())) {
      std::string& all = said[name];
      all += (all.empty() ? "" : "; " + folder + ": ") + text;
    }
    one_session |= lister.has_driver();
  }
  if (out.migrations.empty()) {
    return base::fail(ErrorCode::Input,
                      shown.shown + ": no SQL files to run here; name their folder with --dir");
  }
  ir::Listing listing = TRY(shared::make_listing(project, kSql, shown, std::move(out)));
  listing.session.new_session = !one_session;
  listing.session.restores_session = !one_session;
  for (const auto& [name, text] : said) listing.inferred.push_back(name + ": " + text);
  listing.kept = std::move(lowered);
  return listing;
}

base::Result<ir::LoweredMigration> lower(const ir::Project&, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView&) {
  PGGIT_CHECK(listing.kept != nullptr);
  const auto& lowered = *static_cast<const Lowered*>(listing.kept.get());
  const auto found = lowered.find(migration.id);
  return found == lowered.end() ? ir::LoweredMigration{} : found->second;
}

// A guess by names alone, which gives way to any tool that knows its own.
ir::Claim detect(const ir::Project& project) {
  shared::Quiet quiet(project);
  ir::Claim claim;
  for (const std::string& folder : folders_of(project)) {
    const auto around = find_scripts(quiet.project, shared::tidy(folder), false);
    if (!around) continue;
    const std::vector<FileName> names = names_in(*around);
    const auto sql = std::size_t(std::ranges::count(names, "", &FileName::language));
    const auto numbered = std::size_t(std::ranges::count_if(names, [](const FileName& name) {
      return name.language.empty() && !name.numbers.empty();
    }));
    if (sql == 0) continue;
    claim.evidence.push_back(around->folder + " has " + shared::counted(sql, "SQL file") + ", " +
                             std::to_string(numbered) + " with a number");
    claim.score = std::max(claim.score, numbered > 0 ? 20 : 10);
  }
  return claim;
}

}  // namespace

const ir::FrontEnd kSql{"sql", "plain SQL files", detect, list, lower, {}, true};

}  // namespace pggit::frontend::sql
