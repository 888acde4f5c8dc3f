// Readers meet text that nobody meant for them: cut, doubled and bent, with a seed that is printed.
#include <gtest/gtest.h>

#include "frontend/flyway/checksum.h"
#include "frontend/flyway/java.h"
#include "frontend/flyway/naming.h"
#include "frontend/flyway/placeholders.h"
#include "frontend/flyway/sample.h"
#include "frontend/flyway/statements.h"
#include "frontend/testing/bender.h"

namespace pggit::frontend::flyway {
namespace {

const std::vector<std::string> kSeeds = {
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; "
    "END;\n"
    "COPY t (a) FROM stdin;\n1\n\\.\nSELECT E'\\'', $f$ ; $f$, \"a\"\"b\" /* x /* y */ */; -- "
    "${a}\n",
    "package a.b;\nclass V1__X extends BaseJavaMigration { String s = \"SELECT \\\" 1\"; /* */ "
    "}\n\"\"\" UPDATE t \"\"\"",
    "flyway.locations=filesystem:a,\\\n  "
    "classpath:b/**/c?\nflyway.placeholders.a=\\u00e9\nflyway.mixed=x\n",
    "[flyway]\nlocations = [\"filesystem:a\"]\n[environments.x]\nschemas = [[1], {a = 2}]\n",
    "V1_2__x.sql",
};

using frontend::testing::Bender;

TEST(FlywayReaders, SurviveBentText) {
  const unsigned seed = frontend::testing::random_seed();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE("seed " + std::to_string(seed));
  Bender bender(seed);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = bender.bend(kSeeds[std::size_t(i) % kSeeds.size()]);
    for (const Statement& s : statements_of(text)) {
      ASSERT_LE(s.begin, s.end);
      ASSERT_LE(s.end, text.size());
      ASSERT_LE(s.data_begin, s.data_end);
    }
    (void)read_java(text);
    (void)checksum(text);
    (void)parse_file_name(text, {});
    (void)fill(text, 0, PlaceholderRules());
  }
}

TEST(FlywayFolders, OfBentTextListAndLower) {
  const unsigned seed = frontend::testing::random_seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Bender bender(seed);
  for (int i = 0; i < 300; ++i) {
    testing::Sample sample{
        {"V1__a.sql", bender.bend(kSeeds[0])},
        {"V2__b.java", bender.bend(kSeeds[1])},
        {"R__c.sql", bender.bend(kSeeds[0])},
        {"R__c.sql.conf", bender.bend("executeInTransaction=true\nencoding=UTF-16\n")},
        {bender.bend(kSeeds[4]), ""},
        {"flyway.conf", bender.bend(kSeeds[2])},
        {i % 2 == 0 ? "flyway.toml" : "x.txt", bender.bend(kSeeds[3])}};
    if (!sample.run().empty()) continue;
    for (const auto& entry : sample.listing.migrations) (void)sample.text(entry.id);
    (void)sample.messages();
    (void)sample.edge_cases();
  }
}

}  // namespace
}  // namespace pggit::frontend::flyway
