// What code does that a statement runs: DO blocks, and the bodies of functions that are called.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "bind/binding.h"
#include "bind/names.h"
#include "bind/row_access.h"
#include "ir/op.h"
#include "sql/parse.h"

namespace pggit::bind {

// A parser is dear to make, and code is rare: one for each thread.
sql::Parser& code_parser();

// Whether a statement only reads or writes rows.
bool is_on_rows(const sql::Node& statement);

// "CREATE TABLE t (...)" is CREATE TABLE: enough to know it by.
std::string first_words(std::string_view text);

// The expression that a PLpgSQL_expr computes: of `x := a + 1` it is `a + 1`. Empty: it is a whole statement.
std::string_view computed(const sql::Node& expression);

// Reads code statement by statement. Code that only reads and writes rows is understood; whatever else it may run, text
// made at run time, DDL, a language that we do not read, is said in `problem` and makes the whole opaque. What no text
// shows (triggers, defaults) is left to the server's own account. Temporary tables that it makes are in no catalog, and settings
// but those that decide what names mean.
class CodeReader {
 public:
  explicit CodeReader(const Names& names) : names_(names) {}

  // The PL/pgSQL tree of a DO block, or some of it.
  void code(const sql::Node& code) { walk(code, names_); }
  // Functions of the catalog, and all that they call.
  void functions(const std::vector<ir::Key>& keys);

  const RowAccess& access() const { return access_; }
  // Temporary tables that it leaves behind are known to the session from now on.
  void leave_to(Session& session) const;
  // What cannot be told of it: "runs EXECUTE, ..."; empty: it is understood.
  const std::string& problem() const { return problem_; }

 private:
  void functions(const std::vector<ir::Key>& keys, const Names& names);
  void function(const ir::Key& key, const Names& caller);
  void plpgsql(const std::string& statement, const Names& names);
  void walk(const sql::Node& code, const Names& names);
  void expression(const sql::Node& expression, const Names& names);
  void sql(std::string_view text, const Names& names);
  void rows(const sql::Node& statement, const Names& names);
  bool on_temporary(const sql::Node& statement, const Names& names);
  void make_temporary(const sql::Node& range, bool until_commit, const Names& names);
  bool drops_temporary(const sql::Node& drop, const Names& names);
  bool is_made(std::string_view name) const;
  void refuse(std::string why);

  const Names& names_;
  RowAccess access_;
  std::string problem_;
  std::set<ir::Key> seen_;
  std::vector<std::string> made_;          // temporary tables
  std::vector<std::string> until_commit_;  // ON COMMIT DROP, those among them
};

// What code does beside the statement that runs it. Rows that it writes are not in the statement's text.
void add_code(const RowAccess& code, ir::Dml& dml);

}  // namespace pggit::bind
