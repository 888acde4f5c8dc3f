#include "project/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pggit::project {
namespace {

using ::testing::ElementsAre;

struct Read {
  explicit Read(const std::string& text) : disk({{".pggit/config.toml", text}}) {
    config = read_config(disk, ".pggit/config.toml", sources, diagnostics).value();
  }
  std::string messages() const {
    std::string out;
    for (const auto& d : diagnostics.all()) out += base::to_text(d, sources) + "\n";
    return out;
  }
  base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  Config config;
};

TEST(Config, HasDefaultsWithoutAFile) {
  const base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
  const auto config = read_config(disk, ".pggit/config.toml", sources, diagnostics);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->database, "");
  EXPECT_EQ(config->store_schema, "pggit");
  EXPECT_FALSE(config->compare.grants);
}

TEST(Config, ReadsEverySetting) {
  const Read read(
      "database = \"postgresql://h/shop\"\nserver_dirs = [\"/opt/a\", \"/opt/b\"]\nstore_schema = "
      "\"pggit_store\"\n[compare]\nschemas = [\"public\"]\nignore = [\"tmp_*\"]\nowners = [\"o\"]\n"
      "grants = true\npartitions = true\n[shadow]\nstatement_seconds = 600\ndisk_mb = 8192\n"
      "[sql]\norder = [\"init.sql\", \"*\"]\ntransaction = \"file\"\n");
  EXPECT_EQ(read.messages(), "");
  EXPECT_EQ(read.config.database, "postgresql://h/shop");
  EXPECT_THAT(read.config.server_dirs, ElementsAre("/opt/a", "/opt/b"));
  EXPECT_EQ(read.config.store_schema, "pggit_store");
  EXPECT_THAT(read.config.compare.schemas, ElementsAre("public"));
  EXPECT_THAT(read.config.compare.ignore, ElementsAre("tmp_*"));
  EXPECT_THAT(read.config.compare.owners, ElementsAre("o"));
  EXPECT_TRUE(read.config.compare.grants);
  EXPECT_TRUE(read.config.compare.partitions);
  EXPECT_EQ(read.config.shadow.statement_seconds, 600);
  EXPECT_EQ(read.config.shadow.disk_mb, 8192);
  EXPECT_THAT(read.config.scripts.order, ElementsAre("init.sql", "*"));
  EXPECT_EQ(read.config.scripts.transaction, "file");
}

TEST(Config, RefusesTransactionsThatNoRunnerHas) {
  const Read read("[sql]\ntransaction = \"all\"\n");
  EXPECT_EQ(read.messages(),
            ".pggit/config.toml:2:15: `sql.transaction` is \"file\" or \"none\"\n");
  EXPECT_EQ(read.config.scripts.transaction, "");
}

TEST(Config, RefusesLimitsThatNoServerCanLiveWith) {
  const Read read("[shadow]\nstatement_seconds = 0\ndisk_mb = \"lots\"\n");
  EXPECT_EQ(read.messages(),
            ".pggit/config.toml:2:21: `shadow.statement_seconds` is a whole number, 1 or more\n"
            ".pggit/config.toml:3:11: `shadow.disk_mb` is a whole number, 128 or more\n");
  EXPECT_EQ(read.config.shadow.statement_seconds, 60);
}

TEST(Config, ReportsWrongValuesAtTheirPlaceAndKeepsTheDefaults) {
  const Read read(
      "database = [\"a\"]\nserver_dirs = \"/x\"\n[compare]\ngrants = \"yes\"\nscemas = []\n");
  EXPECT_EQ(read.messages(),
            ".pggit/config.toml:1:12: `database` is a text: \"...\"\n"
            ".pggit/config.toml:2:15: `server_dirs` is a list of texts: [\"...\", \"...\"]\n"
            ".pggit/config.toml:4:10: `compare.grants` is true or false\n"
            ".pggit/config.toml:5:10: warning: `compare.scemas` is no setting of pggit; there are "
            "database, server_dirs, store_schema, [compare] schemas, ignore, owners, grants, "
            "partitions, [shadow] statement_seconds, disk_mb, and [sql] order, transaction\n");
  EXPECT_EQ(read.config.database, "");
  EXPECT_TRUE(read.config.server_dirs.empty());
}

TEST(Config, ReportsBrokenToml) {
  const Read read("database = \n");
  EXPECT_TRUE(read.diagnostics.has_errors());
}

TEST(CompareScope, LeavesSystemSchemasAndTheStoreOut) {
  const Config config;
  EXPECT_TRUE(is_compared(config, "public", "t"));
  EXPECT_FALSE(is_compared(config, "pggit", "commits"));
  EXPECT_FALSE(is_compared(config, "pg_catalog", "pg_class"));
  EXPECT_FALSE(is_compared(config, "pg_temp_3", "t"));
  EXPECT_FALSE(is_compared(config, "information_schema", "tables"));
}

TEST(CompareScope, FollowsSchemasAndPatterns) {
  Config config;
  config.compare.schemas = {"public", "shop_*"};
  config.compare.ignore = {"public.tmp_*", "spatial_ref_sys"};
  EXPECT_TRUE(is_compared(config, "shop_a", "tmp_x"));
  EXPECT_FALSE(is_compared(config, "public", "tmp_x"));
  EXPECT_FALSE(is_compared(config, "shop_a", "spatial_ref_sys"));
  EXPECT_FALSE(is_compared(config, "other", "t"));
}

TEST(CompareScope, MatchesPatterns) {
  EXPECT_TRUE(matches_pattern("*", ""));
  EXPECT_TRUE(matches_pattern("a*b?d", "axxbcd"));
  EXPECT_TRUE(matches_pattern("*a*a", "aaaa"));
  EXPECT_FALSE(matches_pattern("a*b", "a"));
  EXPECT_FALSE(matches_pattern("", "a"));
  EXPECT_FALSE(matches_pattern("a", "A"));
}

}  // namespace
}  // namespace pggit::project
