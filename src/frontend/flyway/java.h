// Java (and Kotlin, Groovy) migrations: read, never run. A light look at the text finds the class,
// its package, what it extends and what it is about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::flyway {

enum class JavaRole { Migration, Callback, Other };

struct JavaClass {
  std::string package;
  std::string name;
  JavaRole role = JavaRole::Other;
  std::string
      version_in_code;  // of getVersion() returning MigrationVersion.fromVersion("..."), else empty
  std::string description_in_code;
  std::vector<std::string> sql;  // string literals that look like SQL, as written
  std::uint32_t at = 0;          // byte of the class's name

  std::string qualified_name() const { return package.empty() ? name : package + "." + name; }
};

// The first class of the text whose role is not Other, else its first class; nothing without a
// class.
std::optional<JavaClass> read_java(std::string_view text);

// One line on what the class does, by the SQL in its strings: "runs 2 statements of SQL: SELECT
// ..., UPDATE ...".
std::string what_it_does(const JavaClass& java);

}  // namespace pggit::frontend::flyway
