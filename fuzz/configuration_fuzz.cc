// Whatever stands in a configuration file: every reader of such files takes it, and what it reports and gives stands
// inside the file.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "base/env.h"
#include "frontend/flyway/script_conf.h"
#include "frontend/flyway/settings.h"
#include "fuzz/require.h"
#include "project/config.h"
#include "syntax/properties.h"
#include "syntax/toml.h"

namespace {

using namespace pggit;

// One text, read as one kind of file, with everything that readers need.
struct Reading {
  explicit Reading(std::string text) : text(std::move(text)) {}

  ~Reading() {
    for (const base::Diagnostic& diagnostic : diagnostics.all()) {
      fuzz::require_inside(diagnostic.span, sources);
      fuzz::require(!base::to_text(diagnostic, sources).empty(), "a message says something");
    }
  }

  base::FileId add() { return sources.add("f", text); }

  // A project whose only file is this text, under that name.
  ir::Project project(const std::string& name) {
    (void)disk.write("p/" + name, text);
    ir::Project project;
    project.disk = &disk;
    project.sources = &sources;
    project.diagnostics = &diagnostics;
    project.environment = "production";
    return project;
  }

  std::string text;
  base::MemoryDisk disk;
  base::Sources sources;
  base::Diagnostics diagnostics;
};

void read_as_properties(const std::string& text, syntax::Backslash backslash) {
  Reading run(text);
  const base::FileId file = run.add();
  for (const syntax::Property& property :
       syntax::read_properties(text, file, backslash, run.diagnostics))
    fuzz::require_inside(property.span, run.sources);
}

void read_as_toml(const std::string& text) {
  Reading run(text);
  const auto entries = syntax::read_toml(text, run.add(), run.diagnostics);
  fuzz::require(entries || run.diagnostics.has_errors(), "what is refused is reported");
  if (!entries) return;
  for (const syntax::TomlEntry& entry : *entries) fuzz::require_inside(entry.span, run.sources);
}

void read_as_settings(const std::string& text) {
  {
    Reading run(text);
    run.project("config.toml");
    (void)project::read_config(run.disk, "p/config.toml", run.sources, run.diagnostics);
  }
  for (const char* name : {"flyway.toml", "flyway.conf"}) {
    Reading run(text);
    const ir::Project project = run.project(name);
    (void)frontend::flyway::read_settings(project, "p", "");
  }
  Reading run(text);
  const ir::Project project = run.project("V1__a.sql.conf");
  (void)frontend::flyway::read_script_conf(project, "p/V1__a.sql", "V1__a.sql");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_as_properties(text, syntax::Backslash::Escapes);
  read_as_properties(text, syntax::Backslash::Literal);
  read_as_toml(text);
  read_as_settings(text);
  return 0;
}
