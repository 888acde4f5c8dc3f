#include "frontend/flyway/script_conf.h"

#include "base/text.h"
#include "syntax/properties.h"

namespace pggit::frontend::flyway {
namespace {

std::optional<bool> flag_of(const ir::Project& project, const syntax::Property& property) {
  const std::string value = base::to_lower(base::trim(property.value));
  if (value == "true" || value == "false") return value == "true";
  project.diagnostics->report(
      base::Severity::Error, "flyway-script-conf", property.span,
      "`" + property.key + "` is true or false, not `" + property.value + "`");
  return std::nullopt;
}

void take(const ir::Project& project, const syntax::Property& property, ScriptConf& conf) {
  if (property.key == "executeInTransaction") {
    conf.execute_in_transaction = flag_of(project, property);
  } else if (property.key == "placeholderReplacement") {
    conf.placeholder_replacement = flag_of(project, property);
  } else if (property.key == "encoding") {
    conf.encoding = base::trim(property.value);
  } else if (property.key == "shouldExecute") {
    conf.should_execute = base::trim(property.value);
    conf.should_execute_span = property.span;
  } else {
    project.diagnostics->report(
        base::Severity::Warning, "flyway-script-conf", property.span,
        "`" + property.key +
            "` is no setting of a script; there are executeInTransaction, encoding, "
            "placeholderReplacement and shouldExecute");
  }
}

}  // namespace

base::Result<ScriptConf> read_script_conf(const ir::Project& project, const std::string& path,
                                          const std::string& shown) {
  ScriptConf conf;
  std::string text = TRY(project.disk->read(path + ".conf"));
  conf.file = project.sources->add(shown + ".conf", std::move(text));
  for (const syntax::Property& property :
       syntax::read_properties(project.sources->file(conf.file).text, conf.file,
                               syntax::Backslash::Literal, *project.diagnostics)) {
    take(project, property, conf);
  }
  return conf;
}

}  // namespace pggit::frontend::flyway
