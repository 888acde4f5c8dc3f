#include "frontend/liquibase/attach.h"

#include "base/text.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/shared/text_file.h"

namespace pggit::frontend::liquibase {
namespace {

class Attacher {
 public:
  Attacher(const ir::Project& project, const Files& files, ChangeSet& set)
      : project_(project), files_(files), set_(set) {}

  base::Result<bool> run() {
    for (const Element& change : set_.changes) TRY(of(change));
    for (const Element& rollback : set_.rollbacks)
      for (const Element& change : rollback.children) TRY(of(change));
    return true;
  }

 private:
  base::Result<bool> of(const Element& change) {
    const std::string& name = change.name;
    if (!matches_dbms(text_of(change, "dbms"))) return true;
    if (name == "sqlFile" || name == "createProcedure" || name == "createView")
      TRY(add(change, "path", change));
    if (name == "loadData" || name == "loadUpdateData") TRY(add(change, "file", change));
    if (name != "insert" && name != "update") return true;
    for (const Element* column : all_of(change, "column"))
      TRY(add(*column, "valueClobFile", change));
    return true;
  }

  base::Result<bool> add(const Element& element, std::string_view attribute,
                         const Element& change) {
    const std::string named = text_of(element, attribute);
    if (named.empty() || set_.files.contains(named)) return true;
    const std::string name =
        files_.find(named, set_.shown, is_true(change, "relativeToChangelogFile"));
    if (name.empty()) {
      project_.diagnostics->report(base::Severity::Error, "liquibase-file",
                                   {set_.file, element.at, element.at},
                                   "there is no `" + named + "` in " + files_.folder() +
                                       "; pggit reads nothing outside of it: correct the path");
      return true;
    }
    shared::Encoding encoding;
    encoding.code = "liquibase-encoding";
    encoding.setting = "the encoding of the change";
    if (const std::string said = text_of(change, "encoding"); !said.empty()) encoding.name = said;
    const Place place = files_.place(name);
    const auto text = TRY(shared::read_text(project_, place.path, place.shown, encoding));
    set_.files.emplace(named, Attached{text.file, text.begin});
    return true;
  }

  const ir::Project& project_;
  const Files& files_;
  ChangeSet& set_;
};

}  // namespace

base::Result<bool> attach_files(const ir::Project& project, const Files& files, ChangeSet& set) {
  return Attacher(project, files, set).run();
}

}  // namespace pggit::frontend::liquibase
