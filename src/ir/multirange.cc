#include "ir/multirange.h"

#include "base/text.h"

namespace pggit::ir {
namespace {

constexpr std::size_t kNameLimit = 63;
constexpr std::size_t kMultirangeLimit = 64 - 12;

}  // namespace

std::string multirange_name(const std::string& range) {
  const std::size_t at = range.find("range");
  const std::string name =
      at != std::string::npos
          ? range.substr(0, at) + "multi" + range.substr(at)
          : std::string(base::clip_identifier(range, kMultirangeLimit)) + "_multirange";
  return std::string(base::clip_identifier(name, kNameLimit));
}

}  // namespace pggit::ir
