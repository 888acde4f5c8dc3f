// What the name of a file says: V1.2__add_users.sql, R__views.sql, afterMigrate__2_note.sql.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/flyway/events.h"
#include "frontend/flyway/version.h"

namespace pggit::frontend::flyway {

struct NamingRules {
  std::string versioned = "V";
  std::string repeatable = "R";
  std::string undo = "U";
  std::string baseline = "B";
  std::string separator = "__";
  std::vector<std::string> suffixes = {".sql"};
};

enum class NameKind { Versioned, Repeatable, Undo, Baseline, Callback };

struct FileName {
  NameKind kind = NameKind::Versioned;
  std::string prefix;
  std::optional<Version> version;  // of the versioned kinds
  std::string description;         // underscores become spaces
  std::string suffix;              // ".sql", as written
  const Event* event = nullptr;    // of a callback

  std::string raw_description;  // as written
  // "V1.2", "R__prices_view", "afterMigrate__2_note": what users and messages call it.
  std::string id() const;
};

// `name` without folders. On failure: what is wrong with it and what it should look like.
// Source: ResourceNameParser of Flyway 13.
std::expected<FileName, std::string> parse_file_name(std::string_view name,
                                                     const NamingRules& rules);
// The same for the name of a Java class: prefixes V, R, U and B, separator `__`, no suffix.
std::expected<FileName, std::string> parse_class_name(std::string_view name);

// The first suffix of the rules with which the name ends, whatever the case; nothing: none of them.
std::optional<std::string_view> suffix_of(std::string_view name, const NamingRules& rules);

}  // namespace pggit::frontend::flyway
