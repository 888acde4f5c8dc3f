// The refinery front end. docs/sources/refinery.md says for users what is read and how.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ir/front_end.h"

namespace pggit::frontend::refinery {

struct FileName {
  std::string_view version;  // digits, as written
  std::string_view title;
  bool is_rust = false;
};

// "V1__create_users.sql" or "U2__fill.rs"; U stands for unversioned, not for undo. Source: STEM_RE in
// refinery_core/src/util.rs. Nothing where refinery passes the file over.
std::optional<FileName> parse_file_name(std::string_view name);

// SipHash-1-3 with a key of zeros over title, version (of 4 bytes) and text, as Rust hashes them.
// Source: Migration::unapplied() in refinery_core/src/runner.rs.
std::uint64_t checksum(std::string_view title, std::int32_t version, std::string_view text);

extern const ir::FrontEnd kRefinery;

}  // namespace pggit::frontend::refinery
