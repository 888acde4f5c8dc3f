#include "project/config.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "syntax/toml.h"

namespace pggit::project {
namespace {

using base::Severity;

class ConfigReader {
 public:
  explicit ConfigReader(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Config run(const std::vector<syntax::TomlEntry>& entries) {
    for (const syntax::TomlEntry& entry : entries) take(entry);
    return std::move(config_);
  }

 private:
  void take(const syntax::TomlEntry& entry) {
    const std::string name = base::join(entry.path, ".");
    CompareScope& compare = config_.compare;
    if (name == "database") return take_text(entry, config_.database);
    if (name == "store_schema") return take_text(entry, config_.store_schema);
    if (name == "server_dirs") return take_list(entry, config_.server_dirs);
    if (name == "compare.schemas") return take_list(entry, compare.schemas);
    if (name == "compare.ignore") return take_list(entry, compare.ignore);
    if (name == "compare.owners") return take_list(entry, compare.owners);
    if (name == "compare.grants") return take_flag(entry, compare.grants);
    if (name == "compare.partitions") return take_flag(entry, compare.partitions);
    if (name == "shadow.statement_seconds")
      return take_number(entry, 1, config_.shadow.statement_seconds);
    if (name == "shadow.disk_mb") return take_number(entry, 128, config_.shadow.disk_mb);
    if (name == "sql.order") return take_list(entry, config_.scripts.order);
    if (name == "sql.transaction") return take_transaction(entry);
    diagnostics_.report(
        Severity::Warning, "config-unknown", entry.span,
        "`" + name +
            "` is no setting of pggit; there are database, server_dirs, "
            "store_schema, [compare] schemas, ignore, owners, grants, partitions, [shadow] "
            "statement_seconds, disk_mb, and [sql] order, transaction");
  }

  void report(const syntax::TomlEntry& entry, const std::string& wanted) {
    diagnostics_.report(Severity::Error, "config-value", entry.span,
                        "`" + base::join(entry.path, ".") + "` is " + wanted);
  }

  void take_text(const syntax::TomlEntry& entry, std::string& to) {
    if (entry.is_list || entry.values[0].empty()) return report(entry, "a text: \"...\"");
    to = entry.values[0];
  }

  void take_list(const syntax::TomlEntry& entry, std::vector<std::string>& to) {
    if (!entry.is_list) return report(entry, "a list of texts: [\"...\", \"...\"]");
    to = entry.values;
  }

  void take_flag(const syntax::TomlEntry& entry, bool& to) {
    const bool fits = !entry.is_list && (entry.values[0] == "true" || entry.values[0] == "false");
    if (!fits) return report(entry, "true or false");
    to = entry.values[0] == "true";
  }

  void take_transaction(const syntax::TomlEntry& entry) {
    const bool fits = !entry.is_list && (entry.values[0] == "file" || entry.values[0] == "none");
    if (!fits) return report(entry, "\"file\" or \"none\"");
    config_.scripts.transaction = entry.values[0];
  }

  void take_number(const syntax::TomlEntry& entry, int least, int& to) {
    const std::string text = entry.is_list ? "" : entry.values[0];
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool fits = error == std::errc() && end == text.data() + text.size() && number >= least;
    if (!fits) return report(entry, "a whole number, " + std::to_string(least) + " or more");
    to = number;
  }

  base::Diagnostics& diagnostics_;
  Config config_;
};

bool matches_any(const std::vector<std::string>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [&](const auto& p) { return matches_pattern(p, text); });
}

bool is_ignored(const std::vector<std::string>& ignore, std::string_view schema,
                std::string_view name) {
  const std::string full = std::string(schema) + "." + std::string(name);
  return std::ranges::any_of(ignore, [&](const std::string& pattern) {
    const bool with_schema = pattern.find('.') != std::string::npos;
    return matches_pattern(pattern, with_schema ? std::string_view(full) : name);
  });
}

bool is_outside(const Config& config, std::string_view schema) {
  return schema == config.store_schema || schema == "information_schema" ||
         schema.starts_with("pg_");
}

}  // namespace

base::Result<Config> read_config(const base::Disk& disk, const std::string& path,
                                 base::Sources& sources, base::Diagnostics& diagnostics) {
  if (!disk.exists(path)) return Config{};
  const base::FileId file = sources.add(path, TRY(disk.read(path)));
  const auto entries = syntax::read_toml(sources.file(file).text, file, diagnostics);
  return entries ? ConfigReader(diagnostics).run(*entries) : Config{};
}

bool is_compared(const Config& config, std::string_view schema, std::string_view name) {
  if (is_outside(config, schema)) return false;
  const CompareScope& compare = config.compare;
  if (!compare.schemas.empty() && !matches_any(compare.schemas, schema)) return false;
  return !is_ignored(compare.ignore, schema, name);
}

bool matches_pattern(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = pattern.npos;  // the last `*` seen, and the text that it may still take
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

}  // namespace pggit::project
