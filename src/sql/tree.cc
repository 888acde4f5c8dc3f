#include "sql/tree.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "sql/tree_state.h"

namespace pggit::sql {

namespace dom = simdjson::dom;

static_assert(sizeof(dom::element) == 2 * sizeof(std::uint64_t));

struct NodeAccess {
  static dom::element element(const Node& node) {
    dom::element element;
    std::memcpy(static_cast<void*>(&element), node.rep_, sizeof element);
    return element;
  }
  static Node node(const dom::element& element) {
    Node node;
    std::memcpy(node.rep_, static_cast<const void*>(&element), sizeof element);
    return node;
  }
};

namespace {

bool is_kind_name(std::string_view key) { return !key.empty() && key[0] >= 'A' && key[0] <= 'Z'; }

struct Wrapped {
  std::string_view kind;  // empty: not wrapped
  dom::element inside;
};

// {"Kind": {...}}: an object whose first field has the name of a node kind.
Wrapped unwrap(const dom::element& element) {
  if (!element.is_object()) return {"", element};
  const dom::object object = element.get_object().value_unsafe();
  const auto field = object.begin();
  if (field == object.end() || !is_kind_name(field.key())) return {"", element};
  return {field.key(), field.value()};
}

dom::element field_of(const Node& node, std::string_view name, bool& found) {
  const dom::element element = unwrap(NodeAccess::element(node)).inside;
  dom::element value;
  found = element.is_object() && element.at_key(name).get(value) == simdjson::SUCCESS;
  return value;
}

std::vector<Node> nodes_of(const dom::element& array) {
  std::vector<Node> nodes;
  if (!array.is_array()) return nodes;
  const dom::array items = array.get_array().value_unsafe();  // outlives the loop
  for (const dom::element item : items) nodes.push_back(NodeAccess::node(item));
  return nodes;
}

}  // namespace

std::string_view Node::kind() const {
  if (!*this) return "";
  return unwrap(NodeAccess::element(*this)).kind;
}

Node Node::operator[](std::string_view field) const {
  if (!*this) return {};
  bool found = false;
  const dom::element value = field_of(*this, field, found);
  return found ? NodeAccess::node(value) : Node();
}

std::string_view Node::str(std::string_view field) const {
  if (!*this) return "";
  bool found = false;
  const dom::element value = field_of(*this, field, found);
  return found && value.is_string() ? value.get_string().value_unsafe() : std::string_view();
}

std::int64_t Node::num(std::string_view field) const {
  if (!*this) return 0;
  bool found = false;
  const dom::element value = field_of(*this, field, found);
  return found && value.is_int64() ? value.get_int64().value_unsafe() : 0;
}

bool Node::flag(std::string_view field) const {
  if (!*this) return false;
  bool found = false;
  const dom::element value = field_of(*this, field, found);
  return found && value.is_bool() && value.get_bool().value_unsafe();
}

std::vector<Node> Node::list(std::string_view field) const {
  if (!*this) return {};
  bool found = false;
  const dom::element value = field_of(*this, field, found);
  return found ? nodes_of(value) : std::vector<Node>();
}

std::vector<Node> Node::items() const { return list("items"); }

std::string_view Node::text() const {
  for (const char* field : {"sval", "fval", "bsval", "str"}) {
    if (const std::string_view text = str(field); !text.empty()) return text;
  }
  return "";
}

std::int64_t Node::integer() const { return num("ival"); }

std::vector<Node> Node::children() const {
  std::vector<Node> nodes;
  if (!*this) return nodes;
  const dom::element element = unwrap(NodeAccess::element(*this)).inside;
  if (!element.is_object()) return nodes;
  const dom::object object = element.get_object().value_unsafe();  // outlives the loop
  for (const dom::key_value_pair field : object) {
    if (field.value.is_object()) nodes.push_back(NodeAccess::node(field.value));
    for (const Node& item : nodes_of(field.value)) nodes.push_back(item);
  }
  return nodes;
}

std::string Node::json() const { return *this ? simdjson::minify(NodeAccess::element(*this)) : ""; }

Tree::Tree() : state_(std::make_unique<State>()) {}
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;
Tree::~Tree() = default;

Node Tree::root() const { return state_->root; }

namespace {

bool has_only(const Node& node, std::initializer_list<std::string_view> fields) {
  const dom::element element = unwrap(NodeAccess::element(node)).inside;
  if (!element.is_object()) return false;
  const dom::object object = element.get_object().value_unsafe();
  for (const dom::key_value_pair field : object) {
    if (std::ranges::find(fields, field.key) == fields.end()) return false;
  }
  return true;
}

// The val of `SELECT val`; nothing where the SELECT has another clause, a name or several targets.
Node lone_target(const Node& select) {
  if (!select.is("SelectStmt") || !has_only(select, {"targetList", "limitOption", "op"})) return {};
  const std::vector<Node> targets = select.list("targetList");
  if (targets.size() != 1 || !has_only(targets[0], {"val", "location"})) return {};
  const Node target = targets[0]["val"];
  const bool is_all = target.is("ColumnRef") && target.list("fields").front().is("A_Star");  // *
  return is_all ? Node() : target;
}

}  // namespace

Tree::State::Loaded Tree::State::load(dom::parser& parser, const std::string& json, Want want) {
  dom::element parsed;
  const simdjson::error_code error = parser.parse_into_document(document, json).get(parsed);
  if (error == simdjson::DEPTH_ERROR) return Loaded::TooDeep;
  if (error != simdjson::SUCCESS) return Loaded::NoTree;
  if (want == Want::Code) {
    const std::vector<Node> functions = NodeAccess::node(parsed).list("plpgsql_funcs");
    if (functions.size() != 1) return functions.empty() ? Loaded::NoTree : Loaded::Several;
    root = functions[0];
    return Loaded::Yes;
  }
  const std::vector<Node> statements = NodeAccess::node(parsed).list("stmts");
  if (statements.size() > 1) return Loaded::Several;
  if (!statements.empty()) root = statements[0]["stmt"];
  if (want == Want::Statement) return Loaded::Yes;
  // Up to a semicolon a statement has a length; an expression has none behind it.
  const bool is_closed = !statements.empty() && statements[0].num("stmt_len") != 0;
  root = is_closed ? Node() : lone_target(root);
  return root ? Loaded::Yes : Loaded::Several;
}

}  // namespace pggit::sql
