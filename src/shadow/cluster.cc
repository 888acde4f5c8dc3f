#include "shadow/cluster.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "shadow/cluster_conninfo.h"
#include "shadow/cluster_folder.h"
#include "shadow/cluster_log.h"
#include "shadow/cluster_random.h"
#include "shadow/cluster_settings.h"
#include "shadow/cluster_start.h"
#include "shadow/cluster_state.h"
#include "shadow/cluster_template.h"
#include "shadow/remote.h"

namespace pggit::shadow {
namespace {

using base::ErrorCode;

// Closed unless somebody took it.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

constexpr std::uint64_t kRunFolderBytes = 64ull << 20;  // a run folder without data
constexpr std::uint64_t kRowBytes = 64ull << 20;        // that a migration's statement may give us
constexpr int kVerdictMilliseconds = 1000;
constexpr int kKeepMilliseconds = 60'000;
constexpr int kReservedConnections = 4;  // the harness's, out of Limits::connections

base::Result<void> check(const ClusterOptions& options) {
  if (options.server.bin.empty()) {
    return base::fail(
        ErrorCode::Database,
        "no PostgreSQL server was found on this machine; install one: apt install postgresql-15");
  }
  if (options.user == options.login) {
    return base::fail(ErrorCode::Usage,
                      "the role \"" + options.login + "\" is the shadow's own; name another one");
  }
  if (options.limits.connections > kReservedConnections) return {};
  return base::fail(ErrorCode::Usage, "a shadow needs more than " +
                                          std::to_string(kReservedConnections) + " connections");
}

Launch server_launch(const ClusterOptions& options, const Confinement& confinement,
                     const std::string& folder, bool keeps) {
  Outside outside{folder + "/socket", folder + "/data", installation_of(options.server)};
  Inside seen = inside(confinement, outside);
  std::string data = seen.data + "/pg";
  std::vector<std::string> postgres =
      shadow_command({options.server.bin, data, seen.socket}, options);
  Launch launch;
  launch.command = wrap(confinement, outside,
                        keeps ? between_archives(data, postgres) : after_unpacking(data, postgres));
  launch.confinement = confinement;
  launch.folder = folder;
  launch.log = folder + "/log";
  return launch;
}

// Without a tmpfs of its own inside, the data lies in the run's folder.
std::string base_for(const ClusterOptions& options, const Confinement& confinement) {
  if (!options.run_base.empty()) return options.run_base;
  return choose_base(confinement.memory_disk ? kRunFolderBytes : options.limits.disk_bytes);
}

base::Error words_of(const pg::ServerError& error) { return {ErrorCode::Database, error.text()}; }

base::Result<void> run(pg::Connection& connection, const std::string& sql) {
  pg::Execution done = connection.run(sql);
  if (!done) return std::unexpected(words_of(done.error()));
  return {};
}

base::Result<void> end_sessions(pg::Connection& harness, const std::string& database) {
  TRY(run(harness, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = " +
                       base::quote_literal(database)));
  return wait_until_unused(harness, database);
}

std::string with_password(const std::string& role, const std::string& password) {
  return base::quote_ident(role) + " PASSWORD " +
         base::quote_literal(scram_verifier(password, random_hex(16)));
}

// The superuser gets a password that nobody knows; then the login role appears. The harness's
// databases are closed to it. In data that was kept all of it is there, but for the passwords.
std::string roles_sql(const ClusterOptions& options, const std::string& harness,
                      const std::string& login, bool kept) {
  const std::string superuser = "ALTER ROLE " + with_password(options.user, harness);
  if (kept) return superuser + "; ALTER ROLE " + with_password(options.login, login);
  return superuser + "; CREATE ROLE " + with_password(options.login, login) +
         " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT " +
         std::to_string(options.limits.connections - kReservedConnections) +
         "; REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC";
}

base::Result<void> watch(Cluster::State& state, const Confinement& confinement, int postmaster) {
  Login login{state.folder + "/socket", state.options.user, state.harness_password};
  pg::Connection session = TRY(pg::Connection::open(socket_conninfo(login, "postgres")));
  Watched watched;
  watched.limits = state.options.limits;
  watched.login = state.options.login;
  watched.postmaster = postmaster;
  watched.supervisor = state.supervisor->pid();
  watched.log = state.folder + "/log";
  watched.data = state.folder + "/data";
  if (confinement.memory_disk)
    watched.file_system = "/proc/" + std::to_string(postmaster) + "/root/data";
  state.watchdog = std::make_unique<Watchdog>(std::move(watched), std::move(session));
  return {};
}

}  // namespace

Cluster::State::~State() {
  watchdog.reset();
  if (!url.empty()) drop_remote_databases(*this);
  harness.reset();
  supervisor.reset();
}

Cluster::Cluster(std::unique_ptr<State> state) : state_(std::move(state)) {}
Cluster::Cluster(Cluster&&) noexcept = default;
Cluster& Cluster::operator=(Cluster&&) noexcept = default;
Cluster::~Cluster() = default;

base::Result<Cluster> Cluster::start(const ClusterOptions& options, DataArchives archives) {
  Descriptor from(archives.from);
  Descriptor to(archives.to);
  if (!options.url.empty()) return attach(options.url, options);
  TRY(check(options));
  sweep_stale_folders(options.run_base);
  auto state = std::make_unique<State>();
  state->options = options;
  Confinement confinement =
      plan_confinement(options.limits, account_for_server(), options.namespaces);
  state->walls = describe(confinement);
  state->folder = name_run_folder(base_for(options, confinement));
  const bool kept = from.is_open();
  state->keeps = to.is_open();
  Launch launch = server_launch(options, confinement, state->folder, state->keeps);
  launch.input = kept ? from.release() : TRY(open_template(options));
  launch.output = to.release();
  state->supervisor = TRY(Supervisor::start(launch));
  Login login{state->folder + "/socket", options.user, kTemplatePassword};
  Started started = TRY(wait_for_server(*state->supervisor, {login}, launch.log));
  state->harness = std::move(started.session);
  state->harness_password = random_hex(32);
  state->login_password = random_hex(32);
  TRY(run(*state->harness,
          roles_sql(options, state->harness_password, state->login_password, kept)));
  state->postmaster = started.postmaster;
  TRY(watch(*state, confinement, started.postmaster));
  return Cluster(std::move(state));
}

base::Result<void> Cluster::keep() {
  State& s = *state_;
  if (!s.keeps) return base::fail(ErrorCode::Database, "this server's data is not kept");
  TRY(run(*s.harness, "ALTER ROLE " + with_password(s.options.user, kTemplatePassword)));
  s.watchdog.reset();
  s.harness.reset();
  s.keeps = false;
  if (kill(s.postmaster, SIGINT) != 0)
    return base::fail(ErrorCode::Database, "the server of the shadow is gone");
  const std::optional<int> status = s.supervisor->ended(kKeepMilliseconds);
  if (status && *status == 0) return {};
  return base::fail(ErrorCode::Database,
                    "the data of the shadow was not kept" + last_lines(s.folder + "/log"));
}

base::Result<void> Cluster::create_database(const std::string& name, const std::string& from) {
  const State& s = *state_;
  std::string sql = "CREATE DATABASE " + base::quote_ident(s.prefix + name);
  if (s.url.empty()) sql += " OWNER " + base::quote_ident(s.options.login);
  if (!from.empty()) TRY(wait_until_unused(*state_->harness, s.prefix + from));
  if (!from.empty()) sql += " TEMPLATE " + base::quote_ident(s.prefix + from);
  if (state_->harness->server_version() >= 150000) sql += " STRATEGY file_copy";
  return run(*state_->harness, sql);
}

base::Result<void> Cluster::drop_database(const std::string& name) {
  std::string full = state_->prefix + name;
  std::string sql = "DROP DATABASE IF EXISTS " + base::quote_ident(full);
  if (state_->harness->server_version() >= 130000)
    return run(*state_->harness, sql + " WITH (FORCE)");
  TRY(end_sessions(*state_->harness, full));
  return run(*state_->harness, sql);
}

base::Result<void> Cluster::vacuum(const std::string& name) {
  TRY(wait_until_unused(*state_->harness, state_->prefix + name));
  pg::Connection session = TRY(connect_harness(name));
  // The first checkpoint frees WAL, without which a full disk has no room for VACUUM itself; files that are to go, go at
  // the second. On a server of the user's a CHECKPOINT may be refused, and the disk is the user's care.
  for (const char* sql : {"CHECKPOINT", "VACUUM", "CHECKPOINT"}) (void)session.run(sql);
  return {};
}

std::string Cluster::conninfo(const std::string& database, bool harness) const {
  const State& s = *state_;
  if (!s.url.empty()) return with_database(s.url, s.prefix + database);
  if (harness)
    return socket_conninfo({s.folder + "/socket", s.options.user, s.harness_password}, database);
  return socket_conninfo({s.folder + "/socket", s.options.login, s.login_password}, database);
}

base::Result<pg::Connection> Cluster::connect_harness(const std::string& database) {
  pg::Connection connection = TRY(pg::Connection::open(conninfo(database, true)));
  // The harness reads catalogs by name, which grow without statistics while a history is replayed: index plans, made once,
  // stay flat.
  if (const auto set =
          connection.run("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan");
      !set) {
    return base::fail(base::ErrorCode::Database, set.error().text());
  }
  return connection;
}

base::Result<pg::Connection> Cluster::connect_migration(const std::string& database) {
  pg::Connection connection = TRY(pg::Connection::open(conninfo(database, false)));
  connection.limit_rows(kRowBytes);
  on_notice(connection, nullptr);
  return connection;
}

void Cluster::on_notice(pg::Connection& connection,
                        std::function<void(const std::string&, const std::string&)> handler) {
  state_->watchdog->meter(connection, std::move(handler));
}

const Walls& Cluster::walls() const { return state_->walls; }
std::string Cluster::verdict() { return state_->watchdog->verdict(); }
std::string Cluster::folder() const { return state_->folder; }
int Cluster::supervisor_pid() const { return state_->supervisor ? state_->supervisor->pid() : 0; }

}  // namespace pggit::shadow
