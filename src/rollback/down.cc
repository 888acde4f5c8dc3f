#include "rollback/down.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "base/text.h"
#include "catalog/foreign.h"
#include "rollback/first_op.h"
#include "rollback/lasting_writes.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "rollback/print_down.h"
#include "rollback/snapshot.h"

namespace pggit::rollback {
namespace {

using bind::Statement;
using bind::Step;

// Why a way back is less than exact, and how much.
struct Cause {
  Class rollback_class;
  std::string text;
};

// What costs most comes first, and of that what was noted last.
void explain(std::vector<Cause> causes, Down& down) {
  std::ranges::reverse(causes);
  std::ranges::stable_sort(causes, std::greater(), &Cause::rollback_class);
  for (Cause& cause : causes) {
    down.rollback_class = std::max(down.rollback_class, cause.rollback_class);
    down.reasons.push_back(std::move(cause.text));
  }
}

const char* dml_word(ir::DmlKind kind) {
  switch (kind) {
    case ir::DmlKind::Insert:
      return "INSERT into";
    case ir::DmlKind::Update:
      return "UPDATE of";
    case ir::DmlKind::Delete:
      return "DELETE from";
    case ir::DmlKind::Merge:
      return "MERGE into";
    case ir::DmlKind::Truncate:
      return "TRUNCATE of";
    case ir::DmlKind::Copy:
      return "COPY into";
    case ir::DmlKind::Select:
      return "SELECT on";
    case ir::DmlKind::Code:
      return "code that writes";
  }
  return "";
}

std::string key_list(const std::vector<ir::Key>& keys) {
  std::vector<std::string> names;
  for (const ir::Key& key : keys) names.push_back(base::qualified(key.schema, key.name));
  return base::join(names, ", ");
}

// "dropped table app.users: saved first"
std::string with_copy(const Loss& loss) {
  return loss.text.substr(0, loss.text.rfind(": ")) + ": saved first";
}

// What a statement of the way back brings again without what it held; empty: it holds nothing. Whatever the way up
// looked like, this is gone.
struct MadeAgain {
  const catalog::Catalog& to;  // where the way back leads

  std::string operator()(const ir::Create& op) const {
    const ir::Key key = ir::key_of(op.object);
    if (catalog::is_foreign(key, to)) return "";  // its rows are elsewhere
    if (key.kind == ir::Kind::Table)
      return ir::to_text(key) + " is made again: its rows do not return";
    if (key.kind == ir::Kind::Sequence)
      return ir::to_text(key) + " is made again: its position does not return";
    return "";
  }
  std::string operator()(const ir::AddColumn& op) const {
    if (op.column.generated || catalog::is_foreign(op.table, to)) return "";
    return "column " + ir::column_name(op.table, op.column.name) +
           " is added again: its values do not return";
  }
  std::string operator()(const ir::SetIdentity& op) const {
    if (!op.identity || op.alters) return "";
    return "identity of " + ir::column_name(op.table, op.column) +
           " is added again: its position does not return";
  }
  std::string operator()(const auto&) const { return ""; }
};

struct Builder {
  const Step& step;
  std::vector<std::vector<ir::Key>> writes;  // of each statement: rows that outlive the migration
  bool undoes_rows;  // false: some rows do not return, so none are taken back one by one
  const Snapshot* snapshot;
  Down down = {};
  std::vector<Cause> causes = {};
  std::vector<std::string> made_again = {};
  std::size_t restored = 0;  // entries of the snapshot that the way back uses
  bool misfits = false;      // the way back has no use for one

  // `saved` may be null.
  Builder(const Step& of, const Snapshot* saved)
      : step(of), writes(lasting_writes(of)), undoes_rows(all_rows_return()), snapshot(saved) {}

  void lower_to(Class rollback_class, std::string reason) {
    if (std::ranges::find(causes, reason, &Cause::text) == causes.end())
      causes.push_back({rollback_class, std::move(reason)});
  }

  void judge_opaque(const Statement& statement) {
    if (const auto* not_held = first_op<ir::NotHeld>(statement)) {
      lower_to(Class::Impossible,
               "what a " + not_held->what + " changes is not held yet, so it is not taken back");
    }
    if (const auto* opaque = first_op<ir::Opaque>(statement))
      lower_to(Class::StructureOnly, opaque->why + ": rows that it changes do not return");
  }

  // Whether the text of every statement on rows says how to take its rows back. If one does not, rows that hang on
  // others may stay, and deleting some of them could fail.
  bool all_rows_return() const {
    for (std::size_t i = 0; i < step.statements.size(); ++i) {
      const Statement& statement = step.statements[i];
      if (first_op<ir::Opaque>(statement)) return false;
      const ir::Dml* dml = first_op<ir::Dml>(statement);
      if (!dml || writes[i].empty()) continue;
      if (!dml->undo || fires_triggers(*dml, statement.after)) return false;
    }
    return true;
  }

  // Takes back the DDL of statements [begin, end).
  void undo_ddl(std::size_t begin, std::size_t end) {
    const catalog::Catalog& from = step.statements[end - 1].after;
    const catalog::Catalog& to = before_statement(step, begin);
    if (from == to && !(snapshot && restores_more(*snapshot))) return;
    const catalog::Diff diff = catalog::diff(from, to, lineage(step, begin, end).way_back());
    // Statements such as SET change nothing that is taken back.
    while (begin + 1 < end && before_statement(step, begin) == step.statements[begin].after)
      ++begin;
    const ir::OriginRef origin = ir::Origin::inverse(step.statements[begin].origin);
    for (const catalog::DiffStep& part : diff.steps) note_loss(part, to);
    if (snapshot) {
      for (const ir::Key& table : snapshot->remade)
        down.discards.push_back("rows: truncate " + ir::to_text(table));
    }
    for (std::string& sql : print_down(diff.steps, from, to, snapshot))
      down.statements.push_back({std::move(sql), origin});
    if (diff.column_order_differs) {
      lower_to(Class::ExactButColumnOrder, "a column that is added again lands last");
    }
  }

  // Beside what goes along with a change of the catalog.
  static bool restores_more(const Snapshot& saved) {
    return !saved.replaced.empty() || !saved.remade.empty() || !saved.last.empty();
  }

  void note_loss(const catalog::DiffStep& part, const catalog::Catalog& to) {
    std::string gone = is_restored(part.op) ? "" : std::visit(MadeAgain{to}, part.op);
    if (!gone.empty()) made_again.push_back(std::move(gone));
    if (part.loss == catalog::RowLoss::None) return;
    const char* what = part.loss == catalog::RowLoss::Rows ? "rows: " : "values: ";
    down.discards.push_back(what + ir::op_name(part.op) +
                            (part.note.empty() ? "" : " (" + part.note + ")"));
  }

  bool is_restored(const ir::Op& op) {
    if (!snapshot) return false;
    const auto* create = std::get_if<ir::Create>(&op);
    const auto* column = std::get_if<ir::AddColumn>(&op);
    if (column) return is_restored(*column);
    const auto* identity = std::get_if<ir::SetIdentity>(&op);
    if (identity) {
      return identity->identity && snapshot->sequences.contains(base::qualified(
                                       identity->table.schema, identity->identity->sequence));
    }
    const bool is = create && snapshot->objects.contains(ir::key_of(create->object));
    restored += is;
    return is;
  }
  bool is_restored(const ir::AddColumn& op) {
    if (snapshot->remade.contains(op.table)) return true;
    // Its copy is for a column that stays.
    if (snapshot->replaced.contains({op.table, op.column.name})) misfits = true;
    const std::vector<ir::Key> holders = holders_of_rows(step.before, op.table);
    const bool is = std::ranges::all_of(holders, [&](const ir::Key& table) {
      return snapshot->columns.contains({table, op.column.name});
    });
    if (is) restored += holders.size();
    return is;
  }
  bool uses_all() const {
    return !misfits && restored == snapshot->objects.size() + snapshot->columns.size();
  }

  // Whether the way back undoes it by a statement of its own.
  bool has_undo(std::size_t i) const {
    const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
    return undoes_rows && dml && dml->undo && !writes[i].empty();
  }

  void note_rows(std::size_t i) {
    const Statement& statement = step.statements[i];
    const ir::Dml* dml = first_op<ir::Dml>(statement);
    if (!dml || writes[i].empty() || (dml->undo && !fires_triggers(*dml, statement.after))) return;
    const char* why = lasts_by_triggers(step, i)
                          ? ": rows do not return, since its triggers may write more"
                          : ": rows do not return";
    lower_to(Class::StructureOnly,
             std::string(dml_word(dml->kind)) + " " + key_list(writes[i]) + why);
  }

  // Rows that could be taken away one by one, and are not, since others of the migration do not return.
  void note_staying() {
    for (std::size_t i = 0; i < step.statements.size() && !undoes_rows; ++i) {
      const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
      if (!dml || writes[i].empty() || !dml->undo || fires_triggers(*dml, step.statements[i].after))
        continue;
      lower_to(Class::StructureOnly,
               std::string(dml_word(dml->kind)) + " " + key_list(writes[i]) +
                   ": not taken back, since other rows of the migration do not return");
    }
  }

  // Backwards; DDL on both sides of a statement that needs no undo of its own is taken back in one go.
  void undo_all() {
    note_staying();
    std::size_t end = step.statements.size();
    for (std::size_t i = end; i-- > 0;) {
      judge_opaque(step.statements[i]);
      if (!has_undo(i)) {
        note_rows(i);
        continue;
      }
      if (end > i + 1) undo_ddl(i + 1, end);
      const Statement& statement = step.statements[i];
      down.statements.push_back(
          {*first_op<ir::Dml>(statement)->undo, ir::Origin::inverse(statement.origin)});
      end = i + 1;
    }
    if (end > 0) undo_ddl(0, end);
  }

  // `not_copied`: of each loss, why no copy is made of it; empty where one is, or nobody asked for one.
  void judge(const std::vector<std::string>& not_copied) {
    const std::vector<Loss> lost = losses(step);
    for (std::size_t i = 0; i < lost.size(); ++i) {
      const std::string why = not_copied.empty() ? "" : not_copied[i];
      if (snapshot && why.empty()) {
        lower_to(Class::ExactWithSnapshot, with_copy(lost[i]));
      } else {
        lower_to(Class::StructureOnly,
                 lost[i].text + (why.empty() ? "" : " (not copied: " + why + ")"));
      }
    }
    const auto costs_rows = [](const Cause& c) { return c.rollback_class >= Class::StructureOnly; };
    if (std::ranges::none_of(causes, costs_rows)) {
      for (const std::string& what : made_again) lower_to(Class::StructureOnly, what);
    }
    if (!step.holes.empty())
      lower_to(Class::Impossible, step.holes.front().what + ": what it does was not read");
    explain(std::exchange(causes, {}), down);
  }
};

// The way back with copies; nothing where it does not bring all of them back.
std::optional<Down> with_copies(const Step& step, Snapshot snapshot) {
  Builder builder(step, &snapshot);
  builder.undo_all();
  builder.judge(snapshot.not_copied);
  if (!builder.uses_all()) return std::nullopt;
  builder.down.saves = std::move(snapshot.saves);
  builder.down.sequences = std::move(snapshot.sequences);
  return std::move(builder.down);
}

// What a step destroys is known before it runs, and it says of no row itself how to take it back.
bool may_copy_some(const Step& step) {
  const std::vector<std::vector<ir::Key>> writes = lasting_writes(step);
  for (std::size_t i = 0; i < step.statements.size(); ++i) {
    const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
    if (bind::is_opaque(step.statements[i]) || (dml && dml->undo && !writes[i].empty()))
      return false;
  }
  return step.holes.empty();
}

}  // namespace

const char* class_name(Class rollback_class) {
  switch (rollback_class) {
    case Class::Exact:
      return "exact";
    case Class::ExactButColumnOrder:
      return "exact but for column order";
    case Class::ExactWithSnapshot:
      return "exact-with-snapshot";
    case Class::StructureOnly:
      return "structure-only";
    case Class::Impossible:
      return "impossible";
  }
  return "";
}

bool returns_rows(const Down& down) { return down.rollback_class <= Class::ExactWithSnapshot; }

Down saves_of(const Step& step) {
  if (losses(step).empty()) return {};
  Down down = make_down(step);
  down.statements.clear();
  return down;
}

Down make_down(const Step& step) {
  if (auto whole = snapshot_of(step)) {
    auto down = with_copies(step, *std::move(whole));
    if (down && returns_rows(*down)) return *std::move(down);
  }
  std::vector<std::string> not_copied;
  if (may_copy_some(step)) {
    Snapshot some = partial_snapshot_of(step);
    not_copied = some.not_copied;
    // It promises no rows: what fired triggers is not known to be all.
    auto down = some.saves.empty() ? std::nullopt : with_copies(step, std::move(some));
    if (down && !returns_rows(*down)) return *std::move(down);
  }
  Builder builder(step, nullptr);
  builder.undo_all();
  builder.judge(not_copied);
  return std::move(builder.down);
}

}  // namespace pggit::rollback
