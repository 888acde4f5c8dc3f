#include "pipeline/kept_proof.h"

#include <gtest/gtest.h>

#include "pipeline/catalog_changes.h"
#include "pipeline/proof_key.h"

namespace pggit::pipeline {
namespace {

ir::Object view(const std::string& name, ir::Expression query) {
  ir::View out;
  out.schema = "public";
  out.name = name;
  out.query = std::move(query);
  return out;
}

catalog::Catalog one_view(ir::Expression query) {
  return catalog::Catalog().with(view("v", std::move(query)));
}

ir::Expression source_form(const std::string& text) {
  return ir::Expression({{ir::Piece::Kind::Text, text, "", "", ""}});
}

KeptProofs some_proofs() {
  KeptProof kept;
  kept.key = base::sha256("key");
  kept.after = base::sha256("after");
  kept.answers.lockstep = true;
  kept.answers.oracle = {
      {OracleAnswer::Kind::Columns,
       "SELECT 1",
       {{"a", {"", "integer", "", false}, "", {}, {}}},
       {},
       {}},
      {OracleAnswer::Kind::Extension, "citext", {}, {"public", {"x"}, {"x"}, "words"}, {}},
      {OracleAnswer::Kind::Error, "SELECT x", {}, {}, {base::ErrorCode::Database, "no x"}}};
  kept.answers.learnt = {{1, catalog_changes({}, one_view(source_form("SELECT 1")))}};
  kept.answers.back = {"SELECT setval('s', 1)"};
  kept.proof = {"learnt", "why", 15};
  kept.notes = {"public.t.id: its values differ"};
  kept.data_dependent = DataDependent{2, "null value", "(1, NULL)", "public.t"};
  KeptProof failed;
  failed.failed = true;
  failed.failed_statement = 3;
  failed.failure = ": ERROR 42P01";
  KeptProofs proofs;
  proofs.steps = {kept, failed};
  proofs.nothing_hidden = true;
  proofs.server_major = 15;
  proofs.server_version = "15.18";
  proofs.walls = {{"supervisor"}, {"tmpfs: none"}};
  proofs.not_held = {{"cast", 2}};
  proofs.at_start =
      catalog_changes({}, catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})));
  proofs.data =
      KeptData{{2, {{"search_path", "a"}}, {{{ir::Kind::Table, "s", "t", ""}, "at"}}, {}}, {}};
  return proofs;
}

TEST(KeptProofs, ComeBackAsTheyWere) {
  const std::string bytes = encode(some_proofs());
  const auto back = decode_proofs(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(encode(*back), bytes);
  EXPECT_EQ(back->steps[0].answers.oracle[0].columns[0].type.name, "integer");
  EXPECT_EQ(back->steps[0].answers.oracle[2].error.message, "no x");
  EXPECT_EQ(back->data->tip.noise, some_proofs().data->tip.noise);
}

TEST(KeptProofs, AreRefusedWhateverByteIsAnother) {
  const std::string good = encode(some_proofs());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = char(bad[i] ^ 1);
    EXPECT_FALSE(decode_proofs(bad)) << i;
  }
}

TEST(KeptProofs, AreRefusedWhereverTheyEnd) {
  const std::string good = encode(some_proofs());
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(decode_proofs(std::string_view(good).substr(0, size))) << size;
}

TEST(CatalogChanges, KeepWhichFormABoundTextIsIn) {
  const catalog::Catalog server = one_view(ir::Expression::from_server("SELECT 1"));
  const catalog::Catalog source = one_view(source_form("SELECT 1"));
  const ir::Key key{ir::Kind::View, "public", "v", ""};
  const auto back = with_changes({}, catalog_changes({}, server, source), source);
  ASSERT_TRUE(back);
  EXPECT_EQ(*back->find(key), *server.find(key));
  EXPECT_FALSE(*back->find(key) == *source.find(key));
}

TEST(CatalogChanges, NameWhatIsKnownAndNeedItAgain) {
  const catalog::Catalog known = one_view(source_form("SELECT 1"));
  const std::string bytes = catalog_changes({}, known, known);
  EXPECT_EQ(bytes.find("SELECT 1"), std::string::npos);
  EXPECT_TRUE(with_changes({}, bytes, known).value() == known);
  EXPECT_FALSE(with_changes({}, bytes));
}

TEST(CatalogChanges, TakeAwayWhatIsGone) {
  const catalog::Catalog before = one_view(source_form("SELECT 1"));
  EXPECT_EQ(with_changes(before, catalog_changes(before, {})).value().size(), 0u);
}

TEST(ReplayingOracle, HasNoAnswerToAnotherQuestion) {
  const std::vector<OracleAnswer> answers = some_proofs().steps[0].answers.oracle;
  ReplayingOracle same(answers);
  EXPECT_TRUE(same.describe("SELECT 1"));
  EXPECT_FALSE(same.fits()) << "two questions were not asked";
  EXPECT_EQ(same.extension("citext")->schema, "public");
  EXPECT_EQ(same.describe("SELECT x").error().message, "no x");
  EXPECT_TRUE(same.fits());
  ReplayingOracle other(answers);
  EXPECT_FALSE(other.describe("SELECT 2"));
  EXPECT_FALSE(other.fits());
}

// --- binding again ------------------------------------------------------------------------------

class ProveAgain : public ::testing::Test {
 protected:
  ProveAgain() : evolver_(sources_, diagnostics_, {}, "migrator") {
    entry_.id = "V1";
    entry_.path = "V1.sql";
    evolver_.go_back(
        {catalog::Catalog().with(ir::Object(ir::Schema{"public", {}})), evolver_.mark().session});
  }

  ir::LoweredMigration lowered(const std::string& text, const std::string& before = "") {
    const base::FileId file = sources_.add(entry_.path, before + text);
    ir::LoweredMigration out;
    out.pieces = {ir::Sql{text, file, {{0, std::uint32_t(before.size()), true}}}};
    return out;
  }

  // As a server once proved it.
  KeptProof kept(const std::string& text) {
    bind::Evolver evolver(sources_, diagnostics_, {}, "migrator");
    evolver.go_back(evolver_.mark());
    Proven proven;
    proven.step = evolver.begin(entry_, lowered(text));
    evolver.bind_all(proven.step);
    proven.proof = {"proven", "", 15};
    return keep(proven, {}, {});
  }

  base::Sources sources_;
  base::Diagnostics diagnostics_;
  bind::Evolver evolver_;
  ir::MigrationEntry entry_;
};

constexpr char kTable[] = "CREATE TABLE t (id int);";

TEST_F(ProveAgain, GivesTheStepItsWordAndItsWayBack) {
  auto again = prove_again(kept(kTable), evolver_, entry_, lowered(kTable), sources_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->proof.word, "proven");
  take_back(*again);
  ASSERT_EQ(again->down.statements.size(), 1u);
  EXPECT_TRUE(evolver_.catalog().find({ir::Kind::Table, "public", "t", ""}));
}

TEST_F(ProveAgain, DoesNotBelieveAProofOfAnotherTree) {
  EXPECT_FALSE(prove_again(kept(kTable), evolver_, entry_, lowered("CREATE TABLE t (id bigint);"),
                           sources_));
}

TEST_F(ProveAgain, DoesNotBelieveAnEffectThatWasLearntOfNoStatement) {
  KeptProof wrong = kept(kTable);
  wrong.answers.learnt = {{7, catalog_changes({}, {})}};
  EXPECT_FALSE(prove_again(wrong, evolver_, entry_, lowered(kTable), sources_));
}

TEST_F(ProveAgain, ARefusedStepLeavesNothingAndSaysWhereItStandsNow) {
  KeptProof refused = kept(kTable);
  refused.failed = true;
  refused.failure = ": ERROR";
  refused.after = evolver_.catalog().hash();
  auto again = prove_again(refused, evolver_, entry_, lowered(kTable, "-- moved\n"), sources_);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->failure, "V1.sql:2:1: ERROR");
  take_back(*again);
  EXPECT_TRUE(again->down.statements.empty());
  EXPECT_FALSE(evolver_.catalog().find({ir::Kind::Table, "public", "t", ""}));
}

// --- keys ---------------------------------------------------------------------------------------

TEST_F(ProveAgain, AKeyIsOfTheTextAndNotOfItsPlace) {
  const base::Hash here = text_hash(entry_, lowered(kTable));
  EXPECT_EQ(here, text_hash(entry_, lowered(kTable, "-- moved\n")));
  EXPECT_NE(here, text_hash(entry_, lowered("CREATE TABLE t (id  int);")));
  ir::LoweredMigration alone = lowered(kTable);
  alone.transaction = ir::TransactionMode::None;
  EXPECT_NE(here, text_hash(entry_, alone));
  ir::LoweredMigration rows = lowered(kTable);
  rows.pieces.push_back(ir::CopyData{"1\n"});
  EXPECT_NE(here, text_hash(entry_, rows));
}

TEST(ProofKey, IsOfEveryMigrationBeforeToo) {
  const base::Hash ground = base::sha256("ground");
  const base::Hash a = base::sha256("a");
  const base::Hash b = base::sha256("b");
  EXPECT_NE(proof_key(proof_key(ground, a), b), proof_key(proof_key(ground, b), a));
  EXPECT_NE(proof_key(ground, a), proof_key(base::sha256("other ground"), a));
}

}  // namespace
}  // namespace pggit::pipeline
