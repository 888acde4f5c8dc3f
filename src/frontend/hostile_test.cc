// Histories of every tool, bent: none may be lowered to text that is not there.
#include <gtest/gtest.h>

#include <algorithm>

#include "frontend/front_ends.h"
#include "frontend/testing/bender.h"
#include "frontend/testing/bent_histories.h"
#include "frontend/testing/sample.h"

namespace pggit::frontend {
namespace {

// Something of every tool's marks.
constexpr char kMarks[] =
    "-- +goose Up\n-- +goose ENVSUB ON\nSELECT ${a:-${b}} $c, '\\$';\n-- +goose "
    "StatementBegin\n$$;\n$$;\n"
    "-- +goose StatementEnd\n-- migrate:down transaction:false\n-- Down Migration\n-- @DELIMITER "
    "|\n|\n"
    "-- //@UNDO\nCOPY t FROM stdin;\n1\n\\.\n";

class BentHistories : public ::testing::TestWithParam<const ir::FrontEnd*> {};

std::string id_of(const ::testing::TestParamInfo<const ir::FrontEnd*>& info) {
  std::string id = info.param->id;
  std::ranges::replace(id, '-', '_');
  return id;
}

INSTANTIATE_TEST_SUITE_P(Every, BentHistories, ::testing::ValuesIn(all_front_ends()), id_of);

std::vector<testing::File> bent(const testing::Files& files, testing::Bender& bender) {
  std::vector<testing::File> out;
  for (const auto& [name, text] : files) out.push_back({name, bender.bend(text + kMarks)});
  if (!out.empty()) out.push_back({bender.bend(out.front().name), "SELECT 1;\n"});
  return out;
}

void expect_verbatim(const ir::Sql& sql, const base::Sources& sources) {
  const std::string& source = sources.file(sql.file).text;
  for (std::size_t i = 0; i < sql.anchors.size(); ++i) {
    const ir::Anchor& anchor = sql.anchors[i];
    const std::size_t end = i + 1 < sql.anchors.size() ? sql.anchors[i + 1].text : sql.text.size();
    ASSERT_LE(anchor.text, end);
    if (!anchor.verbatim) continue;
    ASSERT_EQ(source.substr(anchor.source, end - anchor.text),
              sql.text.substr(anchor.text, end - anchor.text));
  }
}

TEST_P(BentHistories, ListAndLowerToTextThatStandsInTheirFiles) {
  const unsigned seed = testing::random_seed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  testing::Bender bender(seed);
  const testing::Bent& history = testing::bent_histories().at(GetParam()->id);
  for (int i = 0; i < 150; ++i) {
    testing::Files files = history.two;
    files.insert(history.unknown.begin(), history.unknown.end());
    testing::Sample sample(*GetParam(), bent(files, bender));
    sample.project.placeholders = {{"a", "x"}, {"c", ""}};
    (void)GetParam()->detect(sample.project);
    if (!sample.run().empty()) continue;
    for (const auto* entries : {&sample.listing.migrations, &sample.listing.set_aside}) {
      for (const auto& entry : *entries) {
        const auto lowered = sample.lowered(entry.id);
        for (const auto& piece : lowered.pieces) {
          if (const auto* sql = std::get_if<ir::Sql>(&piece)) expect_verbatim(*sql, sample.sources);
        }
      }
    }
    (void)sample.messages();
  }
}

}  // namespace
}  // namespace pggit::frontend
