#include "project/home.h"

#include <algorithm>

namespace pggit::project {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

// The folder above, empty at the top.
std::string above(const std::string& folder) {
  const std::size_t slash = folder.rfind('/');
  return slash == std::string::npos ? "" : folder.substr(0, slash);
}

}  // namespace

base::Result<std::string> Home::resolution(std::string_view id) const {
  const bool plain = !id.empty() && id[0] != '.' && std::ranges::all_of(id, is_plain);
  if (plain) return resolutions() + "/" + std::string(id) + ".sql";
  return base::fail(base::ErrorCode::Usage, "`" + std::string(id) +
                                                "` is no edge case's id; `pggit status` and "
                                                "edge_cases.yaml list them");
}

Home find_home(const base::Disk& disk, const std::string& start) {
  const std::string from = start.empty() ? "." : start;
  for (std::string folder = from; !folder.empty(); folder = above(folder)) {
    if (disk.is_folder(folder + "/.pggit")) return Home(folder + "/.pggit");
  }
  return Home(from + "/.pggit");
}

}  // namespace pggit::project
