#include "pipeline/git_log.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string_view>

#include "base/text.h"

namespace pggit::pipeline {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kPatience = std::chrono::seconds(5);
constexpr std::size_t kMostBytes = 64u << 20;
// Before the names of a commit; no file is called so.
constexpr std::string_view kCommit = "/";

// The environment without what would lead git elsewhere or let it ask.
std::vector<std::string> environment() {
  std::vector<std::string> out{"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0",
                               "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "LC_ALL=C"};
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text = *variable;
    if (!text.starts_with("GIT_") && !text.starts_with("LC_ALL=")) out.emplace_back(text);
  }
  return out;
}

std::vector<std::string> command(const std::string& folder) {
  return {"git",
          "--no-pager",
          "-C",
          folder,
          "-c",
          "core.fsmonitor=",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "log.showSignature=false",
          "-c",
          "core.quotePath=false",
          "log",
          "--first-parent",
          "-m",
          "--reverse",
          "--no-renames",
          "--diff-filter=A",
          "--no-ext-diff",
          "--no-textconv",
          "--format=tformat:" + std::string(kCommit),
          "--name-only",
          "--relative",
          "--",
          "."};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// A child whose output is read; ended with its reader.
class Child {
 public:
  explicit Child(const std::string& folder) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return;
    std::vector<std::string> words = command(folder);
    std::vector<std::string> variables = environment();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    const bool started = ::posix_spawnp(&pid_, "git", &actions, nullptr, pointers(words).data(),
                                        pointers(variables).data()) == 0;
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    out_ = pipe[0];
    if (!started) pid_ = -1;
  }
  ~Child() {
    if (out_ >= 0) ::close(out_);
    if (pid_ > 0) (void)finish(true);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // All that it says, if it ends well and in time.
  std::string output() {
    std::string text;
    const Clock::time_point end = Clock::now() + kPatience;
    while (pid_ > 0 && text.size() < kMostBytes) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
      pollfd waits{out_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&waits, 1, int(left.count())) <= 0) return "";
      std::array<char, 1 << 14> buffer{};
      const ssize_t count = ::read(out_, buffer.data(), buffer.size());
      if (count < 0) return "";
      if (count == 0) return finish(false) ? text : "";
      text.append(buffer.data(), std::size_t(count));
    }
    return "";
  }

 private:
  bool finish(bool kill) {
    if (kill) ::kill(pid_, SIGKILL);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  pid_t pid_ = -1;
  int out_ = -1;
};

}  // namespace

std::vector<std::vector<std::string>> files_by_commit(const std::string& folder) {
  std::vector<std::vector<std::string>> commits;
  const std::string text = Child(folder).output();
  for (const std::string_view line : base::split(text, '\n')) {
    if (line == kCommit) {
      commits.emplace_back();
    } else if (!line.empty() && !commits.empty()) {
      commits.back().emplace_back(line);
    }
  }
  std::erase_if(commits, [](const auto& files) { return files.empty(); });
  return commits;
}

}  // namespace pggit::pipeline
