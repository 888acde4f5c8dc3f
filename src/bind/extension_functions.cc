#include "bind/extension_functions.h"

#include <algorithm>
#include <span>

namespace pggit::bind {
namespace {

// Left out is what pg_catalog has under the same name, since that comes first (gen_random_uuid of pgcrypto, replace of
// citext), and what only types, operators and indexes call.
constexpr std::string_view kFuzzystrmatch[] = {
    "difference", "dmetaphone", "dmetaphone_alt", "levenshtein", "levenshtein_less_equal",
    "metaphone",  "soundex",
};
constexpr std::string_view kHstore[] = {
    "akeys",          "avals",           "defined",         "delete", "each",  "exist", "hstore",
    "hstore_to_json", "hstore_to_jsonb", "populate_record", "skeys",  "slice", "svals",
};
constexpr std::string_view kIntarray[] = {
    "icount", "idx", "intset", "sort", "sort_asc", "sort_desc", "subarray", "uniq",
};
constexpr std::string_view kLtree[] = {
    "index", "lca", "ltree2text", "nlevel", "subltree", "subpath", "text2ltree",
};
constexpr std::string_view kPgcrypto[] = {
    "armor",
    "crypt",
    "dearmor",
    "decrypt",
    "decrypt_iv",
    "digest",
    "encrypt",
    "encrypt_iv",
    "gen_random_bytes",
    "gen_salt",
    "hmac",
    "pgp_armor_headers",
    "pgp_key_id",
    "pgp_pub_decrypt",
    "pgp_pub_decrypt_bytea",
    "pgp_pub_encrypt",
    "pgp_pub_encrypt_bytea",
    "pgp_sym_decrypt",
    "pgp_sym_decrypt_bytea",
    "pgp_sym_encrypt",
    "pgp_sym_encrypt_bytea",
};
constexpr std::string_view kPgTrgm[] = {
    "set_limit",       "show_limit", "show_trgm", "similarity", "strict_word_similarity",
    "word_similarity",
};
constexpr std::string_view kTablefunc[] = {
    "connectby", "crosstab", "crosstab2", "crosstab3", "crosstab4", "normal_rand",
};
constexpr std::string_view kUnaccent[] = {"unaccent"};
constexpr std::string_view kUuidOssp[] = {
    "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v3", "uuid_generate_v4",
    "uuid_generate_v5", "uuid_nil",           "uuid_ns_dns",      "uuid_ns_oid",
    "uuid_ns_url",      "uuid_ns_x500",
};

struct Members {
  std::string_view extension;
  std::span<const std::string_view> functions;
};
constexpr Members kMembers[] = {
    {"fuzzystrmatch", kFuzzystrmatch},
    {"hstore", kHstore},
    {"intarray", kIntarray},
    {"ltree", kLtree},
    {"pg_trgm", kPgTrgm},
    {"pgcrypto", kPgcrypto},
    {"tablefunc", kTablefunc},
    {"unaccent", kUnaccent},
    {"uuid-ossp", kUuidOssp},
};

bool has_function(std::string_view extension, std::string_view name) {
  if (extension == "postgis") return name.starts_with("st_");
  const auto* members = std::ranges::find(kMembers, extension, &Members::extension);
  return members != std::end(kMembers) &&
         std::ranges::find(members->functions, name) != members->functions.end();
}

}  // namespace

std::string extension_function_schema(std::string_view name, const Names& names) {
  std::string schema;
  names.catalog->for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    const auto& extension = std::get<ir::Extension>(entry->object);
    if (has_function(extension.name, name)) schema = extension.in_schema;
  });
  const std::vector<std::string> path = names.schemas();
  return std::ranges::find(path, schema) == path.end() ? "" : schema;
}

}  // namespace pggit::bind
