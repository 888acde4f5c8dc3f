#include "shadow/home_server.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "shadow/cluster_conninfo.h"
#include "shadow/cluster_entries.h"
#include "shadow/cluster_folder.h"
#include "shadow/cluster_random.h"
#include "shadow/cluster_settings.h"
#include "shadow/cluster_start.h"
#include "shadow/cluster_template.h"
#include "shadow/supervisor.h"

namespace pggit::shadow {

struct HomeServer::State {
  HomeOptions options;
  ServerBinaries server;
  Account account;
  std::string run_folder;
  std::string password;
  std::optional<Supervisor> supervisor;
  std::optional<pg::Connection> admin;
};

namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using State = HomeServer::State;

constexpr const char* kRootFolder = "/var/lib/pggit";
constexpr const char* kAdmin = "pggit_admin";
constexpr const char* kRole = "pggit";
constexpr std::uint64_t kRunFolderBytes = 16ull << 20;

base::Error cannot(const std::string& what, const std::string& path) {
  return {ErrorCode::Input, "cannot " + what + " " + path + ": " + std::strerror(errno)};
}

// Root's folder is passable for the server's user, and readable for nobody.
base::Result<void> make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  mode_t mode = geteuid() == 0 ? 0711 : 0700;
  if (error || chmod(folder.c_str(), mode) != 0) return std::unexpected(cannot("make", folder));
  return {};
}

base::Result<int> take_lock(const std::string& folder) {
  std::string path = folder + "/lock";
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return std::unexpected(cannot("open", path));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    std::string holder(base::trim(contents_of(path)));
    close(fd);
    return base::fail(ErrorCode::Database,
                      "the home server in " + folder + " is in use by pggit, process " + holder);
  }
  if (ftruncate(fd, 0) == 0) dprintf(fd, "%d\n", getpid());
  return fd;
}

// Who owns the data runs the server: chosen the first time, kept afterwards.
base::Result<Account> account_of(const std::string& data) {
  struct stat info{};
  if (lstat(data.c_str(), &info) == 0)
    return Account{info.st_uid, info.st_gid, info.st_uid != geteuid()};
  Account account = account_for_server();
  bool made = mkdir(data.c_str(), 0700) == 0 &&
              (!account.foreign || lchown(data.c_str(), account.uid, account.gid) == 0);
  if (!made) return std::unexpected(cannot("make", data));
  return account;
}

base::Result<ServerBinaries> server_for(const HomeOptions& options, const std::string& pg_data) {
  std::vector<ServerBinaries> servers = find_servers(options.server_dirs);
  std::string major(base::trim(contents_of(pg_data + "/PG_VERSION")));
  for (const ServerBinaries& server : servers) {
    if (major.empty() || std::to_string(server.major) == major) return server;
  }
  std::string wanted = major.empty() ? "15" : major;
  return base::fail(ErrorCode::Database,
                    (major.empty() ? "no PostgreSQL server was found on this machine"
                                   : "the home server's data is of PostgreSQL " + major +
                                         ", which is not on this machine") +
                        ("; install it: apt install postgresql-" + wanted));
}

// Written before any role gets it, so that a killed run never locks the next one out.
base::Result<std::string> password_in(const std::string& folder) {
  std::string path = folder + "/password";
  std::string known(base::trim(contents_of(path)));
  if (!known.empty()) return known;
  std::string made = random_hex(32);
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  bool written = fd >= 0 &&
                 write(fd, made.data(), made.size()) == static_cast<ssize_t>(made.size()) &&
                 fsync(fd) == 0;
  if (fd >= 0) close(fd);
  if (!written) return std::unexpected(cannot("write", path));
  return made;
}

ClusterOptions template_options(const State& state) {
  ClusterOptions options;
  options.server = state.server;
  options.cache_folder = state.options.cache_folder;
  options.user = kAdmin;
  return options;
}

base::Result<Launch> launch_of(const State& state, bool is_new) {
  std::string data = state.options.folder + "/data/pg";
  Launch launch;
  launch.command =
      home_command({state.server.bin, data, state.run_folder + "/socket"}, state.server);
  launch.confinement.account = state.account;
  launch.confinement.limited = false;
  launch.folder = state.run_folder;
  launch.log = state.options.folder + "/log";
  launch.gentle = true;
  if (!is_new) return launch;
  launch.command = after_unpacking(data, launch.command);
  launch.input = TRY(open_template(template_options(state)));
  return launch;
}

Login admin_login(const State& state, const std::string& password) {
  return {state.run_folder + "/socket", kAdmin, password};
}

base::Result<void> run(State& state, const std::string& sql) {
  pg::Execution done = state.admin->run(sql);
  if (!done) return base::fail(ErrorCode::Database, "the home server: " + done.error().text());
  return {};
}

base::Result<void> prepare_roles(State& state) {
  pg::Execution known = state.admin->query("SELECT 1 FROM pg_roles WHERE rolname = $1", {kRole});
  if (known && known->count() > 0) return {};
  std::string stored = base::quote_literal(scram_verifier(state.password, random_hex(16)));
  return run(state, "ALTER ROLE " + std::string(kAdmin) + " PASSWORD " + stored + "; CREATE ROLE " +
                        kRole + " LOGIN NOSUPERUSER NOCREATEROLE PASSWORD " + stored +
                        "; REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC");
}

base::Result<void> start_server(State& state, int lock) {
  std::string pg_data = state.options.folder + "/data/pg";
  state.account = TRY(account_of(state.options.folder + "/data"));
  state.server = TRY(server_for(state.options, pg_data));
  state.password = TRY(password_in(state.options.folder));
  state.run_folder = name_run_folder(choose_base(kRunFolderBytes));
  Launch launch = TRY(launch_of(state, !fs::exists(pg_data + "/PG_VERSION")));
  launch.lock = dup(lock);
  state.supervisor = TRY(Supervisor::start(launch));
  // The first time the superuser still has the template's password.
  std::vector<Login> logins{admin_login(state, state.password),
                            admin_login(state, kTemplatePassword)};
  state.admin = TRY(wait_for_server(*state.supervisor, logins, launch.log)).session;
  return prepare_roles(state);
}

}  // namespace

HomeServer::HomeServer(std::unique_ptr<State> state) : state_(std::move(state)) {}
HomeServer::HomeServer(HomeServer&&) noexcept = default;
HomeServer& HomeServer::operator=(HomeServer&&) noexcept = default;
HomeServer::~HomeServer() {
  if (state_) state_->admin.reset();
}

std::string home_folder(const std::string& project) {
  if (geteuid() != 0) return project + "/.pggit/server";
  std::error_code error;
  std::string path = fs::weakly_canonical(project, error).string();
  return std::string(kRootFolder) + "/" + base::sha256(path).brief();
}

base::Result<HomeServer> HomeServer::start(const HomeOptions& options) {
  sweep_stale_folders("");
  auto state = std::make_unique<State>();
  state->options = options;
  TRY(make_folder(options.folder));
  int lock = TRY(take_lock(options.folder));
  auto started = start_server(*state, lock);
  close(lock);
  if (!started) return std::unexpected(started.error());
  return HomeServer(std::move(state));
}

base::Result<void> HomeServer::ensure_database(const std::string& name) {
  pg::Execution known =
      state_->admin->query("SELECT 1 FROM pg_database WHERE datname = $1", {name});
  if (known && known->count() > 0) return {};
  return run(*state_, "CREATE DATABASE " + base::quote_ident(name) + " OWNER " + kRole);
}

std::string HomeServer::conninfo(const std::string& database) const {
  return socket_conninfo({state_->run_folder + "/socket", kRole, state_->password}, database);
}

const ServerBinaries& HomeServer::server() const { return state_->server; }

}  // namespace pggit::shadow
