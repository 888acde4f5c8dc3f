// The web shop at the end of its history: which of its tables can be planted, and that nothing of it stays.
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

#include "base/text.h"
#include "catalog/diff.h"
#include "pipeline/history.h"
#include "shadow/cluster_testing.h"
#include "shadow/planter.h"
#include "shadow/row_state.h"
#include "sql/print.h"

namespace pggit {
namespace {

class PlantedWebshop : public ::testing::Test {
 protected:
  void SetUp() override {
    PGGIT_NEEDS_SERVER();
    cluster_.emplace(shadow::testing::started());
    ASSERT_TRUE(cluster_->create_database("shop"));
    session_.emplace(std::move(*cluster_->connect_harness("shop")));
    pipeline::Options options;
    options.folders = {std::string(PGGIT_SOURCE_DIR) + "/examples/webshop"};
    options.source = "flyway";
    options.shadow = false;
    auto history = pipeline::read_history(options);
    ASSERT_TRUE(history) << history.error().message;
    ASSERT_TRUE(pipeline::prove_history(**history, options));
    catalog_ = (*history)->steps.back().step.after;
    build();
  }

  void build() {
    const catalog::Catalog nothing = catalog::Catalog().with(ir::Object(ir::Schema{"public", {}}));
    std::string script = "SET check_function_bodies = off;\n";
    for (const catalog::DiffStep& step : catalog::diff(nothing, tables_and_types()).steps) {
      for (const std::string& sql : sql::print(step.op)) script += sql + ";\n";
    }
    const pg::Execution built = session_->run(script);
    ASSERT_TRUE(built) << built.error().text();
  }

  bool is_left_out(const ir::Key& key) const {
    const bool is_on_view =
        key.kind == ir::Kind::Rule && !catalog_.find({ir::Kind::Table, key.schema, key.name, ""});
    return is_on_view || key.kind == ir::Kind::View || key.kind == ir::Kind::Function ||
           key.kind == ir::Kind::Trigger;
  }

  // Views are left out, with the rules on them: some of their types only a server knows.
  catalog::Catalog tables_and_types() const {
    catalog::Catalog part;
    catalog_.for_each([&](const catalog::EntryRef& entry) {
      if (!is_left_out(entry->key)) part = part.with(entry);
    });
    return part;
  }

  std::vector<ir::Key> all_tables() const {
    std::vector<ir::Key> tables;
    catalog_.for_each([&](const catalog::EntryRef& entry) {
      if (entry->key.kind == ir::Kind::Table) tables.push_back(entry->key);
    });
    return tables;
  }

  shadow::RowState rows() {
    std::vector<shadow::RowTarget> targets;
    for (const ir::Key& key : all_tables()) {
      shadow::RowTarget target{key, {}};
      for (const ir::Column& column : catalog_.get<ir::Table>(key)->columns)
        target.columns.push_back(column.name);
      targets.push_back(std::move(target));
    }
    auto state = shadow::read_rows(*session_, targets);
    EXPECT_TRUE(state) << state.error().message;
    return std::move(*state);
  }

  // Rows whose foreign key leads nowhere. A table that inherits has no part in its parent's foreign keys.
  std::string orphans(const ir::Key& key, const ir::Constraint& constraint) {
    std::vector<std::string> pairs;
    std::vector<std::string> set;
    for (std::size_t i = 0; i < constraint.columns.size(); ++i) {
      const std::string column = "t." + base::quote_ident(constraint.columns[i]);
      pairs.push_back(column + " = p." + base::quote_ident(constraint.foreign->columns[i]));
      set.push_back(column + " IS NOT NULL");
    }
    return shadow::testing::value(
        *session_, "SELECT count(*) FROM " + std::string(is_partitioned(key) ? "" : "ONLY ") +
                       base::qualified(key.schema, key.name) + " t WHERE " +
                       base::join(set, " AND ") + " AND NOT EXISTS (SELECT FROM " +
                       base::qualified(constraint.foreign->schema, constraint.foreign->table) +
                       " p WHERE " + base::join(pairs, " AND ") + ")");
  }

  // Its rows are those of its partitions.
  bool is_partitioned(const ir::Key& key) const {
    return catalog_.get<ir::Table>(key)->partition_by.has_value();
  }

  std::optional<shadow::Cluster> cluster_;
  std::optional<pg::Connection> session_;
  catalog::Catalog catalog_;
};

TEST_F(PlantedWebshop, TakesRowsInEveryTableAndGivesThemBack) {
  const std::vector<ir::Key> tables = all_tables();
  const shadow::RowState before = rows();
  const std::vector<std::string> sequences = *shadow::all_sequences(*session_);
  const auto positions = shadow::read_positions(*session_, sequences);
  shadow::Plant plant = shadow::Planter().plan(catalog_, {tables, 3, nullptr});
  const auto planted = shadow::plant_rows(*session_, plant);
  ASSERT_TRUE(planted) << planted.error().message;
  std::printf("planted: %zu of %zu tables\n", plant.tables.size(), tables.size());
  for (const auto& [key, why] : plant.unplanted) {
    if (!is_partitioned(key)) ADD_FAILURE() << ir::to_text(key) << ": " << why;
  }
  for (const ir::Key& key : tables) {
    for (const ir::Constraint& constraint : catalog_.get<ir::Table>(key)->constraints) {
      if (!constraint.foreign) continue;
      EXPECT_EQ(orphans(key, constraint), "0") << constraint.name;
    }
  }
  for (const auto& [key, state] : rows().tables) {
    if (is_partitioned(key)) continue;
    EXPECT_GT(state.rows, 0) << ir::to_text(key);
  }
  const auto removed = shadow::unplant_rows(*session_, plant);
  ASSERT_TRUE(removed) << removed.error().message;
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(*shadow::read_positions(*session_, sequences), *positions);
}

}  // namespace
}  // namespace pggit
