#include <algorithm>
#include <optional>

#include "base/counters.h"
#include "catalog/catalog.h"
#include "catalog/fields.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

base::Counter objects_copied("objects copied");

Link::Kind link_kind(const ir::Key& referred) {
  if (referred.kind == ir::Kind::Enum) return Link::Kind::Type;
  if (referred.kind == ir::Kind::Function) return Link::Kind::Function;
  return is_referred_to_by_kind(referred.kind) ? Link::Kind::Other : Link::Kind::Relation;
}

void add_taken_names(const ir::Table& table, const ir::Key& key, std::vector<Link>& links) {
  for (const ir::Constraint& constraint : table.constraints) {
    links.push_back({Link::Kind::TakesConstraint, key.schema, constraint.name, key});
    if (!has_index(constraint)) continue;
    links.push_back({Link::Kind::TakesRelation, key.schema, constraint.name, key});
  }
  for (const ir::Column& column : table.columns) {
    if (!column.identity) continue;
    links.push_back({Link::Kind::TakesRelation, key.schema, column.identity->sequence, key});
  }
}

void add_parents(const ir::Table& table, const ir::Key& key, std::vector<Link>& links) {
  for (const ir::RelationName& parent : table.inherits)
    links.push_back({Link::Kind::Inherits, parent.schema, parent.name, key});
}

std::vector<LinkRef> links_of(const ir::Object& object, const ir::Key& key) {
  std::vector<Link> links;
  std::optional<ir::Key> last;  // they are sorted: the columns of one stand together
  for (const Reference& reference : references(object)) {
    if (last == reference.key) continue;
    last = reference.key;
    links.push_back({link_kind(reference.key), reference.key.schema, reference.key.name, key});
  }
  if (const auto* table = std::get_if<ir::Table>(&object)) {
    add_taken_names(*table, key, links);
    add_parents(*table, key, links);
  }
  if (const auto* domain = std::get_if<ir::Domain>(&object)) {
    for (const ir::Constraint& constraint : domain->constraints)
      links.push_back({Link::Kind::TakesConstraint, key.schema, constraint.name, key});
  }
  std::ranges::sort(links);
  const auto doubles = std::ranges::unique(links);
  links.erase(doubles.begin(), doubles.end());
  std::vector<LinkRef> shared;
  shared.reserve(links.size());
  for (Link& link : links) shared.push_back(std::make_shared<const Link>(std::move(link)));
  return shared;
}

void sort(ir::Options& options) {
  if (!std::ranges::is_sorted(options)) std::ranges::sort(options);
}

void put_in_order(ir::Object& object) {
  for_each_of<ir::Options>(object, [](ir::Options& options) { sort(options); });
  if (auto* domain = std::get_if<ir::Domain>(&object))
    std::ranges::sort(domain->constraints, {}, &ir::Constraint::name);
  if (auto* published = std::get_if<ir::PublishedTable>(&object))
    std::ranges::sort(published->columns);
  if (auto* statistics = std::get_if<ir::Statistics>(&object))
    std::ranges::sort(statistics->columns);
  if (auto* configuration = std::get_if<ir::Configuration>(&object))
    std::ranges::sort(configuration->mappings, {}, &ir::TokenMapping::token);
  auto* table = std::get_if<ir::Table>(&object);
  if (table && !std::ranges::is_sorted(table->constraints, {}, &ir::Constraint::name)) {
    std::ranges::sort(table->constraints, {}, &ir::Constraint::name);
  }
}

}  // namespace

const base::Hash& Entry::hash() const {
  std::call_once(once_, [this] { hash_ = object_hash(object); });
  return hash_;
}

EntryRef make_entry(ir::Object object) {
  objects_copied.add();
  put_in_order(object);
  auto entry = std::make_shared<Entry>();
  entry->key = ir::key_of(object);
  entry->links = links_of(object, entry->key);
  entry->object = std::move(object);
  return entry;
}

}  // namespace pggit::catalog
