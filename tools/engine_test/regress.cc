#include "tools/engine_test/regress.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <ostream>
#include <sstream>

#include "tools/engine_test/lockstep.h"
#include "tools/engine_test/psql_script.h"
#include "tools/engine_test/test_server.h"

namespace pggit::engine_test {
namespace {

namespace fs = std::filesystem;

constexpr char kDatabase[] = "regression";

// What the files of the suite rest on, whichever of them are run.
const std::vector<std::string> kGround{"test_setup", "create_index"};

struct Tally {
  int statements = 0;
  int refused = 0;
  int agrees = 0;
  int temporary = 0;
  int opaque = 0;
  int differs = 0;
  int apart = 0;
  int asked = 0;

  int ddl() const { return agrees + temporary + opaque + differs; }
  void add(const Tally& other) {
    statements += other.statements;
    refused += other.refused;
    agrees += other.agrees;
    temporary += other.temporary;
    opaque += other.opaque;
    differs += other.differs;
    apart += other.apart;
    asked += other.asked;
  }
};

bool is_among(const std::vector<std::string>& files, const std::string& file) {
  return std::ranges::find(files, file) != files.end();
}

base::Result<std::string> read_file(const fs::path& path) {
  std::ifstream in(path);
  if (!in) return base::fail(base::ErrorCode::Input, path.string() + ": cannot be read");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The files in the order of the suite's schedule.
base::Result<std::vector<std::string>> scheduled(const fs::path& folder) {
  std::istringstream lines(TRY(read_file(folder / "parallel_schedule")));
  std::vector<std::string> files;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("test: ")) continue;
    std::istringstream names(line.substr(6));
    for (std::string name; names >> name;) files.push_back(name);
  }
  return files;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

class Suite {
 public:
  Suite(const RegressOptions& options, std::ostream& out) : options_(options), out_(out) {}

  base::Result<bool> run() {
    std::vector<std::string> files = TRY(scheduled(options_.folder));
    if (!options_.files.empty()) files = chosen(files);
    TRY(start());
    for (const std::string& file : files) TRY(run_file(file));
    print();
    return total_.differs == 0;
  }

 private:
  std::vector<std::string> chosen(const std::vector<std::string>& all) const {
    std::vector<std::string> files;
    for (const std::string& file : all) {
      if (is_among(kGround, file) || is_among(options_.files, file)) files.push_back(file);
    }
    return files;
  }

  base::Result<void> start() {
    server_.emplace(TRY(TestServer::start()));
    TRY(server_->renew(kDatabase));
    lockstep_.emplace(TRY(server_->lockstep(kDatabase)));
    return {};
  }

  base::Result<pg::Connection> new_session() { return server_->connect(kDatabase); }

  base::Result<void> run_file(const std::string& file) {
    const fs::path path = fs::path(options_.folder) / "sql" / (file + ".sql");
    if (!fs::exists(path)) return {};
    const std::string script = TRY(read_file(path));
    TRY(lockstep_->reconnect(TRY(new_session())));
    file_ = file;
    Tally& tally = tallies_[file];
    frontend::psql::Variables variables;
    const std::map<std::string, std::string> environment{
        {"PG_ABS_SRCDIR", fs::absolute(options_.folder).string()},
        {"PG_ABS_BUILDDIR", fs::temp_directory_path().string()}};
    ScriptHandler handler;
    handler.statement = [&](const std::string& sql,
                            int line) -> base::Result<std::optional<pg::Rows>> {
      const Verdict verdict = TRY(lockstep_->step(sql));
      note(verdict, sql, line, tally);
      if (verdict.outcome == Outcome::Refused) return std::nullopt;
      return lockstep_->rows();
    };
    handler.copy = [&](const std::string& sql, const std::string& rows, int) -> base::Result<void> {
      ++tally.statements;
      TRY(lockstep_->copy(sql, rows));
      return {};
    };
    handler.connect = [&](const std::string& user) -> base::Result<void> {
      TRY(lockstep_->reconnect(TRY(new_session())));
      if (!user.empty()) TRY(lockstep_->step("SET SESSION AUTHORIZATION \"" + user + "\""));
      return {};
    };
    TRY(run_psql_script(script, environment, variables, handler));
    total_.add(tally);
    order_.push_back(file);
    return {};
  }

  void note(const Verdict& verdict, const std::string& sql, int line, Tally& tally) {
    ++tally.statements;
    if (verdict.asked) ++tally.asked;
    const bool is_apart = !verdict.apart.empty() && verdict.outcome != Outcome::Differs;
    switch (verdict.outcome) {
      case Outcome::Refused:
        ++tally.refused;
        return;
      case Outcome::NotSchema:
        return;
      case Outcome::Temporary:
        ++tally.temporary;
        return;
      case Outcome::Agrees:
        ++(is_apart ? tally.apart : tally.agrees);
        return;
      case Outcome::Opaque:
        ++(is_apart ? tally.apart : tally.opaque);
        ++(is_apart ? apart_[verdict.apart] : reasons_[verdict.why]);
        if (!is_apart)
          out_ << "opaque " << file_ << ":" << line << ": " << verdict.why << "\n    "
               << one_line(sql).substr(0, 200) << "\n";
        return;
      case Outcome::Differs:
        ++tally.differs;
        out_ << "DIFFERS " << file_ << ":" << line << ": " << one_line(sql).substr(0, 300) << "\n";
        for (const catalog::Difference& d : verdict.differences) print(d);
        return;
    }
  }

  void print(const catalog::Difference& d) {
    out_ << "    " << ir::to_text(d.key) << " " << d.field << "\n      predicted "
         << (d.before.empty() ? "nothing" : d.before) << "\n      found     "
         << (d.after.empty() ? "nothing" : d.after) << "\n";
  }

  void print_row(const std::string& name, const Tally& t) {
    out_ << std::left << std::setw(24) << name << std::right;
    for (const int number : {t.statements, t.refused, t.ddl(), t.agrees, t.temporary, t.opaque,
                             t.differs, t.apart, t.asked})
      out_ << std::setw(10) << number;
    out_ << "\n";
  }

  void print() {
    out_ << std::left << std::setw(24) << "file" << std::right;
    for (const char* title :
         {"all", "refused", "DDL", "agrees", "temporary", "opaque", "differs", "apart", "asked"})
      out_ << std::setw(10) << title;
    out_ << "\n";
    for (const std::string& file : order_) print_row(file, tallies_[file]);
    print_row("total", total_);
    print_counts("opaque", reasons_);
    print_counts("apart", apart_);
  }

  void print_counts(const std::string& title, const std::map<std::string, int>& counts) {
    std::vector<std::pair<int, std::string>> sorted;
    for (const auto& [what, count] : counts) sorted.emplace_back(-count, what);
    std::ranges::sort(sorted);
    out_ << "\n" << title << "\n";
    for (const auto& [count, what] : sorted) out_ << std::setw(6) << -count << "  " << what << "\n";
  }

  const RegressOptions& options_;
  std::ostream& out_;
  std::optional<TestServer> server_;
  std::optional<Lockstep> lockstep_;
  std::string file_;  // that is run
  std::map<std::string, Tally> tallies_;
  std::vector<std::string> order_;
  Tally total_;
  std::map<std::string, int> reasons_;
  std::map<std::string, int> apart_;
};

}  // namespace

base::Result<bool> run_regress(const RegressOptions& options, std::ostream& out) {
  return Suite(options, out).run();
}

}  // namespace pggit::engine_test
