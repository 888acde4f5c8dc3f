#include "catalog/diff_circles.h"

#include <set>

namespace pggit::catalog {
namespace {

class Walk {
 public:
  Walk(const Catalog& catalog, const ir::Key& table,
       const std::function<bool(const ir::Key&)>& together, bool drops)
      : catalog_(catalog), table_(table), together_(together), drops_(drops) {}

  bool leads_back(const std::vector<Reference>& start) {
    add(start);
    while (!waiting_.empty()) {
      const ir::Key key = waiting_.back();
      waiting_.pop_back();
      if (key == table_) return true;
      visit(key);
    }
    return false;
  }

 private:
  void add(const std::vector<Reference>& references) {
    for (const Reference& reference : references) {
      for (const ir::Key& key : resolve(catalog_, reference.key)) {
        if (seen_.insert(key).second) waiting_.push_back(key);
      }
    }
  }

  void visit(const ir::Key& key) {
    if (!together_(key)) return;
    const bool is_sequence = key.kind == ir::Kind::Sequence;
    if (is_sequence && !drops_) return;  // made without its owner
    const ir::Object& object = *catalog_.find(key);
    if (drops_ && key.kind == ir::Kind::Table) add_what_goes_along(key);
    if (drops_ || key.kind != ir::Kind::Table) return add(references(object));
    for (const PartOf& part : parts_of(object)) {
      if (part.part != Dependent::Part::Constraint || !is_foreign(object, part))
        add(part.references);
    }
  }

  void add_what_goes_along(const ir::Key& key) {
    for (const Dependent& d : dependents(catalog_, {key, ""})) {
      if (d.automatic) add(references(*catalog_.find(d.key)));
    }
  }

  // Foreign keys are made later anyway.
  static bool is_foreign(const ir::Object& object, const PartOf& part) {
    for (const ir::Constraint& c : std::get<ir::Table>(object).constraints) {
      if (c.name == part.name) return c.foreign.has_value();
    }
    return false;
  }

  const Catalog& catalog_;
  const ir::Key& table_;
  const std::function<bool(const ir::Key&)>& together_;
  bool drops_;
  std::set<ir::Key> seen_;
  std::vector<ir::Key> waiting_;
};

bool is_own_sequence(const Catalog& catalog, const ir::Key& key, const ir::Key& table) {
  const auto* sequence = catalog.get<ir::Sequence>({ir::Kind::Sequence, key.schema, key.name, ""});
  return sequence && key.kind == ir::Kind::Table && sequence->schema == table.schema &&
         sequence->owner_table == table.name;
}

}  // namespace

bool leads_back(const Catalog& catalog, const std::vector<Reference>& references,
                const ir::Key& table, const std::function<bool(const ir::Key&)>& together,
                bool drops) {
  std::vector<Reference> others;
  for (const Reference& r : references) {
    const bool is_itself = r.key.schema == table.schema && r.key.name == table.name;
    if (!is_itself && !is_own_sequence(catalog, r.key, table)) others.push_back(r);
  }
  return Walk(catalog, table, together, drops).leads_back(others);
}

}  // namespace pggit::catalog
