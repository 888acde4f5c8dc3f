#include "rollback/down.h"

#include <algorithm>

#include "base/text.h"
#include "rollback/lasting_writes.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "rollback/print_down.h"
#include "rollback/snapshot.h"

namespace pggit::rollback {
namespace {

using bind::Statement;
using bind::Step;

void lower_to(Down& down, Class rollback_class, std::string reason) {
  down.rollback_class = std::max(down.rollback_class, rollback_class);
  if (std::ranges::find(down.reasons, reason) == down.reasons.end())
    down.reasons.push_back(std::move(reason));
}

template <class T>
const T* first_op(const Statement& statement) {
  for (const ir::Op& op : statement.ops) {
    if (const T* found = std::get_if<T>(&op)) return found;
  }
  return nullptr;
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

void judge_opaque(const Statement& statement, Down& down) {
  if (const auto* not_held = first_op<ir::NotHeld>(statement)) {
    lower_to(down, Class::Impossible,
             "what a " + not_held->what + " changes is not held yet, so it is not taken back");
  }
  if (const auto* opaque = first_op<ir::Opaque>(statement)) {
    lower_to(down, Class::StructureOnly, opaque->why + ": rows that it changes do not return");
  }
}

// "dropped table app.users: saved first"
std::string with_copy(const Loss& loss) {
  return loss.text.substr(0, loss.text.rfind(": ")) + ": saved first";
}

// What a statement of the way back brings again without what it held; empty: it holds nothing. Whatever the way up
// looked like, this is gone.
struct MadeAgain {
  std::string operator()(const ir::Create& op) const {
    const ir::Key key = ir::key_of(op.object);
    if (key.kind == ir::Kind::Table)
      return ir::to_text(key) + " is made again: its rows do not return";
    if (key.kind == ir::Kind::Sequence)
      return ir::to_text(key) + " is made again: its position does not return";
    return "";
  }
  std::string operator()(const ir::AddColumn& op) const {
    if (op.column.generated) return "";
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
  std::string why_no_copy = {};  // empty: nobody asked for one
  Down down = {};
  std::vector<std::string> made_again = {};
  std::size_t restored = 0;  // entries of the snapshot that the way back uses

  // `saved` may be null.
  Builder(const Step& of, const Snapshot* saved)
      : step(of), writes(lasting_writes(of)), undoes_rows(all_rows_return()), snapshot(saved) {}

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
    for (const catalog::DiffStep& part : diff.steps) note_loss(part);
    if (snapshot) {
      for (const ir::Key& table : snapshot->remade)
        down.discards.push_back("rows: truncate " + ir::to_text(table));
    }
    for (std::string& sql : print_down(diff.steps, from, to, snapshot))
      down.statements.push_back({std::move(sql), origin});
    if (diff.column_order_differs) {
      lower_to(down, Class::ExactButColumnOrder, "a column that is added again lands last");
    }
  }

  // Beside what goes along with a change of the catalog.
  static bool restores_more(const Snapshot& saved) {
    return !saved.replaced.empty() || !saved.remade.empty() || !saved.last.empty();
  }

  void note_loss(const catalog::DiffStep& part) {
    std::string gone = is_restored(part.op) ? "" : std::visit(MadeAgain{}, part.op);
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
    const std::vector<ir::Key> holders = holders_of_rows(step.before, op.table);
    const bool is = std::ranges::all_of(holders, [&](const ir::Key& table) {
      return snapshot->columns.contains({table, op.column.name});
    });
    if (is) restored += holders.size();
    return is;
  }
  bool uses_all() const { return restored == snapshot->objects.size() + snapshot->columns.size(); }

  // Whether the way back undoes it by a statement of its own.
  bool has_undo(std::size_t i) const {
    const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
    return undoes_rows && dml && dml->undo && !writes[i].empty();
  }

  void note_rows(std::size_t i) {
    const Statement& statement = step.statements[i];
    const ir::Dml* dml = first_op<ir::Dml>(statement);
    if (!dml || writes[i].empty() || (dml->undo && !fires_triggers(*dml, statement.after))) return;
    const char* why = dml->undo ? ": rows do not return, since its triggers may write more"
                                : ": rows do not return";
    lower_to(down, Class::StructureOnly,
             std::string(dml_word(dml->kind)) + " " + key_list(writes[i]) + why);
  }

  // Rows that could be taken away one by one, and are not, since others of the migration do not return.
  void note_staying() {
    for (std::size_t i = 0; i < step.statements.size() && !undoes_rows; ++i) {
      const ir::Dml* dml = first_op<ir::Dml>(step.statements[i]);
      if (!dml || writes[i].empty() || !dml->undo || fires_triggers(*dml, step.statements[i].after))
        continue;
      lower_to(down, Class::StructureOnly,
               std::string(dml_word(dml->kind)) + " " + key_list(writes[i]) +
                   ": not taken back, since other rows of the migration do not return");
    }
  }

  // Backwards; DDL on both sides of a statement that needs no undo of its own is taken back in one go.
  void undo_all() {
    note_staying();
    std::size_t end = step.statements.size();
    for (std::size_t i = end; i-- > 0;) {
      judge_opaque(step.statements[i], down);
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

  void judge() {
    for (const Loss& loss : losses(step)) {
      if (snapshot) {
        lower_to(down, Class::ExactWithSnapshot, with_copy(loss));
      } else {
        const std::string why = why_no_copy.empty() ? "" : " (not copied: " + why_no_copy + ")";
        lower_to(down, Class::StructureOnly, loss.text + why);
      }
    }
    if (down.rollback_class < Class::StructureOnly) {
      for (const std::string& what : made_again) lower_to(down, Class::StructureOnly, what);
    }
    if (!step.holes.empty()) {
      lower_to(down, Class::Impossible, step.holes.front().what + ": what it does was not read");
    }
    std::ranges::reverse(down.reasons);
  }
};

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
  if (!snapshot_of(step).has_value()) return {};
  Down down = make_down(step);
  down.statements.clear();
  return down;
}

Down make_down(const Step& step) {
  auto snapshot = snapshot_of(step);
  if (snapshot) {
    Builder builder(step, &*snapshot);
    builder.undo_all();
    builder.judge();
    if (builder.uses_all() && returns_rows(builder.down)) {
      builder.down.saves = std::move(snapshot->saves);
      builder.down.sequences = std::move(snapshot->sequences);
      return std::move(builder.down);
    }
  }
  Builder builder(step, nullptr);
  if (!snapshot) builder.why_no_copy = snapshot.error();
  builder.undo_all();
  builder.judge();
  return std::move(builder.down);
}

}  // namespace pggit::rollback
