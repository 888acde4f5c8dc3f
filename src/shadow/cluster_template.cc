#include "shadow/cluster_template.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/hash.h"
#include "shadow/cluster_folder.h"
#include "shadow/cluster_log.h"
#include "shadow/supervisor.h"

namespace pggit::shadow {
namespace {

constexpr const char* kRecipe = "2";  // changes when kScript does
constexpr std::uint64_t kRoom = 200ull << 20;
constexpr int kInitdbMilliseconds = 120'000;

// $1 initdb, $2 the folder to work in, then initdb's options. Small WAL segments: the archive has
// 28 MB, not 40.
constexpr const char* kScript = R"(
set -e
umask 077
initdb=$1; work=$2; shift 2
cd "$work"
echo "$TEMPLATE_PASSWORD" > password
"$initdb" -D pg --pwfile=password --auth=scram-sha-256 -N "$@" > said 2>&1 || { cat said; exit 1; }
echo 'local all all scram-sha-256' > pg/pg_hba.conf
tar -C pg --owner=0 --group=0 -cf made.tar .
mv made.tar template.tar
)";

std::vector<std::string> initdb_options(const ClusterOptions& options) {
  std::vector<std::string> out{
      "-U", options.user, "-E", options.encoding, "--locale=" + options.locale, "--lc-messages=C"};
  if (options.server.major >= 11) out.push_back("--wal-segsize=1");
  if (options.server.major >= 14) out.push_back("--no-instructions");
  if (options.server.major >= 18) out.push_back("--no-data-checksums");
  return out;
}

// Behind the namespaces too, where there are any: a server may come from a folder that a project names.
Launch initdb_launch(const ClusterOptions& options, const std::string& folder) {
  Launch launch;
  launch.folder = folder;
  launch.log = folder + "/log";
  launch.confinement = plan_confinement(options.limits, account_for_initdb(), options.namespaces);
  launch.confinement.limited = false;
  launch.confinement.accounts = true;
  launch.confinement.memory_disk = false;
  Outside outside{folder + "/socket", folder + "/data", installation_of(options.server)};
  std::string script = "TEMPLATE_PASSWORD=" + std::string(kTemplatePassword) + "\n" + kScript;
  std::vector<std::string> command{"/bin/sh",
                                   "-c",
                                   script,
                                   "sh",
                                   options.server.bin + "/initdb",
                                   inside(launch.confinement, outside).data};
  for (std::string& option : initdb_options(options)) command.push_back(std::move(option));
  launch.command = wrap(launch.confinement, outside, command);
  return launch;
}

bool is_ours_alone(int fd) {
  struct stat info{};
  return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid() &&
         (info.st_mode & 022) == 0;
}

std::string cached_path(const ClusterOptions& options) {
  return options.cache_folder + "/template-" + template_key(options) + ".tar";
}

int open_cached(const ClusterOptions& options) {
  if (options.cache_folder.empty()) return -1;
  int fd = open(cached_path(options).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd >= 0 && is_ours_alone(fd)) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

bool copy_bytes(int from, int to) {
  struct stat info{};
  if (fstat(from, &info) != 0) return false;
  off_t at = 0;
  while (at < info.st_size) {
    if (sendfile(to, from, &at, static_cast<std::size_t>(info.st_size - at)) <= 0) return false;
  }
  return true;
}

// A file without a name that gets one when it is complete: nothing to clean up, whenever we are
// killed. If another program gave it its name first, that one stays.
void keep_in_cache(const ClusterOptions& options, int made) {
  std::error_code error;
  std::filesystem::create_directories(options.cache_folder, error);
  int fd = open(options.cache_folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return;
  std::string path = "/proc/self/fd/" + std::to_string(fd);
  if (copy_bytes(made, fd))
    linkat(AT_FDCWD, path.c_str(), AT_FDCWD, cached_path(options).c_str(), AT_SYMLINK_FOLLOW);
  close(fd);
}

base::Result<int> make_template(const ClusterOptions& options) {
  std::string folder =
      name_run_folder(options.run_base.empty() ? choose_base(kRoom) : options.run_base);
  Launch launch = initdb_launch(options, folder);
  Supervisor supervisor = TRY(Supervisor::start(launch));
  std::optional<int> status = supervisor.ended(kInitdbMilliseconds);
  int fd = open((folder + "/data/template.tar").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (status && *status == 0 && fd >= 0) return fd;
  if (fd >= 0) close(fd);
  return base::fail(base::ErrorCode::Database,
                    "initdb of PostgreSQL " + options.server.version + " (" + options.server.bin +
                        ") " + (status ? "failed" : "did not end") + last_lines(launch.log));
}

}  // namespace

std::string template_key(const ClusterOptions& options) {
  base::HashWriter writer;
  for (const std::string& part : initdb_options(options)) writer.bytes(part);
  for (const std::string& part : {options.server.bin, options.server.version, std::string(kRecipe)})
    writer.bytes(part);
  return writer.finish().brief();
}

base::Result<int> open_template(const ClusterOptions& options) {
  int cached = open_cached(options);
  if (cached >= 0) return cached;
  int made = TRY(make_template(options));
  if (!options.cache_folder.empty()) keep_in_cache(options, made);
  lseek(made, 0, SEEK_SET);
  return made;
}

}  // namespace pggit::shadow
