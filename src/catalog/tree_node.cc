#include <algorithm>

#include "catalog/catalog.h"

namespace pggit::catalog {
namespace {

constexpr std::string_view kMagic = "map1";
constexpr std::size_t kHashBytes = sizeof(base::Hash::bytes);

void put(std::string& out, const base::Hash& hash) {
  out.append(reinterpret_cast<const char*>(hash.bytes.data()), kHashBytes);
}

base::Hash hash_at(std::string_view bytes, std::size_t index) {
  base::Hash hash;
  const std::string_view part = bytes.substr(kMagic.size() + index * kHashBytes, kHashBytes);
  std::ranges::copy(part, hash.bytes.begin());
  return hash;
}

}  // namespace

std::string encode_tree_node(const base::Hash& left, const base::Hash& entry,
                             const base::Hash& right) {
  std::string out(kMagic);
  put(out, left);
  put(out, entry);
  put(out, right);
  return out;
}

base::Result<TreeNodeHashes> decode_tree_node(std::string_view bytes) {
  if (bytes.size() != kMagic.size() + 3 * kHashBytes || !bytes.starts_with(kMagic)) {
    return base::fail(base::ErrorCode::Input, "stored tree node: damaged, or of a newer version");
  }
  return TreeNodeHashes{hash_at(bytes, 0), hash_at(bytes, 1), hash_at(bytes, 2)};
}

}  // namespace pggit::catalog
