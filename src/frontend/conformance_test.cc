// What every front end owes its callers, tried on every line of frontends.def.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"
#include "frontend/front_ends.h"
#include "frontend/testing/bent_histories.h"

namespace pggit::frontend {
namespace {

using testing::Bent;
using testing::bent_histories;
using testing::Files;

// A disk on which one file cannot be read.
class LockedDisk final : public base::Disk {
 public:
  LockedDisk(base::MemoryDisk disk, std::string locked)
      : disk_(std::move(disk)), locked_(std::move(locked)) {}
  base::Result<std::string> read(const std::string& path) const override {
    if (path != locked_) return disk_.read(path);
    return base::fail(base::ErrorCode::Input, path + ": cannot be read: Permission denied");
  }
  base::Result<void> write(const std::string& path, std::string_view bytes) override {
    return disk_.write(path, bytes);
  }
  bool exists(const std::string& path) const override { return disk_.exists(path); }
  bool is_folder(const std::string& path) const override { return disk_.is_folder(path); }
  base::Result<std::vector<std::string>> list_files(const std::string& folder) const override {
    return disk_.list_files(folder);
  }

 private:
  base::MemoryDisk disk_;
  std::string locked_;
};

class NothingKnown final : public ir::SchemaView {
 public:
  const ir::Object* find(const ir::Key&) const override { return nullptr; }
};

base::MemoryDisk disk_of(const Files& files) {
  base::MemoryDisk disk;
  for (const auto& [name, text] : files) (void)disk.write("p/" + name, text);
  return disk;
}

struct Reading {
  Reading(const ir::FrontEnd& front_end, const base::Disk& disk, std::string folder = "p")
      : front_end_(front_end) {
    project.disk = &disk;
    project.sources = &sources;
    project.diagnostics = &diagnostics;
    project.folders = {std::move(folder)};
    project.user = "owner";
    project.database = "library";
    auto listed = front_end.list(project);
    if (!listed) {
      error = listed.error();
      failed = true;
      return;
    }
    listing = std::move(*listed);
  }

  std::string text(const ir::MigrationEntry& entry) {
    std::string out;
    const auto lowered = front_end_.lower(project, listing, entry, view).value();
    for (const auto& piece : lowered.pieces) {
      if (const auto* sql = std::get_if<ir::Sql>(&piece)) out += sql->text;
    }
    return out;
  }

  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }

  const ir::FrontEnd& front_end_;
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  ir::Listing listing;
  base::Error error;
  bool failed = false;
  NothingKnown view;
};

class FrontEnds : public ::testing::TestWithParam<const ir::FrontEnd*> {
 protected:
  const ir::FrontEnd& front_end() const { return *GetParam(); }
  const Bent& bent() const { return bent_histories().at(front_end().id); }
};

std::string id_of(const ::testing::TestParamInfo<const ir::FrontEnd*>& info) {
  std::string id = info.param->id;
  std::ranges::replace(id, '-', '_');
  return id;
}

INSTANTIATE_TEST_SUITE_P(Every, FrontEnds, ::testing::ValuesIn(all_front_ends()), id_of);

TEST_P(FrontEnds, ListsInTheOrderOfTheToolAndAddsEveryFileToTheSources) {
  const auto disk = disk_of(bent().two);
  Reading run(front_end(), disk);
  ASSERT_FALSE(run.failed) << run.error.message;
  ASSERT_EQ(run.listing.migrations.size(), 2u);
  EXPECT_EQ(run.listing.migrations[0].path, bent().first);
  EXPECT_EQ(run.listing.migrations[1].path, bent().second);
  EXPECT_EQ(run.listing.tool, front_end().id);
  std::set<std::string> ids;
  for (const auto& entry : run.listing.migrations) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    EXPECT_EQ(run.sources.file(entry.file).path, entry.path);
    EXPECT_FALSE(entry.description.empty());
  }
  EXPECT_EQ(run.messages(), "");
}

TEST_P(FrontEnds, ListsTheSameTwice) {
  const auto disk = disk_of(bent().two);
  Reading once(front_end(), disk);
  Reading twice(front_end(), disk);
  ASSERT_EQ(once.listing.migrations.size(), twice.listing.migrations.size());
  for (std::size_t i = 0; i < once.listing.migrations.size(); ++i) {
    EXPECT_EQ(once.listing.migrations[i].checksum, twice.listing.migrations[i].checksum);
    EXPECT_EQ(once.text(once.listing.migrations[i]), twice.text(twice.listing.migrations[i]));
  }
}

TEST_P(FrontEnds, RefusesDuplicatesNamingBothFiles) {
  if (bent().duplicate.empty()) return;
  Files files = bent().two;
  files.insert(bent().duplicate.begin(), bent().duplicate.end());
  const auto disk = disk_of(files);
  Reading run(front_end(), disk);
  ASSERT_TRUE(run.failed);
  // Where the tool has no rule, it is a question.
  EXPECT_TRUE(run.error.code == base::ErrorCode::Input ||
              run.error.code == base::ErrorCode::Refused);
  EXPECT_THAT(run.error.message, ::testing::HasSubstr(bent().first));
  EXPECT_THAT(run.error.message, ::testing::HasSubstr(bent().duplicate.begin()->first));
}

TEST_P(FrontEnds, ReadsCrlfAndByteOrderMarkLikePlainText) {
  Files files = bent().two;
  const auto plain_disk = disk_of(files);
  std::string& text = files.at(bent().first);
  for (std::size_t at = 0; (at = text.find('\n', at)) != text.npos; at += 2) text.insert(at, "\r");
  text.insert(0, "\xEF\xBB\xBF");
  const auto bent_disk = disk_of(files);
  Reading plain(front_end(), plain_disk);
  Reading other(front_end(), bent_disk);
  ASSERT_FALSE(other.failed) << other.error.message;
  const bool same = other.listing.migrations[0].checksum == plain.listing.migrations[0].checksum;
  EXPECT_EQ(same, !bent().checksum_of_bytes);
  std::string lowered = other.text(other.listing.migrations[0]);
  std::erase(lowered, '\r');
  EXPECT_EQ(lowered, plain.text(plain.listing.migrations[0]));
  EXPECT_EQ(other.messages(), "");
}

TEST_P(FrontEnds, NamesThePlaceOfBytesThatAreNoText) {
  Files files = bent().two;
  std::string& text = files.at(bent().second);
  const auto line = std::to_string(std::ranges::count(text, '\n') + 1);
  const std::string byte = std::to_string(text.size() + 3);
  text += "-- \xFF\n";
  const auto disk = disk_of(files);
  Reading run(front_end(), disk);
  ASSERT_FALSE(run.failed) << run.error.message;
  EXPECT_TRUE(run.diagnostics.has_errors());
  EXPECT_THAT(run.messages(),
              ::testing::StartsWith(bent().second + ":" + line + ":4: byte " + byte + " "));
}

TEST_P(FrontEnds, FailsOnAFileThatCannotBeRead) {
  const LockedDisk disk(disk_of(bent().two), "p/" + bent().second);
  Reading run(front_end(), disk);
  ASSERT_TRUE(run.failed);
  EXPECT_EQ(run.error.code, base::ErrorCode::Input);
  EXPECT_THAT(run.error.message, ::testing::HasSubstr(bent().second));
  EXPECT_THAT(run.error.message, ::testing::HasSubstr("Permission denied"));
}

TEST_P(FrontEnds, FailsOnAnEmptyFolderAndOnNone) {
  const auto disk = disk_of({{"README.md", "nothing"}});
  for (const char* folder : {"p", "gone"}) {
    Reading run(front_end(), disk, folder);
    ASSERT_TRUE(run.failed);
    EXPECT_EQ(run.error.code, base::ErrorCode::Input);
    EXPECT_THAT(run.error.message, ::testing::HasSubstr("--dir"));
  }
}

TEST_P(FrontEnds, MakesAHoleAndAnEdgeCaseOfWhatItCannotRead) {
  if (bent().unknown.empty()) return;  // the tool has SQL only
  Files files = bent().two;
  files.insert(bent().unknown.begin(), bent().unknown.end());
  const auto disk = disk_of(files);
  Reading run(front_end(), disk);
  ASSERT_FALSE(run.failed) << run.error.message;
  ASSERT_EQ(run.listing.edge_cases.size(), 1u);
  const ir::EdgeCase& edge = run.listing.edge_cases[0];
  EXPECT_FALSE(edge.kind.empty() || edge.what.empty() || edge.suggestion.empty() ||
               edge.action.empty());
  const auto entry =
      std::ranges::find(run.listing.migrations, edge.migration, &ir::MigrationEntry::id);
  ASSERT_NE(entry, run.listing.migrations.end());
  const auto lowered = front_end().lower(run.project, run.listing, *entry, run.view).value();
  EXPECT_TRUE(std::ranges::any_of(
      lowered.pieces, [](const auto& piece) { return std::holds_alternative<ir::Hole>(piece); }));
}

TEST_P(FrontEnds, LeadEveryByteOfLoweredTextBackToItsFile) {
  const auto disk = disk_of(bent().two);
  Reading run(front_end(), disk);
  for (const auto& entry : run.listing.migrations) {
    const auto lowered = front_end().lower(run.project, run.listing, entry, run.view).value();
    const auto& sql = std::get<ir::Sql>(lowered.pieces.at(0));
    ASSERT_FALSE(sql.anchors.empty());
    EXPECT_EQ(sql.anchors.front().text, 0u);
    const std::string& source = run.sources.file(sql.file).text;
    for (std::uint32_t i = 0; i < sql.text.size(); ++i) {
      ASSERT_EQ(source[ir::source_offset(sql, i)], sql.text[i]) << entry.id << " byte " << i;
    }
  }
}

TEST_P(FrontEnds, ClaimsItsOwnAndReportsNothingWhileDetecting) {
  const auto disk = disk_of(bent().two);
  Reading run(front_end(), disk);
  const ir::Claim claim = front_end().detect(run.project);
  EXPECT_GE(claim.score, bent().least_claim);
  EXPECT_FALSE(claim.evidence.empty());
  EXPECT_EQ(run.messages(), "");
  const auto empty = disk_of({{"README.md", ""}});
  Reading other(front_end(), empty);
  EXPECT_EQ(front_end().detect(other.project).score, 0);
}

// --- the sample histories: tests/histories/<tool>/<case>/history, and what they list as ---------------

std::string print(Reading& run) {
  if (run.failed) return "error: " + run.error.message + "\n";
  std::string out;
  for (const auto& m : run.listing.migrations) {
    const auto lowered = run.front_end_.lower(run.project, run.listing, m, run.view).value();
    out += m.id + " | " + m.version + " | " + m.description + " | " + m.type + " | " + m.checksum +
           " | " + m.script + " | " + std::to_string(lowered.pieces.size()) + " pieces" +
           (lowered.transaction == ir::TransactionMode::None ? ", no transaction" : "") + "\n";
  }
  for (const auto& m : run.listing.set_aside) out += "aside: " + m.id + " | " + m.set_aside + "\n";
  for (const auto& e : run.listing.edge_cases) {
    out += "edge case: " + e.kind + " | " + e.migration + " | " + run.sources.where(e.span) +
           " | " + e.what + "\n";
  }
  for (const auto& line : run.listing.inferred) out += line + "\n";
  out += "search_path: " + base::join(run.listing.session.search_path, ", ") + "\n";
  out += "schemas: " + base::join(run.listing.session.schemas, ", ") + "\n";
  out += "history table: " + run.listing.history_table.schema + " " +
         run.listing.history_table.name + "\n";
  return out + run.messages();
}

struct Case {
  std::string tool;
  std::string folder;
};

std::vector<Case> all_cases() {
  namespace fs = std::filesystem;
  std::vector<Case> cases;
  const fs::path root = fs::path(PGGIT_SOURCE_DIR) / "tests" / "histories";
  for (const auto& tool : fs::directory_iterator(root)) {
    for (const auto& one : fs::directory_iterator(tool.path())) {
      cases.push_back({tool.path().filename().string(), one.path().string()});
    }
  }
  std::ranges::sort(cases, {}, &Case::folder);
  return cases;
}

TEST(SampleHistories, ListAsTheirGoldenSays) {
  base::RealDisk disk;
  const bool update = std::getenv("PGGIT_UPDATE_GOLDENS") != nullptr;
  for (const Case& one : all_cases()) {
    Reading run(**find_front_end(one.tool), disk, one.folder + "/history");
    const std::string golden = one.folder + "/listing.golden";
    std::string printed = print(run);
    if (update) (void)disk.write(golden, printed);
    EXPECT_EQ(printed, disk.read(golden).value_or("(no golden)")) << one.folder;
  }
}

TEST(SampleHistories, AreClaimedByExactlyTheToolThatWroteThem) {
  base::RealDisk disk;
  for (const Case& one : all_cases()) {
    Reading run(**find_front_end(one.tool), disk, one.folder + "/history");
    const auto detected = auto_detect(run.project);
    ASSERT_EQ(detected.size(), 1u) << one.folder;
    EXPECT_EQ(detected[0].front_end->id, one.tool);
  }
}

TEST(Registry, KnowsEveryToolOnceAndSaysSoOfOthers) {
  std::set<std::string> ids;
  for (const ir::FrontEnd* front_end : all_front_ends()) {
    EXPECT_TRUE(ids.insert(front_end->id).second);
    EXPECT_EQ(find_front_end(front_end->id).value(), front_end);
    EXPECT_TRUE(bent_histories().contains(front_end->id)) << "add it to bent_histories()";
  }
  const auto none = find_front_end("nosuchtool");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::ErrorCode::Usage);
  EXPECT_THAT(none.error().message, ::testing::HasSubstr("flyway"));
}

// Tables of these names are left out of every comparison with a live database, whatever tool its history is of; with a
// schema, there only.
TEST(Registry, TakesNoTableForAToolsThatAnybodyMayHave) {
  for (const ir::FrontEnd* front_end : all_front_ends()) {
    const std::string& name = front_end->history_table.name;
    if (!front_end->history_table.schema.empty()) continue;
    EXPECT_TRUE(name.empty() || name.find("migrations") != name.npos ||
                name.find('_') != name.npos || name == "databasechangelog")
        << name;
  }
}

TEST(Registry, SaysWhatToTypeWhereNothingIsFound) {
  const auto disk = disk_of({{"README.md", ""}});
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  project.disk = &disk;
  project.sources = &sources;
  project.diagnostics = &diagnostics;
  project.folders = {"p"};
  const auto chosen = choose_front_end(project);
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, base::ErrorCode::Input);
  EXPECT_THAT(chosen.error().message, ::testing::HasSubstr("--source"));
  project.folders = {"gone"};
  EXPECT_THAT(choose_front_end(project).error().message, ::testing::HasSubstr("no such folder"));
}

}  // namespace
}  // namespace pggit::frontend
