#include "pipeline/prove_planted.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/dependencies.h"
#include "pipeline/names_before.h"
#include "pipeline/needs_empty.h"
#include "pipeline/planted_script.h"
#include "pipeline/planted_transaction.h"
#include "pipeline/prove_parts.h"
#include "pipeline/sought_values.h"
#include "rollback/lineage.h"

namespace pggit::pipeline {
namespace {

constexpr std::size_t kShownRows = 3;
constexpr unsigned kMostAttempts = 16;

// A down that makes an enumeration anew rewrites the tables that use it, though up touched none of them.
std::vector<ir::Key> tables_of(const PlantedRequest& request) {
  const bind::Step& step = request.step;
  std::vector<ir::Key> tables = request.tables;
  for (const catalog::Catalog::Change& change :
       catalog::Catalog::changes(step.before, step.after)) {
    if (change.key.kind != ir::Kind::Enum) continue;
    for (const ir::Key& user :
         step.before.users(catalog::Link::Kind::Type, change.key.schema, change.key.name)) {
      if (user.kind == ir::Kind::Table) add_once(tables, user);
    }
  }
  return tables;
}

// --- in words -----------------------------------------------------------------------------------

std::string cell_text(const shadow::Cell& cell) {
  if (!cell) return "NULL";
  const std::string text = cell->size() > 40 ? cell->substr(0, 37) + "..." : *cell;
  return base::quote_literal(text);
}

std::string rows_text(const shadow::PlantedTable& planted) {
  std::vector<std::string> columns;
  for (const std::string& column : planted.columns) columns.push_back(base::quote_ident(column));
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < std::min(planted.rows.size(), kShownRows); ++i) {
    std::vector<std::string> cells;
    for (const shadow::Cell& cell : planted.rows[i]) cells.push_back(cell_text(cell));
    rows.push_back("(" + base::join(cells, ", ") + ")");
  }
  if (planted.rows.size() > kShownRows)
    rows.push_back(std::to_string(planted.rows.size() - kShownRows) + " more");
  return base::qualified(planted.table.schema, planted.table.name) + " (" +
         base::join(columns, ", ") + "): " + base::join(rows, ", ");
}

// The tables of before that the failing statement touches.
std::vector<ir::Key> failing_tables(const bind::Step& step, const Attempt& attempt) {
  const std::size_t at = statement_at(step, attempt.up_failure->statement);
  if (at >= step.statements.size()) return {};
  bind::Step alone;
  alone.before = rollback::before_statement(step, at);
  alone.statements.push_back(step.statements[at]);
  const rollback::Lineage lineage = rollback::lineage(step, 0, at);
  std::vector<ir::Key> tables;
  for (const ir::Key& key : touched_tables(alone, alone.before)) {
    if (auto before = lineage.before(key)) add_once(tables, *before);
  }
  return tables;
}

// Of the tables that the failing statement touches; of all where none of them was planted.
DataDependent data_dependent(const bind::Step& step, const Attempt& attempt) {
  DataDependent found;
  found.statement = statement_at(step, attempt.up_failure->statement);
  found.message = message_of(attempt.up_failure->error);
  const std::vector<ir::Key> touched = failing_tables(step, attempt);
  std::vector<std::string> texts;
  for (const shadow::PlantedTable& planted : attempt.plant.tables) {
    if (std::ranges::find(touched, planted.table) != touched.end())
      texts.push_back(rows_text(planted));
  }
  for (const shadow::PlantedTable& planted : attempt.plant.tables) {
    if (texts.empty()) texts.push_back(rows_text(planted));
  }
  found.rows = base::join(texts, "; ");
  return found;
}

// The table whose rows are to blame, whatever they hold.
std::optional<ir::Key> blamed_table(const bind::Step& step, const Attempt& attempt) {
  const shadow::ScriptFailure& failure = *attempt.up_failure;
  return needs_empty(step, statement_at(step, failure.statement), failure.error);
}

std::string names_of(const std::set<ir::Key>& tables) {
  std::vector<std::string> names;
  for (const ir::Key& key : tables) names.push_back(base::qualified(key.schema, key.name));
  return base::join(names, ", ");
}

// Rows by what they hold: "Key (kind, size)=(a, 1) is not present in table ...".
struct Unfit {
  std::string table;
  std::vector<std::string> columns;
  std::string values;
};

// What the server said of a foreign key that the step adds.
std::optional<Unfit> unfit_rows(const pg::ServerError& error) {
  constexpr std::string_view kTable = "insert or update on table \"";
  constexpr std::string_view kKey = "Key (";
  const std::size_t middle = error.detail.find(")=(");
  const std::size_t end = error.detail.find(") is not present in table");
  if (error.sqlstate != "23503" || middle == error.detail.npos || end == error.detail.npos ||
      !error.message.starts_with(kTable) || !error.detail.starts_with(kKey) || end < middle)
    return std::nullopt;
  Unfit unfit;
  unfit.table =
      error.message.substr(kTable.size(), error.message.find('"', kTable.size()) - kTable.size());
  const std::string names = error.detail.substr(kKey.size(), middle - kKey.size());
  for (const std::string_view name : base::split(names, ','))
    unfit.columns.emplace_back(base::trim(name));
  unfit.values = error.detail.substr(middle + 3, end - middle - 3);
  return unfit;
}

// Whether the failing statement adds a foreign key to a table that the step made: its rows are few and chosen.
bool adds_key_to_new_table(const bind::Step& step, const Attempt& attempt) {
  const std::size_t at = statement_at(step, attempt.up_failure->statement);
  if (at >= step.statements.size()) return false;
  return std::ranges::any_of(step.statements[at].ops, [&](const ir::Op& op) {
    const auto* added = std::get_if<ir::AddConstraint>(&op);
    if (!added || !added->constraint.foreign) return false;
    const ir::ForeignKey& foreign = *added->constraint.foreign;
    return !step.before.find({ir::Kind::Table, foreign.schema, foreign.table, ""});
  });
}

std::vector<shadow::Cells> rows_without(const Unfit& unfit, const shadow::PlantedTable& planted) {
  std::vector<shadow::Cells> left;
  for (const shadow::Cells& row : planted.rows) {
    std::vector<std::string> values;
    for (const std::string& column : unfit.columns) {
      const std::size_t at = std::ranges::find(planted.columns, column) - planted.columns.begin();
      if (at < row.size() && row[at]) values.push_back(*row[at]);
    }
    const bool is_it = planted.table.name == unfit.table && values.size() == unfit.columns.size() &&
                       base::join(values, ", ") == unfit.values;
    if (!is_it) left.push_back(row);
  }
  return left;
}

bool is_document(const ir::Column& column) {
  return column.type.name == "json" || column.type.name == "jsonb";
}

// Whether it refers to other rows, or these to it.
bool is_reference(const std::string& column, const ir::Table& table,
                  const catalog::Catalog& catalog) {
  const bool refers = std::ranges::any_of(table.constraints, [&](const ir::Constraint& c) {
    return c.foreign && std::ranges::find(c.columns, column) != c.columns.end();
  });
  const auto dependents = catalog::dependents(catalog, {table.key(), column});
  return refers || std::ranges::any_of(dependents, [&](const catalog::Dependent& d) {
           return d.part == catalog::Dependent::Part::Constraint && d.key != table.key();
         });
}

bool is_unique(const std::string& column, const ir::Table& table) {
  return std::ranges::any_of(table.constraints, [&](const ir::Constraint& c) {
    const bool is_key =
        c.kind == ir::ConstraintKind::Primary || c.kind == ir::ConstraintKind::Unique;
    return is_key && c.columns == std::vector{column};
  });
}

// In each row that has one, or in the first alone.
void put(const std::string& value, std::size_t column, bool is_one,
         std::vector<shadow::Cells>& rows) {
  for (shadow::Cells& row : rows) {
    if (!row[column]) continue;
    row[column] = value;
    if (is_one) return;
  }
}

// The rows of a table, with what the step looks for in them: in documents always, in other columns where `all`.
std::vector<shadow::Cells> rows_with(const Sought& sought, bool all,
                                     const shadow::PlantedTable& planted, const ir::Table& table,
                                     const catalog::Catalog& catalog) {
  std::vector<shadow::Cells> rows = planted.rows;
  for (std::size_t i = 0; i < planted.columns.size(); ++i) {
    const std::string& name = planted.columns[i];
    const auto column = std::ranges::find(table.columns, name, &ir::Column::name);
    if (column == table.columns.end() || is_reference(name, table, catalog)) continue;
    const auto& values = is_document(*column) ? sought.documents : sought.texts;
    const auto value = values.find(name);
    if (value == values.end() || (!all && !is_document(*column))) continue;
    put(value->second, i, is_unique(name, table), rows);
  }
  return rows;
}

// How many rows it makes may be what a planted number says, whose limit is more than any disk takes.
bool makes_rows_by_number(const bind::Step& step) {
  return std::ranges::any_of(step.statements, [](const bind::Statement& statement) {
    return base::to_lower(statement.text).find("generate_series") != std::string::npos;
  });
}

// One attempt after the other, each on rows that are more likely to be taken, until the step goes through: rows that were
// valid before it, without those that the server names; ordinary rows that are valid after it too, with documents that hold
// what it reads; such rows without any NULL, with the constants that it looks for. Then the tables that the failing statement
// touches keep the rows of the history, and it begins again with the others.
class Attempts {
 public:
  Attempts(const PlantedSessions& sessions, shadow::Planter& planter, const PlantedRequest& request)
      : sessions_(sessions),
        planter_(planter),
        request_(request),
        tables_(tables_of(request)),
        counts_(makes_rows_by_number(request.step)) {
    if (counts_) later_ = after_under_names_before(request_.step);
  }

  base::Result<PlantedRun> run() {
    if (tables_.empty()) return std::move(run_);
    run_.skipped = why_not_in_one_transaction(request_.step);
    for (unsigned tried = 0; tried < kMostAttempts && run_.skipped.empty(); ++tried) {
      const Attempt attempt = TRY(run_planted_transaction(sessions_, request_, tables_, plan()));
      note(attempt);
      if (!attempt.up_failure || !run_.broken.empty() || !go_on(attempt)) break;
    }
    return std::move(run_);
  }

 private:
  shadow::Plant plan() {
    shadow::PlantRequest request{tables_, number_, later_ ? &*later_ : nullptr, {}, filled_};
    for (const ir::Key& key : left_out_)
      request.empty[key] = "the step fails on its rows: " + run_.refused.at(key);
    for (const ir::Key& key : have_to_be_empty()) request.empty[key] = "it has to be empty";
    shadow::Plant plant = planter_.plan(request_.step.before, request);
    for (const Unfit& unfit : unfit_) take_out(unfit, plant);
    if (later_) fill_sought(plant);
    return plant;
  }

  void fill_sought(shadow::Plant& plant) {
    if (!sought_) sought_ = sought_values(request_.step);
    const catalog::Catalog& catalog = request_.step.before;
    for (shadow::PlantedTable& planted : plant.tables) {
      const ir::Table* table = catalog.get<ir::Table>(planted.table);
      if (table) set_rows(planted, *table, rows_with(*sought_, filled_, planted, *table, catalog));
    }
  }

  void take_out(const Unfit& unfit, shadow::Plant& plant) const {
    for (shadow::PlantedTable& planted : plant.tables) {
      const ir::Table* table = request_.step.before.get<ir::Table>(planted.table);
      std::vector<shadow::Cells> left = rows_without(unfit, planted);
      if (table && !left.empty() && left.size() < planted.rows.size())
        shadow::set_rows(planted, *table, std::move(left));
    }
  }

  // Rows that are not in a list which the step makes are left out, as long as others are left.
  bool leave_rows_out(const Attempt& attempt) {
    const auto unfit = unfit_rows(attempt.up_failure->error);
    if (!unfit || !adds_key_to_new_table(request_.step, attempt)) return false;
    const bool any = std::ranges::any_of(attempt.plant.tables, [&](const auto& planted) {
      const std::size_t left = rows_without(*unfit, planted).size();
      return left > 0 && left < planted.rows.size();
    });
    if (any) unfit_.push_back(*unfit);
    return any;
  }

  std::set<ir::Key> have_to_be_empty() const {
    return with_referrers(request_.step.before, needed_empty_);
  }

  // Tables that hold no row wherever the step runs: that it went through without is all there is to prove.
  void note(const Attempt& attempt) {
    run_.held = attempt.held;
    const bool went_through =
        !attempt.up_failure && attempt.skipped.empty() && attempt.broken.empty();
    if (went_through) run_.held.merge(have_to_be_empty());
    run_.skipped = attempt.skipped;
    run_.broken = attempt.broken;
    run_.fails = attempt.up_failure ? failure_text(request_.step, *attempt.up_failure) : "";
    for (const ir::Key& key : tables_) {
      const auto why = attempt.plant.unplanted.find(key);
      if (why != attempt.plant.unplanted.end()) run_.without[key] = why->second;
    }
    for (const shadow::PlantedTable& planted : attempt.plant.tables) {
      if (attempt.up_failure) run_.refused[planted.table] = run_.fails;
    }
    if (attempt.up_failure && !run_.data_dependent)
      run_.data_dependent = data_dependent(request_.step, attempt);
  }

  // Whether there is something else to try.
  bool go_on(const Attempt& attempt) {
    const auto needed = blamed_table(request_.step, attempt);
    if (needed && needed_empty_.insert(*needed).second) {
      run_.data_dependent->runs_while_empty = names_of(needed_empty_);
      return true;
    }
    if (leave_rows_out(attempt)) return true;
    ++number_;
    if (later_ && filled_) return leave_out(attempt);
    filled_ = later_.has_value();
    if (!later_) later_ = after_under_names_before(request_.step);
    return true;
  }

  bool leave_out(const Attempt& attempt) {
    bool any = false;
    for (const ir::Key& key : failing_tables(request_.step, attempt)) {
      if (attempt.plant.find(key)) any |= left_out_.insert(key).second;
    }
    if (!counts_) later_.reset();
    filled_ = false;
    return any;
  }

  const PlantedSessions& sessions_;
  shadow::Planter& planter_;
  const PlantedRequest& request_;
  const std::vector<ir::Key> tables_;
  const bool counts_;
  PlantedRun run_;
  unsigned number_ = 0;  // of the plant
  std::set<ir::Key> needed_empty_;
  std::vector<Unfit> unfit_;
  std::set<ir::Key> left_out_;  // they keep the rows of the history
  std::optional<catalog::Catalog> later_;
  std::optional<Sought> sought_;  // asked for when the first rows did not do
  bool filled_ = false;
};

// Why a table that held no row of the history held no planted one either.
std::string why_without(const ir::Key& key, const PlantedRun& planted) {
  const auto refused = planted.refused.find(key);
  const auto without = planted.without.find(key);
  if (refused != planted.refused.end())
    return ", and the step fails on planted ones: " + refused->second;
  if (without != planted.without.end()) return ", and none could be planted: " + without->second;
  if (!planted.fails.empty()) return ", and the step fails on planted ones: " + planted.fails;
  return planted.skipped.empty() ? "" : ", and none could be planted: " + planted.skipped;
}

}  // namespace

base::Result<PlantedRun> run_planted(const PlantedSessions& sessions, shadow::Planter& planter,
                                     const PlantedRequest& request) {
  return Attempts(sessions, planter, request).run();
}

std::string without_rows(const shadow::RowState& history_rows, const PlantedRun& planted) {
  std::string text;
  std::size_t count = 0;
  bool is_root = false;
  for (const auto& [key, state] : history_rows.tables) {
    if (state.rows > 0 || planted.held.contains(key)) continue;
    const std::string why = why_without(key, planted);
    // What stands in the way of one table stands in the way of those that refer to it: itself before them.
    const bool is_here = why.find("it refers to ") == why.npos;
    if (count++ == 0 || (is_here && !is_root)) {
      text = base::qualified(key.schema, key.name) + " held no rows" + why;
      is_root = is_here;
    }
  }
  return count > 1 ? text + " (and " + std::to_string(count - 1) + " more)" : text;
}

}  // namespace pggit::pipeline
