// PostgreSQL connections. The only folder that includes libpq.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace pggit::pg {

// What a server said when it refused a statement.
struct ServerError {
  std::string sqlstate;  // "42P01"; empty: the connection broke
  std::string message;   // primary message
  std::string detail;
  std::string hint;
  std::string context;
  int position = 0;  // characters from 1 into the statement; 0: none
  // "ERROR 42P01: relation "x" does not exist (detail)" as people are shown it.
  std::string text() const;
};

class Rows {
 public:
  Rows() = default;
  int count() const;
  int columns() const;
  bool is_null(int row, int column) const;
  std::string_view text(int row, int column) const;  // empty for NULL
  std::int64_t number(int row, int column) const;
  bool boolean(int row, int column) const;
  std::string column_name(int column) const;
  // "INSERT 0 5": the command tag, and the rows that it touched (0 where it has none).
  std::string tag() const;
  std::int64_t affected() const;

 private:
  friend class Connection;
  std::shared_ptr<void> result_;
};

using Execution = std::expected<Rows, ServerError>;

struct ColumnDescription {
  std::string name;
  unsigned type_oid = 0;
  int type_modifier = -1;
};

// Asked every 100 ms while a server works; true cancels what runs. Set once, before the first connection.
void stop_when(std::function<bool()> asked);

class Connection {
 public:
  // `conninfo` as libpq takes it (keywords or URI). Errors: Database, with the server's words.
  static base::Result<Connection> open(const std::string& conninfo);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // One or many statements through the simple protocol, without parameters; the last one's rows.
  Execution run(const std::string& sql);
  // One statement with text parameters ($1, ...; nullopt is NULL), prepared once per connection and text.
  Execution query(const std::string& sql,
                  const std::vector<std::optional<std::string>>& parameters = {});
  // The columns that a query would give; nothing is executed.
  std::expected<std::vector<ColumnDescription>, ServerError> describe(const std::string& sql);
  // COPY ... FROM STDIN with its rows.
  Execution copy_in(const std::string& sql, std::string_view data);

  // Queues statements and sends them in one round trip. Each gets its own sync point when `separate`, else they
  // share one (an error skips the rest). Results in order.
  struct Queued {
    std::string sql;
    std::vector<std::optional<std::string>> parameters;
    bool prepared = false;  // as query() does; a text that is new costs a round trip of its own
  };
  std::vector<Execution> pipeline(const std::vector<Queued>& statements, bool separate = false);
  // Likewise, each result with its place when it came: while one is read, the server works at the next. What takes them
  // sends nothing over this connection.
  using Take = std::function<void(std::size_t place, Execution result)>;
  void pipeline(const std::vector<Queued>& statements, const Take& take, bool separate = false);

  // What was prepared may be gone, by a DEALLOCATE that code hid: it is prepared anew.
  void forget_prepared();

  bool alive() const;
  bool in_transaction() const;
  bool in_failed_transaction() const;
  int backend_pid() const;
  int server_version() const;                     // 150020
  std::string parameter(const char* name) const;  // server_encoding, ...
  // Called for every NOTICE and WARNING; default: dropped.
  void on_notice(
      std::function<void(const std::string& severity, const std::string& message)> handler);
  // Rows of one statement of run() over `bytes` are not kept: the statement is cancelled and fails, so that a query
  // without end does not fill our memory. 0: no limit, which is the default.
  void limit_rows(std::uint64_t bytes);
  // What this connection sends is left out of the counter of queries (sessions that look at times of their own).
  void leave_uncounted();
  // Asks the server to cancel what runs; safe from another thread.
  void cancel();
  int socket() const;

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pggit::pg
