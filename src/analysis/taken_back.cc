#include "analysis/taken_back.h"

#include <algorithm>
#include <map>
#include <set>

#include "ir/op.h"

namespace pggit::analysis {
namespace {

using ir::Key;
using ir::Kind;

// An object, or a part of a table.
struct Thing {
  Key key;
  std::string column;
  std::string constraint;
  auto operator<=>(const Thing&) const = default;
};

std::string text_of(const Thing& thing) {
  if (!thing.column.empty()) return "column " + ir::sql_name(thing.key) + "." + thing.column;
  if (!thing.constraint.empty())
    return "constraint " + thing.constraint + " of " + ir::sql_name(thing.key);
  return ir::to_text(thing.key);
}

// The table with which an object goes.
std::optional<Key> owner_of(const ir::Object& object) {
  if (const auto* index = std::get_if<ir::Index>(&object))
    return Key{Kind::Table, index->schema, index->table, ""};
  const Key own = ir::key_of(object);
  if (ir::is_on_relation(own.kind)) return Key{Kind::Table, own.schema, own.name, ""};
  const auto* sequence = std::get_if<ir::Sequence>(&object);
  if (sequence && !sequence->owner_table.empty())
    return Key{Kind::Table, sequence->schema, sequence->owner_table, ""};
  return std::nullopt;
}

struct Made {
  const bind::Statement* by = nullptr;
  std::optional<Key> owner;
};

class Tracker {
 public:
  void step(const bind::Step& step) {
    for (const bind::Statement& statement : step.statements) {
      statement_ = &statement;
      for (const ir::Op& op : statement.ops) std::visit(*this, op);
    }
  }

  void operator()(const ir::Create& op) {
    make({ir::key_of(op.object), "", ""}, owner_of(op.object));
  }
  void operator()(const ir::AddColumn& op) { make({op.table, op.column.name, ""}, op.table); }
  void operator()(const ir::AddConstraint& op) {
    make({op.table, "", op.constraint.name}, op.table);
  }
  void operator()(const ir::Replace& op) {
    const Thing thing{ir::key_of(op.object), "", ""};
    if (const std::optional<Made> known = pull(thing)) put(thing, {known->by, owner_of(op.object)});
  }
  void operator()(const ir::Drop& op) {
    // What goes along, first: the object itself names the loss.
    for (const Thing& thing : owned_by(op.key)) take(thing);
    take({op.key, "", ""});
  }
  void operator()(const ir::DropColumn& op) { take({op.table, op.column, ""}); }
  void operator()(const ir::DropConstraint& op) { take({op.table, "", op.constraint}); }
  void operator()(const ir::RenameColumn& op) {
    rename({op.table, op.column, ""}, {op.table, op.to, ""});
  }
  void operator()(const ir::RenameConstraint& op) {
    rename({op.table, "", op.constraint}, {op.table, "", op.to});
  }
  void operator()(const ir::Rename& op) {
    Key to = op.key;
    (ir::is_on_relation(op.key.kind) ? to.sub : to.name) = op.to;
    rename_object(op.key, to);
  }
  void operator()(const ir::Move& op) {
    Key to = op.key;
    to.schema = op.to_schema;
    rename_object(op.key, to);
  }
  template <class Other>
  void operator()(const Other&) {}

  std::vector<TakenBack> found;

 private:
  // What it made itself it may alter: the sequence of a serial column gets its owner after the table.
  static bool only_makes(const bind::Statement& statement) {
    std::set<Key> made;
    return std::ranges::all_of(statement.ops, [&](const ir::Op& op) {
      if (const auto* create = std::get_if<ir::Create>(&op))
        return made.insert(ir::key_of(create->object)), true;
      if (const auto* replace = std::get_if<ir::Replace>(&op))
        return made.contains(ir::key_of(replace->object));
      return std::holds_alternative<ir::AddColumn>(op) ||
             std::holds_alternative<ir::AddConstraint>(op);
    });
  }
  void make(Thing thing, std::optional<Key> owner) {
    if (!only_makes(*statement_)) return;
    ++left_[statement_];
    put(thing, {statement_, std::move(owner)});
  }
  void take(const Thing& thing) {
    const std::optional<Made> known = pull(thing);
    if (known && --left_[known->by] == 0) found.push_back({known->by, statement_, text_of(thing)});
  }
  void rename(const Thing& from, const Thing& to) {
    std::optional<Made> made = pull(from);
    if (made && !made_.contains(to)) put(to, *std::move(made));
  }
  // With its parts and what goes with it.
  void rename_object(const Key& from, const Key& to) {
    std::set<Thing> things = owned_by(from);
    for (auto at = made_.lower_bound({from, "", ""}); at != made_.end() && at->first.key == from;
         ++at) {
      things.insert(at->first);
    }
    for (Thing thing : things) {
      std::optional<Made> made = pull(thing);
      if (!made) continue;  // another one got its name
      if (thing.key == from) thing.key = to;
      if (made->owner == from) made->owner = to;
      put(thing, *std::move(made));
    }
  }
  std::set<Thing> owned_by(const Key& owner) const {
    const auto owned = owned_.find(owner);
    return owned == owned_.end() ? std::set<Thing>() : owned->second;
  }
  void put(const Thing& thing, Made made) {
    (void)pull(thing);
    if (made.owner) owned_[*made.owner].insert(thing);
    made_[thing] = std::move(made);
  }
  std::optional<Made> pull(const Thing& thing) {
    auto node = made_.extract(thing);
    if (node.empty()) return std::nullopt;
    if (const std::optional<Key>& owner = node.mapped().owner) {
      const auto owned = owned_.find(*owner);
      owned->second.erase(thing);
      if (owned->second.empty()) owned_.erase(owned);
    }
    return std::move(node.mapped());
  }

  const bind::Statement* statement_ = nullptr;
  std::map<Thing, Made> made_;
  std::map<Key, std::set<Thing>> owned_;  // of made_, by owner
  std::map<const bind::Statement*, int> left_;
};

}  // namespace

std::vector<TakenBack> taken_back(const std::vector<const bind::Step*>& steps) {
  Tracker tracker;
  for (const bind::Step* step : steps) tracker.step(*step);
  return std::move(tracker.found);
}

}  // namespace pggit::analysis
