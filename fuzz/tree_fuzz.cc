// Whatever JSON stands where the grammar's tree should: it is read or refused, and every way to look at a node gives an
// answer.
#include <cstdint>
#include <string>

#include "fuzz/require.h"
#include "sql/tree_state.h"

namespace {

using pggit::fuzz::require;
using pggit::sql::Node;
using pggit::sql::Tree;

constexpr std::size_t kMaxDepth = 4096;  // as sql/parse.cc has it
constexpr const char* kFields[] = {"relname", "items",    "sval", "ival",      "stmt",
                                   "op",      "location", "arg",  "targetList"};

void look(const Node& node, int& left) {
  if (--left < 0) return;
  (void)node.text();
  (void)node.integer();
  for (const char* field : kFields) {
    require(node.has(field) || (node.str(field).empty() && node.num(field) == 0 &&
                                !node.flag(field) && node.list(field).empty()),
            "a field that is absent has its default");
  }
  for (const Node& item : node.items()) look(item, left);
  for (const Node& child : node.children()) look(child, left);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static simdjson::dom::parser parser;
  const std::string json(reinterpret_cast<const char*>(data), size);
  if (parser.allocate(std::max<std::size_t>(size, 1 << 16), kMaxDepth) != simdjson::SUCCESS)
    return 0;
  for (const auto want :
       {Tree::State::Want::Statement, Tree::State::Want::Expression, Tree::State::Want::Code}) {
    Tree::State tree;
    if (tree.load(parser, json, want) != Tree::State::Loaded::Yes) continue;
    int left = 10'000;
    look(tree.root, left);
    require(tree.root.json().size() <= json.size(), "a part is no longer than the whole");
  }
  return 0;
}
