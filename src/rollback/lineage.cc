#include "rollback/lineage.h"

#include <algorithm>

namespace pggit::rollback {
namespace {

ir::Key renamed(const ir::Rename& op) {
  ir::Key key = op.key;
  (ir::is_on_relation(key.kind) ? key.sub : key.name) = op.to;
  return key;
}

ir::Key moved(const ir::Move& op) {
  ir::Key key = op.key;
  key.schema = op.to_schema;
  return key;
}

// Its key once `from` is called `to`: contents go with their schema, triggers with their table.
ir::Key carried(ir::Key key, const ir::Key& from, const ir::Key& to) {
  if (key == from) return to;
  if (from.kind == ir::Kind::Schema && key.kind != ir::Kind::Schema && key.schema == from.name) {
    key.schema = to.name;
  } else if (from.kind == ir::Kind::Table && ir::is_on_relation(key.kind) &&
             key.schema == from.schema && key.name == from.name) {
    key.schema = to.schema;
    key.name = to.name;
  } else if (from.kind == ir::Kind::Publication) {
    std::string* publication = key.kind == ir::Kind::PublishedTable    ? &key.sub
                               : key.kind == ir::Kind::PublishedSchema ? &key.name
                                                                       : nullptr;
    if (publication && *publication == from.name) *publication = to.name;
  } else if (from.kind == ir::Kind::ForeignServer && key.kind == ir::Kind::UserMapping &&
             key.name == from.name) {
    key.name = to.name;
  }
  return key;
}

bool is_column_of(const catalog::Catalog& catalog, const ir::Key& table, const std::string& name) {
  const ir::Table* found = catalog.get<ir::Table>(table);
  return found &&
         std::ranges::find(found->columns, name, &ir::Column::name) != found->columns.end();
}

}  // namespace

void Lineage::follow(const ir::Op& op) {
  if (const auto* rename_op = std::get_if<ir::Rename>(&op))
    rename(rename_op->key, renamed(*rename_op));
  if (const auto* move = std::get_if<ir::Move>(&op)) rename(move->key, moved(*move));
  if (const auto* dropped = std::get_if<ir::Drop>(&op)) drop(dropped->key);
  if (const auto* column = std::get_if<ir::RenameColumn>(&op))
    rename_part(columns_, column->table, column->column, column->to);
  if (const auto* column = std::get_if<ir::DropColumn>(&op)) drop_column(*column);
  if (const auto* label = std::get_if<ir::RenameEnumLabel>(&op))
    rename_part(labels_, label->type, label->label, label->to);
}

void Lineage::follow(const bind::Statement& statement) {
  for (const ir::Op& op : statement.ops) follow(op);
}

void Lineage::rename(const ir::Key& from, const ir::Key& to) {
  const ir::Key was = name_before(from);
  const bool known = std::ranges::find(objects_, from, &Object::now) != objects_.end();
  for (Object& object : objects_) object.now = carried(object.now, from, to);
  for (std::vector<Part>* parts : {&columns_, &labels_}) {
    for (Part& part : *parts) part.owner_now = carried(part.owner_now, from, to);
  }
  if (!known) objects_.push_back({was, to});
}

void Lineage::drop(const ir::Key& key) {
  if (const auto was = before(key)) gone_.insert(*was);
  std::erase_if(objects_, [&](const Object& object) { return object.now == key; });
  for (std::vector<Part>* parts : {&columns_, &labels_})
    std::erase_if(*parts, [&](const Part& part) { return part.owner_now == key; });
}

void Lineage::rename_part(std::vector<Part>& parts, const ir::Key& owner, const std::string& from,
                          const std::string& to) const {
  for (Part& part : parts) {
    if (part.owner_now != owner || part.now != from) continue;
    part.now = to;
    return;
  }
  parts.push_back({name_before(owner), from, owner, to});
}

void Lineage::drop_column(const ir::DropColumn& op) {
  if (const auto was = column_before(op.table, op.column))
    gone_columns_.insert({name_before(op.table), *was});
  std::erase_if(columns_, [&](const Part& part) {
    return part.owner_now == op.table && part.now == op.column;
  });
}

// The key on the other side, whether or not there is such an object: its own rename, or that of what it is in.
ir::Key Lineage::translated(const ir::Key& key, ir::Key Object::* from,
                            ir::Key Object::* to) const {
  const auto known = std::ranges::find(objects_, key, from);
  if (known != objects_.end()) return (*known).*to;
  for (const ir::Kind outer :
       {ir::Kind::Table, ir::Kind::Publication, ir::Kind::ForeignServer, ir::Kind::Schema}) {
    for (const Object& object : objects_) {
      const ir::Key other = carried(key, object.*from, object.*to);
      if ((object.*from).kind == outer && other != key) return other;
    }
  }
  return key;
}

ir::Key Lineage::name_before(const ir::Key& now) const {
  return translated(now, &Object::now, &Object::before);
}

std::optional<ir::Key> Lineage::before(const ir::Key& now) const {
  const ir::Key key = name_before(now);
  const bool is_other = this->now(key) != now;  // the one of that name has another name now
  if (is_other || gone_.contains(key) || !before_.find(key)) return std::nullopt;
  return key;
}

ir::Key Lineage::now(const ir::Key& before) const {
  return translated(before, &Object::before, &Object::now);
}

std::optional<std::string> Lineage::column_before(const ir::Key& table_now,
                                                  const std::string& now) const {
  const std::optional<ir::Key> table = before(table_now);
  if (!table) return std::nullopt;
  std::string name = now;
  for (const Part& column : columns_) {
    if (column.owner_now != table_now) continue;
    if (column.now == now) return column.before;
    if (column.before == now) name.clear();  // left by that one
  }
  if (name.empty() || gone_columns_.contains({*table, name}) ||
      !is_column_of(before_, *table, name))
    return std::nullopt;
  return name;
}

catalog::RenameHints Lineage::hints(bool back) const {
  catalog::RenameHints hints;
  for (const Object& object : objects_) {
    if (object.before == object.now) continue;
    hints.objects.emplace_back(back ? object.now : object.before,
                               back ? object.before : object.now);
  }
  const auto add = [&](const std::vector<Part>& parts, auto& to) {
    for (const Part& part : parts) {
      if (part.before == part.now) continue;
      back ? to.push_back({part.owner_before, part.now, part.before})
           : to.push_back({part.owner_now, part.before, part.now});
    }
  };
  add(columns_, hints.columns);
  add(labels_, hints.labels);
  return hints;
}

Lineage lineage(const bind::Step& step, std::size_t begin, std::size_t end) {
  Lineage lineage(before_statement(step, begin));
  for (std::size_t i = begin; i < end; ++i) lineage.follow(step.statements[i]);
  return lineage;
}

Lineage lineage(const bind::Step& step) { return lineage(step, 0, step.statements.size()); }

const catalog::Catalog& before_statement(const bind::Step& step, std::size_t i) {
  return i == 0 ? step.before : step.statements[i - 1].after;
}

}  // namespace pggit::rollback
