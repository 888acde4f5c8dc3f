#include "rollback/snapshot.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/text.h"
#include "catalog/dependencies.h"
#include "rollback/lineage.h"
#include "rollback/losses.h"
#include "sql/print.h"

namespace pggit::rollback {
namespace {

using Names = std::vector<std::string>;

std::string name_of(const ir::Key& key) { return base::qualified(key.schema, key.name); }

// Built-in types are kept as they are. Others are kept as text, because the migration may drop the type too.
bool is_built_in(const ir::TypeName& type) { return type.schema.empty(); }

// What a regclass holds is an OID, which another object has when the way back was gone.
bool can_be_kept(const ir::Column& column) {
  return column.type.is_known() && !column.type.name.starts_with("reg");
}

std::string kept_type(const ir::Column& column) {
  return is_built_in(column.type) ? column.type.sql() : "text";
}
std::string to_kept(const ir::Column& column) {
  return base::quote_ident(column.name) + (is_built_in(column.type) ? "" : "::text");
}
std::string from_kept(const ir::Column& column, const std::string& prefix) {
  return prefix + base::quote_ident(column.name) +
         (is_built_in(column.type) ? "" : "::" + column.type.sql());
}

// What the column holds, as text that another session makes alike: its time zone may be another.
bool has_time_zone(const ir::TypeName& type) {
  return type.name.starts_with("timestamp") && type.name.ends_with("with time zone");
}
bool can_be_compared(const ir::Column& column) {
  return can_be_kept(column) && !(column.type.is_array && has_time_zone(column.type));
}
std::string comparable(const ir::Column& column, const std::string& prefix) {
  const std::string name = prefix + base::quote_ident(column.name);
  return has_time_zone(column.type) ? "(" + name + " AT TIME ZONE 'UTC')" : name;
}

template <class Describe>
std::string list(const std::vector<const ir::Column*>& columns, Describe describe) {
  Names parts;
  for (const ir::Column* column : columns) parts.push_back(describe(*column));
  return base::join(parts, ", ");
}

const ir::Column* find_column(const ir::Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &ir::Column::name);
  return found == table.columns.end() ? nullptr : &*found;
}

// Values by which a row is found again after the migration: of a column that it leaves alone.
bool may_be_key(const ir::Column* before, const ir::Column* after) {
  return before && after && before->not_null && before->type == after->type &&
         is_built_in(before->type) && can_be_kept(*before) && before->collation.empty() &&
         after->collation.empty();
}

bool writes_rows(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    return bind::is_opaque(statement) || std::ranges::any_of(statement.ops, [](const ir::Op& op) {
             const auto* dml = std::get_if<ir::Dml>(&op);
             return dml && (!dml->writes.empty() || dml->runs_code);
           });
  });
}

class Builder {
 public:
  explicit Builder(const bind::Step& step) : step_(step), lineage_(lineage(step)) {
    base::HashWriter name;
    name.bytes(step.entry.id);
    for (const bind::Statement& statement : step.statements) name.bytes(statement.text);
    prefix_ = "pggit.saved_" + name.finish().hex().substr(0, 8) + "_";
  }

  bool save_all(const std::vector<Loss>& losses) {
    for (const Loss& loss : losses) {
      if (loss.kind == Loss::Kind::Rows) dropped_.insert(loss.key);
    }
    return std::ranges::all_of(losses, [this](const Loss& loss) { return save(loss); });
  }

  Snapshot take() { return std::move(snapshot_); }

 private:
  bool save(const Loss& loss) {
    switch (loss.kind) {
      case Loss::Kind::Rows:
        return save_table(loss.key);
      case Loss::Kind::Position:
        return step_.after.find(loss.key) == nullptr && save_dropped_position(loss.key);
      case Loss::Kind::Values:
      case Loss::Kind::Precision:
        return dropped_.contains(loss.key) || save_column(loss);
      case Loss::Kind::Identity:
        return dropped_.contains(loss.key);
    }
    return false;
  }

  bool save_table(const ir::Key& key) {
    const ir::Table* table = step_.before.get<ir::Table>(key);
    if (!table || step_.after.find(key) || snapshot_.objects.contains(key)) return false;
    std::vector<const ir::Column*> columns;
    for (const ir::Column& column : table->columns) {
      if (!column.generated) columns.push_back(&column);
    }
    if (columns.empty() ||
        !std::ranges::all_of(columns, [](const ir::Column* c) { return can_be_kept(*c); }))
      return false;
    const std::string copy = make_copy(name_of(key), columns);
    const std::string names =
        list(columns, [](const ir::Column& c) { return base::quote_ident(c.name); });
    snapshot_.objects[key] = {
        "INSERT INTO " + name_of(key) + " (" + names + ") OVERRIDING SYSTEM VALUE SELECT " +
            list(columns, [](const ir::Column& c) { return from_kept(c, ""); }) + " FROM " + copy,
        "DROP TABLE " + copy};
    return save_positions(*table, key);
  }

  // Of the sequences that go with a table.
  bool save_positions(const ir::Table& table, const ir::Key& key) {
    for (const ir::Column& column : table.columns) {
      if (column.identity) {
        save_position({ir::Kind::Sequence, key.schema, column.identity->sequence, ""},
                      snapshot_.objects[key]);
      }
      for (const ir::Key& sequence : owned_by(key, column.name)) save_dropped_position(sequence);
    }
    return true;
  }

  // Sequences that go with a column.
  std::vector<ir::Key> owned_by(const ir::Key& table, const std::string& column) const {
    std::vector<ir::Key> owned;
    for (const catalog::Dependent& d : catalog::dependents(step_.before, {table, column})) {
      const auto* sequence = step_.before.get<ir::Sequence>(d.key);
      if (sequence && sequence->owner_table == table.name && sequence->owner_column == column &&
          !step_.after.find(d.key))
        owned.push_back(d.key);
    }
    return owned;
  }

  bool save_dropped_position(const ir::Key& sequence) {
    if (!snapshot_.objects.contains(sequence)) save_position(sequence, snapshot_.objects[sequence]);
    return true;
  }

  // `after`: what brings it back goes to the end of these.
  void save_position(const ir::Key& sequence, Snapshot::Statements& after) {
    const std::string copy = next_copy();
    const std::string name = name_of(sequence);
    make_table(copy, "last_value bigint, is_called boolean");
    save("INSERT INTO " + copy + " SELECT last_value, is_called FROM " + name);
    after.push_back("SELECT pg_catalog.setval(" + base::quote_literal(name) +
                    ", last_value, is_called) FROM " + copy);
    after.push_back("DROP TABLE " + copy);
  }

  // The column of before, where it is still the same one under the same name.
  const ir::Column* same_column(const ir::Table& before, const ir::Table& after,
                                const std::string& name) const {
    return lineage_.column_before(after.key(), name) == name ? find_column(before, name) : nullptr;
  }

  Names key_columns(const ir::Table& before, const ir::Table& after) const {
    for (const auto kind : {ir::ConstraintKind::Primary, ir::ConstraintKind::Unique}) {
      for (const ir::Constraint& constraint : before.constraints) {
        const bool stays = std::ranges::all_of(constraint.columns, [&](const std::string& name) {
          return may_be_key(same_column(before, after, name), find_column(after, name));
        });
        if (constraint.kind == kind && stays) return constraint.columns;
      }
    }
    return {};
  }

  // What a row holds before and after alike; nothing where the migration makes another value of a column that stays.
  std::optional<Names> columns_that_stay(const ir::Table& before, const ir::Table& after) const {
    Names names;
    for (const ir::Column& column : before.columns) {
      const ir::Column* now = find_column(after, column.name);
      if (!now) continue;
      if (!same_column(before, after, column.name) || !(now->type == column.type) ||
          !can_be_compared(column))
        return std::nullopt;
      names.push_back(comparable(column, ""));
    }
    return names;
  }

  bool save_column(const Loss& loss) {
    const ir::Key& key = loss.key;
    const std::string& name = loss.column;
    const ir::Table* before = step_.before.get<ir::Table>(key);
    const ir::Table* after = step_.after.get<ir::Table>(key);
    const ir::Column* column = before ? find_column(*before, name) : nullptr;
    if (!column || !after || lineage_.now(key) != key || column->identity || !can_be_kept(*column))
      return false;
    if (column->generated) return true;  // nothing is lost: it is computed again
    if (find_column(*after, name)) return save_replaced(loss, *before, *after, *column);
    const auto triggers = sleeping_triggers(key);
    const std::optional<Names> rest = columns_that_stay(*before, *after);
    const Names keys = key_columns(*before, *after);
    if (!triggers || (keys.empty() && !rest)) return false;
    Snapshot::Statements& sql = snapshot_.columns[{key, name}];
    for (const ir::Trigger& trigger : *triggers) switch_trigger(trigger, 'D', sql);
    if (keys.empty()) {
      save_by_rest(key, *column, *rest, sql);
    } else {
      save_by_key(*before, *column, keys, sql);
    }
    for (const ir::Trigger& trigger : *triggers) switch_trigger(trigger, trigger.enabled, sql);
    sql.push_back("DROP TABLE " + copies_.back());
    // Adding the column again moves the sequence of its default.
    for (const ir::Key& sequence : owned_by(key, name)) {
      save_position(sequence, sql);
      snapshot_.objects[sequence] = {};
    }
    return true;
  }

  // The column is there after the migration too, with other values.
  bool save_replaced(const Loss& loss, const ir::Table& before, const ir::Table& after,
                     const ir::Column& column) {
    const ir::Column& now = *find_column(after, column.name);
    const ir::Key key = before.key();
    if (snapshot_.replaced.contains({key, column.name})) return true;
    const Names keys = key_columns(before, after);
    const auto triggers = sleeping_triggers(key);
    // Writing what others refer to would write to them.
    if (is_referred_to(step_.before, key, column.name) ||
        is_referred_to(step_.after, key, column.name))
      return false;
    if (keys.empty() || !triggers || now.identity || now.generated || !can_be_compared(now) ||
        std::ranges::find(keys, column.name) != keys.end())
      return false;
    Snapshot::Replaced& sql = snapshot_.replaced[{key, column.name}];
    // What is to be restored takes no part in the conversion back, which it might not survive.
    const bool is_converted = loss.kind == Loss::Kind::Precision || !(now.type == column.type);
    const bool steps_aside = is_converted && !is_in_primary_key(after, column.name);
    const auto not_null = [&](bool wanted, Snapshot::Statements& statements) {
      for (std::string& text : sql::print(ir::SetNotNull{key, column.name, wanted}))
        statements.push_back(std::move(text));
    };
    if (now.not_null && (steps_aside || !column.not_null)) not_null(false, sql.before);
    for (const ir::Trigger& trigger : *triggers) switch_trigger(trigger, 'D', sql.before);
    save_by_key(before, column, keys, sql.after);
    for (const ir::Trigger& trigger : *triggers)
      switch_trigger(trigger, trigger.enabled, sql.after);
    if (steps_aside && now.not_null && column.not_null) not_null(true, sql.after);
    const std::string& copy = copies_.back();
    sql.after.push_back("DROP TABLE " + copy);
    // Which row has which value after up.
    const std::string name = base::quote_ident(column.name);
    const std::string found = name_of(key) + " AS t WHERE " + same_keys(keys);
    save("ALTER TABLE " + copy + " ADD COLUMN IF NOT EXISTS pggit_left text");
    const std::string left = comparable(now, "t.") + "::text";
    save("UPDATE " + copy + " AS s SET pggit_left = " + left + " FROM " + found);
    sql.before.push_back("DELETE FROM " + copy + " AS s USING " + found + " AND " + left +
                         " IS DISTINCT FROM s.pggit_left");
    if (steps_aside) {
      sql.before.push_back("UPDATE " + name_of(key) + " AS t SET " + name + " = NULL FROM " + copy +
                           " AS s WHERE " + same_keys(keys));
    }
    return true;
  }

  static bool is_referred_to(const catalog::Catalog& catalog, const ir::Key& key,
                             const std::string& column) {
    return std::ranges::any_of(
        catalog::dependents(catalog, {key, ""}), [&](const catalog::Dependent& d) {
          const ir::Table* table = catalog.get<ir::Table>(d.key);
          return table && std::ranges::any_of(table->constraints, [&](const ir::Constraint& c) {
                   return c.foreign && c.foreign->schema == key.schema &&
                          c.foreign->table == key.name &&
                          std::ranges::find(c.foreign->columns, column) != c.foreign->columns.end();
                 });
        });
  }

  static bool is_in_primary_key(const ir::Table& table, const std::string& column) {
    return std::ranges::any_of(table.constraints, [&](const ir::Constraint& constraint) {
      return constraint.kind == ir::ConstraintKind::Primary &&
             std::ranges::find(constraint.columns, column) != constraint.columns.end();
    });
  }

  static std::string same_keys(const Names& keys) {
    Names same;
    for (const std::string& key : keys)
      same.push_back("t." + base::quote_ident(key) + " = s." + base::quote_ident(key));
    return base::join(same, " AND ");
  }

  void save_by_key(const ir::Table& table, const ir::Column& column, const Names& keys,
                   Snapshot::Statements& sql) {
    std::vector<const ir::Column*> kept{&column};
    for (const std::string& key : keys) kept.push_back(find_column(table, key));
    const std::string name = name_of(table.key());
    const std::string copy = make_copy(name, kept);
    sql.push_back("UPDATE " + name + " AS t SET " + base::quote_ident(column.name) + " = " +
                  from_kept(column, "s.") + " FROM " + copy + " AS s WHERE " + same_keys(keys));
  }

  // Without a key a row is known by all else that it holds; of equal rows it is all the same which gets what.
  void save_by_rest(const ir::Key& table, const ir::Column& column, const Names& rest,
                    Snapshot::Statements& sql) {
    const std::string copy = next_copy();
    const std::string name = name_of(table);
    const std::string value = base::quote_ident(column.name);
    const std::string row = "ROW(" + base::join(rest, ", ") + ")::text";
    make_table(copy, "kept " + kept_type(column) + ", rest text");
    lock(name);
    save("INSERT INTO " + copy + " SELECT " + to_kept(column) + ", " + row + " FROM ONLY " + name);
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
    sql.push_back("UPDATE " + name + " AS t SET " + value + " = s.kept" +
                  (is_built_in(column.type) ? "" : "::" + column.type.sql()) + " FROM " + rows +
                  " JOIN " + saved + " USING (rest, n) WHERE t.ctid = r.place");
  }

  // Those that an UPDATE would fire; nothing where one of them is not there before and after alike.
  std::optional<std::vector<ir::Trigger>> sleeping_triggers(const ir::Key& table) const {
    std::vector<ir::Trigger> triggers;
    for (const catalog::Dependent& d : catalog::dependents(step_.after, {table, ""})) {
      const auto* trigger = step_.after.get<ir::Trigger>(d.key);
      if (!trigger || !trigger->on_update || trigger->enabled == 'D' || trigger->enabled == 'R')
        continue;
      const auto* before = step_.before.get<ir::Trigger>(d.key);
      if (!before || !(*before == *trigger)) return std::nullopt;
      triggers.push_back(*trigger);
    }
    return triggers;
  }

  void switch_trigger(ir::Trigger trigger, char enabled, Snapshot::Statements& sql) const {
    const char* word = enabled == 'D'   ? " DISABLE TRIGGER "
                       : enabled == 'A' ? " ENABLE ALWAYS TRIGGER "
                                        : " ENABLE TRIGGER ";
    sql.push_back("ALTER TABLE " + base::qualified(trigger.schema, trigger.table) + word +
                  base::quote_ident(trigger.name));
  }

  std::string next_copy() {
    copies_.push_back(prefix_ + std::to_string(copies_.size() + 1));
    return copies_.back();
  }

  std::string make_copy(const std::string& table, const std::vector<const ir::Column*>& columns) {
    std::string copy = next_copy();
    save("CREATE TABLE IF NOT EXISTS " + copy + " (" +
         list(columns,
              [](const ir::Column& c) { return base::quote_ident(c.name) + " " + kept_type(c); }) +
         ")");
    save("DELETE FROM " + copy);
    // The migration takes this lock anyway; until then nobody may write what would be lost.
    save("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    save("INSERT INTO " + copy + " SELECT " + list(columns, to_kept) + " FROM ONLY " + table);
    return copy;
  }

  // Empty, also where an older run of the migration left one.
  void make_table(const std::string& copy, const std::string& columns) {
    save("CREATE TABLE IF NOT EXISTS " + copy + " (" + columns + ")");
    save("DELETE FROM " + copy);
  }

  // The migration takes this lock anyway; until then nobody may write what would be lost.
  void lock(const std::string& table) { save("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE"); }

  void save(std::string sql) { snapshot_.saves.push_back(std::move(sql)); }

  const bind::Step& step_;
  const Lineage lineage_;  // after the step
  std::string prefix_;
  std::set<ir::Key> dropped_;
  Snapshot snapshot_;
  Names copies_;
};

}  // namespace

std::optional<Snapshot> snapshot_of(const bind::Step& step) {
  const std::vector<Loss> lost = losses(step);
  if (lost.empty() || !step.holes.empty() || writes_rows(step)) return std::nullopt;
  Builder builder(step);
  if (!builder.save_all(lost)) return std::nullopt;
  return builder.take();
}

}  // namespace pggit::rollback
