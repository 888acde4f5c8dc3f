// Whatever a store gives back: bytes that are read are those that would be written, all others are refused. The
// input is an object's bytes, then, behind the word REFERENCES, what stands beside them.
#include <cstdint>
#include <string_view>

#include "catalog/catalog.h"
#include "catalog/dump.h"
#include "catalog/encode.h"
#include "fuzz/require.h"

namespace {

using namespace pggit;
using fuzz::require;

constexpr std::string_view kBeside = "REFERENCES";

void check_object(std::string_view bytes, std::string_view references) {
  const auto object = catalog::decode(bytes, references);
  if (!object) return;
  require(catalog::encode(*object) == bytes, "an object is written as it was read");
  require(references.empty() || catalog::encode_references(*object) == references,
          "references are written as they were read");
  const auto again = catalog::decode(bytes, catalog::encode_references(*object));
  require(again && *again == *object, "what is written is read as the same object");
  require(!catalog::dump(*object).empty(), "an object prints");
}

void check_node(std::string_view bytes) {
  const auto node = catalog::decode_tree_node(bytes);
  if (!node) return;
  require(catalog::encode_tree_node(node->left, node->entry, node->right) == bytes,
          "a node is written as it was read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t beside = std::min(input.find(kBeside), input.size());
  check_object(input.substr(0, beside),
               input.substr(std::min(beside + kBeside.size(), input.size())));
  check_node(input);
  return 0;
}
