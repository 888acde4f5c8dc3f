#include "shadow/watchdog.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "shadow/cluster_log.h"
#include "shadow/watchdog_measure.h"

namespace pggit::shadow {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{200};
constexpr int kLooksToObey = 25;     // 5 s for a session to end when it is told to
constexpr int kLooksOverQuota = 15;  // 3 s for the disk to be freed by the sessions' end
constexpr int kLooksPerWalk =
    5;  // a folder is walked once a second; a file system is asked at every look

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MiB"; }

}  // namespace

Watchdog::Watchdog(Watched watched, pg::Connection session)
    : watched_(std::move(watched)), session_(std::move(session)) {
  session_.leave_uncounted();
  pg::Execution oid = session_.query("SELECT to_regrole(quote_ident($1))::oid", {watched_.login});
  if (oid) login_oid_ = oid->text(0, 0);
  thread_ = std::thread([this] { loop(); });
}

Watchdog::~Watchdog() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Watchdog::meter(pg::Connection& connection,
                     std::function<void(const std::string&, const std::string&)> handler) {
  auto counted = std::make_shared<Meter>();
  {
    std::lock_guard lock(mutex_);
    std::erase_if(meters_, [](const auto& meter) { return meter.second.use_count() == 1; });
    meters_[connection.backend_pid()] = counted;
  }
  connection.on_notice([counted, handler = std::move(handler)](const std::string& severity,
                                                               const std::string& message) {
    counted->bytes += severity.size() + message.size();
    if (handler) handler(severity, message);
  });
}

std::string Watchdog::verdict() {
  std::lock_guard lock(mutex_);
  return std::exchange(verdict_, "");
}

void Watchdog::say(const std::string& line) {
  std::lock_guard lock(mutex_);
  if (!verdict_.empty()) verdict_ += "\n";
  verdict_ += line;
}

void Watchdog::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !over_) {
    lock.unlock();
    look();
    lock.lock();
    wake_.wait_for(lock, kBetweenLooks, [this] { return stopping_; });
  }
}

void Watchdog::look() {
  ++looks_;
  std::vector<Session> running = sessions();
  if (over_) return;
  for (const Session& session : running) look_at(session);
  if (watched_.postmaster == 0) return;
  look_at_disk(running);
  look_at_memory();
}

// The role's running statements. The function behind pg_stat_activity, because the view reads
// catalogs, which wait for locks.
std::vector<Watchdog::Session> Watchdog::sessions() {
  static const char* const kRunning =
      "SELECT pid, extract(epoch FROM clock_timestamp() - query_start), query_start::text FROM "
      "pg_stat_get_activity(NULL)"
      " WHERE usesysid = $1::oid AND state IN ('active', 'fastpath function call')";
  pg::Execution rows = session_.query(kRunning, {login_oid_});
  std::vector<Session> out;
  if (!rows && session_.alive()) return out;  // Ctrl-C cancels what runs everywhere
  if (!rows) {
    over_ = true;
    say("the server of the shadow has ended" + last_lines(watched_.log));
    return out;
  }
  for (int i = 0; i < rows->count(); ++i) {
    out.push_back({static_cast<int>(rows->number(i, 0)),
                   std::strtod(std::string(rows->text(i, 1)).c_str(), nullptr),
                   std::string(rows->text(i, 2))});
  }
  return out;
}

void Watchdog::look_at(const Session& session) {
  if (session.seconds > watched_.limits.statement_seconds) {
    end_session(session.pid, "a statement ran for more than " +
                                 std::to_string(watched_.limits.statement_seconds) + " s");
  }
  look_at_output(session);
}

void Watchdog::look_at_output(const Session& session) {
  std::shared_ptr<Meter> counted;
  {
    std::lock_guard lock(mutex_);
    auto found = meters_.find(session.pid);
    if (found == meters_.end()) return;
    counted = found->second;
  }
  std::string& began = statements_[session.pid];
  if (std::exchange(began, session.statement) != session.statement) counted->bytes = 0;
  if (counted->bytes <= watched_.limits.output_bytes) return;
  end_session(session.pid, "a statement gave more than " + megabytes(watched_.limits.output_bytes) +
                               " of notices");
}

void Watchdog::look_at_disk(const std::vector<Session>& sessions) {
  bool own = !watched_.file_system.empty();
  if (!own && looks_ % kLooksPerWalk != 0) return;
  std::uint64_t used = own ? bytes_in_use(watched_.file_system) : bytes_below(watched_.data);
  disk_rounds_ = used > watched_.limits.disk_bytes ? disk_rounds_ + (own ? 1 : kLooksPerWalk) : 0;
  if (disk_rounds_ == 0) return;
  std::string why = "the data grew over the quota of " + megabytes(watched_.limits.disk_bytes);
  for (const Session& session : sessions) end_session(session.pid, why);
  if (disk_rounds_ > kLooksOverQuota) end_server(why + " and stayed there");
}

void Watchdog::look_at_memory() {
  std::uint64_t sum = 0;
  ProcessMemory largest;
  for (const ProcessMemory& process : memory_of_children(watched_.postmaster)) {
    sum += process.private_bytes;
    if (process.private_bytes > largest.private_bytes) largest = process;
  }
  if (sum <= watched_.limits.memory_bytes) return;
  end_session(largest.pid, "the server's processes took more than " +
                               megabytes(watched_.limits.memory_bytes) + " of memory");
}

void Watchdog::end_session(int pid, const std::string& why) {
  auto [told, first] = ended_.try_emplace(pid, 0);
  if (first) say(why + ": its session was ended");
  if (first || told->second % 5 == 0)
    session_.query("SELECT pg_terminate_backend($1::int)", {std::to_string(pid)});
  if (++told->second > kLooksToObey) end_server(why + " and did not end when told to");
}

void Watchdog::end_server(const std::string& why) {
  over_ = true;
  say(why + ": the server was ended");
  if (watched_.supervisor > 0) kill(watched_.supervisor, SIGTERM);
}

}  // namespace pggit::shadow
