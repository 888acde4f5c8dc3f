#include "frontend/liquibase/preconditions.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/read_element.h"
#include "ir/objects.h"

namespace pggit::frontend::liquibase {
namespace {

constexpr std::array kOfRows = std::to_array<std::string_view>(
    {"sqlCheck", "rowCount", "tableIsEmpty", "customPrecondition", "runningAs",
     "changeLogPropertyDefined", "expectedQuotingStrategy"});

bool is_in(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != names.end();
}

Verdict of(bool holds) { return holds ? Verdict::Holds : Verdict::Fails; }

Verdict negated(Verdict verdict) {
  if (verdict == Verdict::Unknown) return verdict;
  return of(verdict == Verdict::Fails);
}

class Judge {
 public:
  explicit Judge(const Asked& asked) : asked_(asked) {}

  // Every one below it holds.
  Verdict all(const Element& element) const {
    Verdict verdict = Verdict::Holds;
    for (const Element& child : element.children) {
      if (is_attribute(element, child)) continue;
      const Verdict one_of = one(child);
      if (one_of == Verdict::Fails) return Verdict::Fails;
      if (one_of == Verdict::Unknown) verdict = Verdict::Unknown;
    }
    return verdict;
  }

 private:
  static bool is_attribute(const Element& element, const Element& child) {
    return child.has_text && child.children.empty() && element.attribute(child.name);
  }

  Verdict any(const Element& element) const {
    Verdict verdict = Verdict::Fails;
    for (const Element& child : element.children) {
      const Verdict one_of = one(child);
      if (one_of == Verdict::Holds) return Verdict::Holds;
      if (one_of == Verdict::Unknown) verdict = Verdict::Unknown;
    }
    return verdict;
  }

  Verdict one(const Element& e) const {
    const std::string& name = e.name;
    if (name == "and" || name == "preConditions" || name.empty()) return all(e);
    if (name == "or") return any(e);
    if (name == "not") return negated(all(e));
    if (name == "dbms") return of(matches_dbms(text_of(e, "type")));
    if (name == "tableExists") return of(table(e, "tableName") != nullptr);
    if (name == "columnExists") return column(e);
    if (name == "viewExists")
      return of(find(ir::Kind::View, e, "viewName") ||
                find(ir::Kind::MaterializedView, e, "viewName"));
    if (name == "sequenceExists") return of(find(ir::Kind::Sequence, e, "sequenceName") != nullptr);
    if (name == "indexExists") return index(e);
    if (name == "foreignKeyConstraintExists") return foreign_key(e);
    if (name == "primaryKeyExists") return primary_key(e);
    if (name == "uniqueConstraintExists") return unique(e);
    if (name == "changeSetExecuted") return executed(e);
    return Verdict::Unknown;
  }

  const ir::Object* find(ir::Kind kind, const Element& e, std::string_view attribute,
                         std::string_view schema = "schemaName") const {
    const Names& names = asked_.names;
    return asked_.view.find({kind, names.stored(names.schema_or(text_of(e, schema))),
                             names.stored(text_of(e, attribute)), ""});
  }

  const ir::Table* table(const Element& e, std::string_view attribute,
                         std::string_view schema = "schemaName") const {
    const ir::Object* found = find(ir::Kind::Table, e, attribute, schema);
    return found ? std::get_if<ir::Table>(found) : nullptr;
  }

  Verdict column(const Element& e) const {
    const ir::Table* found = table(e, "tableName");
    if (!found) return Verdict::Fails;
    const std::string name = asked_.names.stored(text_of(e, "columnName"));
    return of(is_any(found->columns, [&](const ir::Column& c) { return c.name == name; }));
  }

  static bool is_any(const auto& items, auto&& fits) { return std::ranges::any_of(items, fits); }

  Verdict index(const Element& e) const {
    if (text_of(e, "indexName").empty()) return Verdict::Unknown;
    if (find(ir::Kind::Index, e, "indexName")) return Verdict::Holds;
    // The index of a key or a unique constraint goes by its name.
    if (const ir::Table* on = table(e, "tableName")) return constraint(*on, e, "indexName");
    return Verdict::Fails;
  }

  Verdict constraint(const ir::Table& on, const Element& e, std::string_view attribute) const {
    const std::string name = asked_.names.stored(text_of(e, attribute));
    return of(is_any(on.constraints, [&](const ir::Constraint& c) { return c.name == name; }));
  }

  Verdict of_kind(const ir::Table* on, ir::ConstraintKind kind, const Element& e,
                  std::string_view attribute) const {
    if (!on) return Verdict::Fails;
    const std::string given = text_of(e, attribute);
    const std::string name = asked_.names.stored(given);
    std::vector<std::string> columns;
    const std::string listed = text_of(e, "columnNames");
    for (const std::string_view one_of : base::split(listed, ','))
      if (!base::trim(one_of).empty()) columns.push_back(asked_.names.stored(one_of));
    return of(is_any(on->constraints, [&](const ir::Constraint& c) {
      return c.kind == kind && (given.empty() || c.name == name) &&
             (columns.empty() || std::ranges::is_permutation(columns, c.columns));
    }));
  }

  Verdict foreign_key(const Element& e) const {
    if (text_of(e, "foreignKeyTableName").empty()) return Verdict::Unknown;
    return of_kind(table(e, "foreignKeyTableName"), ir::ConstraintKind::Foreign, e,
                   "foreignKeyName");
  }

  Verdict primary_key(const Element& e) const {
    if (text_of(e, "tableName").empty()) return Verdict::Unknown;
    return of_kind(table(e, "tableName"), ir::ConstraintKind::Primary, e, "primaryKeyName");
  }

  Verdict unique(const Element& e) const {
    return of_kind(table(e, "tableName"), ir::ConstraintKind::Unique, e, "constraintName");
  }

  Verdict executed(const Element& e) const {
    std::string path = text_of(e, "changeLogFile");
    if (path.empty()) path = asked_.set.path;
    if (path.starts_with("classpath:")) path = path.substr(10);
    return of(ran_before(asked_.plan, path + "::" + text_of(e, "id") + "::" + text_of(e, "author"),
                         asked_.set));
  }

  const Asked& asked_;
};

}  // namespace

Verdict judge(const Element& preconditions, const Asked& asked) {
  return Judge(asked).all(preconditions);
}

std::string undecidable(const Element& preconditions) {
  for (const Element& child : preconditions.children) {
    if (is_in(child.name, kOfRows)) return child.name;
    if (std::string below = undecidable(child); !below.empty()) return below;
  }
  return "";
}

OnFail on_fail(const Element& preconditions) {
  const std::string word = text_of(preconditions, "onFail");
  if (word == "MARK_RAN" || word == "CONTINUE") return OnFail::Skip;
  return word == "WARN" ? OnFail::Run : OnFail::Halt;
}

}  // namespace pggit::frontend::liquibase
