#include "rollback/snapshot.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "catalog/dependencies.h"
#include "catalog/inheritance.h"
#include "catalog/partitions.h"
#include "rollback/copies.h"
#include "rollback/copy_text.h"
#include "rollback/lasting_writes.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "rollback/remade_tables.h"
#include "rollback/staying_table.h"
#include "rollback/unreturned_rows.h"
#include "sql/print.h"

namespace pggit::rollback {
namespace {

using Names = std::vector<std::string>;
using Columns = std::vector<StayingTable::Column>;

// Rows that were there before it, or that triggers may have written. Code that is understood says itself what it writes.
bool writes_rows(const bind::Step& step) {
  const auto lasts = [](const std::vector<ir::Key>& keys) { return !keys.empty(); };
  if (std::ranges::any_of(lasting_writes(step), lasts)) return true;
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    return bind::is_opaque(statement) || std::ranges::any_of(statement.ops, [&](const ir::Op& op) {
             const auto* dml = std::get_if<ir::Dml>(&op);
             return dml && fires_triggers(*dml, statement.after);
           });
  });
}

constexpr auto kBefore = &StayingTable::Column::before;
constexpr auto kAfter = &StayingTable::Column::after;

// No column of a copy is called as one of the user's: code that looks for all columns of a name must not find copies.
Names numbered(const std::string& word, std::size_t count) {
  Names names;
  for (std::size_t n = 1; n <= count; ++n) names.push_back(word + "_" + std::to_string(n));
  return names;
}

// What the copy and the table have in common, as the table has it before or after the step: `t.id = s.key_1`.
std::string same_keys(const Columns& keys, const ir::Column* StayingTable::Column::* in_table) {
  Names parts;
  for (const std::string& kept : numbered("key", keys.size())) {
    const ir::Column* key = keys[parts.size()].*in_table;
    parts.push_back(column_at("t.", key->name) + " = s." + kept);
  }
  return base::join(parts, " AND ");
}

std::string row_text(const Names& values) { return "ROW(" + base::join(values, ", ") + ")::text"; }

// By a foreign key to the table, or to one that it is a partition of.
bool is_referred_to(const catalog::Catalog& catalog, const ir::Key& key,
                    const std::string& column) {
  const std::vector<ir::Key> family = catalog::partition_family(catalog, key);
  const auto leads_here = [&](const ir::Constraint& c) {
    if (!c.foreign) return false;
    const ir::Key to{ir::Kind::Table, c.foreign->schema, c.foreign->table, ""};
    return std::ranges::find(family, to) != family.end() &&
           std::ranges::find(c.foreign->columns, column) != c.foreign->columns.end();
  };
  return std::ranges::any_of(catalog::dependents(catalog, {key, ""}),
                             [&](const catalog::Dependent& d) {
                               const ir::Table* table = catalog.get<ir::Table>(d.key);
                               return table && std::ranges::any_of(table->constraints, leads_here);
                             });
}

// Whether the table, or one that refers to it, has a constraint that is checked at the end of a transaction.
bool has_deferred(const catalog::Catalog& catalog, const ir::Key& key) {
  std::vector<ir::Key> tables{key};
  for (const catalog::Dependent& d : catalog::dependents(catalog, {key, ""}))
    tables.push_back(d.key);
  return std::ranges::any_of(tables, [&](const ir::Key& one) {
    const ir::Table* table = catalog.get<ir::Table>(one);
    return table && std::ranges::any_of(table->constraints, &ir::Constraint::initially_deferred);
  });
}

bool is_in_primary_key(const ir::Table& table, const std::string& column) {
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& constraint) {
    return constraint.kind == ir::ConstraintKind::Primary &&
           std::ranges::find(constraint.columns, column) != constraint.columns.end();
  });
}

void switch_triggers(const std::vector<ir::Trigger>& triggers, bool sleep,
                     Snapshot::Statements& sql) {
  for (const ir::Trigger& trigger : triggers) {
    const char* word = sleep                    ? " DISABLE TRIGGER "
                       : trigger.enabled == 'A' ? " ENABLE ALWAYS TRIGGER "
                                                : " ENABLE TRIGGER ";
    sql.push_back("ALTER TABLE " + base::qualified(trigger.schema, trigger.table) + word +
                  base::quote_ident(trigger.name));
  }
}

void set_not_null(const ir::Key& table, const std::string& column, bool wanted,
                  Snapshot::Statements& sql) {
  for (std::string& text : sql::print(ir::SetNotNull{table, column, wanted}))
    sql.push_back(std::move(text));
}

std::string cannot_be_kept(const ir::Key& table, const ir::Column& column) {
  return "values of " + ir::column_name(table, column.name) + " (" + column.type.sql() +
         ") mean nothing in a copy";
}

class Builder {
 public:
  Builder(const bind::Step& step, const std::vector<Loss>& losses)
      : step_(step), losses_(losses), lineage_(lineage(step)), copies_(step) {
    for (const Loss& loss : losses) {
      if (loss.kind == Loss::Kind::Precision) changed_[loss.key].insert(loss.column);
    }
  }

  bool save_all() {
    for (const Loss& loss : losses_) note(loss);
    snapshot_.not_copied.resize(losses_.size());
    return std::ranges::all_of(losses_, [this](const Loss& loss) { return save(loss); }) &&
           fill_remade_tables();
  }

  // All but what is in the way of others, `unreturned`, to which the rest is added.
  void save_some(UnreturnedRows& unreturned) {
    for (const Loss& loss : losses_) {
      if (unreturned.contains(loss)) {
        losing_.insert(loss.key);
      } else {
        note(loss);
      }
    }
    for (const Loss& loss : losses_) {
      why_not_ = unreturned.why_not(loss);
      if (why_not_.empty() && loss.kind == Loss::Kind::Rows && is_made_again(loss.key))
        refuse(name_of(loss.key) + " is made again under its name");
      if (!why_not_.empty() || !save(loss)) unreturned.add(loss, why_not_);
      snapshot_.not_copied.push_back(why_not_);
    }
  }

  Snapshot take() {
    // A check that waits for the end of the transaction keeps its table from being altered until then.
    if (std::ranges::any_of(written(), [this](const ir::Key& table) { return waits(table); }))
      snapshot_.first.insert(snapshot_.first.begin(), "SET CONSTRAINTS ALL IMMEDIATE");
    snapshot_.saves = copies_.take_saves();
    return std::move(snapshot_);
  }

 private:
  void note(const Loss& loss) {
    if (loss.kind == Loss::Kind::Rows) dropped_.insert(loss.key);
    if (loss.kind == Loss::Kind::Values) lost_columns_.insert({loss.key, loss.column});
  }

  bool refuse(std::string why) {
    why_not_ = std::move(why);
    return false;
  }

  bool save(const Loss& loss) {
    switch (loss.kind) {
      case Loss::Kind::Rows:
        return save_table(loss.key);
      case Loss::Kind::Position:
        return save_dropped_position(loss.key);
      case Loss::Kind::Moved:
        return save_moved_position(loss.key);
      case Loss::Kind::Values:
      case Loss::Kind::Precision:
        return dropped_.contains(loss.key) || save_column(loss);
      case Loss::Kind::Identity:
        return dropped_.contains(loss.key) || save_identity(loss);
    }
    return false;
  }

  // --- what the way back writes ---

  std::vector<ir::Key> written() const {
    std::vector<ir::Key> tables{snapshot_.remade.begin(), snapshot_.remade.end()};
    for (const auto& [key, sql] : snapshot_.objects) tables.push_back(key);
    for (const auto& [column, sql] : snapshot_.columns) tables.push_back(column.first);
    for (const auto& [column, sql] : snapshot_.replaced) tables.push_back(column.first);
    return tables;
  }

  bool waits(const ir::Key& table) const {
    return has_deferred(step_.before, table) || has_deferred(step_.after, lineage_.now(table));
  }

  // --- tables ---

  bool is_made_again(const ir::Key& key) const {
    return step_.after.find(key) && !lineage_.before(key);
  }

  bool save_table(const ir::Key& key) {
    const ir::Table* table = step_.before.get<ir::Table>(key);
    if (!table || snapshot_.objects.contains(key) || filling_.contains(key))
      return refuse(name_of(key) + " goes twice");
    std::vector<const ir::Column*> columns;
    for (const ir::Column& column : table->columns) {
      if (!column.generated) columns.push_back(&column);
    }
    const auto odd = std::ranges::find_if_not(columns, [](auto* c) { return can_be_kept(*c); });
    if (odd != columns.end()) return refuse(cannot_be_kept(key, **odd));
    if (columns.empty()) return refuse(name_of(key) + " has no columns to copy");
    const Names kept = numbered("kept", columns.size());
    const std::string copy = copies_.of_table(name_of(key), columns, kept);
    Names names, values;
    for (const ir::Column* column : columns) {
      values.push_back(from_kept(*column, kept[names.size()]));
      names.push_back(base::quote_ident(column->name));
    }
    const Snapshot::Statements fill{"INSERT INTO " + name_of(key) + " (" + base::join(names, ", ") +
                                        ") OVERRIDING SYSTEM VALUE SELECT " +
                                        base::join(values, ", ") + " FROM " + copy,
                                    "DROP TABLE " + copy};
    (is_made_again(key) ? filling_ : snapshot_.objects)[key] = fill;
    save_positions(*table, key);
    return true;
  }

  // Of the sequences that go with a table.
  void save_positions(const ir::Table& table, const ir::Key& key) {
    for (const ir::Column& column : table.columns) {
      if (column.identity) {
        const bool again = is_made_again(key);
        save_position({ir::Kind::Sequence, key.schema, column.identity->sequence, ""},
                      again ? snapshot_.last : snapshot_.objects[key]);
      }
      for (const ir::Key& sequence : owned_by(key, column.name)) save_dropped_position(sequence);
    }
  }

  // Tables that are made again: empty before they are altered back, filled afterwards.
  bool fill_remade_tables() {
    if (filling_.empty()) return true;
    std::set<ir::Key> keys;
    for (const auto& [key, fill] : filling_) keys.insert(key);
    const std::optional<RemadeTables> tables = remade_tables(step_, lineage_, keys);
    if (!tables)
      return refuse("what is made again cannot be emptied and filled: others refer to it");
    Names to_empty;
    for (const ir::Key& key : tables->to_empty) to_empty.push_back(name_of(key));
    snapshot_.first.push_back("TRUNCATE TABLE " + base::join(to_empty, ", "));
    for (const ir::Key& key : tables->to_fill) {
      const Snapshot::Statements& fill = filling_[key];
      switch_triggers(tables->triggers.at(key), true, snapshot_.rows);
      snapshot_.rows.insert(snapshot_.rows.end(), fill.begin(), fill.end());
      switch_triggers(tables->triggers.at(key), false, snapshot_.rows);
    }
    snapshot_.remade = std::move(keys);
    return true;
  }

  // --- sequences ---

  // Sequences that go with a column.
  std::vector<ir::Key> owned_by(const ir::Key& table, const std::string& column) const {
    std::vector<ir::Key> owned;
    for (const catalog::Dependent& d : catalog::dependents(step_.before, {table, column})) {
      const auto* sequence = step_.before.get<ir::Sequence>(d.key);
      if (sequence && sequence->owner_table == table.name && sequence->owner_column == column &&
          (!step_.after.find(d.key) || is_made_again(table)))
        owned.push_back(d.key);
    }
    return owned;
  }

  bool save_dropped_position(const ir::Key& sequence) {
    if (snapshot_.sequences.contains(name_of(sequence))) return true;
    save_position(sequence, step_.after.find(lineage_.now(sequence)) ? snapshot_.last
                                                                     : snapshot_.objects[sequence]);
    return true;
  }

  // `after`: what brings it back goes to the end of these.
  void save_position(const ir::Key& sequence, Snapshot::Statements& after) {
    const std::string copy = copies_.with("last_value bigint, is_called boolean");
    const std::string name = name_of(sequence);
    copies_.save("INSERT INTO " + copy + " SELECT last_value, is_called FROM " + name);
    after.push_back("SELECT pg_catalog.setval(" + base::quote_literal(name) +
                    ", last_value, is_called) FROM " + copy);
    after.push_back("DROP TABLE " + copy);
    snapshot_.sequences.insert(name);
  }

  // Where the column stays, be it with another identity.
  bool save_identity(const Loss& loss) {
    const std::optional<StayingTable> table = StayingTable::find(step_, lineage_, loss.key);
    if (!table) return refuse(name_of(loss.key) + " does not stay");
    const auto [before, after] = table->column(loss.column);
    if (!before || !before->identity || !after)
      return refuse("column " + ir::column_name(loss.key, loss.column) + " does not stay");
    const ir::Key sequence{ir::Kind::Sequence, loss.key.schema, before->identity->sequence, ""};
    if (!snapshot_.sequences.contains(name_of(sequence))) save_position(sequence, snapshot_.last);
    return true;
  }

  // It goes back if it still stands where up left it.
  bool save_moved_position(const ir::Key& sequence) {
    const std::string name = name_of(sequence);
    if (snapshot_.sequences.contains(name)) return true;
    const ir::Key now = lineage_.now(sequence);
    if (!step_.after.find(now)) return save_dropped_position(sequence);
    const std::string copy = copies_.with(
        "last_value bigint, is_called boolean, left_value bigint, left_called boolean");
    copies_.save("INSERT INTO " + copy + " SELECT last_value, is_called FROM " + name);
    const std::string from = " FROM " + name_of(now) + ")";
    copies_.save("UPDATE " + copy + " SET left_value = (SELECT last_value" + from +
                 ", left_called = (SELECT is_called" + from);
    snapshot_.last.push_back(
        "SELECT pg_catalog.setval(" + base::quote_literal(name) +
        ", s.last_value, s.is_called) FROM " + copy + " AS s JOIN " + name +
        " AS q ON q.last_value = s.left_value AND q.is_called = s.left_called");
    snapshot_.last.push_back("DROP TABLE " + copy);
    snapshot_.sequences.insert(name);
    return true;
  }

  // --- columns ---

  bool save_column(const Loss& loss) {
    const std::optional<StayingTable> table = StayingTable::find(step_, lineage_, loss.key);
    const ir::Column* column = table ? table->column(loss.column).before : nullptr;
    if (!column) return refuse(name_of(loss.key) + " does not stay");
    if (catalog::is_in_family(step_.before, loss.key) ||
        catalog::is_in_family(step_.after, table->after().key()))
      return refuse("rows of " + name_of(loss.key) + " are seen in others by inheritance");
    if (column->identity) return refuse("it is an identity column");
    if (!can_be_kept(*column)) return refuse(cannot_be_kept(loss.key, *column));
    if (column->generated) return true;  // nothing is lost: it is computed again
    const auto triggers = table->triggers();
    if (!triggers)
      return refuse("a trigger of " + name_of(loss.key) +
                    " is another after it, and writing the values back would fire it");
    if (const ir::Column* now = replaced_by(*table, *column))
      return save_replaced(loss, *table, *column, *now, *triggers);
    const Columns keys = table->key(changed_[loss.key]);
    const std::optional<Names> rest = keys.empty() ? rest_before(*table, *column) : Names();
    if (!rest || (keys.empty() && losing_.contains(loss.key)))
      return refuse(nothing_tells_rows(*table) + ", and not all else that they hold stays");
    Snapshot::Statements& sql = snapshot_.columns[{loss.key, loss.column}];
    switch_triggers(*triggers, true, sql);
    if (keys.empty()) {
      save_by_rest(*table, *column, *rest, sql);
    } else {
      save_by_key(*table, *column, keys, sql);
    }
    switch_triggers(*triggers, false, sql);
    sql.push_back("DROP TABLE " + copies_.last());
    // Adding the column again moves the sequence of its default.
    for (const ir::Key& sequence : owned_by(loss.key, loss.column)) {
      save_position(sequence, sql);
      snapshot_.objects[sequence] = {};
    }
    return true;
  }

  std::string nothing_tells_rows(const StayingTable& table) {
    const ir::Key key = table.before().key();
    return "nothing that stays tells the rows of " + name_of(key) +
           " apart: " + table.why_no_key(changed_[key]);
  }

  // The column that the way back turns into this one: itself with another type, or another one of its name.
  static const ir::Column* replaced_by(const StayingTable& table, const ir::Column& column) {
    if (const ir::Column* same = table.column(column.name).after) return same;
    const auto found = std::ranges::find(table.after().columns, column.name, &ir::Column::name);
    return found == table.after().columns.end() ? nullptr : &*found;
  }

  void save_by_key(const StayingTable& table, const ir::Column& column, const Columns& keys,
                   Snapshot::Statements& sql) {
    std::vector<const ir::Column*> kept{&column};
    for (const StayingTable::Column& key : keys) kept.push_back(key.before);
    Names names = numbered("key", keys.size());
    names.insert(names.begin(), "kept");
    const std::string name = name_of(table.before().key());
    const std::string copy = copies_.of_table(name, kept, names);
    sql.push_back("UPDATE " + name + " AS t SET " + base::quote_ident(column.name) + " = " +
                  from_kept(column, "s.kept") + " FROM " + copy + " AS s WHERE " +
                  same_keys(keys, kBefore));
  }

  // What a row without a key is known by: all that stays, and what the way back has brought again before.
  std::optional<Names> rest_before(const StayingTable& table, const ir::Column& column) const {
    const auto stays = table.rest("");
    if (!stays) return std::nullopt;
    Names values;
    for (const StayingTable::Column& both : *stays)
      values.push_back(comparable(*both.before, base::quote_ident(both.before->name)));
    for (const ir::Column& other : table.before().columns) {
      if (other.name == column.name) break;
      if (!lost_columns_.contains({table.before().key(), other.name}) || other.generated) continue;
      if (!can_be_compared(other)) return std::nullopt;
      values.push_back(comparable(other, base::quote_ident(other.name)));
    }
    return values;
  }

  // Without a key a row is known by all else that it holds; of equal rows it is all the same which gets what.
  void save_by_rest(const StayingTable& table, const ir::Column& column, const Names& rest,
                    Snapshot::Statements& sql) {
    const std::string copy = copies_.with("kept " + kept_type(column) + ", rest text");
    const std::string name = name_of(table.before().key());
    const std::string value = base::quote_ident(column.name);
    const std::string row = row_text(rest);
    copies_.lock(name);
    copies_.save("INSERT INTO " + copy + " SELECT " + to_kept(column) + ", " + row + " FROM ONLY " +
                 name);
    const std::string rows = "(SELECT ctid AS place, " + row +
                             " AS rest, row_number() OVER (PARTITION BY " + row +
                             ") AS n FROM ONLY " + name + ") AS r";
    const std::string saved =
        "(SELECT kept, rest, row_number() OVER (PARTITION BY rest) AS n FROM " + copy + ") AS s";
    const std::string changed =
        "rows of " + name + " have changed since; their values of " + value + " are in " + copy;
    sql.push_back("DO $$ BEGIN IF EXISTS (SELECT FROM " + saved + " LEFT JOIN " + rows +
                  " USING (rest, n) WHERE r.place IS NULL) THEN RAISE EXCEPTION USING MESSAGE = " +
                  base::quote_literal(changed) + "; END IF; END $$");
    sql.push_back("UPDATE " + name + " AS t SET " + value + " = " + from_kept(column, "s.kept") +
                  " FROM " + rows + " JOIN " + saved + " USING (rest, n) WHERE t.ctid = r.place");
  }

  // The column is there after the migration too, with other values. The foreign keys on it are made anew around a change of
  // its type; elsewhere writing what others refer to would write to them.
  bool save_replaced(const Loss& loss, const StayingTable& table, const ir::Column& column,
                     const ir::Column& now, const std::vector<ir::Trigger>& triggers) {
    const ir::Key key = table.before().key();
    if (snapshot_.replaced.contains({key, column.name})) return true;
    const Columns keys = table.key(changed_[key]);
    const bool is_referred = is_referred_to(step_.before, key, column.name) ||
                             is_referred_to(step_.after, table.after().key(), now.name);
    const bool is_retyped = !(now.type == column.type);
    const std::string name = ir::column_name(key, column.name);
    if (keys.empty()) return refuse(nothing_tells_rows(table));
    if (now.identity || now.generated) return refuse(name + " is computed after it");
    if (!can_be_compared(now)) return refuse(name + " cannot be compared after it");
    if (is_referred && !is_retyped) return refuse("foreign keys refer to " + name);
    if (table.before().partition_by) return refuse(name_of(key) + " has partitions");
    Snapshot::Replaced& sql = snapshot_.replaced[{key, column.name}];
    // What is to be restored takes no part in the conversion back, which it might not survive.
    const bool is_converted = loss.kind == Loss::Kind::Precision || is_retyped;
    const bool steps_aside = is_converted && !is_in_primary_key(table.after(), now.name);
    if (now.not_null && (steps_aside || !column.not_null))
      set_not_null(key, column.name, false, sql.before);
    switch_triggers(triggers, true, sql.before);
    save_by_key(table, column, keys, sql.after);
    switch_triggers(triggers, false, sql.after);
    if (steps_aside && now.not_null && column.not_null)
      set_not_null(key, column.name, true, sql.after);
    const std::string& copy = copies_.last();
    sql.after.push_back("DROP TABLE " + copy);
    note_left(table, keys, now, copy);
    const std::string found = name_of(key) + " AS t WHERE " + same_keys(keys, kBefore);
    sql.before.push_back("DELETE FROM " + copy + " AS s USING " + found + " AND " +
                         comparable(now, column_at("t.", column.name)) +
                         "::text IS DISTINCT FROM s.left_text");
    if (steps_aside) {
      sql.before.push_back("UPDATE " + name_of(key) + " AS t SET " +
                           base::quote_ident(column.name) + " = NULL FROM " + copy +
                           " AS s WHERE " + same_keys(keys, kBefore));
    }
    return true;
  }

  // Which row has which value after up.
  void note_left(const StayingTable& table, const Columns& keys, const ir::Column& now,
                 const std::string& copy) {
    copies_.save("ALTER TABLE " + copy + " ADD COLUMN IF NOT EXISTS left_text text");
    copies_.save(
        "UPDATE " + copy + " AS s SET left_text = " + comparable(now, column_at("t.", now.name)) +
        "::text FROM " + name_of(table.after().key()) + " AS t WHERE " + same_keys(keys, kAfter));
  }

  const bind::Step& step_;
  const std::vector<Loss>& losses_;
  const Lineage lineage_;  // after the step
  Copies copies_;
  std::set<ir::Key> dropped_;
  std::set<std::pair<ir::Key, std::string>> lost_columns_;
  std::map<ir::Key, std::set<std::string>> changed_;  // columns that stay with other values
  std::set<ir::Key> losing_;                          // tables that get something else not back
  std::string why_not_;
  std::map<ir::Key, Snapshot::Statements> filling_;  // of tables that are made again
  Snapshot snapshot_;
};

}  // namespace

std::optional<Snapshot> snapshot_of(const bind::Step& step) {
  const std::vector<Loss> lost = losses(step);
  if (lost.empty() || !step.holes.empty() || writes_rows(step)) return std::nullopt;
  Builder builder(step, lost);
  if (!builder.save_all()) return std::nullopt;
  return builder.take();
}

// What is not copied may be in the way of others that were, so these are looked at again, until there are no more.
Snapshot partial_snapshot_of(const bind::Step& step) {
  const std::vector<Loss> lost = losses(step);
  UnreturnedRows unreturned(step);
  for (;;) {
    const std::size_t known = unreturned.size();
    Builder builder(step, lost);
    builder.save_some(unreturned);
    if (unreturned.size() == known) return builder.take();
  }
}

}  // namespace pggit::rollback
