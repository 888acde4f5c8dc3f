#include "shadow/activity.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/text.h"
#include "shadow/activity_sql.h"

namespace pggit::shadow {
namespace {

constexpr std::size_t kAtStart = 0;  // places of the answers
constexpr std::size_t kLocked = 1;
constexpr std::size_t kAtEnd = 2;
constexpr std::size_t kFirst = 3;

std::vector<std::string> items(std::string_view array) {
  std::vector<std::string> items;
  for (const std::string_view item : base::split(array.substr(1, array.size() - 2), ','))
    items.emplace_back(item);
  return items;
}

// By catalog: how many rows of it the transaction wrote.
std::map<std::string, std::int64_t> rows_written(const SystemCatalogs& catalogs,
                                                 std::span<const pg::Rows> answers) {
  const std::vector<std::string> start = items(answers[kAtStart].text(0, 0));
  const std::vector<std::string> end = items(answers[kAtEnd].text(0, 0));
  std::map<std::string, std::int64_t> written;
  for (std::size_t i = 0; i < catalogs.names.size(); ++i) {
    const std::int64_t rows = std::stoll(end[i]) - std::stoll(start[i]);
    if (rows > 0) written[catalogs.names[i]] = rows;
  }
  return written;
}

// One row of kLocks.
struct Lock {
  std::string object_class;  // "0": it is a relation
  std::string oid;
  std::string_view mode;
  char relkind = 0;  // 0: no relation, or one that is gone
  std::string schema;
  std::string name;
  std::string constrained_table;
  bool row_written = false;

  Lock(const pg::Rows& rows, int i)
      : object_class(rows.text(i, 0)),
        oid(rows.text(i, 1)),
        mode(rows.text(i, 2)),
        relkind(rows.is_null(i, 3) ? '\0' : rows.text(i, 3).front()),
        schema(rows.text(i, 4)),
        name(rows.text(i, 5)),
        constrained_table(rows.text(i, 6)),
        row_written(rows.boolean(i, 7)) {}

  bool is_any(std::string_view kinds) const { return relkind && kinds.contains(relkind); }
  bool is_exclusive() const { return mode == "AccessExclusiveLock"; }
  bool is_of_rows() const { return mode == "RowShareLock" || mode == "RowExclusiveLock"; }
  bool may_be_gone() const { return !relkind && is_exclusive(); }
  bool writes_rows() const {
    // TRUNCATE of a foreign table writes no row of pg_class, all that is made or altered does.
    return (is_any("rpf") && mode == "RowExclusiveLock") ||
           (is_any("rp") && is_exclusive() && row_written);
  }
};

// `word`: of ir::kind_from_name(), or pg_class.relkind.
std::optional<ir::Kind> kind_of(std::string_view word) {
  if (word.size() != 1) return ir::kind_from_name(word);
  switch (word.front()) {
    case 'v':
      return ir::Kind::View;
    case 'm':
      return ir::Kind::MaterializedView;
    case 'S':
      return ir::Kind::Sequence;
    case 'c':
      return ir::Kind::Composite;
    case 'i':
    case 'I':
      return ir::Kind::Index;
    default:
      return ir::Kind::Table;
  }
}

bool is_of_server(const ir::Key& key) {
  const std::string& name = key.kind == ir::Kind::Schema ? key.name : key.schema;
  return name.starts_with("pg_");
}

void add_lock(const Lock& lock, Activity& activity) {
  if (!lock.relkind || lock.schema.starts_with("pg_")) return;
  if (lock.schema != "pggit") {
    if (lock.relkind == 'S') activity.sequences.push_back(base::qualified(lock.schema, lock.name));
    if (lock.writes_rows())
      activity.written.push_back({ir::Kind::Table, lock.schema, lock.name, ""});
  }
  if (lock.is_of_rows() || !lock.is_any("rpvmSiIcf")) return;
  const bool part = !lock.constrained_table.empty();
  const ir::Kind kind = part ? ir::Kind::Table : *kind_of({&lock.relkind, 1});
  (lock.is_exclusive() && lock.relkind != 'S' ? activity.changed : activity.touched)
      .push_back({kind, lock.schema, part ? lock.constrained_table : lock.name, ""});
}

void add_changes(const pg::Rows& rows, Activity& activity) {
  for (int i = 0; i < rows.count(); ++i) {
    const ir::Key key{*kind_of(rows.text(i, 0)), std::string(rows.text(i, 1)),
                      std::string(rows.text(i, 2)), ""};
    if (!is_of_server(key))
      (rows.boolean(i, 3) ? activity.changed : activity.touched).push_back(key);
  }
}

void put_in_order(auto& values) {
  std::ranges::sort(values);
  values.erase(std::ranges::unique(values).begin(), values.end());
}

}  // namespace

void Activity::add(const Activity& other) {
  written.insert(written.end(), other.written.begin(), other.written.end());
  sequences.insert(sequences.end(), other.sequences.begin(), other.sequences.end());
  changed.insert(changed.end(), other.changed.begin(), other.changed.end());
  touched.insert(touched.end(), other.touched.begin(), other.touched.end());
  gone.insert(gone.end(), other.gone.begin(), other.gone.end());
  catalog_rows += other.catalog_rows;
}

base::Result<SystemCatalogs> catalogs_of(pg::Connection& session) {
  const pg::Execution found = session.query(kCatalogs);
  if (!found)
    return base::fail(base::ErrorCode::Database, "reading the catalogs: " + found.error().text());
  return SystemCatalogs{std::string(found->text(0, 0)), items(found->text(0, 1))};
}

Around Watch::around(std::vector<std::string> setup) {
  const pg::Connection::Queued rows{kCatalogRows, {catalogs_.oids}, true};
  return {std::move(setup),
          {rows},
          {{kLocks, {}, true}, rows},
          [this](std::span<const pg::Rows> answers) { return more(answers); }};
}

std::expected<Around::Queue, pg::ServerError> Watch::more(std::span<const pg::Rows> answers) {
  Around::Queue queue;
  const std::map<std::string, std::int64_t> written = rows_written(catalogs_, answers);
  for (const OfCatalog& question : kChanges) {
    if (written.contains(question.catalog) && (hidden_code_ || !question.of_hidden_code))
      queue.push_back({question.sql, {}, true});
  }
  if (!written.empty() && hidden_code_) queue.push_back({kObjects, {}, true});
  if (const auto found = look_for_gone(answers[kLocked]); !found)
    return std::unexpected(found.error());
  return queue;
}

std::expected<void, pg::ServerError> Watch::look_for_gone(const pg::Rows& locks) {
  std::vector<std::string> classes;
  std::vector<std::string> oids;
  for (int i = 0; i < locks.count(); ++i) {
    const Lock lock(locks, i);
    if (!lock.may_be_gone()) continue;
    classes.push_back(lock.object_class);
    oids.push_back(lock.oid);
  }
  if (oids.empty()) return {};
  std::string question = kNamesOfGone;
  if (beside_.server_version() >= 150000) question += kNamesOfGoneSchemas;
  const pg::Execution rows =
      beside_.query(question, {base::array_literal(classes), base::array_literal(oids)});
  if (!rows) return std::unexpected(rows.error());
  for (int i = 0; i < rows->count(); ++i) {
    ir::Key key{*kind_of(rows->text(i, 0)), std::string(rows->text(i, 1)),
                std::string(rows->text(i, 2)), std::string(rows->text(i, 3))};
    if (!is_of_server(key)) gone_.push_back(std::move(key));
  }
  return {};
}

Activity Watch::activity(std::span<const pg::Rows> answers) const {
  Activity activity;
  const pg::Rows& locks = answers[kLocked];
  for (int i = 0; i < locks.count(); ++i) add_lock(Lock(locks, i), activity);
  for (const auto& [catalog, rows] : rows_written(catalogs_, answers))
    activity.catalog_rows += rows;
  for (const pg::Rows& changes : answers.subspan(kFirst)) add_changes(changes, activity);
  activity.gone = gone_;
  put_in_order(activity.written);
  put_in_order(activity.sequences);
  put_in_order(activity.changed);
  put_in_order(activity.touched);
  put_in_order(activity.gone);
  return activity;
}

}  // namespace pggit::shadow
