// Namespaces by bubblewrap: no network, a process space of its own, a root that shows programs and
// nothing else.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <optional>

#include "shadow/walls.h"

namespace pggit::shadow {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPlaces[] = {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"};
constexpr std::uint64_t kMemoryToSpare = 1ull << 30;

std::string bubblewrap() {
  for (const char* place : kPlaces) {
    if (access(place, X_OK) == 0) return place;
  }
  return "";
}

// Bytes.
std::uint64_t available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  std::uint64_t kilobytes = 0;
  while (file >> name >> kilobytes) {
    if (name == "MemAvailable:") return kilobytes << 10;
    std::getline(file, unit);
  }
  return 0;
}

using Arguments = std::vector<std::string>;

void add(Arguments& arguments, std::initializer_list<std::string> more) {
  arguments.insert(arguments.end(), more);
}

// /bin, /lib, ...: links into /usr on a merged system, folders elsewhere.
void show_programs(Arguments& arguments) {
  add(arguments, {"--ro-bind", "/usr", "/usr"});
  for (const char* folder : {"/bin", "/sbin", "/lib", "/lib32", "/lib64"}) {
    std::error_code error;
    if (fs::is_symlink(folder, error)) {
      add(arguments, {"--symlink", fs::read_symlink(folder, error).string(), folder});
    } else if (fs::is_directory(folder, error)) {
      add(arguments, {"--ro-bind", folder, folder});
    }
  }
}

// What libraries and text search dictionaries read; nothing of it is secret.
void show_settings(Arguments& arguments) {
  for (const char* path : {"/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime",
                           "/etc/ssl/openssl.cnf", "/var/cache/postgresql/dicts"}) {
    if (access(path, R_OK) == 0) add(arguments, {"--ro-bind", path, path});
  }
}

void show_server(Arguments& arguments, const std::string& server) {
  if (!server.starts_with("/usr/")) add(arguments, {"--ro-bind", server, server});
}

Arguments namespaces(const std::string& program) {
  return {program,
          "--unshare-user",
          "--unshare-all",
          "--disable-userns",
          "--die-with-parent",
          "--new-session",
          "--clearenv",
          "--setenv",
          "PATH",
          "/usr/bin:/bin",
          "--cap-drop",
          "ALL",
          "--hostname",
          "shadow"};
}

// Both /dev and the root are file systems in memory that the server could else fill.
Arguments rooms(const Confinement& c, const Outside& outside) {
  Arguments out;
  show_programs(out);
  show_settings(out);
  if (c.accounts) add(out, {"--ro-bind", "/etc/passwd", "/etc/passwd"});
  show_server(out, outside.server);
  add(out, {"--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"});
  if (c.memory_disk) {
    add(out, {"--perms", "0700", "--size", std::to_string(c.limits.disk_bytes + kHeadroom),
              "--tmpfs", "/data"});
  } else {
    add(out, {"--bind", outside.data, "/data"});
  }
  add(out, {"--bind", outside.socket, "/socket", "--remount-ro", "/", "--chdir", "/data"});
  return out;
}

// A message comes in pieces.
std::string read_all(int from) {
  std::string words;
  char piece[512];
  for (ssize_t length; (length = read(from, piece, sizeof piece)) > 0;)
    words.append(piece, static_cast<std::size_t>(length));
  return words;
}

// Runs the command line as the server would run; empty when it worked, else what was said.
std::string attempt(const Confinement& c, const Arguments& arguments) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  int said[2];
  if (pipe2(said, O_CLOEXEC) != 0) return "no pipe";
  pid_t child = fork();
  if (child == 0) {
    dup2(said[1], 2);
    if (chdir("/") == 0 && enter(c)) execv(argv[0], argv.data());
    _exit(126);
  }
  close(said[1]);
  std::string words = read_all(said[0]);
  close(said[0]);
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return "cannot start a process";
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return "";
  words.erase(words.find_last_not_of('\n') + 1);
  return words.empty() ? "bwrap could not start" : words;
}

std::string try_bubblewrap(const Confinement& c) {
  Confinement trial = c;
  trial.memory_disk = true;
  return attempt(trial, wrap(trial, {"/tmp", "/tmp", "/usr"}, {"/usr/bin/true"}));
}

// Empty when all of them can be had; asked once in a program's life.
std::string try_namespaces(const Confinement& c) {
  static std::mutex mutex;
  static std::optional<std::string> known;
  std::lock_guard lock(mutex);
  if (!known) known = bubblewrap().empty() ? "bwrap is not installed" : try_bubblewrap(c);
  return *known;
}

}  // namespace

Confinement plan_confinement(const Limits& limits, const Account& account, bool want_namespaces) {
  Confinement c{.account = account, .limits = limits, .no_namespaces = "not asked for"};
  if (!want_namespaces) return c;
  c.no_namespaces = try_namespaces(c);
  c.namespaces = c.no_namespaces.empty();
  c.memory_disk = c.namespaces && available_memory() >= limits.disk_bytes + kMemoryToSpare;
  return c;
}

std::size_t servers_in_memory(const Limits& limits) {
  return std::max<std::size_t>(1, available_memory() / (limits.disk_bytes + kMemoryToSpare));
}

std::string installation_of(const ServerBinaries& server) {
  return fs::path(server.bin).parent_path().string();
}

Inside inside(const Confinement& confinement, const Outside& outside) {
  if (confinement.namespaces) return {"/socket", "/data"};
  return {outside.socket, outside.data};
}

std::vector<std::string> wrap(const Confinement& confinement, const Outside& outside,
                              const Arguments& command) {
  std::string program = bubblewrap();
  if (program.empty() || (!confinement.namespaces && !confinement.memory_disk)) return command;
  Arguments out = namespaces(program);
  Arguments room = rooms(confinement, outside);
  out.insert(out.end(), room.begin(), room.end());
  out.push_back("--");
  out.insert(out.end(), command.begin(), command.end());
  return out;
}

}  // namespace pggit::shadow
