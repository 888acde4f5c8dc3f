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

inline Bent flyway_history() {
  return {{{"db/migration/V2__a.sql", "CREATE TABLE t (a int);\nSELECT 1;\n"},
           {"db/migration/V10__b.sql", "ALTER TABLE t ADD b int;\n"}},
          "db/migration/V2__a.sql",
          "db/migration/V10__b.sql",
          {{"db/migration/V2_0__c.sql", "SELECT 1;\n"}},
          {{"db/migration/V11__c.py", "print(1)\n"}}};
}

inline const std::map<std::string, Bent>& bent_histories() {
  static const std::map<std::string, Bent> bent = {
      {"flyway", flyway_history()},
      {"golang-migrate", golang_migrate_history()},
      {"diesel", diesel_history()},
      {"goose", goose_history()},
  };
  return bent;
}

}  // namespace pggit::frontend::testing
