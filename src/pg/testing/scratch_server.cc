#include "pg/testing/scratch_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

namespace pggit::pg::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kServers = "/usr/lib/postgresql";
constexpr int kStartMilliseconds = 30'000;

// The folder with the programs of the newest major version; empty: none.
std::string programs() {
  std::error_code none;
  int newest = 0;
  for (const auto& entry : fs::directory_iterator(kServers, none)) {
    if (fs::exists(entry.path() / "bin/postgres"))
      newest = std::max(newest, std::atoi(entry.path().filename().c_str()));
  }
  return newest == 0 ? "" : std::string(kServers) + "/" + std::to_string(newest) + "/bin/";
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "the scratch server: %s\n", why.c_str());
  std::_Exit(1);
}

// Who the server runs as: it refuses root, and `postgres` rules the machine's own server.
const passwd* server_user() { return getuid() == 0 ? getpwnam("nobody") : nullptr; }

void become(const passwd* user) {
  if (user && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
}

// Starts a program as that user with its output in a file.
int start(const std::vector<std::string>& words, const std::string& log) {
  const passwd* user = server_user();
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const int child = fork();
  if (child != 0) return child;
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  dup2(output, 1);
  dup2(output, 2);
  become(user);
  setenv("LC_ALL", "C", 1);
  execv(arguments[0], arguments.data());
  _exit(127);
}

bool succeeds(int child) {
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string new_folder() {
  std::string folder = "/tmp/pggit-scratch-XXXXXX";
  if (!mkdtemp(folder.data())) give_up("no folder can be made under /tmp");
  const passwd* user = server_user();
  if (user && chown(folder.c_str(), user->pw_uid, user->pw_gid) != 0)
    give_up("its folder cannot be given away");
  return folder;
}

}  // namespace

bool ScratchServer::is_installed() { return !programs().empty(); }

ScratchServer& ScratchServer::instance() {
  static ScratchServer server;
  return server;
}

ScratchServer::ScratchServer() : folder_(new_folder()) {
  const std::string data = folder_ + "/data";
  const std::string log = folder_ + "/log";
  const std::vector<std::string> initdb{
      programs() + "initdb", "-D", data,   "-A",       "trust", "-U", "postgres",
      "--locale=C",          "-E", "UTF8", "--no-sync"};
  if (!succeeds(start(initdb, log))) give_up("initdb failed");
  std::vector<std::string> postgres{programs() + "postgres", "-D", data, "-k", folder_};
  for (const char* setting :
       {"listen_addresses=", "fsync=off", "full_page_writes=off", "synchronous_commit=off",
        "autovacuum=off", "jit=off", "shared_buffers=16MB"}) {
    postgres.insert(postgres.end(), {"-c", setting});
  }
  postmaster_ = start(postgres, log);
  for (int waited = 0; waited < kStartMilliseconds; waited += 5) {
    if (Connection::open("host=" + folder_ + " user=postgres dbname=postgres")) return;
    if (waitpid(postmaster_, nullptr, WNOHANG) != 0) give_up("it ended at its start");
    usleep(5000);
  }
  give_up("it does not answer");
}

ScratchServer::~ScratchServer() {
  kill(postmaster_, SIGQUIT);
  waitpid(postmaster_, nullptr, 0);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Connection ScratchServer::connect(const std::string& database) {
  auto connection = Connection::open("host=" + folder_ + " user=postgres dbname=" + database);
  if (!connection) give_up(connection.error().message);
  return *std::move(connection);
}

std::string ScratchServer::create_database() {
  const std::string name = "scratch_" + std::to_string(++databases_);
  Connection connection = connect();
  if (const Execution made = connection.run("create database " + name); !made)
    give_up(made.error().text());
  return name;
}

}  // namespace pggit::pg::testing
