#include "frontend/sql/collect.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "frontend/psql/arguments.h"
#include "frontend/psql/text.h"
#include "frontend/shared/paths.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::sql {
namespace {

using base::ErrorCode;

constexpr auto kUsual = std::to_array<std::string_view>(
    {"db/migrations", "db/migration", "database/migrations", "sql/migrations", "schema/migrations",
     "migrations", "migration", "db", "database", "sql"});

// Code counts where it stands among numbers: 20/pushers.py, 003_fill.sh.
bool is_candidate(const FileName& name) {
  if (name.language.empty()) return true;
  const std::string_view file = shared::name_of(name.path);
  const bool is_test = file.starts_with("test_") || file.find("_test.") != file.npos ||
                       file.find(".test.") != file.npos || file.find(".spec.") != file.npos;
  return !name.numbers.empty() && !is_test && !file.starts_with("__");
}

// In the folder itself, or in one of its numbered folders.
bool has_own_scripts(const std::set<std::string>& files) {
  return std::ranges::any_of(files, [](const std::string& path) {
    const auto name = parse_path(path);
    if (!name || !name->language.empty()) return false;
    const auto folders = std::ranges::count(path, '/');
    const std::ptrdiff_t numbered =
        std::ptrdiff_t(name->numbers.size()) - (name->has_own_number ? 1 : 0);
    return folders == 0 || numbered == folders;
  });
}

std::set<std::string> below(const std::set<std::string>& files, std::string_view folder) {
  std::set<std::string> found;
  for (const std::string& path : files) {
    const bool is_in = path.starts_with(folder) && path.substr(folder.size()).starts_with('/');
    if (is_in) found.insert(path.substr(folder.size() + 1));
  }
  return found;
}

std::vector<std::string> includes_of(std::string_view text, const psql::Surroundings& around,
                                     const std::string& path) {
  std::vector<std::string> includes;
  for (const syntax::sql::Slice& slice : syntax::sql::split(text)) {
    if (slice.kind != syntax::sql::SliceKind::MetaCommand) continue;
    const std::string_view line = text.substr(slice.body, slice.end - slice.body);
    const std::string_view command = line.substr(0, line.find_first_of(" \t"));
    const bool relative = command == "\\ir" || command == "\\include_relative";
    if (!relative && command != "\\i" && command != "\\include") continue;
    const auto arguments = psql::arguments_at(line, command.size(), {});
    if (arguments.all.empty()) continue;
    if (auto file = psql::find_included(around, path, arguments.all[0].text, relative))
      includes.push_back(*std::move(file));
  }
  return includes;
}

}  // namespace

base::Result<psql::Surroundings> find_scripts(const ir::Project& project, const std::string& folder,
                                              bool several) {
  psql::Surroundings around;
  around.folder = folder.empty() ? "." : folder;
  around.shown = several ? around.folder + "/" : "";
  around.variables = project.placeholders;
  if (!project.disk->is_folder(around.folder)) {
    return base::fail(
        ErrorCode::Input,
        around.folder + ": there is no such folder; name the project's folder with --dir");
  }
  for (std::string& path : TRY(project.disk->list_files(around.folder))) {
    if (!shared::is_skipped(path)) around.files.insert(std::move(path));
  }
  if (has_own_scripts(around.files)) return around;
  for (const std::string_view usual : kUsual) {
    std::set<std::string> files = below(around.files, usual);
    if (std::ranges::none_of(files, [](const auto& path) { return parse_path(path).has_value(); }))
      continue;
    around.folder = shared::joined(around.folder, usual);
    around.shown += std::string(usual) + "/";
    around.files = std::move(files);
    break;
  }
  return around;
}

std::vector<FileName> names_in(const psql::Surroundings& around) {
  std::vector<FileName> names;
  for (const std::string& path : around.files) {
    auto name = parse_path(path);
    if (name && is_candidate(*name)) names.push_back(*std::move(name));
  }
  decide_directions(names);
  return names;
}

base::Result<Collected> collect(const ir::Project& project, psql::Surroundings around) {
  Collected collected;
  collected.around = std::move(around);
  psql::Surroundings& all = collected.around;
  for (FileName& name : names_in(all)) {
    File file;
    file.shown = all.shown + name.path;
    const std::string path = shared::joined(all.folder, name.path);
    const shared::TextFile text = TRY(psql::read_script_text(project, path, file.shown));
    if (name.language.empty()) {
      const std::string_view bytes = shared::text_of(*project.sources, text);
      file.contents = contents_of(bytes);
      file.includes = includes_of(bytes, all, name.path);
      for (const psql::Template& used : psql::templates_in(bytes, all.variables)) {
        if (std::ranges::find(all.templates, used.open, &psql::Template::open) ==
            all.templates.end())
          all.templates.push_back(used);
      }
    }
    file.name = std::move(name);
    collected.files.push_back(std::move(file));
    collected.texts.push_back(text);
  }
  collected.others = all.files.size() - collected.files.size();
  return collected;
}

}  // namespace pggit::frontend::sql
