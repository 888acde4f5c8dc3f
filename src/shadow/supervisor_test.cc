// Kills, at random moments: what must be gone two seconds later.
#include "shadow/supervisor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "shadow/cluster_entries.h"
#include "shadow/cluster_folder.h"
#include "shadow/cluster_log.h"
#include "shadow/cluster_random.h"
#include "shadow/cluster_testing.h"
#include "shadow/supervisor_reap.h"
#include "shadow/supervisor_testing.h"

namespace pggit::shadow {
namespace testing {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

Nursery::Nursery() : base_("/dev/shm/pggit-nursery-" + random_hex(8)) {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  mkdir(base_.c_str(), 0711);
  chmod(base_.c_str(), 0711);
}

Nursery::~Nursery() {
  if (done_ >= 0) close(done_);
  kill_descendants();
  prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  kill_processes_in(base_);
  remove_folder(base_);
}

int Nursery::start(const std::function<void()>& work) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  child_ = fork();
  if (child_ == 0) {
    close(ends[0]);
    try {
      work();
    } catch (const std::exception& error) {
      std::printf("the child threw: %s\n", error.what());
      std::fflush(stdout);
      _exit(1);
    }
    if (write(ends[1], "d", 1) != 1) _exit(1);
    for (;;) pause();
  }
  close(ends[1]);
  if (done_ >= 0) close(done_);
  done_ = ends[0];
  return child_;
}

bool Nursery::wait_until_done() {
  char byte = 0;
  return read(done_, &byte, 1) == 1;
}

void Nursery::kill_child() {
  kill(child_, SIGKILL);
  waitpid(child_, nullptr, 0);
}

bool Nursery::no_process_left(double seconds) {
  auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (Clock::now() < end) {
    pid_t reaped = 0;
    while ((reaped = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (reaped < 0 && errno == ECHILD) return true;
    usleep(5000);
  }
  return false;
}

int Nursery::folders() const { return static_cast<int>(names_in(base_).size()); }

}  // namespace testing

namespace {

using testing::Nursery;

ClusterOptions options_in(const Nursery& nursery, bool namespaces) {
  ClusterOptions options = testing::options();
  options.run_base = nursery.base();
  options.namespaces = namespaces;
  return options;
}

// A pggit at work: a cluster, a database, and a session that loops.
void hold_a_busy_cluster(const ClusterOptions& options) {
  static Cluster* cluster = new Cluster(testing::started(options));
  if (!cluster->create_database("shop")) _exit(1);
  pid_t parent = getpid();
  if (fork() != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  auto session = cluster->connect_migration("shop");
  if (session) session->run("SET statement_timeout = 0; DO $$ BEGIN LOOP END LOOP; END $$");
  _exit(0);
}

unsigned seed_of_the_day() {
  const char* given = std::getenv("PGGIT_SEED");
  unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device{}();
  std::printf("seed %u (PGGIT_SEED)\n", seed);
  return seed;
}

void kill_at_random_moments(bool namespaces, int rounds) {
  std::mt19937 random(seed_of_the_day());
  for (int round = 0; round < rounds; ++round) {
    Nursery nursery;
    int milliseconds = static_cast<int>(random() % 400);
    SCOPED_TRACE("round " + std::to_string(round) + ", killed after " +
                 std::to_string(milliseconds) + " ms");
    nursery.start([&] { hold_a_busy_cluster(options_in(nursery, namespaces)); });
    usleep(static_cast<useconds_t>(milliseconds) * 1000);
    nursery.kill_child();
    EXPECT_TRUE(nursery.no_process_left(2));
    EXPECT_EQ(nursery.folders(), 0);
  }
}

class Kills : public ::testing::TestWithParam<bool> {};

TEST_P(Kills, OfPggitAtRandomMomentsLeaveNothingWithinTwoSeconds) {
  PGGIT_NEEDS_SERVER();
  testing::started();  // fills the cache
  kill_at_random_moments(GetParam(), 10);
}

TEST_P(Kills, WhileTheTemplateIsMadeLeaveNothing) {
  PGGIT_NEEDS_SERVER();
  for (int milliseconds : {20, 150, 400}) {
    Nursery nursery;
    ClusterOptions options = options_in(nursery, GetParam());
    options.cache_folder = nursery.base() + "/cache";
    nursery.start([&] { hold_a_busy_cluster(options); });
    usleep(static_cast<useconds_t>(milliseconds) * 1000);
    nursery.kill_child();
    EXPECT_TRUE(nursery.no_process_left(2)) << milliseconds;
    std::filesystem::remove_all(options.cache_folder);
    EXPECT_EQ(nursery.folders(), 0) << milliseconds;
  }
}

TEST_P(Kills, OfTheSupervisorEndTheServerAndTheNextRunSweeps) {
  PGGIT_NEEDS_SERVER();
  Nursery nursery;
  ClusterOptions options = options_in(nursery, GetParam());
  {
    Cluster cluster = testing::started(options);
    kill(cluster.supervisor_pid(), SIGKILL);
    usleep(300'000);
    EXPECT_FALSE(cluster.create_database("shop"));
  }
  EXPECT_TRUE(nursery.no_process_left(2));
  EXPECT_EQ(nursery.folders(), 1);
  sweep_stale_folders(nursery.base());
  EXPECT_EQ(nursery.folders(), 0);
}

TEST_P(Kills, OfBothAtOnceAreSweptByTheNextRun) {
  PGGIT_NEEDS_SERVER();
  Nursery nursery;
  nursery.start([&] { hold_a_busy_cluster(options_in(nursery, GetParam())); });
  ASSERT_TRUE(nursery.wait_until_done());
  for (pid_t pid : descendants_of(getpid())) {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/comm"), name);
    if (name == "pggit-shadow") kill(pid, SIGKILL);
  }
  nursery.kill_child();
  for (int i = 0; i < 100 && nursery.folders() > 0;
       ++i) {  // a killed process may need a moment to go
    sweep_stale_folders(nursery.base());
    usleep(10'000);
  }
  EXPECT_TRUE(nursery.no_process_left(2));
  EXPECT_EQ(nursery.folders(), 0);
}

TEST_P(Kills, LeaveALivingRunAlone) {
  PGGIT_NEEDS_SERVER();
  Nursery nursery;
  Cluster cluster = testing::started(options_in(nursery, GetParam()));
  sweep_stale_folders(nursery.base());
  EXPECT_TRUE(cluster.create_database("shop"));
}

INSTANTIATE_TEST_SUITE_P(Walls, Kills, ::testing::Bool(), [](const auto& info) {
  return info.param ? "WithNamespaces" : "WithoutNamespaces";
});

TEST(Supervisor, TellsHowTheChildEnded) {
  Launch launch;
  launch.command = {"/bin/sh", "-c", "exit 3"};
  launch.confinement.account = account_for_initdb();
  launch.confinement.limited = false;
  auto supervisor = Supervisor::start(launch);
  ASSERT_TRUE(supervisor);
  std::optional<int> status = supervisor->ended(2000);
  ASSERT_TRUE(status);
  EXPECT_EQ(WEXITSTATUS(*status), 3);
}

TEST(Supervisor, KeepsOnlyTheEndOfWhatIsSaid) {
  Nursery nursery;
  Launch launch;
  launch.command = {"/bin/sh", "-c", "yes | head -c 20000000; echo the end"};
  launch.confinement.account = account_for_initdb();
  launch.confinement.limited = false;
  launch.log = nursery.base() + "/log";
  auto supervisor = Supervisor::start(launch);
  ASSERT_TRUE(supervisor);
  ASSERT_TRUE(supervisor->ended(10'000));
  EXPECT_LT(std::filesystem::file_size(launch.log), 1u << 20);
  EXPECT_TRUE(last_lines(launch.log).ends_with("the end"));
}

// A child that forks away from its parent, into another session, does not get away.
TEST(Supervisor, FindsDaemonsToo) {
  Nursery nursery;
  Launch launch;
  launch.command = {"/bin/sh", "-c", "setsid sh -c 'sleep 100 & sleep 100 &' & exec sleep 100"};
  launch.confinement.account = account_for_initdb();
  launch.confinement.limited = false;
  auto supervisor = Supervisor::start(launch);
  ASSERT_TRUE(supervisor);
  usleep(100'000);
  EXPECT_GE(descendants_of(supervisor->pid()).size(), 3u);
  supervisor->stop();
  EXPECT_TRUE(nursery.no_process_left(1));
}

}  // namespace
}  // namespace pggit::shadow
