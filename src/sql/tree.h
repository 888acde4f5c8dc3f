// A read-only view of PostgreSQL's parse tree.
//
// The grammar gives JSON: a node is {"CreateStmt": {fields}}, a typed field only {fields}. Node hides the
// difference: `kind()` is "CreateStmt" or empty, fields are reached the same way. Fields that are false,
// 0, NULL or empty are absent; asking for them gives false, 0, "" or an empty Node.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::sql {

class Node {
 public:
  Node() = default;  // nothing

  explicit operator bool() const { return rep_[0] != 0; }
  std::string_view kind() const;  // "ColumnRef"; empty for a typed field, a scalar or nothing
  bool is(std::string_view kind) const { return this->kind() == kind; }

  Node operator[](std::string_view field) const;  // a field; unwraps {"Kind": {...}}
  bool has(std::string_view field) const { return bool((*this)[field]); }
  std::string_view str(std::string_view field) const;  // a string or an enumeration's name
  std::int64_t num(std::string_view field) const;
  bool flag(std::string_view field) const;
  std::vector<Node> list(std::string_view field) const;  // items unwrapped; empty when absent

  // Of a node that is itself a value: the items of a {"List": {"items": ...}}, the text of a
  // {"String": {"sval": ...}} (also of Float and BitString), the number of an {"Integer": ...}.
  std::vector<Node> items() const;
  std::string_view text() const;
  std::int64_t integer() const;

  // All nodes directly below: fields that are nodes or lists of nodes, in the order of the JSON.
  std::vector<Node> children() const;

  std::string json() const;  // as it stands, for dumps and messages

 private:
  friend class Tree;
  friend struct NodeAccess;
  std::uint64_t rep_[2] = {0, 0};  // the JSON library's own handle; trivially copyable
};

// Owns the text of one parsed statement; Nodes are valid while it lives.
class Tree {
 public:
  struct State;  // sql/tree_state.h

  Tree();
  Tree(Tree&&) noexcept;
  Tree& operator=(Tree&&) noexcept;
  ~Tree();

  Node root() const;  // the statement: kind() == "CreateStmt", ...

 private:
  friend class Parser;
  std::unique_ptr<State> state_;
};

}  // namespace pggit::sql
