// The virtual catalog: an immutable map from key to shared object. A new version shares all that it
// did not touch; equal contents have equal hashes whatever the way they were reached.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/hash.h"
#include "ir/objects.h"
#include "ir/schema_view.h"

namespace pggit::catalog {

// A name that an object refers to or takes, for the catalog's inner index from name to its users.
struct Link {
  enum class Kind {
    Relation,        // refers to a table, view or sequence
    Type,            // refers to a type, or to a relation's row type
    Function,        // refers to a function of that name
    Other,           // refers to a collation, or to a text search dictionary or configuration
    Inherits,        // a table that has the table among its parents
    TakesRelation,   // takes a relation's name: index of a primary or unique constraint, identity
                     // sequence
    TakesConstraint  // takes a constraint's name
  };
  Kind kind = Kind::Relation;
  std::string schema;
  std::string name;
  ir::Key user;
  auto operator<=>(const Link&) const = default;
};
using LinkRef = std::shared_ptr<const Link>;

// An object with what is known of it. Made by make_entry alone.
struct Entry {
  ir::Object object;
  ir::Key key;
  std::vector<LinkRef> links;  // sorted
  // The content hash (src/store/FORMAT.md says every hashed byte), computed when first asked for: most versions of an
  // object live for one statement only.
  const base::Hash& hash() const;

 private:
  mutable std::once_flag once_;
  mutable base::Hash hash_;
};
using EntryRef = std::shared_ptr<const Entry>;

// Puts what has no order of its own (constraints, options) in its canonical one.
EntryRef make_entry(ir::Object object);

struct EntryNode;  // the maps' own; in catalog/map.cc
struct LinkNode;

class Catalog {
 public:
  Catalog();  // empty
  // What adding each to an empty one gives, in a fraction of the time; of two with one key the later stays.
  static Catalog of(std::vector<EntryRef> entries);

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
  // The tree hash: depends on contents alone. Computed when first asked for, for new nodes only.
  const base::Hash& hash() const;
  bool operator==(const Catalog& other) const { return hash() == other.hash(); }

  // In the order of keys: by kind, schema, name, sub.
  void for_each(const std::function<void(const EntryRef&)>& visit) const;
  // Only those of one kind in one schema; costs what they cost.
  void for_each_in(ir::Kind kind, std::string_view schema,
                   const std::function<void(const EntryRef&)>& visit) const;
  // Keys of the objects that use this name in this way, sorted; costs what they cost.
  std::vector<ir::Key> users(Link::Kind kind, std::string_view schema, std::string_view name) const;

  // Objects that were added, removed or changed, in the order of keys; equal subtrees are skipped.
  struct Change {
    ir::Key key;
    EntryRef before;  // null: added
    EntryRef after;   // null: removed
  };
  static std::vector<Change> changes(const Catalog& before, const Catalog& after);

  // One node of the tree, as a store keeps it; its hash covers the other three.
  struct TreeNode {
    base::Hash hash;
    base::Hash left;   // zero: none
    base::Hash right;  // zero: none
    EntryRef entry;
  };
  // The nodes of `after` that `before` does not share, children before parents.
  static void for_each_new_node(const Catalog& before, const Catalog& after,
                                const std::function<void(const TreeNode&)>& visit);

 private:
  using EntryTree = std::shared_ptr<const EntryNode>;
  using LinkTree = std::shared_ptr<const LinkNode>;
  Catalog(EntryTree root, LinkTree links) : root_(std::move(root)), links_(std::move(links)) {}
  EntryTree root_;
  LinkTree links_;  // not hashed: it follows from the objects
};

base::Hash object_hash(const ir::Object& object);

// Whether a table, view, sequence or index takes this name, the hidden ones too: indexes of primary
// and unique constraints, sequences of identity columns.
bool relation_name_taken(const Catalog& catalog, std::string_view schema, std::string_view name);
// Whether a constraint of some table of the schema has this name.
bool constraint_name_taken(const Catalog& catalog, std::string_view schema, std::string_view name);

// The bytes of a tree node whose SHA-256 is its hash, and back. Errors (Input): not such bytes.
std::string encode_tree_node(const base::Hash& left, const base::Hash& entry,
                             const base::Hash& right);
struct TreeNodeHashes {
  base::Hash left;
  base::Hash entry;
  base::Hash right;
};
base::Result<TreeNodeHashes> decode_tree_node(std::string_view bytes);

}  // namespace pggit::catalog
