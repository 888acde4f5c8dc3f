// Flyway's version numbers: `1`, `1.2`, `2_1_0`, `20240131093000`, of any length.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::flyway {

struct Version {
  std::string text;                // as Flyway prints and stores it: underscores become dots
  std::vector<std::string> parts;  // digits without leading zeros; trailing zero parts removed

  // By parts as numbers: 1 = 1.0 = 001, 1.9 < 1.10.
  std::strong_ordering operator<=>(const Version& other) const;
  bool operator==(const Version& other) const { return parts == other.parts; }
};

// Nothing where it is no version: empty, another character than digit, dot and underscore, an empty
// part. Source: MigrationVersion of Flyway 13.
std::optional<Version> parse_version(std::string_view text);

}  // namespace pggit::frontend::flyway
