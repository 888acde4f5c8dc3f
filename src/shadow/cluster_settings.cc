#include "shadow/cluster_settings.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace pggit::shadow {
namespace {

struct Setting {
  const char* name;
  const char* value;
  int since = 10;  // the first major that knows it
};

// What is on the command line cannot be undone by ALTER SYSTEM.
constexpr Setting kEverywhere[] = {
    {"listen_addresses", ""},
    {"unix_socket_permissions", "0700"},
    {"logging_collector", "off"},
    {"log_destination", "stderr"},
    {"lc_messages", "C"},
    {"jit", "off", 11},
    {"huge_pages", "off"},
    {"dynamic_shared_memory_type", "mmap"},  // in the data directory, where the quota holds
    {"max_locks_per_transaction", "4096"},   // one transaction with thousands of objects
    {"io_method", "sync", 18},
};

constexpr Setting kThrowAway[] = {
    {"fsync", "off"},
    {"full_page_writes", "off"},
    {"synchronous_commit", "off"},
    {"wal_level", "minimal"},
    {"wal_recycle", "off", 12},  // a data directory that is kept holds no old log
    {"max_wal_senders", "0"},
    {"autovacuum", "off"},
    {"checkpoint_timeout", "1d"},
    {"max_parallel_workers", "0"},
    {"max_parallel_workers_per_gather", "0"},
    {"max_parallel_maintenance_workers", "0", 11},
    {"max_logical_replication_workers", "0"},
    {"max_worker_processes", "0"},
    {"restart_after_crash", "off"},
    {"track_activities", "on"},
    {"log_min_error_statement", "panic"},
    {"log_checkpoints", "off"},
    {"client_connection_check_interval", "500ms", 14},
    {"superuser_reserved_connections", "3"},
};

using Arguments = std::vector<std::string>;

void set(Arguments& out, const std::string& name, const std::string& value) {
  out.push_back("-c");
  out.push_back(name + "=" + value);
}

template <std::size_t N>
void set_all(Arguments& out, const Setting (&settings)[N], int major) {
  for (const Setting& setting : settings) {
    if (major >= setting.since) set(out, setting.name, setting.value);
  }
}

// As a setting takes them: an int.
std::string kilobytes(std::uint64_t bytes) {
  constexpr std::uint64_t kMost = std::numeric_limits<int>::max();
  return std::to_string(std::min(bytes >> 10, kMost));
}

Arguments server_command(const ServerPlaces& places, int major) {
  Arguments out{places.bin + "/postgres", "-D", places.data, "-k", places.socket};
  set_all(out, kEverywhere, major);
  return out;
}

Arguments in_shell(const std::string& then, const std::string& data, const Arguments& command) {
  Arguments out{
      "/bin/sh", "-c",
      "umask 077; rm -rf \"$1.new\"; mkdir \"$1.new\" && tar -C \"$1.new\" -xf - --no-same-owner"
      " && mv \"$1.new\" \"$1\" && " +
          then,
      "sh", data};
  out.insert(out.end(), command.begin(), command.end());
  return out;
}

}  // namespace

std::vector<std::string> shadow_command(const ServerPlaces& places, const ClusterOptions& options) {
  Arguments out = server_command(places, options.server.major);
  set_all(out, kThrowAway, options.server.major);
  set(out, "max_connections", std::to_string(options.limits.connections));
  set(out, "temp_file_limit", kilobytes(options.limits.disk_bytes));
  set(out, "timezone", options.time_zone);
  set(out, "log_timezone", "UTC");
  return out;
}

std::vector<std::string> home_command(const ServerPlaces& places, const ServerBinaries& server) {
  return server_command(places, server.major);
}

std::vector<std::string> after_unpacking(const std::string& data,
                                         const std::vector<std::string>& command) {
  return in_shell("shift && exec \"$@\" </dev/null", data, command);
}

std::vector<std::string> between_archives(const std::string& data,
                                          const std::vector<std::string>& command) {
  return in_shell(
      "data=$1 && shift && \"$@\" </dev/null 3>&- && "
      "tar -C \"$data\" --owner=0 --group=0 -cf - . >&3",
      data, command);
}

}  // namespace pggit::shadow
