#include "frontend/shared/history.h"

#include <algorithm>
#include <map>
#include <memory>

#include "base/text.h"
#include "frontend/shared/pieces.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::shared {
namespace {

using base::ErrorCode;

std::unexpected<base::Error> twins(const std::string& a, const std::string& b,
                                   std::string_view version, const char* title) {
  return base::fail(ErrorCode::Input, a + " and " + b + " both have version " +
                                          std::string(version) + ", and " + title +
                                          " refuses that; give one of them another");
}

class Maker {
 public:
  Maker(const ir::Project& project, const ir::FrontEnd& tool, Collected collected)
      : project_(project), tool_(tool), collected_(std::move(collected)) {}

  base::Result<ir::Listing> run(const Folder& folder) {
    TRY(refuse_twins());
    const std::size_t end = TRY(end_of_target());
    for (std::size_t i = 0; i < collected_.migrations.size(); ++i) {
      place(collected_.migrations[i], i < end);
    }
    std::ranges::move(collected_.set_aside, std::back_inserter(listing_.set_aside));
    listing_.tool = tool_.id;
    listing_.history_table = tool_.history_table;
    listing_.edge_cases = std::move(collected_.edge_cases);
    listing_.settings["folders"] = folder.shown;
    listing_.kept = std::make_shared<const Scripts>(std::move(scripts_));
    return std::move(listing_);
  }

 private:
  base::Result<bool> refuse_twins() const {
    std::map<std::string_view, const ir::MigrationEntry*> seen;
    for (const Found& found : collected_.migrations) {
      const ir::MigrationEntry& entry = found.entry;
      const auto [at, added] = seen.try_emplace(entry.id, &entry);
      if (added) continue;
      return twins(at->second->path, entry.path, entry.version, tool_.title);
    }
    return true;
  }

  // How many migrations are up to the target.
  base::Result<std::size_t> end_of_target() const {
    const std::vector<Found>& all = collected_.migrations;
    const std::string& target = project_.target_version;
    if (target.empty()) return all.size();
    for (std::size_t i = all.size(); i > 0; --i) {
      const ir::MigrationEntry& entry = all[i - 1].entry;
      if (entry.version == target || entry.id == target) return i;
      if (is_number(target) && is_number(entry.version) &&
          without_zeros(entry.version) == without_zeros(target)) {
        return i;
      }
    }
    return base::fail(ErrorCode::Input,
                      "--target-version: no migration has the version `" + target + "`" +
                          (all.empty() ? "" : "; the last is " + all.back().entry.version));
  }

  void place(Found& found, bool runs) {
    ir::MigrationEntry entry = std::move(found.entry);
    if (found.down) set_back_aside(entry, *std::move(found.down), found.down_path);
    scripts_.emplace(entry.id, std::move(found.up));
    if (runs) {
      listing_.migrations.push_back(std::move(entry));
    } else {
      entry.set_aside = "above the target " + project_.target_version;
      listing_.set_aside.push_back(std::move(entry));
    }
  }

  // The author's own way back, accounted for as a file or as a part of one.
  void set_back_aside(const ir::MigrationEntry& of, Script script, const std::string& path) {
    ir::MigrationEntry back = of;
    back.id += ".down";
    back.kind = ir::MigrationKind::Undo;
    back.checksum.clear();
    back.set_aside = "the author's own way back from " + of.id;
    if (path.empty()) {
      back.set_aside += lines_of_script(script);
    } else {
      back.path = path;
      back.file = file_of(script);
    }
    scripts_.emplace(back.id, std::move(script));
    listing_.set_aside.push_back(std::move(back));
  }

  // " (lines 9 to 14)", where it is a part of a file.
  std::string lines_of_script(const Script& script) const {
    if (script.texts.empty()) return " (empty)";
    const auto line = [&](const ir::Sql& sql, std::size_t offset) {
      const std::uint32_t at = ir::source_offset(sql, std::uint32_t(offset));
      return std::to_string(project_.sources->line_column(sql.file, at).line);
    };
    const ir::Sql& last = script.texts.back();
    const std::size_t end = last.text.find_last_not_of(" \t\r\n");
    const std::string from = line(script.texts.front(), 0);
    const std::string to = line(last, end == std::string::npos ? 0 : end);
    return from == to ? " (line " + from + ")" : " (lines " + from + " to " + to + ")";
  }

  const ir::Project& project_;
  const ir::FrontEnd& tool_;
  Collected collected_;
  Scripts scripts_;
  ir::Listing listing_;
};

}  // namespace

base::Result<ir::Listing> make_listing(const ir::Project& project, const ir::FrontEnd& tool,
                                       const Folder& folder, Collected collected) {
  return Maker(project, tool, std::move(collected)).run(folder);
}

void make_hole(Found& found, std::string_view language, Collected& collected) {
  const std::string what = std::string(language) + " migration";
  const std::string why = "it is written in " + std::string(language) +
                          ", which pggit reads no SQL from and never runs";
  found.up.hole = ir::Hole{what, why, found.entry.file};
  collected.edge_cases.push_back({found.entry.id,
                                  base::to_lower(language) + "-migration",
                                  {found.entry.file, 0, 0},
                                  why,
                                  "write what it does as SQL in a resolution file",
                                  "read the code and decide"});
}

base::Result<Script> read_script(const ir::Project& project, const File& file, Sending sending) {
  const TextFile text = TRY(read_text(project, file.path, file.shown));
  const auto end = std::uint32_t(project.sources->file(text.file).text.size());
  return Script{{verbatim(*project.sources, text.file, text.begin, end)}, sending, {}};
}

base::FileId file_of(const Script& script) {
  return script.texts.empty() ? base::kNoFile : script.texts.front().file;
}

std::unexpected<base::Error> twins(const FolderRules& rules, const File& a, const File& b,
                                   std::string_view version) {
  return twins(a.shown, b.shown, version, rules.title);
}

void report_ignored(const ir::Project& project, const FolderRules& rules, const File& file) {
  project.diagnostics->report_at(
      base::Severity::Warning, "file-name", file.shown,
      "is not named like " + std::string(rules.shape) + ": " + rules.title +
          " does not run it, and neither does pggit; rename it, or move it out of the folder");
}

std::string_view without_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == digits.npos ? digits.substr(0, digits.empty() ? 0 : 1) : digits.substr(first);
}

bool is_less_number(std::string_view a, std::string_view b) {
  a = without_zeros(a);
  b = without_zeros(b);
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

bool is_number(std::string_view text) {
  return !text.empty() && leading_digits(text).size() == text.size();
}

std::string_view leading_digits(std::string_view text) {
  return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
}

std::string words_of(std::string_view name) {
  std::string words(name);
  for (char& c : words) {
    if (c == '_' || c == '-') c = ' ';
  }
  return std::string(base::trim(words));
}

}  // namespace pggit::frontend::shared
