// The catalog's two treaps: objects by key, hashed, and links by name, which follow from the
// objects.
#include <algorithm>
#include <mutex>
#include <vector>

#include "base/check.h"
#include "catalog/catalog.h"
#include "catalog/treap.h"

namespace pggit::catalog {
namespace {

std::uint64_t priority_of(const ir::Key& key) {
  base::HashWriter writer;
  for (const std::string_view part :
       {std::string_view(ir::kind_name(key.kind)), std::string_view(key.schema),
        std::string_view(key.name), std::string_view(key.sub)}) {
    writer.bytes(part);
  }
  const base::Hash hash = writer.finish();
  std::uint64_t priority = 0;
  for (int i = 0; i < 8; ++i) priority = priority << 8 | hash.bytes[std::size_t(i)];
  return priority;
}

int order(const ir::Key& a, const ir::Key& b) {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (const int schema = a.schema.compare(b.schema)) return schema;
  if (const int name = a.name.compare(b.name)) return name;
  return a.sub.compare(b.sub);
}

// Everything of one kind in one schema.
struct InSchema {
  ir::Kind kind;
  std::string_view schema;
};

// Everything that uses one name in one way.
struct UsesName {
  Link::Kind kind;
  std::string_view schema;
  std::string_view name;
};

}  // namespace

struct EntryNode {
  EntryNode(const EntryRef& item, std::uint64_t priority, std::shared_ptr<const EntryNode> left,
            std::shared_ptr<const EntryNode> right)
      : item(item),
        priority(priority),
        left(std::move(left)),
        right(std::move(right)),
        size(1 + (this->left ? this->left->size : 0) + (this->right ? this->right->size : 0)) {}

  const base::Hash& hash() const;

  static int compare(const ir::Key& probe, const EntryRef& item) { return order(probe, item->key); }
  static int compare(const EntryRef& probe, const EntryRef& item) {
    return order(probe->key, item->key);
  }
  static int compare(const InSchema& probe, const EntryRef& item) {
    if (probe.kind != item->key.kind) return probe.kind < item->key.kind ? -1 : 1;
    return probe.schema.compare(item->key.schema);
  }

  EntryRef item;
  std::uint64_t priority;
  std::shared_ptr<const EntryNode> left;
  std::shared_ptr<const EntryNode> right;
  std::size_t size;

 private:
  mutable std::once_flag once_;
  mutable base::Hash hash_;
};

struct LinkNode {
  LinkNode(const LinkRef& item, std::uint64_t priority, std::shared_ptr<const LinkNode> left,
           std::shared_ptr<const LinkNode> right)
      : item(item), priority(priority), left(std::move(left)), right(std::move(right)) {}

  static int compare(const LinkRef& probe, const LinkRef& item) {
    const UsesName name{probe->kind, probe->schema, probe->name};
    if (const int by_name = compare(name, item)) return by_name;
    return order(probe->user, item->user);
  }
  static int compare(const UsesName& probe, const LinkRef& item) {
    if (probe.kind != item->kind) return probe.kind < item->kind ? -1 : 1;
    if (const int schema = probe.schema.compare(item->schema)) return schema;
    return probe.name.compare(item->name);
  }

  LinkRef item;
  std::uint64_t priority;
  std::shared_ptr<const LinkNode> left;
  std::shared_ptr<const LinkNode> right;
};

namespace {

using Entries = Treap<EntryNode>;
using Links = Treap<LinkNode>;

base::Hash hash_or_zero(const Entries::Ref& node) { return node ? node->hash() : base::Hash{}; }

std::uint64_t priority_of(const Link& link) {
  // Never hashed into anything stored, so any good mixing will do.
  std::uint64_t mixed = 0xcbf29ce484222325 ^ std::uint64_t(link.kind);
  const auto mix = [&](std::string_view text) {
    mixed = (mixed ^ std::hash<std::string_view>{}(text)) * 0x9e3779b97f4a7c15;
    mixed ^= mixed >> 32;
  };
  mix(link.schema);
  mix(link.name);
  mixed ^= std::uint64_t(link.user.kind) << 56;
  mix(link.user.schema);
  mix(link.user.name);
  mix(link.user.sub);
  return mixed;
}

// Takes away the links of `before` that `after` has not, and adds the new ones; both are sorted.
Links::Ref relink(Links::Ref tree, const Entry* before, const Entry* after) {
  static const std::vector<LinkRef> kNone;
  const std::vector<LinkRef>& old_links = before ? before->links : kNone;
  const std::vector<LinkRef>& new_links = after ? after->links : kNone;
  auto a = old_links.begin();
  auto b = new_links.begin();
  while (a != old_links.end() || b != new_links.end()) {
    const int order = a == old_links.end()   ? 1
                      : b == new_links.end() ? -1
                                             : LinkNode::compare(*a, *b);
    if (order < 0) tree = Links::erase(tree, *a);
    if (order > 0) tree = Links::insert(tree, *b, priority_of(**b));
    if (order <= 0) ++a;
    if (order >= 0) ++b;
  }
  return tree;
}

// The last of those that have one key.
void keep_last(std::vector<EntryRef>& entries) {
  const auto end =
      std::unique(entries.rbegin(), entries.rend(),
                  [](const EntryRef& a, const EntryRef& b) { return a->key == b->key; });
  entries.erase(entries.begin(), end.base());
}

Links::Ref links_of(const std::vector<EntryRef>& entries) {
  std::vector<std::pair<LinkRef, std::uint64_t>> links;
  for (const EntryRef& entry : entries) {
    for (const LinkRef& link : entry->links) links.emplace_back(link, priority_of(*link));
  }
  std::ranges::sort(
      links, [](const auto& a, const auto& b) { return LinkNode::compare(a.first, b.first) < 0; });
  return Links::of(links);
}

bool same(const Entries::Ref& a, const Entries::Ref& b) {
  return a == b || (a && b && a->size == b->size && a->hash() == b->hash());
}

using Changes = std::vector<Catalog::Change>;

void all_removed(const Entries::Ref& node, Changes& out) {
  Entries::for_each(node, [&](const EntryRef& e) { out.push_back({e->key, e, nullptr}); });
}
void all_added(const Entries::Ref& node, Changes& out) {
  Entries::for_each(node, [&](const EntryRef& e) { out.push_back({e->key, nullptr, e}); });
}

// An item of one tree that stands above all of the other tree cannot be in that one.
void collect(const Entries::Ref& a, const Entries::Ref& b, Changes& out) {
  if (same(a, b)) return;
  if (!a) return all_added(b, out);
  if (!b) return all_removed(a, out);
  if (a->item->key == b->item->key) {
    collect(a->left, b->left, out);
    if (a->item != b->item && a->item->hash() != b->item->hash()) {
      out.push_back({a->item->key, a->item, b->item});
    }
    return collect(a->right, b->right, out);
  }
  if (Entries::stands_above(a->item, a->priority, *b)) {
    const auto [before, after] = Entries::split(b, a->item->key);
    collect(a->left, before, out);
    out.push_back({a->item->key, a->item, nullptr});
    return collect(a->right, after, out);
  }
  const auto [before, after] = Entries::split(a, b->item->key);
  collect(before, b->left, out);
  out.push_back({b->item->key, nullptr, b->item});
  collect(after, b->right, out);
}

const EntryNode* node_at(const Entries::Ref& root, const ir::Key& key) {
  return Entries::find(root, key);
}

void new_nodes(const Entries::Ref& before, const Entries::Ref& node,
               const std::function<void(const Catalog::TreeNode&)>& visit) {
  if (!node) return;
  const EntryNode* there = node_at(before, node->item->key);
  if (there == node.get() || (there && there->hash() == node->hash())) return;
  new_nodes(before, node->left, visit);
  new_nodes(before, node->right, visit);
  visit({node->hash(), hash_or_zero(node->left), hash_or_zero(node->right), node->item});
}

}  // namespace

const base::Hash& EntryNode::hash() const {
  std::call_once(once_, [&] {
    hash_ = base::sha256(encode_tree_node(hash_or_zero(left), item->hash(), hash_or_zero(right)));
  });
  return hash_;
}

Catalog::Catalog() = default;

Catalog Catalog::of(std::vector<EntryRef> entries) {
  std::ranges::stable_sort(
      entries, [](const EntryRef& a, const EntryRef& b) { return order(a->key, b->key) < 0; });
  keep_last(entries);
  std::vector<std::pair<EntryRef, std::uint64_t>> items;
  items.reserve(entries.size());
  for (const EntryRef& entry : entries) items.emplace_back(entry, priority_of(entry->key));
  return {Entries::of(items), links_of(entries)};
}

const ir::Object* Catalog::find(const ir::Key& key) const {
  const EntryNode* node = Entries::find(root_, key);
  return node ? &node->item->object : nullptr;
}

EntryRef Catalog::entry(const ir::Key& key) const {
  const EntryNode* node = Entries::find(root_, key);
  return node ? node->item : nullptr;
}

Catalog Catalog::with(ir::Object object) const { return with(make_entry(std::move(object))); }

Catalog Catalog::with(EntryRef entry) const {
  PGGIT_CHECK(entry != nullptr);
  const EntryNode* there = Entries::find(root_, entry->key);
  LinkTree links = relink(links_, there ? there->item.get() : nullptr, entry.get());
  const std::uint64_t priority = there ? there->priority : priority_of(entry->key);
  return {Entries::insert(root_, entry, priority), std::move(links)};
}

Catalog Catalog::without(const ir::Key& key) const {
  const EntryNode* there = Entries::find(root_, key);
  if (!there) return *this;
  return {Entries::erase(root_, key), relink(links_, there->item.get(), nullptr)};
}

std::size_t Catalog::size() const { return root_ ? root_->size : 0; }

const base::Hash& Catalog::hash() const {
  static const base::Hash kEmpty;
  return root_ ? root_->hash() : kEmpty;
}

void Catalog::for_each(const std::function<void(const EntryRef&)>& visit) const {
  Entries::for_each(root_, visit);
}

void Catalog::for_each_in(ir::Kind kind, std::string_view schema,
                          const std::function<void(const EntryRef&)>& visit) const {
  Entries::for_range(root_, InSchema{kind, schema}, visit);
}

std::vector<ir::Key> Catalog::users(Link::Kind kind, std::string_view schema,
                                    std::string_view name) const {
  std::vector<ir::Key> keys;
  Links::for_range(links_, UsesName{kind, schema, name},
                   [&](const LinkRef& link) { keys.push_back(link->user); });
  return keys;
}

std::vector<Catalog::Change> Catalog::changes(const Catalog& before, const Catalog& after) {
  Changes out;
  collect(before.root_, after.root_, out);
  return out;
}

void Catalog::for_each_new_node(const Catalog& before, const Catalog& after,
                                const std::function<void(const TreeNode&)>& visit) {
  new_nodes(before.root_, after.root_, visit);
}

}  // namespace pggit::catalog
