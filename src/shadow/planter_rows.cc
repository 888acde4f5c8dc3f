#include "shadow/planter_rows.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::shadow {
namespace {

constexpr int kMostTries = 4000;  // assignments for one row

// Something to decide about a row: one column, or the columns of a foreign key together.
struct Choice {
  std::vector<std::size_t> columns;
  std::vector<Cells> options;
  const NeededParent* itself = nullptr;  // refers to the own table: the options depend on the row
};

struct RowSearch {
  const Needs& needs;
  const ParentRows& parents;
  const ir::Key& itself;
  const std::vector<Cells>& others;  // rows found already
  Style style;
  unsigned row;
  unsigned serial;

  std::vector<Choice> choices = {};
  Cells cells = {};
  std::vector<bool> set = {};
  int tries = 0;
  std::string obstacle = {};  // what was in the way where the search came furthest
  std::size_t depth = 0;
  std::size_t furthest = 0;

  void hinder(std::string what) {
    if (depth < furthest) return;
    furthest = depth;
    obstacle = std::move(what);
  }

  bool may_be_null(std::size_t column) const { return !needs.columns[column].not_null; }
  bool wants_null() const { return style == Style::Nulls; }

  // --- what there is to decide ---

  std::vector<Cell> options_of(std::size_t at) const {
    const NeededColumn& column = needs.columns[at];
    const Wish wish{style, row, serial, column.unique, &column.hints};
    std::vector<std::string> texts =
        column.literals.empty() ? candidates(column.type, column.labels, wish) : column.literals;
    if (column.later_type) {
      std::vector<std::string> later = candidates(*column.later_type, column.later_labels, wish);
      later.insert(later.end(), texts.begin(), texts.end());
      std::erase_if(later, [&](const std::string& text) {
        return !fits(column.type, column.labels, text) ||
               !fits(*column.later_type, column.later_labels, text);
      });
      // Labels that get other names: their values stay.
      if (!later.empty()) texts = std::move(later);
    }
    std::vector<Cell> options(texts.begin(), texts.end());
    if (may_be_null(at)) options.insert(wants_null() ? options.begin() : options.end(), Cell());
    return options;
  }

  bool constrained(std::size_t at) const {
    const NeededColumn& column = needs.columns[at];
    return column.unique || !needs.generated.empty() ||
           std::ranges::any_of(needs.checks, [&](const NeededCheck& check) {
             return check.columns.contains(column.name);
           });
  }

  Choice parent_choice(const NeededParent& parent) const {
    Choice choice{parent.columns, {}, nullptr};
    const auto rows = parents.find(&parent);
    if (rows != parents.end()) choice.options = rows->second;
    if (!choice.options.empty())
      std::ranges::rotate(choice.options, choice.options.begin() + row % choice.options.size());
    if (parent.optional)
      choice.options.insert(wants_null() ? choice.options.begin() : choice.options.end(), Cells());
    return choice;
  }

  // The columns of a foreign key to the own table that only it decides: not those that the row is known by.
  bool waits_for_itself(std::size_t at) const {
    return std::ranges::any_of(needs.parents, [&](const NeededParent& parent) {
      return parent.table == itself &&
             std::ranges::find(parent.columns, at) != parent.columns.end() &&
             std::ranges::find(parent.referenced, needs.columns[at].name) ==
                 parent.referenced.end();
    });
  }

  // The columns of one check beside each other: what does not fit together is seen at once, and not only after all that may
  // be in the columns between them has been tried.
  std::vector<std::size_t> by_checks() const {
    std::vector<const NeededCheck*> checks;
    for (const NeededCheck& check : needs.checks) checks.push_back(&check);
    std::ranges::stable_sort(checks, {}, [](const NeededCheck* c) { return c->columns.size(); });
    std::vector<std::size_t> order;
    const auto add = [&](std::size_t at) {
      if (std::ranges::find(order, at) == order.end()) order.push_back(at);
    };
    for (const NeededCheck* check : checks) {
      for (std::size_t at = 0; at < needs.columns.size(); ++at) {
        if (check->columns.contains(needs.columns[at].name)) add(at);
      }
    }
    for (std::size_t at = 0; at < needs.columns.size(); ++at) add(at);
    return order;
  }

  void plan() {
    std::vector<Choice> last;
    for (const NeededParent& parent : needs.parents) {
      if (parent.table == itself) {
        last.push_back({parent.columns, {}, &parent});
      } else {
        choices.push_back(parent_choice(parent));
      }
    }
    std::vector<Choice> free;
    for (const std::size_t at : by_checks()) {
      Choice choice{{at}, {}, nullptr};
      for (Cell& cell : options_of(at)) choice.options.push_back({std::move(cell)});
      const bool waits = waits_for_itself(at);
      (waits || !constrained(at) ? free : choices).push_back(std::move(choice));
    }
    choices.insert(choices.end(), last.begin(), last.end());
    choices.insert(choices.end(), free.begin(), free.end());
    cells.resize(needs.columns.size());
    set.resize(needs.columns.size(), false);
  }

  // --- whether what is decided holds ---

  Value read(const std::string& name) const {
    if (const auto generated = needs.generated.find(name); generated != needs.generated.end())
      return evaluate(generated->second.formula, [this](const std::string& inner) {
        return needs.generated.contains(inner) ? Value::unknown() : read(inner);
      });
    const auto found = std::ranges::find(needs.columns, name, &NeededColumn::name);
    if (found == needs.columns.end()) return Value::unknown();
    return value_of(found->type, cells[found - needs.columns.begin()]);
  }

  bool is_set(const std::string& name) const {
    if (const auto generated = needs.generated.find(name); generated != needs.generated.end()) {
      return std::ranges::all_of(columns_of(generated->second.formula),
                                 [this](const std::string& inner) {
                                   return needs.generated.contains(inner) || is_set(inner);
                                 });
    }
    const auto found = std::ranges::find(needs.columns, name, &NeededColumn::name);
    return found == needs.columns.end() || set[found - needs.columns.begin()];
  }

  bool checks_pass() {
    for (const NeededCheck& check : needs.checks) {
      const bool ready =
          std::ranges::all_of(check.columns, [this](const auto& c) { return is_set(c); });
      if (!ready || passes(check.formula, [this](const auto& c) { return read(c); })) continue;
      hinder("no row was found that CHECK " + check.name + " takes" + of_parents(check));
      return false;
    }
    return true;
  }

  // Where its columns are a foreign key's: the parent's rows do not fit, whatever else the row holds.
  std::string of_parents(const NeededCheck& check) const {
    for (const NeededParent& parent : needs.parents) {
      const bool covers = std::ranges::all_of(check.columns, [&](const std::string& name) {
        return std::ranges::any_of(parent.columns,
                                   [&](std::size_t at) { return needs.columns[at].name == name; });
      });
      if (covers && parent.table != itself)
        return " with a value that was planted in " + ir::to_text(parent.table);
    }
    return "";
  }

  bool generated_fit() {
    for (const auto& [name, generated] : needs.generated) {
      if (!is_set(name)) continue;
      const Value value = read(name);
      if (value.kind != Value::Kind::Number || in_range(generated.type, value.number)) continue;
      hinder("no row was found whose " + name + " is in range");
      return false;
    }
    return true;
  }

  bool same(const NeededKey& key, const Cells& other) const {
    return std::ranges::all_of(key.columns, [&](std::size_t at) {
      return cells[at] == other[at] && (cells[at] || key.nulls_not_distinct);
    });
  }

  bool keys_differ() {
    for (const NeededKey& key : needs.keys) {
      if (!std::ranges::all_of(key.columns, [this](std::size_t at) { return set[at]; })) continue;
      const bool clash = std::ranges::any_of(others, [&](const Cells& o) { return same(key, o); });
      if (!clash) continue;
      if (key.where) {
        const Value inside = evaluate(*key.where, [this](const auto& c) { return read(c); });
        const bool ready = std::ranges::all_of(columns_of(*key.where),
                                               [this](const auto& c) { return is_set(c); });
        const bool outside = inside.kind == Value::Kind::Truth && !inside.truth;
        if (!ready || outside) continue;
      }
      hinder("no second row was found beside the key " + key.name);
      return false;
    }
    return true;
  }

  // --- trying ---

  std::vector<std::size_t> assign(const Choice& choice, const Cells& option, bool& fits_in) {
    std::vector<std::size_t> assigned;
    fits_in = true;
    // NULL in a foreign key of several columns: those that may be.
    const bool nulls = option.empty();
    for (std::size_t i = 0; i < choice.columns.size() && fits_in; ++i) {
      const std::size_t at = choice.columns[i];
      if (nulls && !may_be_null(at)) continue;
      const Cell value = nulls ? Cell() : option[i];
      if (set[at]) {
        // A column that another foreign key has filled: NULL is in no need of being NULL everywhere.
        fits_in = cells[at] == value || (nulls && choice.columns.size() > 1);
        continue;
      }
      cells[at] = value;
      set[at] = true;
      assigned.push_back(at);
    }
    return assigned;
  }

  bool any_null(const Choice& choice) const {
    return std::ranges::any_of(choice.columns,
                               [this](std::size_t at) { return set[at] && !cells[at]; });
  }

  // A row of the own table: an earlier one, this one, or none.
  std::vector<Cells> own_options(const NeededParent& parent) const {
    std::vector<std::size_t> referenced;
    for (const std::string& name : parent.referenced) {
      const auto found = std::ranges::find(needs.columns, name, &NeededColumn::name);
      if (found == needs.columns.end())
        return parent.optional ? std::vector<Cells>{{}} : std::vector<Cells>{};
      referenced.push_back(found - needs.columns.begin());
    }
    std::vector<Cells> options;
    const auto add = [&](const Cells& from) {
      Cells values;
      for (const std::size_t at : referenced) values.push_back(from[at]);
      if (std::ranges::all_of(values, [](const Cell& cell) { return cell.has_value(); }))
        options.push_back(std::move(values));
    };
    for (const Cells& other : others) add(other);
    add(cells);
    if (parent.optional)
      options.insert(wants_null() || others.empty() ? options.begin() : options.end(), Cells());
    return options;
  }

  bool search(std::size_t index) {
    if (index == choices.size()) return true;
    const Choice& choice = choices[index];
    const bool decided =
        std::ranges::all_of(choice.columns, [this](std::size_t at) { return set[at]; });
    if (decided && choice.columns.size() == 1 && !choice.itself) {
      const bool foreign = is_foreign(choice);
      if (!foreign) return search(index + 1);
    }
    const std::vector<Cells> options = choice.itself ? own_options(*choice.itself) : choice.options;
    depth = index;
    if (options.empty()) hinder(why_no_option(choice));
    for (const Cells& option : options) {
      if (++tries > kMostTries) return false;
      depth = index;
      bool fits_in = true;
      const std::vector<std::size_t> assigned = assign(choice, option, fits_in);
      const bool null_holds = !option.empty() || any_null(choice);
      if (fits_in && null_holds && checks_pass() && generated_fit() && keys_differ() &&
          search(index + 1))
        return true;
      for (const std::size_t at : assigned) set[at] = false;
    }
    return false;
  }

  // Foreign keys stand in front of the plain columns.
  bool is_foreign(const Choice& choice) const {
    const std::size_t index = &choice - choices.data();
    std::size_t foreign = 0;
    for (const NeededParent& parent : needs.parents) foreign += parent.table != itself;
    return index < foreign;
  }

  // Where the search was given up there may be a row all the same.
  std::string reason() const {
    const std::string effort =
        tries > kMostTries ? " in " + std::to_string(kMostTries) + " tries" : "";
    return (obstacle.empty() ? "no row was found that fulfils all constraints" : obstacle) + effort;
  }

  std::string why_no_option(const Choice& choice) const {
    if (choice.itself) return "a row would have to refer to itself by " + choice.itself->name;
    const std::size_t index = &choice - choices.data();
    std::size_t at = 0;
    for (const NeededParent& parent : needs.parents) {
      if (parent.table == itself || at++ != index) continue;
      return "there is no row in " + ir::to_text(parent.table) + " to refer to by " + parent.name;
    }
    const NeededColumn& column = needs.columns[choice.columns[0]];
    return "values of type " + column.type.sql() + " (column " + column.name + ") are not known";
  }
};

std::expected<std::vector<Cells>, std::string> search_rows(const Needs& needs,
                                                           const ir::Key& itself,
                                                           const ParentRows& parents,
                                                           const std::vector<Style>& styles,
                                                           unsigned first_serial) {
  std::vector<Cells> rows;
  std::string reason;
  for (unsigned i = 0; i < styles.size(); ++i) {
    RowSearch search{needs, parents, itself, rows, styles[i], i, first_serial + i};
    search.plan();
    if (search.search(0)) {
      rows.push_back(search.cells);
    } else if (reason.empty()) {
      reason = search.reason();
    }
  }
  if (rows.empty()) return std::unexpected(reason);
  return rows;
}

bool is_unread(const NeededCheck& check) { return !is_understood(check.formula); }

// Checks of which only the server can tell what passes left out; nothing where there is none.
std::optional<Needs> without_unread(const Needs& needs) {
  if (std::ranges::none_of(needs.checks, is_unread)) return std::nullopt;
  Needs left = needs;
  std::erase_if(left.checks, is_unread);
  return left;
}

std::string names_of_unread(const Needs& needs) {
  std::vector<std::string> names;
  for (const NeededCheck& check : needs.checks) {
    if (is_unread(check)) names.push_back("CHECK " + check.name + " (" + check.sql + ")");
  }
  return base::join(names, ", ");
}

// Each row of the parents belongs to a parent of `needs`: to the same one of its copy.
ParentRows for_copy(const ParentRows& parents, const Needs& needs, const Needs& copy) {
  ParentRows rows;
  for (const auto& [parent, referred] : parents)
    rows[&copy.parents[std::size_t(parent - needs.parents.data())]] = referred;
  return rows;
}

}  // namespace

std::expected<std::vector<Cells>, std::string> find_rows(const Needs& needs, const ir::Key& itself,
                                                         const ParentRows& parents,
                                                         const std::vector<Style>& styles,
                                                         unsigned first_serial) {
  auto rows = search_rows(needs, itself, parents, styles, first_serial);
  const auto left = rows ? std::nullopt : without_unread(needs);
  if (!left) return rows;
  // Which of them pass is for the server to say.
  auto others = search_rows(*left, itself, for_copy(parents, needs, *left), styles, first_serial);
  if (others) return others;
  return std::unexpected(others.error() + "; not understood: " + names_of_unread(needs));
}

}  // namespace pggit::shadow
