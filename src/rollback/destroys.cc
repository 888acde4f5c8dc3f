// What a migration destroys on its way up, so that no way back can bring it again without a copy.
#include <algorithm>

#include "catalog/apply.h"
#include "catalog/foreign.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"
#include "ir/dml.h"
#include "rollback/down.h"
#include "rollback/lasting_writes.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "rollback/lossless.h"

namespace pggit::rollback {
namespace {

bool is_number(const ir::TypeName& type) {
  const auto starts = [&](const char* name) { return type.name.starts_with(name); };
  return type.schema.empty() && !type.is_array &&
         (starts("smallint") || starts("integer") || starts("bigint") || starts("numeric") ||
          starts("real") || starts("double"));
}

bool has_column(const catalog::Catalog& catalog, const ir::Key& key, const std::string& column) {
  const auto* table = catalog.get<ir::Table>(key);
  return table &&
         std::ranges::find(table->columns, column, &ir::Column::name) != table->columns.end();
}

const char* what_may_come_back(const ir::TypeName& from, const ir::TypeName& to) {
  return is_number(from) && is_number(to) ? "values may come back rounded"
                                          : "values may not come back as they were";
}

struct Finder {
  const Lineage& lineage;          // of the statements before this one
  const catalog::Catalog& before;  // before the statement
  bool values_stay;                // no statement of the step writes rows or renames labels
  std::vector<Loss> found = {};

  void operator()(const ir::Drop& op) {
    if (catalog::is_foreign(op.key, before)) return;  // its rows are elsewhere
    const bool is_table = op.key.kind == ir::Kind::Table;
    if (!is_table && op.key.kind != ir::Kind::Sequence) return;
    if (const auto was = lineage.before(op.key)) {
      found.push_back(
          {is_table ? Loss::Kind::Rows : Loss::Kind::Position, *was, "",
           "dropped " + ir::to_text(op.key) +
               (is_table ? ": its rows do not return" : ": its position does not return")});
    }
  }
  void operator()(const ir::Dml& op) {
    if (!ir::only_moves_sequences(op)) return;
    for (const ir::Key& sequence : op.writes) {
      if (const auto was = lineage.before(sequence))
        found.push_back({Loss::Kind::Moved, *was, "",
                         "position of " + ir::to_text(sequence) + " is set: it does not return"});
    }
  }
  void operator()(const ir::DropColumn& op) {
    if (op.table.kind != ir::Kind::Table) return;
    std::vector<ir::Key> holders = holders_of_rows(before, op.table);
    std::ranges::move(children_that_lose(op), std::back_inserter(holders));
    for (const ir::Key& table : holders) {
      lose(Loss::Kind::Values, table, op.column,
           "dropped column " + ir::column_name(table, op.column) + ": its values do not return");
    }
  }
  void operator()(const ir::SetIdentity& op) {
    if (op.identity) return;
    lose(Loss::Kind::Identity, op.table, op.column,
         "dropped identity of " + ir::column_name(op.table, op.column) +
             ": its position does not return");
  }
  void operator()(const ir::SetColumnType& op) {
    retyped(op);
    for (const ir::Key& child : catalog::children_below(before, op.table)) {
      ir::SetColumnType own = op;
      own.table = child;
      retyped(own);
    }
  }
  void operator()(const auto&) {}

  // The values of children go with those of their parent.
  std::vector<ir::Key> children_that_lose(const ir::DropColumn& op) const {
    std::vector<ir::Key> below = catalog::children_below(before, op.table);
    if (below.empty()) return below;
    const auto after = catalog::apply(op, before);
    std::erase_if(below, [&](const ir::Key& key) {
      return !has_column(before, key, op.column) || (after && has_column(*after, key, op.column));
    });
    return below;
  }

  void retyped(const ir::SetColumnType& op) {
    const ir::Table* table = before.get<ir::Table>(op.table);
    if (!table) return;
    const auto column = std::ranges::find(table->columns, op.column, &ir::Column::name);
    if (column == table->columns.end() || is_lossless(op, *column, before, values_stay)) return;
    lose(Loss::Kind::Precision, op.table, op.column,
         "type of " + ir::column_name(op.table, op.column) + " changed from " + column->type.sql() +
             " to " + op.type.sql() + (op.using_expression ? " by a USING" : "") + ": " +
             what_may_come_back(column->type, op.type));
  }

  void lose(Loss::Kind kind, const ir::Key& table, const std::string& column, std::string text) {
    if (catalog::is_foreign(table, before)) return;
    const auto was = lineage.column_before(table, column);
    const auto owner = lineage.before(table);
    if (was && owner) found.push_back({kind, *owner, *was, std::move(text)});
  }
};

bool may_change_values(const ir::Op& op) {
  const auto* dml = std::get_if<ir::Dml>(&op);
  return (dml && !only_moves_sequences(*dml)) || std::holds_alternative<ir::RenameEnumLabel>(op) ||
         std::holds_alternative<ir::Opaque>(op);
}

}  // namespace

std::vector<ir::Key> holders_of_rows(const catalog::Catalog& catalog, const ir::Key& table) {
  std::vector<ir::Key> holders{table};
  std::ranges::move(catalog::partitions_below(catalog, table), std::back_inserter(holders));
  std::erase_if(holders, [&](const ir::Key& key) {
    const ir::Table* holder = catalog.get<ir::Table>(key);
    return holder && (holder->partition_by || holder->foreign);
  });
  return holders;
}

std::vector<Loss> losses(const bind::Step& step) {
  std::vector<Loss> found;
  Lineage lineage(step.before);
  const catalog::Catalog* before = &step.before;
  const bool values_stay =
      std::ranges::none_of(step.statements, [](const bind::Statement& statement) {
        return std::ranges::any_of(statement.ops, may_change_values);
      });
  for (const bind::Statement& statement : step.statements) {
    Finder finder{lineage, *before, values_stay};
    for (const ir::Op& op : statement.ops) {
      std::visit(finder, op);
      lineage.follow(op);
    }
    std::ranges::move(finder.found, std::back_inserter(found));
    before = &statement.after;
  }
  return found;
}

std::vector<std::string> destroys(const bind::Step& step) {
  std::vector<std::string> texts;
  for (Loss& loss : losses(step)) {
    if (loss.kind != Loss::Kind::Moved) texts.push_back(std::move(loss.text));
  }
  return texts;
}

}  // namespace pggit::rollback
