#include "shadow/supervisor_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "shadow/cluster_folder.h"
#include "shadow/supervisor_reap.h"

namespace pggit::shadow {
namespace {

constexpr off_t kLogBytes = 256 << 10;
constexpr int kGentleMilliseconds = 30'000;
constexpr int kOrphanMilliseconds =
    1500;  // less than the two seconds after which nothing may be left

struct Post {
  int control = -1;
  int said = -1;     // what the child writes
  int signals = -1;  // SIGCHLD, and the signals that ask for an end
  int log = -1;
  pid_t child = -1;
  bool running = false;
};

void close_all_but(std::vector<int> kept) {
  std::ranges::sort(kept);
  unsigned next = 3;
  for (int fd : kept) {
    if (fd < static_cast<int>(next)) continue;
    if (static_cast<unsigned>(fd) > next) close_range(next, static_cast<unsigned>(fd) - 1, 0);
    next = static_cast<unsigned>(fd) + 1;
  }
  close_range(next, ~0u, 0);
}

void stand_alone() {
  setsid();
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  prctl(PR_SET_NAME, "pggit-shadow", 0, 0, 0);
  if (chdir("/") != 0) _exit(70);
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < 3; ++fd) dup2(nothing, fd);
}

sigset_t watched_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (int signal : {SIGCHLD, SIGTERM, SIGINT, SIGHUP, SIGQUIT}) sigaddset(&set, signal);
  return set;
}

// The child of a program with handlers and masks of its own starts with none of them.
void reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void give_up(const char* what) {
  dprintf(2, "pggit: %s: %s\n", what, std::strerror(errno));
  _exit(126);
}

[[noreturn]] void become_child(const Launch& launch, const std::vector<char*>& argv, int said,
                               pid_t supervisor) {
  reset_signals();
  setsid();
  int input = launch.input >= 0 ? launch.input : open("/dev/null", O_RDONLY);
  if (dup2(input, 0) < 0 || dup2(said, 1) < 0 || dup2(said, 2) < 0) _exit(126);
  if (launch.output >= 0 && dup2(launch.output, 3) < 0) _exit(126);
  if (launch.output == 3) fcntl(3, F_SETFD, 0);
  close_range(launch.output >= 0 ? 4 : 3, ~0u, 0);
  if (!enter(launch.confinement)) give_up("a wall of the shadow could not be raised");
  if (getppid() != supervisor) _exit(126);
  char path[] = "PATH=/usr/bin:/bin";
  char zone[] = "TZ=UTC";
  char* environment[] = {path, zone, nullptr};
  execve(argv[0], argv.data(), environment);
  give_up(argv[0]);
}

std::vector<char*> pointers(const std::vector<std::string>& command) {
  std::vector<char*> out;
  for (const std::string& word : command) out.push_back(const_cast<char*>(word.c_str()));
  out.push_back(nullptr);
  return out;
}

void start_child(const Launch& launch, Post& post) {
  std::vector<char*> argv = pointers(launch.command);
  int said[2];
  if (pipe2(said, O_CLOEXEC | O_NONBLOCK) != 0) _exit(70);
  fcntl(said[1], F_SETFL, 0);
  pid_t supervisor = getpid();
  post.child = fork();
  if (post.child == 0) become_child(launch, argv, said[1], supervisor);
  close(said[1]);
  if (launch.input >= 0) close(launch.input);
  if (launch.output >= 0) close(launch.output);
  post.said = said[0];
  post.running = true;
}

// Keeps the newest kLogBytes or so: a server made to talk without end does not fill the disk.
void write_log(Post& post) {
  std::array<char, 16384> buffer;
  ssize_t length = 0;
  while ((length = read(post.said, buffer.data(), buffer.size())) > 0) {
    if (post.log < 0) continue;
    if (lseek(post.log, 0, SEEK_CUR) > kLogBytes && ftruncate(post.log, 0) == 0)
      lseek(post.log, 0, SEEK_SET);
    if (write(post.log, buffer.data(), static_cast<std::size_t>(length)) < 0) continue;
  }
  if (length == 0) {
    close(post.said);
    post.said = -1;
  }
}

// Reaps what has ended; tells pggit when the child is among it.
void reap(Post& post) {
  int status = 0;
  pid_t pid = 0;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid != post.child) continue;
    post.running = false;
    if (post.said >= 0) write_log(post);
    send(post.control, &status, sizeof status, MSG_NOSIGNAL | MSG_DONTWAIT);
  }
}

// True: go on; false: an end is wanted.
bool handle_signals(Post& post) {
  signalfd_siginfo info{};
  bool go_on = true;
  while (read(post.signals, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
    if (info.ssi_signo != SIGCHLD) go_on = false;
  }
  reap(post);
  return go_on;
}

// One wait for whatever comes. False: an end is wanted.
bool turn(Post& post, int milliseconds) {
  pollfd waiting[3] = {
      {post.control, POLLIN, 0}, {post.signals, POLLIN, 0}, {post.said, POLLIN, 0}};
  if (poll(waiting, 3, milliseconds) < 0 && errno != EINTR) return false;
  if (waiting[2].revents != 0) write_log(post);
  if (waiting[1].revents != 0 && !handle_signals(post)) return false;
  return waiting[0].revents == 0;
}

// The supervisor makes the folder, so that there is no moment at which a killed pggit could leave
// one behind.
bool make_folder(const Launch& launch) {
  if (launch.folder.empty()) return true;
  const Account& account = launch.confinement.account;
  return make_run_folder(launch.folder, account.uid, account.gid)
      .has_value();  // the lock stays open
}

void run_until_the_end(const Launch& launch, Post& post) {
  if (!launch.log.empty()) {
    post.log = open(launch.log.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  }
  start_child(launch, post);
  while (turn(post, -1)) {
  }
}

// Pggit says `stop`, or dies without a word.
bool stop_was_asked(const Post& post) {
  char word = 0;
  return recv(post.control, &word, 1, MSG_DONTWAIT) > 0;
}

void ask_gently(Post& post) {
  kill(post.child, SIGINT);
  int patience = stop_was_asked(post) ? kGentleMilliseconds : kOrphanMilliseconds;
  for (int waited = 0; post.running && waited < patience; waited += 10) {
    pollfd waiting[1] = {{post.signals, POLLIN, 0}};
    poll(waiting, 1, 10);
    if (post.said >= 0) write_log(post);
    handle_signals(post);
  }
}

}  // namespace

void supervise(const Launch& launch, int control) noexcept {
  stand_alone();
  close_all_but({control, launch.input, launch.output, launch.lock});
  Post post{.control = control};
  sigset_t watched = watched_signals();
  sigprocmask(SIG_SETMASK, &watched, nullptr);
  post.signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
  if (make_folder(launch)) run_until_the_end(launch, post);
  if (launch.gentle && post.running) ask_gently(post);
  kill_descendants();
  if (!launch.folder.empty()) {
    kill_processes_in(launch.folder);
    remove_folder(launch.folder);
  }
  _exit(0);
}

}  // namespace pggit::shadow
