// The virtual catalog: an immutable map from key to shared object. A new version shares all that it did
// not touch; equal contents have equal hashes whatever the way they were reached.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/hash.h"
#include "ir/objects.h"
#include "ir/schema_view.h"

namespace pggit::catalog {

// An object with its content hash (src/store/FORMAT.md says every hashed byte); computed once.
struct Entry {
  ir::Object object;
  ir::Key key;
  base::Hash hash;
};
using EntryRef = std::shared_ptr<const Entry>;

class Catalog {
 public:
  Catalog();  // empty

  // Nothing when absent. Valid while any catalog that shares the object lives.
  const ir::Object* find(const ir::Key& key) const;
  EntryRef entry(const ir::Key& key) const;
  template <class T>
  const T* get(const ir::Key& key) const {
    const ir::Object* object = find(key);
    return object ? std::get_if<T>(object) : nullptr;
  }

  // Copies that differ in one object; O(log n) new nodes.
  [[nodiscard]] Catalog with(ir::Object object) const;
  [[nodiscard]] Catalog with(EntryRef entry) const;
  [[nodiscard]] Catalog without(const ir::Key& key) const;

  std::size_t size() const;
  // The tree hash: depends on contents alone.
  const base::Hash& hash() const;
  bool operator==(const Catalog& other) const { return hash() == other.hash(); }

  // In the order of keys: by kind, schema, name, sub.
  void for_each(const std::function<void(const EntryRef&)>& visit) const;
  // Objects that were added, removed or changed; equal subtrees are skipped.
  struct Change {
    ir::Key key;
    EntryRef before;  // null: added
    EntryRef after;   // null: removed
  };
  static std::vector<Change> changes(const Catalog& before, const Catalog& after);

  struct Node;  // the map's own; in catalog/map.cc

 private:
  explicit Catalog(std::shared_ptr<const Node> root) : root_(std::move(root)) {}
  std::shared_ptr<const Node> root_;
};

base::Hash object_hash(const ir::Object& object);

}  // namespace pggit::catalog
