// The ids are those that Sqitch 1.3.1 gives to these plans.
#include "frontend/sqitch/ids.h"

#include <gtest/gtest.h>

#include "base/env.h"
#include "frontend/sqitch/uri.h"

namespace pggit::frontend::sqitch {
namespace {

// All ids, changes and the tags behind each.
std::string ids_of(const std::string& text) {
  base::MemoryDisk disk({{"sqitch.plan", text}});
  base::Sources sources;
  base::Diagnostics diagnostics;
  ir::Project project;
  project.disk = &disk;
  project.sources = &sources;
  project.diagnostics = &diagnostics;
  const auto file = shared::read_text(project, "sqitch.plan", "sqitch.plan").value();
  const Plan plan = read_plan(project, file, "sqitch.plan").value();
  std::string out;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    out += plan.changes[i].id + " " + plan.changes[i].name + "\n";
    for (const Tag& tag : plan.tags) {
      if (tag.change == i) out += tag.id + " @" + tag.name + "\n";
    }
  }
  return out;
}

TEST(SqitchIds, AreThoseOfSqitch) {
  EXPECT_EQ(
      ids_of("%syntax-version=1.0.0\n"
             "%project=books_shop\n"
             "%uri=HTTPS://Example.ORG:443/%7eada/Books?x=%c3%a9&y=\u00e9 a  # not a part of it\n"
             "\n"
             " + schema 2024-02-29T23:59:59Z  Ada  Lovelace   <ada@example.org>#   Makes "
             "it.\\nAnd \\\\ more.\\r\t \n"
             "readers [schema !old_readers:x] 2024-03-01T00:00:00Z\tZo\u00eb "
             "\u00c5ngstr\u00f6m\t<zoe@example.org> # 0\n"
             " @v1.0\t2024-03-01T01:00:00Z Zo\u00eb \u00c5ngstr\u00f6m <zoe@example.org>#  "
             "\u00dcberblick\n"
             "@v1.0.1 2024-03-01T01:00:01Z Ada <ada@example.org>\n"
             "books/new-ones [schema books_shop:readers other:a@v2 @v1.0 !third other2:@v9] "
             "2024-03-02T00:00:00Z Ada <ada@example.org>\n"
             "third 2024-03-02T00:00:00Z Ada <ada@example.org>\n"
             "readers [readers@v1.0] 2024-03-03T00:00:00Z Ada <ada@example.org> #\n"
             "@v2 2024-03-03T00:00:00Z Ada <ada@example.org> # Two # marks\n"
             "readers [readers@v2] 2024-03-04T00:00:00Z Ada <ada@example.org> # ends with blank "
             "\\\\n \n"),
      "28ff84d2bdea474478091ef81a2cc9bdd2bfca60 schema\n"
      "09086fa9aba3400a018a2f585f7ceb6c6ffbd665 readers\n"
      "532056ac14214960dffa3e436218cc3268f429e2 @v1.0\n"
      "5d6423f1ef0032c99609a2a4427daf244319da0d @v1.0.1\n"
      "6649fba05fb6c19dc40d3905a4e77b208979b0b7 books/new-ones\n"
      "d33dfe68a498239edf07fac23d58a7801cb0e098 third\n"
      "50f2ddf9c6a2b6e8d7846c39fe169b3eb32f0dce readers\n"
      "3f47d0add6579c0facb8273572ab952e8bc4bb87 @v2\n"
      "8e229f7df09801db90dd7ea05d04f2ba1d09c2c8 readers\n");
}

TEST(SqitchIds, AreThoseOfSqitchWithoutAUri) {
  EXPECT_EQ(ids_of("%project=p\n\n"
                   "a 2024-01-01T00:00:00Z A <a@b>\n"
                   "b [a] 2024-03-01T00:00:00Z Zo\u00eb  <z@b>\n"),
            ids_of("%project=p\n%uri=0\n\n"
                   "a 2024-01-01T00:00:00Z A <a@b>\n"
                   "b [ a ]2024-03-01T00:00:00ZZo\u00eb  <z@b>\n"));
  EXPECT_NE(ids_of("%project=p\n\n"
                   "a 2024-01-01T00:00:00Z A <a@b>\n"
                   "b [a] 2024-03-01T00:00:00Z Zo\u00eb  <z@b>\n")
                .find("0701e29cdfb47c3c601aa3e238436448aa79e778 b"),
            std::string::npos);
}

TEST(SqitchUri, HasTheFormThatUriPmGivesIt) {
  EXPECT_EQ(canonical_uri("http://A.b"), "http://a.b/");
  EXPECT_EQ(canonical_uri("ftp://U@H.c:21/X"), "ftp://U@h.c/X");
  EXPECT_EQ(canonical_uri("git://Host.X/Y"), "git://Host.X/Y");
  EXPECT_EQ(canonical_uri("just text"), "just%20text");
  EXPECT_EQ(canonical_uri("http://a.b:/x"), "http://a.b/x");
  EXPECT_EQ(canonical_uri("ssh://Git@H.com:22/r"), "ssh://Git@h.com/r");
  EXPECT_EQ(canonical_uri("https://a?q"), "https://a?q");
  EXPECT_EQ(canonical_uri("http://[::1]:80/"), "http://[::1]/");
  EXPECT_EQ(canonical_uri("<URL:http://a/>"), "http://a/");
}

}  // namespace
}  // namespace pggit::frontend::sqitch
