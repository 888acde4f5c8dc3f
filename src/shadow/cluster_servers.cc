// Which PostgreSQL installations this machine has.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"
#include "shadow/cluster.h"
#include "shadow/cluster_entries.h"

namespace pggit::shadow {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestVersion = 20;

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

// The version that the program itself would print, found in its file: a server named in a project's settings is not
// run for a question, and reading is quicker. "15.18" of "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n".
std::string version_of(const fs::path& postgres) {
  static constexpr std::string_view kMark = "postgres (PostgreSQL) ";
  std::string program = contents_of(postgres.string());
  std::size_t at = program.find(kMark);
  if (at == std::string::npos) return "";
  std::size_t begin = at + kMark.size();
  return program.substr(
      begin, std::min<std::size_t>(program.find_first_of(" \n", begin) - begin, kLongestVersion));
}

void add_server(const fs::path& bin, std::vector<ServerBinaries>& out) {
  if (!is_program(bin / "postgres") || !is_program(bin / "initdb")) return;
  std::error_code error;
  std::string folder = fs::canonical(bin, error).string();
  if (error || std::ranges::any_of(out, [&](const auto& s) { return s.bin == folder; })) return;
  std::string version = version_of(fs::path(folder) / "postgres");
  int major = std::atoi(version.c_str());
  if (major >= 10) out.push_back({folder, major, version});
}

// The minor version: 18 of "15.18", 0 of "17beta1".
int minor_of(const ServerBinaries& server) {
  std::size_t dot = server.version.find('.');
  return dot == std::string::npos ? 0 : std::atoi(server.version.c_str() + dot + 1);
}

bool is_newer(const ServerBinaries& a, const ServerBinaries& b) {
  if (a.major != b.major) return a.major > b.major;
  return minor_of(a) > minor_of(b);
}

void add_children(const std::string& folder, std::vector<ServerBinaries>& out) {
  std::vector<std::string> names = names_in(folder);
  std::ranges::sort(names);
  for (const std::string& name : names) add_server(fs::path(folder) / name / "bin", out);
}

}  // namespace

std::vector<ServerBinaries> find_servers(const std::vector<std::string>& extra) {
  std::vector<ServerBinaries> out;
  add_children("/usr/lib/postgresql", out);
  for (const std::string& folder : extra) {
    add_server(folder, out);
    add_server(fs::path(folder) / "bin", out);
    add_children(folder, out);
  }
  std::ranges::stable_sort(out, is_newer);
  return out;
}

}  // namespace pggit::shadow
