// What a DROP takes along.
#include <algorithm>
#include <set>

#include "catalog/dependencies.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;
using Item = std::tuple<ir::Key, Part, std::string>;

Item item_of(const Dependent& d) { return {d.key, d.part, d.name}; }

class Cascade {
 public:
  explicit Cascade(const Catalog& catalog) : catalog_(catalog) {}

  std::vector<Dependent> of(const Reference& target) {
    const Part part = target.column.empty() ? Part::Object : Part::Column;
    seen_.insert({target.key, part, target.column});
    follow(dependents(catalog_, target));
    std::erase_if(out_, [&](const Dependent& d) { return goes_anyway(d); });
    return std::move(out_);
  }

 private:
  void follow(const std::vector<Dependent>& found) {
    for (const Dependent& dependent : found) {
      if (!seen_.insert(item_of(dependent)).second) continue;
      follow(behind(dependent));
      out_.push_back(dependent);
    }
  }

  std::vector<Dependent> behind(const Dependent& dependent) const {
    switch (dependent.part) {
      case Part::Object:
        return dependents(catalog_, {dependent.key, ""});
      case Part::Column:
        return dependents(catalog_, {dependent.key, dependent.name});
      case Part::Constraint:
        return dependents_of_constraint(catalog_, dependent.key, dependent.name);
      case Part::Default:
        return {};
    }
    return {};
  }

  bool is_dropped(const ir::Key& key, Part part, const std::string& name) const {
    return seen_.contains({key, part, name});
  }

  bool constraint_goes_with_column(const Dependent& d) const {
    const auto* table = catalog_.get<ir::Table>(d.key);
    if (!table) return false;
    for (const ir::Column& column : table->columns) {
      if (!is_dropped(d.key, Part::Column, column.name)) continue;
      for (const PartOf& part : parts_of(*table)) {
        if (part.part != Part::Constraint || part.name != d.name) continue;
        const auto at = std::ranges::find(table->constraints, d.name, &ir::Constraint::name);
        if (!catalog::goes_with_column(*at, column.name)) continue;
        if (std::ranges::find(part.references, Reference{d.key, column.name}) !=
            part.references.end()) {
          return true;
        }
      }
    }
    return false;
  }

  // By an automatic dependency, or with the object or column of which it is a part.
  bool goes_anyway(const Dependent& d) const {
    if (d.automatic) return true;
    if (d.part == Part::Object) return false;
    if (is_dropped(d.key, Part::Object, "")) return true;
    if (d.part == Part::Default) return is_dropped(d.key, Part::Column, d.name);
    return d.part == Part::Constraint && constraint_goes_with_column(d);
  }

  const Catalog& catalog_;
  std::set<Item> seen_;
  std::vector<Dependent> out_;
};

}  // namespace

std::vector<Dependent> cascade(const Catalog& catalog, const Reference& target) {
  return Cascade(catalog).of(target);
}

bool is_meant_by_chance(const ir::Key& key, const Catalog& catalog) {
  if (key.kind != ir::Kind::Function || resolve(catalog, key).size() < 2) return false;
  return std::ranges::any_of(catalog.users(Link::Kind::Function, key.schema, key.name),
                             [](const ir::Key& user) { return user.kind != ir::Kind::Trigger; });
}

std::vector<std::string> dangling(const Catalog& catalog) {
  std::vector<std::string> out;
  catalog.for_each([&](const EntryRef& entry) {
    for (const Reference& reference : references(entry->object)) {
      if (!resolve(catalog, reference.key).empty()) continue;
      out.push_back(ir::to_text(entry->key) + " refers to " + ir::to_text(reference.key));
    }
  });
  return out;
}

}  // namespace pggit::catalog
