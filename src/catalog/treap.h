// A persistent ordered set: a treap whose priorities come from the items themselves, so that its
// shape depends on contents alone. Every change copies the path to the item and shares the rest.
//
// Node must have: Item item; std::uint64_t priority; Ref left, right; a constructor of these four;
// and `static int compare(probe, item)` for items and for whatever else is looked up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace pggit::catalog {

template <class Node>
struct Treap {
  using Ref = std::shared_ptr<const Node>;
  using Item = decltype(Node::item);

  static Ref make(const Item& item, std::uint64_t priority, Ref left, Ref right) {
    return std::make_shared<const Node>(item, priority, std::move(left), std::move(right));
  }
  static Ref copy(const Node& node, Ref left, Ref right) {
    return make(node.item, node.priority, std::move(left), std::move(right));
  }

  // Of items in their order, no two of them equal: the tree that inserting each would give, without the paths copied on the way.
  static Ref of(std::span<const std::pair<Item, std::uint64_t>> items) {
    if (items.empty()) return nullptr;
    const auto top = std::ranges::max_element(items, {}, &std::pair<Item, std::uint64_t>::second);
    const auto before = std::size_t(top - items.begin());
    return make(top->first, top->second, of(items.first(before)), of(items.subspan(before + 1)));
  }

  // Ties go to the smaller item, so that equal priorities leave one shape too.
  static bool stands_above(const Item& item, std::uint64_t priority, const Node& other) {
    if (priority != other.priority) return priority > other.priority;
    return Node::compare(item, other.item) < 0;
  }

  template <class Probe>
  static const Node* find(const Ref& root, const Probe& probe) {
    const Node* node = root.get();
    while (node) {
      const int order = Node::compare(probe, node->item);
      if (order == 0) break;
      node = (order < 0 ? node->left : node->right).get();
    }
    return node;
  }

  // Items before and after the probe; an equal one is left out.
  template <class Probe>
  static std::pair<Ref, Ref> split(const Ref& node, const Probe& probe) {
    if (!node) return {};
    const int order = Node::compare(probe, node->item);
    if (order == 0) return {node->left, node->right};
    if (order < 0) {
      auto [before, after] = split(node->left, probe);
      return {std::move(before), copy(*node, std::move(after), node->right)};
    }
    auto [before, after] = split(node->right, probe);
    return {copy(*node, node->left, std::move(before)), std::move(after)};
  }

  // All of `left` stands before all of `right`.
  static Ref join(const Ref& left, const Ref& right) {
    if (!left) return right;
    if (!right) return left;
    if (stands_above(left->item, left->priority, *right)) {
      return copy(*left, left->left, join(left->right, right));
    }
    return copy(*right, join(left, right->left), right->right);
  }

  // Adds the item, or puts it in the place of an equal one.
  static Ref insert(const Ref& node, const Item& item, std::uint64_t priority) {
    if (!node) return make(item, priority, nullptr, nullptr);
    const int order = Node::compare(item, node->item);
    if (order == 0) return make(item, priority, node->left, node->right);
    if (stands_above(item, priority, *node)) {
      auto [before, after] = split(node, item);
      return make(item, priority, std::move(before), std::move(after));
    }
    if (order < 0) return copy(*node, insert(node->left, item, priority), node->right);
    return copy(*node, node->left, insert(node->right, item, priority));
  }

  // The same tree when there is none.
  template <class Probe>
  static Ref erase(const Ref& node, const Probe& probe) {
    if (!node) return node;
    const int order = Node::compare(probe, node->item);
    if (order == 0) return join(node->left, node->right);
    const Ref& child = order < 0 ? node->left : node->right;
    Ref erased = erase(child, probe);
    if (erased == child) return node;
    return order < 0 ? copy(*node, std::move(erased), node->right)
                     : copy(*node, node->left, std::move(erased));
  }

  template <class Visit>
  static void for_each(const Ref& node, const Visit& visit) {
    if (!node) return;
    for_each(node->left, visit);
    visit(node->item);
    for_each(node->right, visit);
  }

  // The items that compare equal to the probe; all of them stand side by side.
  template <class Probe, class Visit>
  static void for_range(const Ref& node, const Probe& probe, const Visit& visit) {
    if (!node) return;
    const int order = Node::compare(probe, node->item);
    if (order <= 0) for_range(node->left, probe, visit);
    if (order == 0) visit(node->item);
    if (order >= 0) for_range(node->right, probe, visit);
  }
};

}  // namespace pggit::catalog
