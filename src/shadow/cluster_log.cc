#include "shadow/cluster_log.h"

#include <fstream>

#include "base/text.h"

namespace pggit::shadow {

std::string last_lines(const std::string& path, std::size_t bytes) {
  std::ifstream file(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (text.size() > bytes) text.erase(0, text.find('\n', text.size() - bytes) + 1);
  std::string out;
  for (std::string_view line : base::split(base::trim(text), '\n')) {
    if (!line.empty()) out += "\n  " + std::string(line);
  }
  return out;
}

}  // namespace pggit::shadow
