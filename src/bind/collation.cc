#include "bind/collation.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::bind {
namespace {

constexpr std::string_view kEverywhere[] = {"C", "POSIX", "default", "ucs_basic", "unicode"};

}  // namespace

bool is_everywhere(std::string_view name) {
  return name.ends_with("-x-icu") || std::ranges::find(kEverywhere, name) != std::end(kEverywhere);
}

bool is_told(const std::vector<sql::Node>& name) {
  return name.size() != 1 || is_everywhere(name[0].text());
}

std::string collation_name(const std::vector<sql::Node>& name) {
  if (name.empty()) return "";
  const bool built_in = name.size() == 1 || name[0].text() == "pg_catalog";
  if (built_in && name.back().text() == "default") return "";
  return built_in ? base::quote_ident(name.back().text())
                  : base::qualified(name[0].text(), name.back().text());
}

std::string collation_name(const std::vector<sql::Node>& name, const Names& names) {
  const auto own = name.size() == 1 ? names.resolve_named(ir::Kind::Collation, "", name[0].text())
                                    : std::nullopt;
  return own ? base::qualified(own->schema, own->name) : collation_name(name);
}

std::string bind_collation(const std::vector<sql::Node>& name, Binding& binding) {
  std::string written = collation_name(name);
  if (is_told(name)) return written;
  if (!binding.oracle()) {
    binding.want_server();
    return collation_name(name, binding.names());
  }
  binding.note_asked();
  const auto described = binding.oracle()->describe("SELECT ''::text COLLATE " + written);
  return described && described->size() == 1 ? described->front().collation : written;
}

}  // namespace pggit::bind
