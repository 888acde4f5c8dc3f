#include "frontend/refinery/refinery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontend/testing/sample.h"

namespace pggit::frontend::refinery {
namespace {

using Sample = frontend::testing::SampleOf<kRefinery>;
using Mode = ir::TransactionMode;

TEST(RefineryNames, BeginWithVOrU) {
  EXPECT_EQ(parse_file_name("V12__add_users.sql")->title, "add_users");
  EXPECT_TRUE(parse_file_name("U2__fill.rs")->is_rust);
  for (const char* other :
       {"V1_a.sql", "R__a.sql", "V1.5__a.sql", "V1__a.b.sql", "V99999999999__a.sql"})
    EXPECT_FALSE(parse_file_name(other)) << other;
}

TEST(Refinery, RunsByNumberWhateverTheLetterAndHowDeepTheFolder) {
  Sample sample({{"migrations/V10__c.sql", "SELECT 10;"},
                 {"migrations/old/U2__a.sql", "SELECT 2;"},
                 {"migrations/V3__b.rs", "fn f() {}"},
                 {"Cargo.toml", "refinery = \"0.8\""}});
  EXPECT_EQ(sample.ids(), "V2 V3 V10");
  EXPECT_EQ(sample.text("V3"), "{Rust migration}");
  EXPECT_EQ(sample.edge_cases(), "rust-migration V3 migrations/V3__b.rs:1:1\n");
}

TEST(Refinery, ChecksumsLikeRust) {
  // Of Rust's SipHasher13 over "first", 1i32 and "SELECT 1;", computed by an implementation of our own in Python.
  EXPECT_EQ(checksum("first", 1, "SELECT 1;"), 17824746450900099424u);
}

TEST(Refinery, ClaimsOnlyBesideACargoFileThatNamesIt) {
  Sample bare({{"migrations/V1__a.sql", "SELECT 1;"}});
  EXPECT_EQ(kRefinery.detect(bare.project).score, 0);
}

}  // namespace
}  // namespace pggit::frontend::refinery
