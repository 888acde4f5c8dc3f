#include "rollback/down.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/dependencies.h"
#include "rollback/print_down.h"
#include "rollback/rename_hints.h"

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

// Tables that the migration writes and did not make itself: those that it made go with their rows.
std::vector<ir::Key> lasting_writes(const ir::Dml& dml, const Step& step) {
  std::vector<ir::Key> keys;
  for (const ir::Key& key : dml.writes) {
    if (step.before.find(key)) keys.push_back(key);
  }
  return keys;
}

// The catalog before statement `i` of the step.
const catalog::Catalog& before_statement(const Step& step, std::size_t i) {
  return i == 0 ? step.before : step.statements[i - 1].after;
}

// Triggers of the tables may write rows elsewhere, on the way up and again on the way down.
bool fires_triggers(const ir::Dml& dml, const catalog::Catalog& catalog) {
  return std::ranges::any_of(dml.writes, [&](const ir::Key& table) {
    return std::ranges::any_of(
        catalog::dependents(catalog, {table, ""}),
        [](const catalog::Dependent& d) { return d.key.kind == ir::Kind::Trigger; });
  });
}

struct Builder {
  const Step& step;
  Down down;
  bool undoes_rows = true;  // false: some rows do not return, so none are taken back one by one

  // Takes back the DDL of statements [begin, end).
  void undo_ddl(std::size_t begin, std::size_t end) {
    const catalog::Catalog& from = step.statements[end - 1].after;
    const catalog::Catalog& to = before_statement(step, begin);
    if (from == to) return;
    const catalog::Diff diff = catalog::diff(from, to, rename_hints(step, begin, end));
    // Statements such as SET change nothing that is taken back.
    while (before_statement(step, begin) == step.statements[begin].after) ++begin;
    const ir::OriginRef origin = ir::Origin::inverse(step.statements[begin].origin);
    for (const catalog::DiffStep& part : diff.steps) note_loss(part);
    for (std::string& sql : print_down(diff.steps, from, to))
      down.statements.push_back({std::move(sql), origin});
    if (diff.column_order_differs) {
      lower_to(down, Class::ExactButColumnOrder, "a column that is added again lands last");
    }
  }

  void note_loss(const catalog::DiffStep& part) {
    if (part.loss == catalog::RowLoss::None) return;
    const char* what = part.loss == catalog::RowLoss::Rows ? "rows: " : "values: ";
    down.discards.push_back(what + ir::op_name(part.op) +
                            (part.note.empty() ? "" : " (" + part.note + ")"));
  }

  void undo_rows(const Statement& statement, const ir::Dml& dml) {
    const std::vector<ir::Key> writes = lasting_writes(dml, step);
    if (writes.empty()) return;
    if (dml.undo && undoes_rows) {
      down.statements.push_back({*dml.undo, ir::Origin::inverse(statement.origin)});
      return;
    }
    if (dml.undo && !fires_triggers(dml, statement.after)) return;
    lower_to(down, Class::StructureOnly,
             std::string(dml_word(dml.kind)) + " " + key_list(writes) + ": rows do not return");
  }
};

// Whether the text of every statement on rows says how to take its rows back. If one does not, rows that hang on
// others may stay, and deleting some of them could fail.
bool all_rows_return(const Step& step) {
  return std::ranges::all_of(step.statements, [&](const Statement& statement) {
    const ir::Dml* dml = first_op<ir::Dml>(statement);
    if (first_op<ir::Opaque>(statement)) return false;
    return !dml || (dml->undo && !fires_triggers(*dml, statement.after)) ||
           lasting_writes(*dml, step).empty();
  });
}

bool has_undo(const Statement& statement, const Step& step) {
  const ir::Dml* dml = first_op<ir::Dml>(statement);
  return dml && dml->undo && !lasting_writes(*dml, step).empty();
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

Down make_down(const Step& step) {
  Builder builder{step, {}, all_rows_return(step)};
  // Backwards; DDL on both sides of a statement that needs no undo of its own is taken back in one go.
  std::size_t end = step.statements.size();
  for (std::size_t i = step.statements.size(); i-- > 0;) {
    const Statement& statement = step.statements[i];
    judge_opaque(statement, builder.down);
    const ir::Dml* dml = first_op<ir::Dml>(statement);
    if (!dml) continue;
    if (builder.undoes_rows && has_undo(statement, step)) {
      if (end > i + 1) builder.undo_ddl(i + 1, end);
      builder.undo_rows(statement, *dml);
      end = i + 1;
    } else {
      builder.undo_rows(statement, *dml);
    }
  }
  if (end > 0) builder.undo_ddl(0, end);
  for (const std::string& what : destroys(step)) lower_to(builder.down, Class::StructureOnly, what);
  if (!step.holes.empty()) {
    lower_to(builder.down, Class::Impossible,
             step.holes.front().what + ": what it does was not read");
  }
  std::ranges::reverse(builder.down.reasons);
  return std::move(builder.down);
}

}  // namespace pggit::rollback
