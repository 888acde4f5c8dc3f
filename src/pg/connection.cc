#include "pg/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <unordered_map>

#include "base/counters.h"

namespace pggit::pg {
namespace {

base::Counter queries_sent("queries sent");
base::Counter questions_prepared("questions prepared");
base::Counter rows_received("rows received");

constexpr int kPollMilliseconds = 100;
constexpr char kNoSuchStatement[] = "26000";

bool never() { return false; }
std::function<bool()> stop_asked = never;

const PGresult* raw(const std::shared_ptr<void>& result) {
  return static_cast<const PGresult*>(result.get());
}

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

ServerError error_of(const PGresult* result, PGconn* connection) {
  ServerError error;
  error.sqlstate = field(result, PG_DIAG_SQLSTATE);
  error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  error.hint = field(result, PG_DIAG_MESSAGE_HINT);
  error.context = field(result, PG_DIAG_CONTEXT);
  error.position = std::atoi(field(result, PG_DIAG_STATEMENT_POSITION).c_str());
  if (error.message.empty()) error.message = trimmed(PQerrorMessage(connection));
  return error;
}

bool succeeded(ExecStatusType status) {
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY ||
         status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_SINGLE_TUPLE;
}

std::vector<const char*> pointers(const std::vector<std::optional<std::string>>& parameters) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  return values;
}

}  // namespace

void stop_when(std::function<bool()> asked) { stop_asked = asked ? std::move(asked) : never; }

std::string ServerError::text() const {
  std::string out = sqlstate.empty() ? message : "ERROR " + sqlstate + ": " + message;
  if (!detail.empty()) out += " (" + detail + ")";
  if (!hint.empty()) out += " (hint: " + hint + ")";
  return out;
}

int Rows::count() const { return result_ ? PQntuples(raw(result_)) : 0; }
int Rows::columns() const { return result_ ? PQnfields(raw(result_)) : 0; }
bool Rows::is_null(int row, int column) const {
  return PQgetisnull(raw(result_), row, column) != 0;
}

std::string_view Rows::text(int row, int column) const {
  return {PQgetvalue(raw(result_), row, column),
          std::size_t(PQgetlength(raw(result_), row, column))};
}

std::int64_t Rows::number(int row, int column) const {
  return std::strtoll(PQgetvalue(raw(result_), row, column), nullptr, 10);
}

bool Rows::boolean(int row, int column) const { return text(row, column) == "t"; }
std::string Rows::column_name(int column) const { return PQfname(raw(result_), column); }

std::string Rows::tag() const {
  return result_ ? PQcmdStatus(static_cast<PGresult*>(result_.get())) : "";
}

std::int64_t Rows::affected() const {
  return result_ ? std::strtoll(PQcmdTuples(static_cast<PGresult*>(result_.get())), nullptr, 10)
                 : 0;
}

struct Connection::State {
  PGconn* connection = nullptr;
  std::unordered_map<std::string, std::string> prepared;  // text -> name
  std::uint64_t names_given = 0;
  std::function<void(const std::string&, const std::string&)> notice;
  std::uint64_t row_limit = 0;  // bytes; 0: none
  bool counted = true;

  ~State() { PQfinish(connection); }

  static void receive(void* self, const PGresult* result) {
    const State* state = static_cast<State*>(self);
    if (!state->notice) return;
    state->notice(field(result, PG_DIAG_SEVERITY_NONLOCALIZED),
                  field(result, PG_DIAG_MESSAGE_PRIMARY));
  }

  ServerError broken() const {
    return {"", "the connection to the server broke: " + trimmed(PQerrorMessage(connection)),
            "", "",
            "", 0};
  }

  void cancel() const {
    PGcancel* handle = PQgetCancel(connection);
    if (!handle) return;
    char ignored[256];
    PQcancel(handle, ignored, sizeof ignored);
    PQfreeCancel(handle);
  }

  // Waits for the socket in short slices, so that Ctrl-C can cancel what runs. False: the socket failed.
  bool wait(short events) const {
    bool cancelled = false;
    while (true) {
      pollfd item{PQsocket(connection), events, 0};
      const int ready = ::poll(&item, 1, kPollMilliseconds);
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
      if (!cancelled && stop_asked()) {
        cancel();
        cancelled = true;
      }
    }
  }

  bool flush() const {
    while (true) {
      const int left = PQflush(connection);
      if (left == 0) return true;
      if (left < 0 || !wait(POLLIN | POLLOUT) || !PQconsumeInput(connection)) return false;
    }
  }

  // The next result; null where this query's are over or the connection broke.
  PGresult* next() const {
    while (PQisBusy(connection)) {
      if (!wait(POLLIN) || !PQconsumeInput(connection)) break;
    }
    return PQgetResult(connection);
  }

  void count() const {
    if (counted) queries_sent.add();
  }
  void count_rows(const Rows& rows) const {
    if (counted) rows_received.add(std::uint64_t(rows.count()));
  }

  static Rows rows_of(PGresult* result);

  // Takes the rows of one statement one by one, up to the limit. `result` is the first of them, and becomes the one that
  // has the command tag or the error. False: there were too many.
  bool gather(PGresult*& result, std::vector<Rows>& kept) const {
    std::uint64_t bytes = 0;
    bool within = true;
    while (result && PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
      for (int i = 0; i < PQnfields(result); ++i)
        bytes += std::uint64_t(PQgetlength(result, 0, i)) + 16;
      if (within && bytes > row_limit) cancel();
      within = bytes <= row_limit;
      Rows row = rows_of(result);
      if (within) kept.push_back(std::move(row));
      result = next();
    }
    return within;
  }

  // One result with the rows of many.
  static Rows together(const std::vector<Rows>& rows, PGresult* last) {
    PGresult* out = PQcopyResult(last, PG_COPYRES_ATTRS);
    for (std::size_t row = 0; out && row < rows.size(); ++row) {
      const PGresult* from = raw(rows[row].result_);
      for (int i = 0; i < PQnfields(from); ++i) {
        const bool null = PQgetisnull(from, 0, i) != 0;
        PQsetvalue(out, int(row), i, null ? nullptr : PQgetvalue(from, 0, i),
                   null ? -1 : PQgetlength(from, 0, i));
      }
    }
    PQclear(last);
    return rows_of(out);
  }

  // Reads all results of the query that was sent; the first error, or the last rows.
  Execution finish(bool limited = false) {
    if (limited) PQsetSingleRowMode(connection);
    if (!flush()) return std::unexpected(broken());
    std::optional<ServerError> error;
    Rows last;
    while (PGresult* result = next()) {
      std::vector<Rows> kept;
      if (!gather(result, kept) && !error) error = too_many_rows();
      if (!result) break;
      const ExecStatusType status = PQresultStatus(result);
      if (!succeeded(status) && !error) error = error_of(result, connection);
      forget_if_discarded(result);
      if (status == PGRES_COPY_IN) PQputCopyEnd(connection, "no rows were given");
      if (status == PGRES_COPY_OUT) drain_copy();
      last = kept.empty() ? rows_of(result) : together(kept, result);
      count_rows(last);
      if (PQstatus(connection) == CONNECTION_BAD) break;
    }
    if (PQstatus(connection) == CONNECTION_BAD && !error) return std::unexpected(broken());
    if (error) return std::unexpected(*error);
    return last;
  }

  // DISCARD ALL and DEALLOCATE ALL of the user's, hidden in code too, take our prepared statements along.
  void forget_if_discarded(PGresult* result) {
    const std::string_view tag = PQcmdStatus(result);
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const bool gone = state && std::strcmp(state, kNoSuchStatement) == 0;
    if (gone || tag == "DISCARD ALL" || tag == "DEALLOCATE ALL") prepared.clear();
  }

  ServerError too_many_rows() const {
    return {
        "54000", "a statement gave more than " + std::to_string(row_limit >> 20) + " MiB of rows",
        "",      "",
        "",      0};
  }

  void drain_copy() const {
    char* buffer = nullptr;
    while (PQgetCopyData(connection, &buffer, 0) > 0) PQfreemem(buffer);
  }

  bool send(const Queued& queued) const {
    const std::vector<const char*> values = pointers(queued.parameters);
    const int count = int(values.size());
    const auto known = queued.prepared ? prepared.find(queued.sql) : prepared.end();
    return known != prepared.end() ? PQsendQueryPrepared(connection, known->second.c_str(), count,
                                                         values.data(), nullptr, nullptr, 0)
                                   : PQsendQueryParams(connection, queued.sql.c_str(), count,
                                                       nullptr, values.data(), nullptr, nullptr, 0);
  }

  // The name of a prepared statement of that text, made when it is new.
  std::expected<std::string, ServerError> prepare(const std::string& sql) {
    const auto known = prepared.find(sql);
    if (known != prepared.end()) return known->second;
    if (counted) questions_prepared.add();
    std::string name = "pggit_" + std::to_string(names_given++);
    if (!PQsendPrepare(connection, name.c_str(), sql.c_str(), 0, nullptr))
      return std::unexpected(broken());
    if (Execution done = finish(); !done) return std::unexpected(done.error());
    prepared.emplace(sql, name);
    return name;
  }
};

Rows Connection::State::rows_of(PGresult* result) {
  Rows rows;
  rows.result_ = std::shared_ptr<void>(result, [](void* r) { PQclear(static_cast<PGresult*>(r)); });
  return rows;
}

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

// What the user set by connect_timeout, in seconds; 0: no limit. libpq leaves it to us when we do the waiting.
int connect_timeout(PGconn* connection) {
  int seconds = 0;
  PQconninfoOption* options = PQconninfo(connection);
  for (PQconninfoOption* o = options; o && o->keyword; ++o) {
    if (std::string_view(o->keyword) == "connect_timeout" && o->val) seconds = std::atoi(o->val);
  }
  PQconninfoFree(options);
  return seconds;
}

// PQconnectdb in short slices, so that Ctrl-C ends the wait for a server that does not answer. Why it gave up, or empty.
std::string connect(PGconn* connection) {
  using Clock = std::chrono::steady_clock;
  const int seconds = connect_timeout(connection);
  const Clock::time_point give_up = Clock::now() + std::chrono::seconds(seconds);
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (PQstatus(connection) != CONNECTION_BAD && next != PGRES_POLLING_OK) {
    if (stop_asked()) return "stopped while connecting to the server";
    if (seconds > 0 && Clock::now() > give_up) return "the server did not answer in time";
    const short wanted = next == PGRES_POLLING_WRITING ? POLLOUT : POLLIN;
    pollfd item{PQsocket(connection), wanted, 0};
    if (::poll(&item, 1, kPollMilliseconds) > 0) next = PQconnectPoll(connection);
    if (next == PGRES_POLLING_FAILED) break;
  }
  return PQstatus(connection) == CONNECTION_OK ? "" : trimmed(PQerrorMessage(connection));
}

}  // namespace

base::Result<Connection> Connection::open(const std::string& conninfo) {
  auto state = std::make_unique<State>();
  state->connection = PQconnectStart(conninfo.c_str());
  if (const std::string why = connect(state->connection); !why.empty())
    return base::fail(stop_asked() ? base::ErrorCode::Interrupted : base::ErrorCode::Database, why);
  PQsetnonblocking(state->connection, 1);
  PQsetNoticeReceiver(state->connection, State::receive, state.get());
  return Connection(std::move(state));
}

Execution Connection::run(const std::string& sql) {
  state_->count();
  if (!PQsendQuery(state_->connection, sql.c_str())) return std::unexpected(state_->broken());
  return state_->finish(state_->row_limit > 0);
}

Execution Connection::query(const std::string& sql,
                            const std::vector<std::optional<std::string>>& parameters) {
  state_->count();
  const auto name = state_->prepare(sql);
  if (!name) return std::unexpected(name.error());
  const std::vector<const char*> values = pointers(parameters);
  if (!PQsendQueryPrepared(state_->connection, name->c_str(), int(values.size()), values.data(),
                           nullptr, nullptr, 0)) {
    return std::unexpected(state_->broken());
  }
  return state_->finish();
}

std::expected<std::vector<ColumnDescription>, ServerError> Connection::describe(
    const std::string& sql) {
  state_->count();
  if (!PQsendPrepare(state_->connection, "", sql.c_str(), 0, nullptr))
    return std::unexpected(state_->broken());
  if (Execution done = state_->finish(); !done) return std::unexpected(done.error());
  if (!PQsendDescribePrepared(state_->connection, "")) return std::unexpected(state_->broken());
  Execution described = state_->finish();
  if (!described) return std::unexpected(described.error());
  std::vector<ColumnDescription> columns;
  const PGresult* result = raw(described->result_);
  for (int i = 0; i < described->columns(); ++i) {
    columns.push_back({PQfname(result, i), PQftype(result, i), PQfmod(result, i)});
  }
  return columns;
}

Execution Connection::copy_in(const std::string& sql, std::string_view data) {
  constexpr std::size_t kChunk = 1 << 16;
  state_->count();
  PGconn* connection = state_->connection;
  if (!PQsendQuery(connection, sql.c_str()) || !state_->flush())
    return std::unexpected(state_->broken());
  const Rows opened = State::rows_of(state_->next());
  if (!opened.result_ || PQresultStatus(raw(opened.result_)) != PGRES_COPY_IN) {
    ServerError error =
        opened.result_ ? error_of(raw(opened.result_), connection) : state_->broken();
    (void)state_->finish();
    if (error.message.empty()) error.message = "the statement is no COPY ... FROM STDIN";
    return std::unexpected(std::move(error));
  }
  while (!data.empty()) {
    const std::string_view chunk = data.substr(0, kChunk);
    const int put = PQputCopyData(connection, chunk.data(), int(chunk.size()));
    if (put < 0) return std::unexpected(state_->broken());
    if (put == 0 && !state_->wait(POLLOUT)) return std::unexpected(state_->broken());
    if (put == 1) data.remove_prefix(chunk.size());
  }
  while (PQputCopyEnd(connection, nullptr) == 0) {
    if (!state_->wait(POLLOUT)) return std::unexpected(state_->broken());
  }
  return state_->finish();
}

std::vector<Execution> Connection::pipeline(const std::vector<Queued>& statements, bool separate) {
  std::vector<Execution> results;
  pipeline(
      statements, [&](std::size_t, Execution result) { results.push_back(std::move(result)); },
      separate);
  return results;
}

void Connection::pipeline(const std::vector<Queued>& statements, const Take& take, bool separate) {
  PGconn* connection = state_->connection;
  std::size_t taken = 0;
  const auto give = [&](Execution result) { take(taken++, std::move(result)); };
  const auto fail_rest = [&](const ServerError& why) {
    while (taken < statements.size()) give(std::unexpected(why));
  };
  for (const Queued& queued : statements) {
    if (!queued.prepared) continue;
    if (auto name = state_->prepare(queued.sql); !name) return fail_rest(name.error());
  }
  if (statements.empty()) return;
  if (!PQenterPipelineMode(connection)) return fail_rest(state_->broken());
  for (const Queued& queued : statements) {
    state_->count();
    const bool last = &queued == &statements.back();
    if (!state_->send(queued) || ((separate || last) && !PQpipelineSync(connection))) break;
  }
  if (!state_->flush()) fail_rest(state_->broken());
  const std::size_t syncs = separate ? statements.size() : 1;
  std::size_t synced = 0;
  while (taken < statements.size() || synced < syncs) {
    if (state_->row_limit > 0) PQsetSingleRowMode(connection);
    PGresult* result = state_->next();
    std::vector<Rows> kept;
    const bool within = state_->gather(result, kept);
    if (!result) {
      if (PQstatus(connection) == CONNECTION_BAD) break;
      continue;  // the end of one statement's results
    }
    const ExecStatusType status = PQresultStatus(result);
    if (!within) {
      PQclear(result);
      give(std::unexpected(state_->too_many_rows()));
      continue;
    }
    state_->forget_if_discarded(result);
    Rows rows = kept.empty() ? State::rows_of(result) : State::together(kept, result);
    state_->count_rows(rows);
    if (status == PGRES_PIPELINE_SYNC) {
      ++synced;
    } else if (status == PGRES_PIPELINE_ABORTED) {
      give(std::unexpected(ServerError{"25P02", "skipped after an earlier error", "", "", "", 0}));
    } else if (succeeded(status)) {
      give(std::move(rows));
    } else {
      give(std::unexpected(error_of(raw(rows.result_), connection)));
    }
  }
  if (taken < statements.size()) fail_rest(state_->broken());
  PQexitPipelineMode(connection);
}

void Connection::forget_prepared() { state_->prepared.clear(); }

bool Connection::alive() const { return PQstatus(state_->connection) == CONNECTION_OK; }

bool Connection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(state_->connection);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::in_failed_transaction() const {
  return PQtransactionStatus(state_->connection) == PQTRANS_INERROR;
}

int Connection::backend_pid() const { return PQbackendPID(state_->connection); }
int Connection::server_version() const { return PQserverVersion(state_->connection); }

std::string Connection::parameter(const char* name) const {
  const char* value = PQparameterStatus(state_->connection, name);
  return value ? value : "";
}

void Connection::on_notice(std::function<void(const std::string&, const std::string&)> handler) {
  state_->notice = std::move(handler);
}

void Connection::limit_rows(std::uint64_t bytes) { state_->row_limit = bytes; }
void Connection::leave_uncounted() { state_->counted = false; }
void Connection::cancel() { state_->cancel(); }
int Connection::socket() const { return PQsocket(state_->connection); }

}  // namespace pggit::pg
