#include "rollback/rename_hints.h"

#include <algorithm>

namespace pggit::rollback {
namespace {

// An object under its name before the range and its name now.
struct Tracked {
  ir::Key before;
  ir::Key now;
};

struct TrackedColumn {
  ir::Key table_before;
  std::string before;
  ir::Key table_now;
  std::string now;
};

struct TrackedLabel {
  ir::Key type_before;
  std::string before;
  ir::Key type_now;
  std::string now;
};

struct Tracker {
  std::vector<Tracked> objects;
  std::vector<TrackedColumn> columns;
  std::vector<TrackedLabel> labels;

  void rename(const ir::Key& from, const ir::Key& to) {
    const auto known = std::ranges::find(objects, from, &Tracked::now);
    if (known != objects.end()) {
      known->now = to;
    } else {
      objects.push_back({from, to});
    }
    for (TrackedColumn& column : columns) {
      if (column.table_now == from) column.table_now = to;
    }
    for (TrackedLabel& label : labels) {
      if (label.type_now == from) label.type_now = to;
    }
  }

  ir::Key key_before(const ir::Key& now) const {
    const auto known = std::ranges::find(objects, now, &Tracked::now);
    return known == objects.end() ? now : known->before;
  }

  void rename_column(const ir::Key& table, const std::string& from, const std::string& to) {
    for (TrackedColumn& column : columns) {
      if (column.table_now == table && column.now == from) {
        column.now = to;
        return;
      }
    }
    columns.push_back({key_before(table), from, table, to});
  }
};

void rename_label(const ir::RenameEnumLabel& op, Tracker& tracker) {
  for (TrackedLabel& label : tracker.labels) {
    if (label.type_now != op.type || label.now != op.label) continue;
    label.now = op.to;
    return;
  }
  tracker.labels.push_back({tracker.key_before(op.type), op.label, op.type, op.to});
}

ir::Key renamed(const ir::Rename& op) {
  ir::Key key = op.key;
  (key.kind == ir::Kind::Trigger ? key.sub : key.name) = op.to;
  return key;
}

ir::Key moved(const ir::Move& op) {
  ir::Key key = op.key;
  key.schema = op.to_schema;
  return key;
}

void follow(const ir::Op& op, Tracker& tracker) {
  if (const auto* rename = std::get_if<ir::Rename>(&op))
    tracker.rename(rename->key, renamed(*rename));
  if (const auto* move = std::get_if<ir::Move>(&op)) tracker.rename(move->key, moved(*move));
  if (const auto* column = std::get_if<ir::RenameColumn>(&op)) {
    tracker.rename_column(column->table, column->column, column->to);
  }
  if (const auto* label = std::get_if<ir::RenameEnumLabel>(&op)) rename_label(*label, tracker);
}

}  // namespace

catalog::RenameHints rename_hints(const bind::Step& step, std::size_t begin, std::size_t end) {
  Tracker tracker;
  for (std::size_t i = begin; i < end; ++i) {
    for (const ir::Op& op : step.statements[i].ops) follow(op, tracker);
  }
  catalog::RenameHints hints;
  // The diff runs backwards: from the names now to the names before.
  for (const Tracked& object : tracker.objects) {
    if (object.before != object.now) hints.objects.emplace_back(object.now, object.before);
  }
  for (const TrackedColumn& column : tracker.columns) {
    if (column.before != column.now)
      hints.columns.push_back({column.table_before, column.now, column.before});
  }
  for (const TrackedLabel& label : tracker.labels) {
    if (label.before != label.now)
      hints.labels.push_back({label.type_before, label.now, label.before});
  }
  return hints;
}

}  // namespace pggit::rollback
