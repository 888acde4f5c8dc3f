#include "frontend/flyway/java.h"

#include <gtest/gtest.h>

namespace pggit::frontend::flyway {
namespace {

TEST(FlywayJava, ReadsClassAndPackage) {
  const auto java = read_java(
      "/* class No extends BaseJavaMigration */\npackage db.migration;\nimport x.Y; // class Not\n"
      "public class V1__A extends BaseJavaMigration {\n String s = \"class Nor extends\";\n}\n");
  ASSERT_TRUE(java);
  EXPECT_EQ(java->qualified_name(), "db.migration.V1__A");
  EXPECT_EQ(java->role, JavaRole::Migration);
}

TEST(FlywayJava, ReadsKotlin) {
  const auto java = read_java("package db.migration\n\nclass V2__B : BaseJavaMigration() {\n}\n");
  ASSERT_TRUE(java);
  EXPECT_EQ(java->qualified_name(), "db.migration.V2__B");
  EXPECT_EQ(java->role, JavaRole::Migration);
}

TEST(FlywayJava, ReadsAnImplementationWithItsOwnVersion) {
  const auto java = read_java(
      "class Load implements JavaMigration { public MigrationVersion getVersion() { return "
      "MigrationVersion.fromVersion(\"7.1\"); } public String getDescription() { return \"load "
      "it\"; } }");
  ASSERT_TRUE(java);
  EXPECT_EQ(java->role, JavaRole::Migration);
  EXPECT_EQ(java->version_in_code, "7.1");
  EXPECT_EQ(java->description_in_code, "load it");
}

TEST(FlywayJava, KnowsCallbacksAndOtherClasses) {
  EXPECT_EQ(read_java("class A extends BaseCallback {}")->role, JavaRole::Callback);
  EXPECT_EQ(read_java("class A implements Callback {}")->role, JavaRole::Callback);
  EXPECT_EQ(read_java("class A { BaseJavaMigration x; }")->role, JavaRole::Other);
  EXPECT_FALSE(read_java("interface A {}"));
  EXPECT_FALSE(read_java(""));
}

TEST(FlywayJava, TakesTheMigrationAmongSeveralClasses) {
  EXPECT_EQ(read_java("class Row { } public class V3__C extends BaseJavaMigration { }")->name,
            "V3__C");
}

TEST(FlywayJava, QuotesTheSqlOfItsStrings) {
  const auto java = read_java(
      "class V1__A extends BaseJavaMigration { void m() { run(\"SELECT a\\n FROM t\"); "
      "run(\"\"\"\n  UPDATE t\n"
      "  SET a = 1\"\"\"); log(\"Updated rows\"); log(\"select\"); } }");
  ASSERT_TRUE(java);
  EXPECT_EQ(what_it_does(*java),
            "its text has 2 pieces of SQL: `SELECT a\\n FROM t`, `UPDATE t SET a = 1`");
  EXPECT_EQ(what_it_does(*read_java("class A extends BaseJavaMigration {}")),
            "no SQL is to be seen in its text");
}

TEST(FlywayJava, SurvivesBrokenText) {
  for (const char* text : {"class", "class A extends", "class A { \"x", "/* class A", "\"\"\" x",
                           "'", "class A {'\\"}) {
    (void)read_java(text);
  }
}

}  // namespace
}  // namespace pggit::frontend::flyway
