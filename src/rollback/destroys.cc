// What a migration destroys on its way up, so that no way back can bring it again without a copy.
#include <algorithm>

#include "base/text.h"
#include "rollback/down.h"
#include "rollback/lineage.h"

namespace pggit::rollback {
namespace {

// "character varying(50)" -> 50; -1 without a length.
int length_of(const std::string& type) {
  const std::size_t open = type.find('(');
  return open == std::string::npos ? -1 : std::atoi(type.c_str() + open + 1);
}

bool is_varying(const std::string& type) { return type.starts_with("character varying"); }

// Every value survives the change and the change back.
bool is_lossless(const ir::TypeName& from, const ir::TypeName& to) {
  if (from == to) return true;
  if (!from.schema.empty() || !to.schema.empty() || from.is_array || to.is_array) return false;
  const int length = length_of(from.name);
  if (is_varying(from.name) && to.name == "text") return true;
  if (is_varying(from.name) && is_varying(to.name)) {
    return length_of(to.name) < 0 || (length >= 0 && length_of(to.name) >= length);
  }
  if (from.name == "smallint") return to.name == "integer" || to.name == "bigint";
  return from.name == "integer" && to.name == "bigint";
}

struct Finder {
  const Lineage& lineage;          // of the statements before this one
  const catalog::Catalog& before;  // before the statement
  std::vector<std::string> found;

  void operator()(const ir::Drop& op) {
    if (op.key.kind == ir::Kind::Table && lineage.before(op.key)) {
      found.push_back("dropped " + ir::to_text(op.key) + ": its rows do not return");
    }
    if (op.key.kind == ir::Kind::Sequence && lineage.before(op.key)) {
      found.push_back("dropped " + ir::to_text(op.key) + ": its position does not return");
    }
  }
  void operator()(const ir::DropColumn& op) {
    if (lineage.column_before(op.table, op.column)) {
      found.push_back("dropped column " + ir::column_name(op.table, op.column) +
                      ": its values do not return");
    }
  }
  void operator()(const ir::SetIdentity& op) {
    if (!op.identity && lineage.column_before(op.table, op.column)) {
      found.push_back("dropped identity of " + ir::column_name(op.table, op.column) +
                      ": its position does not return");
    }
  }
  void operator()(const ir::SetColumnType& op) {
    const ir::Table* table = before.get<ir::Table>(op.table);
    if (!table || !lineage.column_before(op.table, op.column)) return;
    const auto column = std::ranges::find(table->columns, op.column, &ir::Column::name);
    if (column == table->columns.end() ||
        (!op.using_expression && is_lossless(column->type, op.type)))
      return;
    found.push_back("type of " + ir::column_name(op.table, op.column) + " changed from " +
                    column->type.sql() + " to " + op.type.sql() + ": values may come back rounded");
  }
  void operator()(const auto&) {}
};

}  // namespace

std::vector<std::string> destroys(const bind::Step& step) {
  std::vector<std::string> found;
  Lineage lineage(step.before);
  const catalog::Catalog* before = &step.before;
  for (const bind::Statement& statement : step.statements) {
    Finder finder{lineage, *before, {}};
    for (const ir::Op& op : statement.ops) {
      std::visit(finder, op);
      lineage.follow(op);
    }
    std::ranges::move(finder.found, std::back_inserter(found));
    before = &statement.after;
  }
  return found;
}

}  // namespace pggit::rollback
