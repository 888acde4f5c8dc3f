// The rows that the proof left against those that the original text made.
//
//   INSERT INTO b (name) SELECT name FROM a;     b.id is a serial key
//
// PostgreSQL promises neither what now() and random() give nor in which order such rows are numbered. What differs between
// the first up and the second, which ran the same text on the same rows, is masked and listed; what is left of each row must
// be equal as a whole.
#include <algorithm>

#include "base/text.h"
#include "pipeline/prove.h"
#include "pipeline/prove_parts.h"

namespace pggit::pipeline {
namespace {

// Of a type of which two values that are equal by chance are none: what is found in another such column came from there. True
// and false are in many.
bool is_unlikely_to_repeat(const catalog::Catalog& catalog, const shadow::ColumnName& name) {
  const ir::Table* table = catalog.get<ir::Table>(name.table);
  if (!table) return false;
  const auto column = std::ranges::find(table->columns, name.column, &ir::Column::name);
  return column != table->columns.end() && column->type == ir::TypeName{"", "uuid", "", false};
}

// Columns that an INSERT which does not name them numbers.
std::vector<std::string> numbered_columns(const catalog::Catalog& catalog, const ir::Key& key) {
  std::vector<std::string> names;
  const ir::Table* table = catalog.get<ir::Table>(key);
  if (!table) return names;
  for (const ir::Column& column : table->columns) {
    const bool numbered = column.identity || (column.default_value &&
                                              column.default_value->sql().starts_with("nextval("));
    if (numbered) names.push_back(column.name);
  }
  return names;
}

}  // namespace

base::Result<bool> Prover::are_equal_without(const std::vector<shadow::ColumnName>& masked,
                                             const ir::Key& table,
                                             const catalog::Catalog& catalog) {
  std::vector<shadow::RowTarget> targets = row_targets(catalog, {table});
  for (shadow::RowTarget& target : targets) {
    std::erase_if(target.columns, [&](const std::string& column) {
      return std::ranges::find(masked, shadow::ColumnName{table, column}) != masked.end();
    });
  }
  return TRY(shadow::read_rows(original_->harness, targets, shadow::Detail::Rows)) ==
         TRY(shadow::read_rows(proof_->harness, targets, shadow::Detail::Rows));
}

// Why the rows of a table differ that has equal values in each column that is not masked; empty: PostgreSQL promised no more.
// Rows are numbered anew where two replays of one text, the original's or one of the two ups of the proof, paired the same
// numbers with the same rows in another way.
base::Result<std::string> Prover::mask_pairs(const ir::Key& table, bool replays_differ,
                                             Proven& proven, Before& before) {
  const catalog::Catalog& after = proven.step.after;
  std::vector<shadow::ColumnName> masked;
  for (const shadow::ColumnName& column : noise_) {
    if (column.table == table) masked.push_back(column);
  }
  if (TRY(are_equal_without(masked, table, after))) return "";
  for (const std::string& column :
       replays_differ ? numbered_columns(after, table) : std::vector<std::string>()) {
    masked.push_back({table, column});
    if (!TRY(are_equal_without(masked, table, after))) continue;
    proven.notes.push_back(masked.back().text() + ": rows are numbered in another order");
    // The next migration is to find the rows numbered as the original text did.
    before.order_differs = true;
    return "";
  }
  return "rows of " + base::qualified(table.schema, table.name) +
         " differ: two replays of its text leave the same values in each column, in other pairs, "
         "as where rows are "
         "numbered in the order in which they are read; an ORDER BY would settle it";
}

// Values that an older step made by chance, and that this one copied from there: in either database they are values of one
// column that is noise.
bool Prover::is_copied_noise(const catalog::Catalog& catalog, const shadow::ColumnName& column) {
  const auto copies = [&](World& world, const shadow::ColumnName& noise) {
    const std::string of = base::quote_ident(noise.column) + "::text";
    const std::string in = base::quote_ident(column.column);
    const pg::Execution found =
        world.harness.query("SELECT NOT EXISTS (SELECT FROM " +
                            base::qualified(column.table.schema, column.table.name) +
                            " AS t WHERE t." + in + " IS NOT NULL AND NOT EXISTS (SELECT FROM " +
                            base::qualified(noise.table.schema, noise.table.name) +
                            " AS n WHERE n." + of + " = t." + in + "::text))");
    return found && found->boolean(0, 0);
  };
  if (!is_unlikely_to_repeat(catalog, column)) return false;
  return std::ranges::any_of(noise_, [&](const shadow::ColumnName& noise) {
    return noise != column && is_unlikely_to_repeat(catalog, noise) && copies(*original_, noise) &&
           copies(*proof_, noise);
  });
}

// Notes the columns of the table whose values differ as those that they were copied from do.
void Prover::note_copied_noise(const ir::Key& table, const shadow::TableState& expected,
                               const shadow::TableState& found, Proven& proven) {
  for (const auto& [name, hash] : expected.columns) {
    const shadow::ColumnName column{table, name};
    const auto other = found.columns.find(name);
    if (other == found.columns.end() || other->second == hash || noise_.contains(column)) continue;
    if (!is_copied_noise(proven.step.after, column)) continue;
    noise_.insert(column);
    proven.notes.push_back(column.text() + ": its values differ, as those that it was copied from");
  }
}

// The original text and the proof must have left the same rows. Columns are looked at where whole rows differ.
base::Result<void> Prover::compare_rows(const std::vector<ir::Key>& tables, Proven& proven,
                                        const shadow::RowState& first_up, Before& before,
                                        Findings& findings) {
  const catalog::Catalog& after = proven.step.after;
  const auto read = [&](shadow::Detail detail, shadow::RowState& expected,
                        shadow::RowState& found) -> base::Result<void> {
    expected = TRY(rows(*original_, after, tables, detail));
    found = TRY(rows(*proof_, after, tables, detail));
    return {};
  };
  shadow::RowState expected;
  shadow::RowState found;
  TRY(read(shadow::Detail::Rows, expected, found));
  know_rows(proven.step, tables, found);
  if (shadow::row_difference(expected, found).empty()) return {};
  TRY(read(shadow::Detail::Columns, expected, found));
  for (const shadow::ColumnName& column : shadow::noisy_columns(first_up, found)) {
    noise_.insert(column);
    // Noted with each step that makes such values, known or not: a slice knows nothing of the steps before it.
    proven.notes.push_back(column.text() + ": its values differ");
  }
  for (const auto& [table, state] : expected.tables) {
    const shadow::TableState& other = found.tables.at(table);
    if (other == state) continue;
    note_copied_noise(table, state, other, proven);
    std::string why = shadow::value_difference(table, state, other, noise_);
    // Rows that differ from the original's differ from one of the two ups: both are replays of its text.
    const bool replays_differ = first_up.tables.contains(table);
    if (why.empty()) why = TRY(mask_pairs(table, replays_differ, proven, before));
    if (!why.empty()) return findings.add("rows: " + why), base::Result<void>();
  }
  return {};
}

base::Result<void> Prover::compare_positions(const std::vector<std::string>& sequences,
                                             Findings& findings) {
  if (sequences.empty()) return {};
  findings.add_if("rows: ", shadow::position_difference(
                                TRY(shadow::read_positions(original_->harness, sequences)),
                                TRY(shadow::read_positions(proof_->harness, sequences))));
  return {};
}

}  // namespace pggit::pipeline
