#include "frontend/flyway/naming.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

struct Prefix {
  std::string_view text;
  NameKind kind;
  const Event* event = nullptr;
};

// The longest prefix that the name has, so that afterMigrateApplied is not taken for afterMigrate.
std::optional<Prefix> find_prefix(std::string_view name, const NamingRules& rules) {
  std::optional<Prefix> found;
  const auto look_at = [&](const Prefix& prefix) {
    if (name.starts_with(prefix.text) && (!found || prefix.text.size() > found->text.size()))
      found = prefix;
  };
  look_at({rules.versioned, NameKind::Versioned});
  look_at({rules.repeatable, NameKind::Repeatable});
  look_at({rules.undo, NameKind::Undo});
  look_at({rules.baseline, NameKind::Baseline});
  for (const Event& event : all_events()) look_at({event.id, NameKind::Callback, &event});
  return found;
}

bool is_versioned(NameKind kind) {
  return kind != NameKind::Repeatable && kind != NameKind::Callback;
}

std::string spaced(std::string_view text) {
  std::string out(text);
  std::ranges::replace(out, '_', ' ');
  return out;
}

// A name without suffix, taken apart at its prefix and its first separator.
struct Parts {
  Prefix prefix;
  std::string_view version;
  std::string_view description;
  std::string suffix;
};

std::string should_look_like(const Parts& parts, const NamingRules& rules,
                             std::string_view version) {
  const std::string_view description =
      parts.description.empty() ? "description" : parts.description;
  return "it should look like " + std::string(parts.prefix.text) + std::string(version) +
         rules.separator + std::string(description) + parts.suffix;
}

std::expected<FileName, std::string> checked(const Parts& parts, const NamingRules& rules) {
  FileName name{parts.prefix.kind,
                std::string(parts.prefix.text),
                std::nullopt,
                spaced(parts.description),
                parts.suffix,
                parts.prefix.event,
                std::string(parts.description)};
  if (!is_versioned(name.kind)) {
    if (parts.version.empty()) return name;
    return std::unexpected("a repeatable migration or callback has no version before `" +
                           rules.separator + "`; " + should_look_like(parts, rules, ""));
  }
  if (parts.version.empty()) {
    return std::unexpected("the version is missing; " + should_look_like(parts, rules, "1.2"));
  }
  name.version = parse_version(parts.version);
  if (name.version) return name;
  return std::unexpected("`" + std::string(parts.version) + "` is no version; " +
                         should_look_like(parts, rules, "1.2"));
}

}  // namespace

std::string FileName::id() const {
  std::string id = prefix;
  if (version) return id + version->text;
  return description.empty() ? id : id + "__" + raw_description;
}

std::optional<std::string_view> suffix_of(std::string_view name, const NamingRules& rules) {
  for (const std::string& suffix : rules.suffixes) {
    if (base::ends_with_ignoring_case(name, suffix))
      return name.substr(name.size() - suffix.size());
  }
  return std::nullopt;
}

std::expected<FileName, std::string> parse_file_name(std::string_view name,
                                                     const NamingRules& rules) {
  const std::string suffix(suffix_of(name, rules).value_or(""));
  name.remove_suffix(suffix.size());
  const std::optional<Prefix> prefix = find_prefix(name, rules);
  if (!prefix) return std::unexpected("its name starts with no prefix of Flyway");
  name.remove_prefix(prefix->text.size());
  const std::size_t at = rules.separator.empty() ? name.npos : name.find(rules.separator);
  const bool split = at != name.npos;
  return checked({*prefix, name.substr(0, at),
                  split ? name.substr(at + rules.separator.size()) : std::string_view(), suffix},
                 rules);
}

std::expected<FileName, std::string> parse_class_name(std::string_view name) {
  NamingRules rules;
  rules.suffixes.clear();
  return parse_file_name(name, rules);
}

}  // namespace pggit::frontend::flyway
