// Watches over a shadow from outside, because whatever a script may set it may also undo: a thread
// that looks five times a second how long statements of the login role run, how much they say, and
// what the server holds of disk and memory; and ends sessions, or the server.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pg/connection.h"
#include "shadow/cluster.h"

namespace pggit::shadow {

struct Watched {
  Limits limits;
  std::string login;   // whose sessions are watched
  int postmaster = 0;  // process; 0: a server of the user's, no processes or disk of ours
  int supervisor = 0;  // is asked (SIGTERM) to end the server when ending sessions does not help
  std::string file_system;  // of the data, when it has one to itself
  std::string data;         // folder, else
  std::string log;
};

class Watchdog {
 public:
  // `session`: a superuser's, the watchdog's own from here on.
  Watchdog(Watched watched, pg::Connection session);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Counts the notices of `connection`, then hands them on to `handler` (which may be empty).
  void meter(pg::Connection& connection,
             std::function<void(const std::string&, const std::string&)> handler);
  // What it did and why, one line each, since the last call.
  std::string verdict();

 private:
  // Bytes that a session said since its statement began.
  struct Meter {
    std::atomic<std::uint64_t> bytes = 0;
  };
  struct Session {
    int pid = 0;
    double seconds = 0;     // that its statement has been running
    std::string statement;  // when it began
  };

  void loop();
  void look();
  std::vector<Session> sessions();
  void look_at(const Session& session);
  void look_at_output(const Session& session);
  void look_at_disk(const std::vector<Session>& sessions);
  void look_at_memory();
  void end_session(int pid, const std::string& why);
  void end_server(const std::string& why);
  void say(const std::string& line);

  Watched watched_;
  pg::Connection session_;
  std::string login_oid_;
  bool over_ = false;    // the server is gone
  int disk_rounds_ = 0;  // looks at which the disk was over its quota
  int looks_ = 0;
  std::map<int, int> ended_;  // session: looks since it was told to end
  std::map<int, std::string>
      statements_;    // session: when the statement began that its meter counts
  std::mutex mutex_;  // guards what follows
  std::map<int, std::shared_ptr<Meter>> meters_;
  std::string verdict_;
  bool stopping_ = false;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace pggit::shadow
