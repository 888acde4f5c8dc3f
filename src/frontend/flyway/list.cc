#include "frontend/flyway/list.h"

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "frontend/flyway/collect.h"
#include "frontend/flyway/edge_cases.h"
#include "frontend/flyway/history.h"

namespace pggit::frontend::flyway {
namespace {

using base::ErrorCode;
using base::Severity;

std::string places_of(const Layout& layout) {
  return layout.places.empty() ? "(no folder)" : base::join(layout.places, ", ");
}

std::string where_of(const Layout& layout) {
  return layout.settings.files.empty() ? places_of(layout) : layout.settings.files.back();
}

bool by_version(const Found& a, const Found& b) { return *a.name.version < *b.name.version; }
bool by_description(const Found& a, const Found& b) {
  return a.name.description < b.name.description;
}
bool by_event(const Found& a, const Found& b) {
  return a.name.event != b.name.event ? a.name.event < b.name.event : by_description(a, b);
}

// By pointers, since an entry is large to move.
template <class Less>
void sort_found(std::vector<Found>& list, Less less) {
  std::vector<Found*> order;
  for (Found& found : list) order.push_back(&found);
  std::ranges::stable_sort(order, [&](const Found* a, const Found* b) { return less(*a, *b); });
  std::vector<Found> sorted;
  for (Found* found : order) sorted.push_back(std::move(*found));
  list = std::move(sorted);
}

class Lister {
 public:
  Lister(const ir::Project& project, Layout layout)
      : project_(project), layout_(std::move(layout)), plan_(std::make_shared<Plan>()) {}

  base::Result<ir::Listing> run() {
    TRY(set_target());
    plan_->settings = layout_.settings;
    collected_ = TRY(collect(project_, layout_, *plan_));
    if (collected_.migrations.empty()) return nothing_found();
    TRY(sort_migrations());
    sort_callbacks();
    place_all();
    describe();
    listing_.kept = plan_;
    return std::move(listing_);
  }

 private:
  // The command line's target; "V47" is taken for 47.
  base::Result<bool> set_target() {
    std::string target = project_.target_version;
    if (target.empty()) return false;
    const std::string& prefix = layout_.settings.naming.versioned;
    if (target.starts_with(prefix)) target.erase(0, prefix.size());
    if (!parse_version(target)) {
      return base::fail(
          ErrorCode::Usage,
          "--target-version " + project_.target_version +
              ": not a version of Flyway's, which is numbers with dots or underscores");
    }
    layout_.settings.target = target;
    return true;
  }

  std::unexpected<base::Error> nothing_found() const {
    return base::fail(ErrorCode::Input,
                      places_of(layout_) + ": no Flyway migrations found (" +
                          std::to_string(layout_.files.size()) +
                          " files looked at); Flyway reads files named like V1__description.sql: "
                          "name their folder with --dir");
  }

  std::vector<Found> take(NameKind kind) {
    std::vector<Found> taken;
    for (Found& found : collected_.migrations) {
      if (found.name.kind == kind) taken.push_back(std::move(found));
    }
    std::erase_if(collected_.migrations, [&](const Found& f) { return f.name.kind == kind; });
    return taken;
  }

  base::Result<bool> sort_migrations() {
    repeatables_ = take(NameKind::Repeatable);
    undos_ = take(NameKind::Undo);
    baselines_ = take(NameKind::Baseline);
    versioned_ = take(NameKind::Versioned);
    for (std::vector<Found>* list : {&versioned_, &undos_, &baselines_}) {
      sort_found(*list, by_version);
      TRY(refuse_equal(*list, by_version, "version"));
    }
    sort_found(repeatables_, by_description);
    return refuse_equal(repeatables_, by_description, "description");
  }

  base::Result<bool> refuse_equal(const std::vector<Found>& sorted, auto less,
                                  const char* what) const {
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      const Found& a = sorted[i - 1];
      const Found& b = sorted[i];
      if (less(a, b)) continue;
      const std::string value = a.name.version ? a.name.version->text : a.name.description;
      return base::fail(ErrorCode::Input, a.entry.path + " and " + b.entry.path +
                                              ": two migrations of one " + what + " (" + value +
                                              "); Flyway refuses that: rename one of them");
    }
    return true;
  }

  void sort_callbacks() {
    sort_found(collected_.callbacks, by_event);
    for (Found& callback : collected_.callbacks) {
      if (callback.name.event->when == When::EachStatement) {
        collected_.edge_cases.push_back(statement_callback(callback.entry));
      }
      callback.entry.set_aside = why_not(callback);
    }
  }

  // Why a callback has no place of its own in the history; empty where it has.
  std::string why_not(const Found& callback) const {
    const Settings& settings = layout_.settings;
    const Event& event = *callback.name.event;
    const std::string id(event.id);
    if (settings.skip_default_callbacks)
      return "skipDefaultCallbacks is on: Flyway does not run it";
    if (callback.outside) return "it is in none of the callbackLocations: Flyway does not run it";
    if (event.when == When::BeforeEach || event.when == When::AfterEach) {
      return "part of every migration: its text runs inside each of them";
    }
    if (!event.why.empty()) return id + " " + std::string(event.why);
    if (id.ends_with("Validate") && !settings.validate_on_migrate) {
      return "validateOnMigrate is off: Flyway does not run it with `migrate`";
    }
    if (id.ends_with("reateSchema") && !settings.create_schemas) {
      return "createSchemas is off: Flyway does not run it";
    }
    if (event.when == When::BeforeRepeatables && repeatables_.empty()) {
      return "there is no repeatable migration";
    }
    return "";
  }

  void place_all() {
    place_each();
    place_callbacks(When::BeforeAll);
    place_baselines();
    place_versioned();
    place_callbacks(When::AfterVersioned);
    place_callbacks(When::BeforeRepeatables);
    for (Found& found : repeatables_) place(std::move(found.entry));
    place_callbacks(When::AfterAll);
    set_rest_aside();
  }

  void place_each() {
    if (layout_.settings.skip_default_callbacks) return;
    for (const Found& callback : collected_.callbacks) {
      const When when = callback.name.event->when;
      if (callback.outside) continue;
      if (when != When::BeforeEach && when != When::AfterEach) continue;
      auto& to = when == When::BeforeEach ? plan_->before_each : plan_->after_each;
      to.push_back(callback.entry.id);
      const Script& script = plan_->scripts.at(callback.entry.id);
      report_unknown(project_, *plan_, script, filled_text(project_, *plan_, script));
    }
  }

  void place_callbacks(When when) {
    for (Found& callback : collected_.callbacks) {
      if (callback.name.event->when != when || !callback.entry.set_aside.empty()) continue;
      place(callback.entry);
    }
  }

  void place(ir::MigrationEntry entry) { listing_.migrations.push_back(std::move(entry)); }

  void set_aside(ir::MigrationEntry entry, std::string why) {
    entry.set_aside = std::move(why);
    listing_.set_aside.push_back(std::move(entry));
  }

  void place_baselines() {
    const Found* replayed = nullptr;
    for (const Found& baseline : baselines_) {
      if (versioned_.empty() || by_version(baseline, versioned_.front())) replayed = &baseline;
    }
    for (const Found& baseline : baselines_) {
      if (&baseline == replayed) {
        place(baseline.entry);
      } else {
        set_aside(baseline.entry, why_not_baseline(baseline, replayed));
      }
    }
  }

  std::string why_not_baseline(const Found& baseline, const Found* replayed) const {
    if (replayed != nullptr && by_version(baseline, *replayed)) {
      return "superseded by " + replayed->entry.id;
    }
    return "stands for the versioned migrations up to " + baseline.entry.version +
           " on an empty database; they are here and are replayed instead";
  }

  void place_versioned() {
    const auto target = parse_version(layout_.settings.target);
    for (Found& found : versioned_) {
      if (target && *target < *found.name.version) {
        set_aside(std::move(found.entry), "above the target " + target->text);
      } else {
        place(std::move(found.entry));
      }
    }
  }

  void set_rest_aside() {
    for (Found& undo : undos_) {
      const std::string why = "the author's own way back from version " + undo.entry.version;
      set_aside(std::move(undo.entry), why);
    }
    for (Found& callback : collected_.callbacks) {
      if (!callback.entry.set_aside.empty())
        listing_.set_aside.push_back(std::move(callback.entry));
    }
    std::ranges::move(collected_.set_aside, std::back_inserter(listing_.set_aside));
  }

  void describe() {
    const Settings& settings = layout_.settings;
    listing_.tool = "flyway";
    listing_.session = session_rules();
    listing_.history_table = history_table(settings.effective_schema(), settings.table);
    find_environment_locations(settings, collected_.edge_cases);
    listing_.edge_cases = std::move(collected_.edge_cases);
    listing_.settings = settings.found;
    listing_.settings["folders"] = places_of(layout_);
    listing_.settings["files that are no migrations"] = std::to_string(collected_.other_files);
    if (!settings.files.empty()) {
      listing_.settings["configuration"] = base::join(settings.files, ", ");
    }
    if (settings.group) {
      project_.diagnostics->report_at(
          Severity::Note, "flyway-group", where_of(layout_),
          "`group` runs all pending migrations in one transaction; pggit runs each in its own");
    }
    if (!settings.target.empty() && !parse_version(settings.target)) {
      project_.diagnostics->report_at(
          Severity::Note, "flyway-target", where_of(layout_),
          "`target` is `" + settings.target + "`: pggit reads the whole history");
    }
  }

  ir::SessionRules session_rules() const {
    const Settings& settings = layout_.settings;
    ir::SessionRules rules;
    const Script none;
    rules.init_sql = fill(settings.init_sql, 0, placeholders_for(project_, *plan_, none)).text;
    const std::string schema = settings.effective_schema();
    if (!schema.empty()) {
      rules.search_path = {schema, "$user"};
      if (schema != "public") rules.search_path.push_back("public");
    }
    if (!settings.create_schemas) return rules;
    rules.schemas = settings.schemas;
    if (!schema.empty() && std::ranges::find(rules.schemas, schema) == rules.schemas.end()) {
      rules.schemas.insert(rules.schemas.begin(), schema);
    }
    return rules;
  }

  const ir::Project& project_;
  Layout layout_;
  std::shared_ptr<Plan> plan_;
  Collected collected_;
  std::vector<Found> versioned_;
  std::vector<Found> repeatables_;
  std::vector<Found> undos_;
  std::vector<Found> baselines_;
  ir::Listing listing_;
};

}  // namespace

base::Result<ir::Listing> list(const ir::Project& project) {
  return Lister(project, TRY(find_layout(project))).run();
}

}  // namespace pggit::frontend::flyway
