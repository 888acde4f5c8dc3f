#include "frontend/shared/folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/shared/lines.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/pieces.h"

namespace pggit::frontend::shared {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

bool is_migration(std::string_view name) { return name.ends_with("up.sql"); }

using Files = std::map<std::string, std::string>;

struct Search {
  explicit Search(Files files, int names = 1) : disk(std::move(files)) {
    project.disk = &disk;
    project.folders = {"p"};
    rules.names = names;
  }

  std::vector<std::string> shown() {
    std::vector<std::string> out;
    const std::vector<Folder> folders = find_folders(project, rules).value();
    for (const Folder& folder : folders) out.push_back(folder.shown);
    return out;
  }

  base::MemoryDisk disk;
  ir::Project project;
  FolderRules rules{"Tool", "1.up.sql", {"db/usual", "other"}, is_migration};
};

TEST(Folders, AreTheOneThatWasNamedThenTheUsualOnesThenThoseBelow) {
  EXPECT_THAT(Search(Files{{"p/1.up.sql", ""}, {"p/other/1.up.sql", ""}}).shown(),
              ElementsAre("p"));
  EXPECT_THAT(Search(Files{{"p/db/usual/1.up.sql", ""}, {"p/other/1.up.sql", ""}}).shown(),
              ElementsAre("db/usual"));
  EXPECT_THAT(Search(Files{{"p/x/1.up.sql", ""}, {"p/a/b/1.up.sql", ""}}).shown(),
              ElementsAre("a/b", "x"));
}

TEST(Folders, OfBuildOutputsAndOtherPeoplesCodeAreLeftOut) {
  EXPECT_THAT(
      Search(
          Files{{"p/node_modules/m/1.up.sql", ""}, {"p/.git/1.up.sql", ""}, {"p/a/1.up.sql", ""}})
          .shown(),
      ElementsAre("a"));
}

TEST(Folders, MayHoldAFolderForEachMigration) {
  Search found(
      Files{{"p/m/1_a/up.sql", ""}, {"p/m/1_a/down.sql", ""}, {"p/m/README", ""}, {"p/up.sql", ""}},
      2);
  EXPECT_THAT(found.shown(), ElementsAre("m"));
  const Folder folder = find_folder(found.project, found.rules).value();
  ASSERT_EQ(folder.files.size(), 3u);
  EXPECT_EQ(folder.files[0].name, "1_a/down.sql");
  EXPECT_EQ(folder.files[0].shown, "m/1_a/down.sql");
  EXPECT_EQ(folder.files[0].path, "p/m/1_a/down.sql");
}

TEST(Folders, ThatAreFilesOrNotThereAreSaid) {
  Search found(Files{{"p/1.up.sql", ""}});
  found.project.folders = {"p/1.up.sql"};
  EXPECT_THAT(find_folder(found.project, found.rules).error().message,
              HasSubstr("is a file; name the folder"));
  found.project.folders = {"gone"};
  EXPECT_THAT(find_folder(found.project, found.rules).error().message, HasSubstr("no such folder"));
}

TEST(Folders, AboveAreLookedThroughForAFile) {
  const base::MemoryDisk disk({{"a/Cargo.toml", ""}, {"a/b/c/d/x", ""}});
  EXPECT_EQ(find_upwards(disk, "a/b/c/d", "Cargo.toml"), "a/Cargo.toml");
  EXPECT_EQ(find_upwards(disk, "a/b/c/d", "Cargo.toml", 2), "");
  EXPECT_EQ(parent_of("."), "..");
  EXPECT_EQ(parent_of(".."), "../..");
  EXPECT_EQ(parent_of("/a"), "");
}

TEST(Lines, EndBeforeEitherSortOfLineEnd) {
  const std::string_view text = "a\r\n\nb";
  const std::vector<Line> lines = lines_of(text);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(slice_of(text, lines[0]), "a");
  EXPECT_EQ(slice_of(text, lines[1]), "");
  EXPECT_EQ(slice_of(text, lines[2]), "b");
  EXPECT_EQ(lines[2].next, text.size());
}

TEST(Pieces, LeadBackToTheirFileWhereverTheyAreCut) {
  base::Sources sources;
  const base::FileId file = sources.add("a.sql", "0123456789");
  TextBuilder builder(sources, file);
  builder.keep(2, 4);
  builder.put("xyz", 4);
  builder.keep(6, 9);
  const ir::Sql whole = builder.finish();
  EXPECT_EQ(whole.text, "23xyz678");
  const ir::Sql cut = slice(whole.text, whole.anchors, file, 3, 7);
  EXPECT_EQ(cut.text, "yz67");
  EXPECT_EQ(ir::source_offset(cut, 1), 4u);  // of what was put there
  EXPECT_EQ(ir::source_offset(cut, 3), 7u);
}

}  // namespace
}  // namespace pggit::frontend::shared
