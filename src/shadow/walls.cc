#include "shadow/walls.h"

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>

#include "shadow/cluster_random.h"

namespace pggit::shadow {
namespace {

// Both ranges are unused by systemd's table of user ids (systemd.io/UIDS-GIDS); the second fits
// into containers that map 65,536 ids only.
constexpr uid_t kWideFirst = 1879048192u, kWideCount = 268435455u;
constexpr uid_t kNarrowFirst = 60578u, kNarrowCount = 606u;
constexpr uid_t kNobody = 65534u;
constexpr rlim_t kProcesses = 64;
constexpr rlim_t kOpenFiles = 4096;

bool is_mapped(uid_t id, const char* map) {
  std::ifstream file(map);
  std::uint64_t inside = 0, outside = 0, count = 0;
  while (file >> inside >> outside >> count) {
    if (id >= inside && id - inside < count) return true;
  }
  return false;
}

bool is_usable(uid_t id) {
  return is_mapped(id, "/proc/self/uid_map") && is_mapped(id, "/proc/self/gid_map") &&
         getpwuid(id) == nullptr;
}

uid_t user_without_account() {
  uid_t wide = kWideFirst + static_cast<uid_t>(random_below(kWideCount));
  if (is_usable(wide)) return wide;
  for (int i = 0; i < 100; ++i) {
    uid_t narrow = kNarrowFirst + static_cast<uid_t>(random_below(kNarrowCount));
    if (is_usable(narrow)) return narrow;
  }
  return kNobody;
}

bool limit(int resource, rlim_t value) {
  struct rlimit now{};
  if (getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return false;
  if (now.rlim_max != RLIM_INFINITY && value > now.rlim_max) value = now.rlim_max;
  struct rlimit wanted{value, value};
  return setrlimit(static_cast<__rlimit_resource_t>(resource), &wanted) == 0;
}

// The number of processes is counted per user: only a user of the server's own can be limited.
bool set_limits(const Confinement& c) {
  return limit(RLIMIT_CORE, 0) && limit(RLIMIT_AS, c.limits.memory_bytes) &&
         limit(RLIMIT_FSIZE, c.limits.disk_bytes + kHeadroom) && limit(RLIMIT_NOFILE, kOpenFiles) &&
         (!c.account.foreign || limit(RLIMIT_NPROC, kProcesses));
}

void drop_bounding_set() {
  for (int capability = 0; capability <= 63; ++capability) {
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return;
  }
}

bool become(const Account& account) {
  if (!account.foreign) return true;
  drop_bounding_set();
  return setgroups(0, nullptr) == 0 && setresgid(account.gid, account.gid, account.gid) == 0 &&
         setresuid(account.uid, account.uid, account.uid) == 0;
}

// A user other than root may hold capabilities too (a container's settings): none is kept.
bool drop_capabilities() {
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {};
  return syscall(SYS_capset, &header, none) == 0;
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::uint64_t kMebi = 1ull << 20, kGibi = 1ull << 30;
  if (bytes % kGibi == 0) return std::to_string(bytes / kGibi) + " GiB";
  return std::to_string(bytes / kMebi) + " MiB";
}

void describe_namespaces(const Confinement& c, Walls& walls) {
  static const char* const kNames[] = {"network namespace", "process namespace",
                                       "read-only root without /home, /root and /run"};
  for (const char* name : kNames) {
    if (c.namespaces) walls.standing.push_back(name);
    if (!c.namespaces) walls.missing.push_back(std::string(name) + ": " + c.no_namespaces);
  }
  std::string disk = "tmpfs of " + size_text(c.limits.disk_bytes);
  if (c.memory_disk) walls.standing.push_back(disk);
  if (!c.memory_disk)
    walls.missing.push_back(disk + ": " +
                            (c.namespaces ? "too little free memory" : c.no_namespaces));
}

}  // namespace

Account account_for_server() {
  if (geteuid() != 0) return {geteuid(), getegid(), false};
  uid_t id = user_without_account();
  return {id, id, true};
}

bool is_drawn_user(uid_t id) {
  return (id >= kWideFirst && id - kWideFirst < kWideCount) ||
         (id >= kNarrowFirst && id - kNarrowFirst < kNarrowCount);
}

Account account_for_initdb() {
  if (geteuid() != 0) return {geteuid(), getegid(), false};
  struct passwd* nobody = getpwnam("nobody");
  if (nobody == nullptr) return {kNobody, kNobody, true};
  return {nobody->pw_uid, nobody->pw_gid, true};
}

bool enter(const Confinement& confinement) {
  if (confinement.limited && !set_limits(confinement)) return false;
  if (!become(confinement.account) || !drop_capabilities()) return false;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
}

Walls describe(const Confinement& c) {
  Walls walls;
  walls.standing = {
      "login role without superuser or CREATEROLE",
      "no TCP, socket directory 0700",
      "limits: address space " + size_text(c.limits.memory_bytes) + ", file size " +
          size_text(c.limits.disk_bytes) + ", " + std::to_string(c.limits.connections) +
          " connections, no core, no parallel workers",
      "no new privileges, no capabilities",
      "supervisor",
      "watchdog: " + std::to_string(c.limits.statement_seconds) + " s a statement, disk, notices"};
  if (c.account.foreign) walls.standing.push_back("user without account");
  if (!c.account.foreign)
    walls.missing.push_back("user without account: pggit does not run as root");
  describe_namespaces(c, walls);
  return walls;
}

}  // namespace pggit::shadow
