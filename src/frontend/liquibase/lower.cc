#include "base/check.h"
#include "base/text.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/modify_sql.h"
#include "frontend/liquibase/plan.h"
#include "frontend/liquibase/preconditions.h"
#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {
namespace {

using base::Severity;

// Far more than anybody writes; a way back may name another that names it.
constexpr int kMaxReferences = 10;

class Lowering {
 public:
  Lowering(const ir::Project& project, const Plan& plan, const ir::SchemaView& view)
      : project_(project), plan_(plan), view_(view) {}

  ir::LoweredMigration up(const ChangeSet& set) {
    start(set);
    if (!set.preconditions || may_run(set)) {
      for (const Element& change : set.changes) add(set, change, set.modify);
    }
    return std::move(lowered_);
  }

  ir::LoweredMigration back(const ChangeSet& set) {
    start(set);
    for (const Element& rollback : set.rollbacks) add_back(set, rollback, 0);
    return std::move(lowered_);
  }

 private:
  void start(const ChangeSet& set) {
    if (!set.in_transaction) lowered_.transaction = ir::TransactionMode::None;
  }

  Names names_of(const ChangeSet& set) const { return {set.quoting, plan_.schema}; }

  bool may_run(const ChangeSet& set) {
    const Names names = names_of(set);
    const Verdict verdict = judge(*set.preconditions, {project_, view_, names, plan_, set});
    if (verdict != Verdict::Fails) return true;
    switch (on_fail(*set.preconditions)) {
      case OnFail::Run:
        return true;
      case OnFail::Skip:
        report(set, Severity::Note,
               "its preConditions do not hold here: Liquibase passes over it, and so does pggit");
        return false;
      case OnFail::Halt:
        report(
            set, Severity::Error,
            "its preConditions do not hold here, and Liquibase stops; correct them, or give them "
            "onFail");
        return false;
    }
    return false;
  }

  void report(const ChangeSet& set, Severity severity, std::string message) {
    project_.diagnostics->report(severity, "liquibase-precondition", {set.file, set.at, set.at},
                                 set.key() + ": " + std::move(message));
  }

  void add(const ChangeSet& set, const Element& change, const std::vector<Element>& modify) {
    if (!matches_dbms(text_of(change, "dbms"))) return;
    Rendering rendering(project_, set, change, view_);
    rendering.names = names_of(set);
    render_change(rendering);
    modify_sql(rendering, modify);
    std::ranges::move(rendering.pieces, std::back_inserter(lowered_.pieces));
  }

  // A text, changes, the changeset that it takes back to, or nothing at all.
  void add_back(const ChangeSet& set, const Element& rollback, int depth) {
    const std::string other = text_of(rollback, "changeSetId");
    if (!other.empty()) return add_other(set, rollback, other, depth);
    const std::string_view text = base::trim(rollback.text);
    const bool says_none =
        base::to_lower(text) == "empty" || base::to_lower(text) == "not required";
    if (!text.empty() && !says_none) {
      Rendering rendering(project_, set, rollback, view_);
      add_script(rendering, {rollback.text, set.file, rollback.text_at, rollback.text_verbatim},
                 rollback);
      std::ranges::move(rendering.pieces, std::back_inserter(lowered_.pieces));
    }
    for (const Element& change : rollback.children) {
      if (change.name == "changes" || change.name == "comment") continue;
      if (change.name.empty() && change.has_text) continue;
      add(set, change, {});
    }
  }

  void add_other(const ChangeSet& set, const Element& rollback, const std::string& id, int depth) {
    const std::string author = text_of(rollback, "changeSetAuthor");
    const std::string path = text_of(rollback, "changeSetPath");
    const auto found =
        plan_.sets.find((path.empty() ? set.path : path) + "::" + id + "::" + author);
    if (found == plan_.sets.end() || depth > kMaxReferences) {
      report(set, Severity::Warning,
             "its rollback names changeset `" + id + "`, which is not here");
      return;
    }
    for (const Element& change : found->second.set.changes) add(found->second.set, change, {});
  }

  const ir::Project& project_;
  const Plan& plan_;
  const ir::SchemaView& view_;
  ir::LoweredMigration lowered_;
};

}  // namespace

bool ran_before(const Plan& plan, const std::string& key, const ChangeSet& set) {
  const auto other = plan.sets.find(key);
  const auto self = plan.sets.find(set.key());
  return other != plan.sets.end() && other->second.runs && self != plan.sets.end() &&
         other->second.order < self->second.order;
}

base::Result<ir::LoweredMigration> lower(const ir::Project& project, const ir::Listing& listing,
                                         const ir::MigrationEntry& migration,
                                         const ir::SchemaView& view) {
  PGGIT_CHECK(listing.kept != nullptr);
  const Plan& plan = *static_cast<const Plan*>(listing.kept.get());
  Lowering lowering(project, plan, view);
  if (const auto back = plan.ways_back.find(migration.id); back != plan.ways_back.end())
    return lowering.back(plan.sets.at(back->second).set);
  const auto found = plan.sets.find(migration.id);
  if (found == plan.sets.end()) return ir::LoweredMigration{};
  return lowering.up(found->second.set);
}

}  // namespace pggit::frontend::liquibase
