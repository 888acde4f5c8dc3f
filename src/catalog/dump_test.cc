#include "catalog/dump.h"

#include <gtest/gtest.h>

#include "catalog/testing/sample.h"

namespace pggit::catalog {
namespace {

using namespace testing;

TEST(Dump, PrintsOneBlockAnObjectWithoutDefaults) {
  EXPECT_EQ(dump(*sample().find(kUsers)),
            "table app.users\n"
            "  columns\n"
            "    name=id type=bigint not_null identity={sequence=users_id_seq}\n"
            "    name=email type=\"character varying(255)\"\n"
            "    name=role type=app.role default=\"'member'::app.role\"\n"
            "  constraints\n"
            "    name=users_email_check check=\"email <> ''\"\n"
            "    name=users_pkey kind=primary columns=[id]\n");
  EXPECT_EQ(dump(*sample().find(kOrdersSequence)),
            "sequence app.orders_id_seq\n"
            "  options {type=integer max=2147483647}\n"
            "  owner_table orders\n"
            "  owner_column id\n");
  EXPECT_EQ(dump(*sample().find(kFunction)),
            "function app.touch()\n"
            "  returns trigger\n"
            "  language plpgsql\n"
            "  body \"BEGIN RETURN NEW; END\"\n");
}

TEST(Dump, PrintsLongTextAsABlock) {
  ir::Function function;
  function.schema = "app";
  function.name = "f";
  function.body = "BEGIN\n\n  RETURN 1;\nEND";
  EXPECT_EQ(dump(ir::Object(function)),
            "function app.f()\n"
            "  body\n    | BEGIN\n    |\n    |   RETURN 1;\n    | END\n");
}

TEST(Dump, GoesInTheOrderOfKeys) {
  const std::string all = dump(sample());
  EXPECT_LT(all.find("type app.role"), all.find("sequence app.orders_id_seq"));
  EXPECT_LT(all.find("table app.users"), all.find("view app.big_spenders"));
}

}  // namespace
}  // namespace pggit::catalog
