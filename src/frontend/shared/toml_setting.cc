#include "frontend/shared/toml_setting.h"

#include <algorithm>

#include "frontend/shared/text_file.h"
#include "syntax/toml.h"

namespace pggit::frontend::shared {

std::string first_value(const std::optional<TomlSetting>& setting) {
  return setting && !setting->values.empty() ? setting->values.front() : "";
}

base::Result<TomlFile> TomlFile::read(const ir::Project& project, const std::string& path,
                                      const std::string& shown) {
  TomlFile out;
  if (!project.disk->exists(path)) return out;
  out.is_there_ = true;
  const TextFile text = TRY(read_text(project, path, shown));
  const auto entries =
      syntax::read_toml(project.sources->file(text.file).text, text.file, *project.diagnostics);
  out.is_toml_ = entries.has_value();
  if (!entries) return out;
  for (const syntax::TomlEntry& entry : *entries)
    out.settings_.push_back({entry.path, {entry.values, entry.span}});
  return out;
}

std::optional<TomlSetting> TomlFile::find(const std::vector<std::string>& path) const {
  const auto found =
      std::ranges::find_if(settings_, [&](const auto& setting) { return setting.first == path; });
  if (found == settings_.end()) return std::nullopt;
  return found->second;
}

}  // namespace pggit::frontend::shared
