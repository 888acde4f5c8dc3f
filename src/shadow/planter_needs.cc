#include <algorithm>

#include "shadow/planter_bounds.h"
#include "shadow/planter_domain.h"
#include "shadow/planter_rows.h"

namespace pggit::shadow {
namespace {

const ir::Enum* enum_of(const catalog::Catalog& catalog, const ir::TypeName& type) {
  return type.schema.empty() ? nullptr
                             : catalog.get<ir::Enum>({ir::Kind::Enum, type.schema, type.name, ""});
}

// Of a composite type: no attribute has a value. Of a range type: no value is in it.
std::vector<std::string> literals_of(const catalog::Catalog& catalog, const ir::TypeName& type) {
  const auto* composite =
      catalog.get<ir::Composite>({ir::Kind::Composite, type.schema, type.name, ""});
  const bool is_range = catalog.find({ir::Kind::Range, type.schema, type.name, ""});
  if (!composite && !is_range) return {};
  if (type.is_array) return {"{}"};
  if (is_range) return {"empty", "(,)"};
  const std::size_t count = composite->attributes.size();
  return {"(" + std::string(count == 0 ? 0 : count - 1, ',') + ")"};
}

const ir::Column* column_of(const ir::Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &ir::Column::name);
  return found == table.columns.end() ? nullptr : &*found;
}

// Gathers the needs of one table; twice when a later form of the table counts too.
class Gatherer {
 public:
  Gatherer(Needs& needs, FormulaCache& cache) : needs_(needs), cache_(cache) {}

  void columns(const catalog::Catalog& catalog, const ir::Table& table) {
    for (const ir::Column& column : table.columns) {
      if (column.generated) {
        needs_.generated[column.name] = {cache_.read(column.generated->sql()), column.type};
        continue;
      }
      const Beneath beneath = beneath_domains(catalog, column.type);
      NeededColumn needed;
      needed.name = column.name;
      needed.type = beneath.type;
      needed.labels = enum_of(catalog, beneath.type);
      needed.not_null = column.not_null || beneath.not_null;
      needed.literals = literals_of(catalog, beneath.type);
      needs_.columns.push_back(std::move(needed));
      domain_checks(column.name, beneath);
    }
  }

  void later_columns(const catalog::Catalog& later, const ir::Table& table) {
    new_columns(table);
    for (NeededColumn& needed : needs_.columns) {
      const ir::Column* column = column_of(table, needed.name);
      if (!column || column->generated) continue;
      const Beneath beneath = beneath_domains(later, column->type);
      needed.not_null |= column->not_null || beneath.not_null;
      domain_checks(column->name, beneath);
      const ir::Enum* labels = enum_of(later, beneath.type);
      const bool same_labels = labels == needed.labels ||
                               (labels && needed.labels && labels->labels == needed.labels->labels);
      if (beneath.type == needed.type && same_labels) continue;
      needed.later_type = beneath.type;
      needed.later_labels = labels;
    }
  }

  void constraints(const ir::Table& table) {
    for (const ir::Constraint& constraint : table.constraints) {
      switch (constraint.kind) {
        case ir::ConstraintKind::Check:
          if (constraint.check) check(constraint.name, constraint.check->sql());
          break;
        case ir::ConstraintKind::Primary:
          for (const std::string& name : constraint.columns) {
            if (const auto at = index_of(name)) needs_.columns[*at].not_null = true;
          }
          key(constraint.name, constraint.columns, false, {});
          break;
        case ir::ConstraintKind::Unique:
          key(constraint.name, constraint.columns, constraint.nulls_not_distinct, {});
          break;
        case ir::ConstraintKind::Foreign:
          if (constraint.foreign) parent(constraint);
          break;
        case ir::ConstraintKind::Exclusion:
          if (constraint.exclusion) exclusion(constraint.name, *constraint.exclusion);
          break;
      }
    }
  }

  void bounds(const catalog::Catalog& catalog, const ir::Table& table) {
    for (const std::string& condition : bound_conditions(catalog, table))
      check("partition bound " + condition, condition);
    spread_by_hash(catalog, table);
  }

  // Rows differ in what they are spread by, so that some of them fall into the partition.
  void spread_by_hash(const catalog::Catalog& catalog, const ir::Table& table) {
    if (!table.partition_of) return;
    const auto* parent = catalog.get<ir::Table>(
        {ir::Kind::Table, table.partition_of->schema, table.partition_of->table, ""});
    if (!parent || !parent->partition_by || parent->partition_by->strategy != 'h') return;
    std::vector<std::string> columns;
    for (const ir::IndexKey& part : parent->partition_by->keys) {
      if (!part.column.empty()) columns.push_back(part.column);
    }
    needs_.by_hash = true;
    key("partition key", columns, false, {});
  }

  void indexes(const catalog::Catalog& catalog, const ir::Table& table) {
    for (const ir::Key& user :
         catalog.users(catalog::Link::Kind::Relation, table.schema, table.name)) {
      const ir::Index* index = catalog.get<ir::Index>(user);
      if (index && index->unique && index->table == table.name && index->schema == table.schema)
        unique_index(*index);
    }
  }

  void hints() {
    for (NeededColumn& column : needs_.columns) {
      for (const NeededCheck& check : needs_.checks)
        collect_hints(check.formula, column.name, column.hints);
    }
  }

 private:
  std::optional<std::size_t> index_of(const std::string& name) const {
    const auto found = std::ranges::find(needs_.columns, name, &NeededColumn::name);
    if (found == needs_.columns.end()) return std::nullopt;
    return std::size_t(found - needs_.columns.begin());
  }

  std::optional<std::vector<std::size_t>> indexes_of(const std::vector<std::string>& names) const {
    std::vector<std::size_t> out;
    for (const std::string& name : names) {
      const auto at = index_of(name);
      if (!at) return std::nullopt;
      out.push_back(*at);
    }
    return out;
  }

  // What rows that are there get in columns that the later form alone has: their default, else NULL.
  void new_columns(const ir::Table& table) {
    for (const ir::Column& column : table.columns) {
      if (index_of(column.name) || column.generated || column.identity) continue;
      new_values_[column.name] =
          cache_.read(column.default_value ? column.default_value->sql() : "NULL");
    }
  }

  Formula with_new_values(Formula formula) const {
    const auto value =
        formula.op == Formula::Op::Column ? new_values_.find(formula.name) : new_values_.end();
    if (value != new_values_.end() && is_understood(value->second)) return value->second;
    for (Formula& part : formula.parts) part = with_new_values(std::move(part));
    return formula;
  }

  void domain_checks(const std::string& column, const Beneath& beneath) {
    for (const auto& [name, sql] : beneath.checks)
      check(name + " of " + column, sql, of_column(cache_.read(sql), column));
  }

  void check(const std::string& name, const std::string& sql) {
    check(name, sql, with_new_values(cache_.read(sql)));
  }

  // A check that names a column whose values are not known belongs to the later form alone.
  void check(const std::string& name, const std::string& sql, Formula formula) {
    NeededCheck check{name, sql, std::move(formula), {}};
    check.columns = columns_of(check.formula);
    const bool all_there = std::ranges::all_of(check.columns, [&](const std::string& column) {
      return index_of(column) || needs_.generated.contains(column);
    });
    const bool known = std::ranges::any_of(needs_.checks, [&](const NeededCheck& other) {
      return other.name == name && other.sql == sql;
    });
    if (all_there && !known) needs_.checks.push_back(std::move(check));
  }

  void key(const std::string& name, const std::vector<std::string>& columns,
           bool nulls_not_distinct, std::optional<Formula> where) {
    const auto at = indexes_of(columns);
    if (!at || at->empty()) return;
    for (const std::size_t column : *at) needs_.columns[column].unique = true;
    needs_.keys.push_back({name, *at, nulls_not_distinct, std::move(where)});
  }

  // An expression counts as all the columns in it: lower(email) differs where the numbers in email do.
  void unique_index(const ir::Index& index) {
    std::set<std::string> columns;
    for (const ir::IndexKey& part : index.keys) {
      if (!part.column.empty()) columns.insert(part.column);
      if (part.expression) columns.merge(columns_of(cache_.read(part.expression->sql())));
    }
    std::optional<Formula> where;
    if (index.where) where = cache_.read(index.where->sql());
    key(index.name, {columns.begin(), columns.end()}, index.nulls_not_distinct, std::move(where));
  }

  // Rows that differ in what is compared by = never clash, nor do the ranges that keys are made of.
  void exclusion(const std::string& name, const ir::Exclusion& exclusion) {
    std::vector<std::string> equal;
    std::vector<std::string> ranges;
    for (const ir::ExclusionElement& element : exclusion.elements) {
      const auto at = index_of(element.key.column);
      if (!at) continue;
      if (element.op == "=") equal.push_back(element.key.column);
      const bool is_range = needs_.columns[*at].type.name.ends_with("range");
      if (element.op == "&&" && is_range) ranges.push_back(element.key.column);
    }
    std::optional<Formula> where;
    if (exclusion.where) where = cache_.read(exclusion.where->sql());
    if (equal.empty() && ranges.empty()) needs_.one_row = true;
    for (const std::string& range : ranges) needs_.columns[*index_of(range)].unique = true;
    key(name, equal.empty() ? ranges : equal, false, std::move(where));
  }

  void parent(const ir::Constraint& constraint) {
    const ir::ForeignKey& foreign = *constraint.foreign;
    const auto at = indexes_of(constraint.columns);
    if (!at) return;
    const ir::Key table{ir::Kind::Table, foreign.schema, foreign.table, ""};
    const bool known = std::ranges::any_of(needs_.parents, [&](const NeededParent& other) {
      return other.table == table && other.columns == *at && other.referenced == foreign.columns;
    });
    if (!known)
      needs_.parents.push_back(
          {constraint.name, table, *at, foreign.columns, foreign.match == 'f', false});
  }

  Needs& needs_;
  FormulaCache& cache_;
  std::map<std::string, Formula> new_values_;  // by their column
};

void find_optional_parents(Needs& needs) {
  for (NeededParent& parent : needs.parents) {
    const auto may_be_null = [&](std::size_t at) { return !needs.columns[at].not_null; };
    parent.optional = parent.full ? std::ranges::all_of(parent.columns, may_be_null)
                                  : std::ranges::any_of(parent.columns, may_be_null);
  }
}

}  // namespace

const Formula& FormulaCache::read(const std::string& sql) {
  const auto known = formulas_.find(sql);
  if (known != formulas_.end()) return known->second;
  return formulas_.emplace(sql, read_formula(parser_, sql)).first->second;
}

std::expected<Needs, std::string> needs_of(const catalog::Catalog& catalog, const ir::Table& table,
                                           const catalog::Catalog* later, FormulaCache& cache) {
  Needs needs;
  Gatherer gatherer(needs, cache);
  gatherer.columns(catalog, table);
  gatherer.constraints(table);
  gatherer.bounds(catalog, table);
  gatherer.indexes(catalog, table);
  const ir::Table* later_table = later ? later->get<ir::Table>(table.key()) : nullptr;
  if (later_table) {
    gatherer.later_columns(*later, *later_table);
    gatherer.constraints(*later_table);
    gatherer.bounds(*later, *later_table);
    gatherer.indexes(*later, *later_table);
  }
  gatherer.hints();
  find_optional_parents(needs);
  if (needs.columns.empty()) return std::unexpected("it has no columns that can be written");
  return needs;
}

}  // namespace pggit::shadow
