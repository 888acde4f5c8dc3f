#include "catalog/compare.h"

#include <gtest/gtest.h>

#include "catalog/testing/random_objects.h"
#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using namespace testing;

std::vector<std::string> fields(const std::vector<Difference>& differences) {
  std::vector<std::string> out;
  for (const Difference& d : differences) {
    out.push_back(ir::to_text(d.key) + " " + d.field + ": " + d.before + " -> " + d.after);
  }
  return out;
}

ir::Table users() { return *sample().get<ir::Table>(kUsers); }

TEST(Compare, FindsNothingBetweenEqualObjects) {
  EXPECT_TRUE(compare(sample(), sample()).empty());
  EXPECT_TRUE(compare(ir::Object(users()), ir::Object(users())).empty());
}

TEST(Compare, NamesTheFieldThatDiffers) {
  ir::Table found = users();
  found.columns[1].type.name = "text";
  found.columns[1].not_null = true;
  found.constraints[0].validated = false;
  EXPECT_EQ(fields(compare(users(), found)),
            (std::vector<std::string>{
                "table app.users columns[1:email].type: \"character varying(255)\" -> text",
                "table app.users columns[1:email].not_null: false -> true",
                "table app.users constraints[0:users_email_check].validated: true -> false"}));
}

// A type that nobody was asked for is none that differs; of a table that is of no type, having one is a difference.
TEST(Compare, TakesAnEmptyTypeForUnknownInAColumnAlone) {
  ir::Table unknown = users();
  unknown.columns[1].type = {};
  EXPECT_TRUE(compare(ir::Object(users()), ir::Object(unknown)).empty());
  ir::Table typed = users();
  typed.of_type = {"app", "person", "", false};
  EXPECT_EQ(compare(ir::Object(users()), ir::Object(typed)).size(), 1u);
  EXPECT_EQ(compare(ir::Object(typed), ir::Object(users())).size(), 1u);
}

TEST(Compare, TellsAMissingColumnFromAnotherOrder) {
  ir::Table found = users();
  std::swap(found.columns[0], found.columns[1]);
  EXPECT_EQ(
      fields(compare(users(), found)),
      (std::vector<std::string>{"table app.users columns: id, email, role -> email, id, role"}));
  found = users();
  found.columns.erase(found.columns.begin() + 1);
  const std::vector<Difference> gone = compare(users(), found);
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0].field, "columns[1:email]");
  EXPECT_EQ(gone[0].after, "");
}

TEST(Compare, TakesASourceFormAndAServerFormForEqualButNotTwoServerForms) {
  ir::Table predicted = users();
  ir::Table found = users();
  found.constraints[0].check = ir::Expression::from_server("((email)::text <> ''::text)");
  EXPECT_TRUE(compare(predicted, found).empty());
  predicted.constraints[0].check = ir::Expression::from_server("(email <> '')");
  EXPECT_EQ(compare(predicted, found).size(), 1u);
  found.constraints[0].check.reset();
  EXPECT_EQ(compare(users(), found).size(), 1u);
}

TEST(Compare, TakesAnUnknownTypeForAny) {
  ir::Table predicted = users();
  predicted.columns[1].type = {};
  EXPECT_TRUE(compare(predicted, users()).empty());
}

TEST(Compare, ListsObjectsThatOneSideLacks) {
  const Catalog less = applied(sample(), {ir::Drop{kView}});
  const std::vector<Difference> found = compare(sample(), less);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, kView);
  EXPECT_EQ(found[0].field, "");
  EXPECT_EQ(found[0].after, "");
}

// A fault in any field of any object shows: what the proofs rest on.
TEST(Compare, SeesARandomObjectDifferFromAnother) {
  const std::uint64_t seed = test_seed();
  SCOPED_TRACE("PGGIT_TEST_SEED=" + std::to_string(seed));
  RandomObjects random(seed);
  for (int i = 0; i < 1000; ++i) {
    const auto kind = static_cast<ir::Kind>(random.below(8));
    const ir::Object a = random.object(kind);
    const ir::Object b = random.object(kind);
    EXPECT_TRUE(compare(a, a).empty());
    bool mixed = false;
    for (const ir::Object* object : {&a, &b}) {
      for (const auto& [path, e] : expressions(*object)) mixed = mixed || e->is_server_form();
    }
    if (!mixed && object_hash(a) != object_hash(b)) {
      EXPECT_FALSE(compare(a, b).empty()) << ir::to_text(ir::key_of(a));
    }
  }
}

TEST(Expressions, CarryTheirPaths) {
  const Catalog catalog = sample();
  std::vector<std::string> paths;
  for (const auto& [path, e] : expressions(*catalog.find(kUsers))) paths.push_back(path);
  EXPECT_EQ(paths, (std::vector<std::string>{"columns[2:role].default",
                                             "constraints[0:users_email_check].check"}));
}

}  // namespace
}  // namespace pggit::catalog
