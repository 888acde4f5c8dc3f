#include "shadow/cluster_log.h"

#include "base/text.h"
#include "shadow/cluster_entries.h"

namespace pggit::shadow {

std::string last_lines(const std::string& path, std::size_t bytes) {
  std::string text = contents_of(path);
  if (text.size() > bytes) text.erase(0, text.find('\n', text.size() - bytes) + 1);
  std::string out;
  for (std::string_view line : base::split(base::trim(text), '\n')) {
    if (!line.empty()) out += "\n  " + std::string(line);
  }
  return out;
}

}  // namespace pggit::shadow
