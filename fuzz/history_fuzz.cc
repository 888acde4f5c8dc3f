// Whatever lies in a project's folder: its history is listed, lowered, bound, taken back, stored and planned without a
// server, and what comes out holds together. The input is a front end's id on a line, then files:
//
//   flyway
//   ==> db/migration/V1__users.sql
//   CREATE TABLE users (id int);
#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/encode.h"
#include "emit/edge_cases_yaml.h"
#include "emit/plan_json.h"
#include "emit/plan_read.h"
#include "frontend/front_ends.h"
#include "fuzz/require.h"
#include "pipeline/dump.h"
#include "pipeline/history.h"
#include "pipeline/plan_data.h"
#include "pipeline/report.h"
#include "sql/parse.h"
#include "sql/print.h"

namespace {

using namespace pggit;
using fuzz::require;

constexpr std::string_view kFile = "==> ";
constexpr std::size_t kMaxFiles = 12;

// The front end of that id; for any other word one that it falls on, so that a new front end needs no new inputs.
const ir::FrontEnd& front_end_of(std::string_view id) {
  const auto all = frontend::all_front_ends();
  for (const ir::FrontEnd* front_end : all) {
    if (front_end->id == id) return *front_end;
  }
  return *all[id.empty() ? 0 : static_cast<unsigned char>(id.back()) % all.size()];
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

base::MemoryDisk disk_of(std::string_view text) {
  base::MemoryDisk disk;
  std::string path;
  std::string contents;
  std::size_t files = 0;
  while (!text.empty() && files < kMaxFiles) {
    const std::string_view rest = text;
    const std::string_view line = take_line(text);
    const bool begins_file = line.starts_with(kFile);
    if (!begins_file) contents += rest.substr(0, rest.size() - text.size());
    if ((begins_file || text.empty()) && !path.empty()) {
      (void)disk.write("p/" + path, contents);
      ++files;
    }
    if (!begins_file) continue;
    path = line.substr(kFile.size());
    contents.clear();
  }
  return disk;
}

// A history whose only disk is in memory.
struct Run {
  explicit Run(std::string_view input) : front_end(front_end_of(take_line(input))) {
    disk = disk_of(input);
    ir::Project& project = history.project;
    project.disk = &disk;
    project.sources = &history.sources;
    project.diagnostics = &history.diagnostics;
    project.folders = {"p"};
    project.user = options.role;
    project.database = "shadow";
    history.front_end = &front_end;
    options.shadow = false;
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  const ir::FrontEnd& front_end;
  base::MemoryDisk disk;
  pipeline::History history;
  pipeline::Options options;
};

class NothingKnown final : public ir::SchemaView {
 public:
  const ir::Object* find(const ir::Key&) const override { return nullptr; }
};

void check_piece(const ir::Sql& sql, const base::Sources& sources) {
  require(!sql.anchors.empty() && sql.anchors.front().text == 0, "an anchor stands at 0");
  require(sql.file <= sources.count(), "the file of a text is there");
  if (sql.file == base::kNoFile) return;
  const std::size_t size = sources.file(sql.file).text.size();
  std::uint32_t last = 0;
  for (const ir::Anchor& anchor : sql.anchors) {
    require(last <= anchor.text && anchor.text <= sql.text.size(), "anchors are in order");
    require(anchor.source <= size, "an anchor stays inside its file");
    last = anchor.text;
  }
  require(ir::source_offset(sql, std::uint32_t(sql.text.size())) <= size,
          "the end of a text leads back into its file");
}

void check_lowering(Run& run) {
  const pipeline::History& history = run.history;
  const NothingKnown view;
  for (const auto* entries : {&history.listing.migrations, &history.listing.set_aside}) {
    for (const ir::MigrationEntry& entry : *entries) {
      require(!entry.id.empty(), "a migration has an id");
      const auto lowered = run.front_end.lower(history.project, history.listing, entry, view);
      if (!lowered) continue;
      for (const ir::PieceOfMigration& piece : lowered->pieces) {
        if (const auto* sql = std::get_if<ir::Sql>(&piece)) check_piece(*sql, history.sources);
      }
    }
  }
  for (const ir::EdgeCase& edge : history.listing.edge_cases)
    fuzz::require_inside(edge.span, history.sources);
}

void check_object(const ir::Object& object, sql::Parser& parser) {
  const std::string bytes = catalog::encode(object);
  const auto back = catalog::decode(bytes, catalog::encode_references(object));
  require(back && *back == object, "an object is read as it was written");
  for (const std::string& statement : sql::print_create(object)) {
    if (!parser.parse(statement)) require(false, "what is printed is SQL: " + statement);
  }
}

void check_step(const pipeline::Proven& proven, const base::Sources& sources, sql::Parser& parser) {
  for (const bind::Statement& statement : proven.step.statements) {
    fuzz::require_inside(statement.span, sources);
    require(!statement.ops.empty() || statement.kind == bind::Statement::Kind::CopyData,
            "a statement does something or says that it does nothing");
  }
  for (const auto& change : catalog::Catalog::changes(proven.step.before, proven.step.after)) {
    if (change.after) check_object(change.after->object, parser);
  }
  for (const rollback::DownStatement& down : proven.down.statements) {
    if (!parser.parse(down.sql)) require(false, "a way back is SQL: " + down.sql);
  }
}

bool has_control_character(std::string_view text) {
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) < ' ' && c != '\n') || c == '\x7F') return true;
  }
  return false;
}

void check_prints(const pipeline::History& history) {
  emit::PlanData plan = pipeline::plan_data_of(history);
  plan.created_at = "2024-03-15T10:00:00Z";
  const auto read = emit::read_plan(emit::plan_json(plan), "plan.json");
  require(read.has_value(), "a plan that was written is read");
  require(emit::changes_since(*read, plan).empty(), "a plan holds for the run that made it");
  require(!has_control_character(pipeline::report_text(history, plan, false)),
          "no control character reaches the terminal");
  (void)emit::edge_cases_yaml(plan.edge_cases);
  for (const char* view : {"catalog", "ops", "rollback"}) (void)pipeline::dump_view(history, view);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static sql::Parser parser;
  Run run(std::string_view(reinterpret_cast<const char*>(data), size));
  pipeline::History& history = run.history;
  (void)frontend::auto_detect(history.project);
  auto listing = run.front_end.list(history.project);
  if (!listing) return 0;
  history.listing = std::move(*listing);
  check_lowering(run);
  const bool read = pipeline::prove_history(history, run.options).has_value();
  for (const base::Diagnostic& diagnostic : history.diagnostics.all())
    fuzz::require_inside(diagnostic.span, history.sources);
  for (const pipeline::Proven& proven : history.steps) check_step(proven, history.sources, parser);
  if (read) check_prints(history);
  return 0;
}
