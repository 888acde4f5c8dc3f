// How a history of each tool is written, so that one test can bend the history of each.
#pragma once

#include <map>
#include <string>

namespace pggit::frontend::testing {

using Files = std::map<std::string, std::string>;  // by name, below the folder of the project

struct Bent {
  Files two;          // two migrations, the second depending on the first
  std::string first;  // the file of the first
  std::string second;
  Files duplicate;  // a file that clashes with the first
  Files unknown;    // a file with code that cannot be read as SQL; none: the tool has no such
  bool checksum_of_bytes = false;  // the tool's checksum differs with line ends and byte order mark
  int least_claim = 50;            // less: the front end guesses, and gives way to every other
};

inline Bent golang_migrate_history() {
  return {{{"migrations/2_a.up.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/0010_b.up.sql", "ALTER TABLE t ADD b int;\n"}},
          "migrations/2_a.up.sql",
          "migrations/0010_b.up.sql",
          {{"migrations/02_c.up.sql", "SELECT 1;\n"}},
          {}};
}

inline Bent diesel_history() {
  return {{{"migrations/2024-01-31-093000_a/up.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/20240201120000_b/up.sql", "ALTER TABLE t ADD b int;\n"}},
          "migrations/2024-01-31-093000_a/up.sql",
          "migrations/20240201120000_b/up.sql",
          {{"migrations/20240131093000_c/up.sql", "SELECT 1;\n"}},
          {}};
}

inline Bent goose_history() {
  return {{{"migrations/2_a.sql", "-- +goose Up\nCREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/00010_b.sql", "-- +goose Up\nALTER TABLE t ADD b int;\n"}},
          "migrations/2_a.sql",
          "migrations/00010_b.sql",
          {{"migrations/02_c.sql", "-- +goose Up\nSELECT 1;\n"}},
          {{"migrations/11_c.go", "package migrations\n"}}};
}

inline Bent dbmate_history() {
  return {{{"db/migrations/10_a.sql",
            "-- migrate:up\nCREATE TABLE t (a int);\nSELECT 1;\n-- migrate:down\nDROP TABLE t;\n"},
           {"db/migrations/2_b.sql", "-- migrate:up\nALTER TABLE t ADD b int;\n-- migrate:down\n"}},
          "db/migrations/10_a.sql",
          "db/migrations/2_b.sql",
          {{"db/migrations/10_c.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n"}},
          {}};
}

inline Bent prisma_history() {
  return {
      {{"prisma/migrations/20240131093000_a/migration.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
       {"prisma/migrations/20240201093000_b/migration.sql", "ALTER TABLE t ADD b int;\n"},
       {"prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n"}},
      "prisma/migrations/20240131093000_a/migration.sql",
      "prisma/migrations/20240201093000_b/migration.sql",
      {},
      {},
      true};
}

inline Bent sqlx_history() {
  return {{{"migrations/2_a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/0010_b.up.sql", "ALTER TABLE t ADD b int;\n"},
           {"Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n"}},
          "migrations/2_a.sql",
          "migrations/0010_b.up.sql",
          {{"migrations/02_c.sql", "SELECT 1;\n"}},
          {},
          true};
}

inline Bent refinery_history() {
  return {{{"migrations/V2__a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/V10__b.sql", "ALTER TABLE t ADD b int;\n"},
           {"Cargo.toml", "[dependencies]\nrefinery = \"0.8\"\n"}},
          "migrations/V2__a.sql",
          "migrations/V10__b.sql",
          {{"migrations/V02__c.sql", "SELECT 1;\n"}},
          {{"migrations/V11__c.rs", "pub fn migration() -> String { String::new() }\n"}},
          true};
}

inline Bent supabase_history() {
  return {{{"supabase/migrations/20240131093000_a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"supabase/migrations/20240201093000_b.sql", "ALTER TABLE t ADD b int;\n"}},
          "supabase/migrations/20240131093000_a.sql",
          "supabase/migrations/20240201093000_b.sql",
          {{"supabase/migrations/20240131093000_c.sql", "SELECT 1;\n"}},
          {}};
}

inline Bent hasura_history() {
  return {{{"migrations/default/1706693400000_a/up.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"migrations/default/1706779800000_b/up.sql", "ALTER TABLE t ADD b int;\n"}},
          "migrations/default/1706693400000_a/up.sql",
          "migrations/default/1706779800000_b/up.sql",
          {{"migrations/default/1706693400000_c/up.sql", "SELECT 1;\n"}},
          {{"migrations/default/1706866200000_c/up.yaml", "- type: run_sql\n"}}};
}

inline Bent node_pg_migrate_history() {
  return {
      {{"migrations/1706693400000_a.sql", "-- Up Migration\nCREATE TABLE t (a int);\nSELECT 1;\n"},
       {"migrations/1706779800000_b.sql", "-- Up Migration\nALTER TABLE t ADD b int;\n"}},
      "migrations/1706693400000_a.sql",
      "migrations/1706779800000_b.sql",
      {{"migrations/1706693400000_a.js", "exports.up = () => {};\n"}},
      {{"migrations/1706866200000_c.js", "exports.up = () => {};\n"}}};
}

inline Bent mybatis_history() {
  return {{{"scripts/2_a.sql",
            "-- // a\nCREATE TABLE t (a int);\nSELECT 1;\n-- //@UNDO\nDROP TABLE t;\n"},
           {"scripts/010_b.sql", "-- // b\nALTER TABLE t ADD b int;\n"}},
          "scripts/2_a.sql",
          "scripts/010_b.sql",
          {{"scripts/02_c.sql", "SELECT 1;\n"}},
          {}};
}

inline Bent liquibase_history() {
  return {{{"db/changelog.xml",
            "<databaseChangeLog><includeAll path=\"changes\" relativeToChangelogFile=\"true\"/>"
            "</databaseChangeLog>\n"},
           {"db/changes/2_a.sql",
            "-- liquibase formatted sql\n--changeset ann:1\nCREATE TABLE t (a int);\nSELECT 1;\n"},
           {"db/changes/3_b.sql",
            "-- liquibase formatted sql\n--changeset ann:2\nALTER TABLE t ADD b int;\n"}},
          "db/changes/2_a.sql",
          "db/changes/3_b.sql",
          {{"db/changes/4_c.sql",
            "-- liquibase formatted sql logicalFilePath:db/changes/2_a.sql\n--changeset ann:1\n"
            "SELECT 1;\n"}},
          {{"db/changes/5_c.xml",
            "<databaseChangeLog><changeSet id=\"3\" author=\"ann\"><customChange "
            "class=\"a.B\"/></changeSet></databaseChangeLog>\n"}}};
}

inline Bent flyway_history() {
  return {{{"db/migration/V2__a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"db/migration/V10__b.sql", "ALTER TABLE t ADD b int;\n"}},
          "db/migration/V2__a.sql",
          "db/migration/V10__b.sql",
          {{"db/migration/V2_0__c.sql", "SELECT 1;\n"}},
          {{"db/migration/V11__c.py", "print(1)\n"}}};
}

inline Bent sqitch_history() {
  return {{{"sqitch.conf", "[core]\n\tengine = pg\n"},
           {"sqitch.plan",
            "%syntax-version=1.0.0\n%project=library\n\n"
            "a 2024-01-31T09:30:00Z Ada L. <ada@example.org> # One.\n"
            "b [a] 2024-02-01T09:30:00Z Ada L. <ada@example.org> # Two.\n"},
           {"deploy/a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"deploy/b.sql", "ALTER TABLE t ADD b int;\n"},
           {"revert/a.sql", "DROP TABLE t;\n"},
           {"revert/b.sql", "ALTER TABLE t DROP b;\n"}},
          "deploy/a.sql",
          "deploy/b.sql",
          {},
          {},
          true};
}

inline Bent sql_history() {
  Bent bent{{{"2_a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
             {"10_b.sql", "ALTER TABLE t ADD b int;\n"}},
            "2_a.sql",
            "10_b.sql",
            {{"02_c.sql", "CREATE TABLE t (c int);\n"}},
            {{"11_c.py", "print(1)\n"}}};
  bent.least_claim = 10;
  return bent;
}

inline const std::map<std::string, Bent>& bent_histories() {
  static const std::map<std::string, Bent> bent = {
      {"flyway", flyway_history()},
      {"liquibase", liquibase_history()},
      {"golang-migrate", golang_migrate_history()},
      {"diesel", diesel_history()},
      {"goose", goose_history()},
      {"dbmate", dbmate_history()},
      {"prisma", prisma_history()},
      {"sqlx", sqlx_history()},
      {"refinery", refinery_history()},
      {"supabase", supabase_history()},
      {"hasura", hasura_history()},
      {"node-pg-migrate", node_pg_migrate_history()},
      {"mybatis", mybatis_history()},
      {"sqitch", sqitch_history()},
      {"sql", sql_history()},
  };
  return bent;
}

}  // namespace pggit::frontend::testing
