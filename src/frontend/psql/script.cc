#include "frontend/psql/script.h"

#include "base/text.h"
#include "frontend/psql/reader.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::psql {
std::optional<std::string> find_included(const Surroundings& surroundings, const std::string& from,
                                         const std::string& name, bool relative) {
  if (name.starts_with('/')) return std::nullopt;
  std::vector<std::string> tried;
  for (std::string_view rest = name; !relative && !rest.empty();) {
    tried.emplace_back(rest);
    const std::size_t slash = rest.find('/');
    rest = slash == rest.npos ? "" : rest.substr(slash + 1);
  }
  tried.push_back(shared::joined(std::string(shared::folder_of(from)), name));
  for (const std::string& path : tried) {
    const auto inside = shared::without_dots(path);
    if (inside && surroundings.files.contains(*inside)) return inside;
  }
  return std::nullopt;
}

Script read_script(const ir::Project& project, const Surroundings& surroundings,
                   const std::string& file, const shared::TextFile& text, const std::string& id) {
  Run run{project, surroundings, id, {}, {}, {}, false};
  run.script.file = text.file;
  if (!project.database.empty()) run.variables.set("DBNAME", project.database);
  if (!project.user.empty()) run.variables.set("USER", project.user);
  for (const auto& [name, value] : surroundings.variables) run.variables.set(name, value);
  Reader(run, file, text).read();
  return std::move(run.script);
}

}  // namespace pggit::frontend::psql
