#include "frontend/liquibase/read.h"

#include <algorithm>

#include "base/text.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/shared/paths.h"
#include "frontend/shared/text_file.h"
#include "syntax/properties.h"

namespace pggit::frontend::liquibase {
namespace {

using base::ErrorCode;
using base::Severity;

// What holds for all changesets of a file, by itself or by who includes it.
struct Around {
  std::vector<std::string> contexts;
  std::vector<std::string> labels;
  bool ignored = false;
  std::string logical;  // logicalFilePath of the include
};

// The file in hand.
struct Here {
  std::string name;
  base::FileId file = base::kNoFile;
  std::string logical;
  Quoting quoting = Quoting::Legacy;
  Around around;
};

Quoting quoting_of(const Element& element, Quoting otherwise) {
  const std::string word = text_of(element, "objectQuotingStrategy");
  if (word == "QUOTE_ALL_OBJECTS") return Quoting::Everything;
  if (word == "QUOTE_ONLY_RESERVED_WORDS") return Quoting::OnlyReserved;
  return word == "LEGACY" ? Quoting::Legacy : otherwise;
}

void add_expression(const Element& element, std::vector<std::string>& contexts,
                    std::vector<std::string>& labels) {
  for (const std::string_view name : {"context", "contextFilter"})
    if (const auto value = value_of(element, name); value && !base::trim(*value).empty())
      contexts.push_back(*value);
  if (const auto value = value_of(element, "labels"); value && !base::trim(*value).empty())
    labels.push_back(*value);
}

std::string without_scheme(std::string path) {
  if (path.starts_with("classpath:")) path = path.substr(10);
  return path;
}

class Reader {
 public:
  Reader(const ir::Project& project, const Files& files, const Settings& settings)
      : project_(project), files_(files), settings_(settings) {
    for (const auto& [name, value] : settings.parameters) parameters_.set(name, value);
  }

  base::Result<Changelog> run(const std::vector<std::string>& roots) {
    for (const std::string& root : roots) TRY(read(root, {}));
    return std::move(log_);
  }

 private:
  base::Result<bool> read(const std::string& name, const Around& around) {
    if (std::ranges::find(open_, name) != open_.end()) {
      return base::fail(ErrorCode::Input, open_.back() + " includes " + name +
                                              ", which includes it: take one of the two out");
    }
    std::optional<Tree> tree = TRY(read_tree(project_, files_.place(name)));
    if (!tree) return false;
    open_.push_back(name);
    Here here{name, tree->file, logical_path(name, tree->root, around), {}, around};
    here.quoting = quoting_of(tree->root, Quoting::Legacy);
    add_expression(tree->root, here.around.contexts, here.around.labels);
    TRY(take_all(tree->root, here));
    open_.pop_back();
    return true;
  }

  // The path that includes are relative to is not a part of it.
  std::string logical_path(const std::string& name, const Element& root, const Around& around) {
    learn_base(name, root);
    if (!around.logical.empty()) return around.logical;
    if (const std::string own = text_of(root, "logicalFilePath"); !own.empty())
      return without_scheme(own);
    const std::string logical = files_.place(name).logical;
    if (!base_.empty() && logical.starts_with(base_)) return logical.substr(base_.size());
    return logical;
  }

  // An include of "db/1.xml" that is found at "app/db/1.xml" says that the search path begins at "app".
  void learn_base(const std::string& name, const Element& root) {
    if (!base_.empty()) return;
    for (const Element& child : root.children) {
      if (child.name != "include" || is_true(child, "relativeToChangelogFile")) continue;
      const std::string named = without_scheme(text_of(child, "file"));
      const std::string found = files_.find(named, name, false);
      if (found.size() > named.size() && found.ends_with("/" + named))
        base_ = logical_of(found.substr(0, found.size() - named.size()));
      if (!found.empty()) return;
    }
  }

  base::Result<bool> take_all(Element& root, const Here& here) {
    for (Element& child : root.children) TRY(take(child, here));
    return true;
  }

  base::Result<bool> take(Element& element, const Here& here) {
    const std::string& name = element.name;
    if (name == "changeSet" || name == "changeset") {
      parameters_.fill(element, here.logical);
      add_set(element, here);
      return true;
    }
    if (name == "property") return add_property(element, here);
    if (name == "include") return include(element, here);
    if (name == "includeAll") return include_all(element, here);
    if (name == "modifyChangeSets") return take_all(element, here);
    if (name == "preConditions") {
      parameters_.fill(element, here.logical);
      log_.preconditions.push_back({std::move(element), here.file});
      return true;
    }
    // What was read from the root already; scalars of YAML are attributes too.
    if (element.has_text && element.children.empty() && name != "removeChangeSetProperty")
      return true;
    report(Severity::Error, element, here,
           "`" + name +
               "` is nothing that pggit reads of a changelog; take it out, or write what "
               "it does into the changesets");
    return true;
  }

  base::Result<bool> add_property(Element& element, const Here& here) {
    if (!matches_dbms(text_of(element, "dbms"))) return true;
    std::vector<std::string> contexts, labels;
    add_expression(element, contexts, labels);
    if (!matches_all_contexts(contexts, settings_.contexts) ||
        !matches_all_labels(labels, settings_.labels))
      return true;
    parameters_.fill(element, here.logical);
    const bool global = is_true(element, "global", true);
    const std::string file = text_of(element, "file");
    if (!file.empty()) return add_property_file(file, element, here, global);
    set(text_of(element, "name"), text_of(element, "value"), here, global);
    return true;
  }

  void set(const std::string& name, const std::string& value, const Here& here, bool global) {
    if (global) {
      parameters_.set(name, value);
    } else {
      parameters_.set_in(here.logical, name, value);
    }
  }

  base::Result<bool> add_property_file(const std::string& file, const Element& element,
                                       const Here& here, bool global) {
    const bool relative = is_true(element, "relativeToChangelogFile");
    const std::string name = files_.find(file, here.name, relative);
    if (name.empty()) {
      if (is_true(element, "errorIfMissing", true)) return missing(element, here, file);
      return true;
    }
    const Place place = files_.place(name);
    const auto text = TRY(shared::read_text(project_, place.path, place.shown));
    for (const auto& property :
         syntax::read_properties(shared::text_of(*project_.sources, text), text.file,
                                 syntax::Backslash::Escapes, *project_.diagnostics))
      set(property.key, property.value, here, global);
    return true;
  }

  base::Result<bool> missing(const Element& element, const Here& here, const std::string& file) {
    return base::fail(ErrorCode::Input,
                      project_.sources->where({here.file, element.at, element.at}) +
                          ": there is no `" + file + "` in " + files_.folder() +
                          "; pggit reads nothing outside of it: name the project's folder with "
                          "--dir, or correct the path");
  }

  Around around(const Element& element, const Here& here) const {
    Around inner = here.around;
    add_expression(element, inner.contexts, inner.labels);
    inner.ignored = inner.ignored || is_true(element, "ignore");
    inner.logical = without_scheme(text_of(element, "logicalFilePath"));
    return inner;
  }

  base::Result<bool> include(Element& element, const Here& here) {
    parameters_.fill(element, here.logical);
    const std::string file = text_of(element, "file");
    const bool relative = is_true(element, "relativeToChangelogFile");
    const std::string name = files_.find(file, here.name, relative);
    if (name.empty()) {
      if (is_true(element, "errorIfMissing", true)) return missing(element, here, file);
      report(Severity::Warning, element, here,
             "there is no `" + file + "`; Liquibase passes over it, and so does pggit");
      return true;
    }
    if (format_of(name) == Format::None) {
      return base::fail(ErrorCode::Input,
                        project_.sources->where({here.file, element.at, element.at}) + ": `" +
                            file + "` is no changelog that pggit reads: XML, YAML, JSON or SQL");
    }
    return read(name, around(element, here));
  }

  base::Result<bool> include_all(Element& element, const Here& here) {
    parameters_.fill(element, here.logical);
    const std::string path = text_of(element, "path");
    const std::string folder =
        files_.find_folder(path, here.name, is_true(element, "relativeToChangelogFile"));
    for (const std::string_view code : {"filter", "resourceComparator", "resourceFilter"})
      if (value_of(element, code))
        report(Severity::Error, element, here,
               "`" + std::string(code) +
                   "` is Java, which pggit never runs: it takes all files, by "
                   "name; name them with include where that is wrong");
    if (folder.empty()) {
      if (is_true(element, "errorIfMissingOrEmpty", true)) return missing(element, here, path);
      return true;
    }
    const Around inner = around(element, here);
    for (const std::string& name : files_.below(folder))
      if (is_included(name.substr(folder == "./" ? 0 : folder.size()), element) &&
          name != here.name)
        TRY(read(name, inner));
    return true;
  }

  static bool is_included(std::string_view below, const Element& element) {
    if (format_of(below) == Format::None) return false;
    const auto depth = std::size_t(std::ranges::count(below, '/')) + 1;
    const auto number = [&](const char* name, std::size_t otherwise) {
      const std::string text = text_of(element, name);
      return text.empty() ? otherwise : std::size_t(std::atoll(text.c_str()));
    };
    if (depth < number("minDepth", 0) || depth > number("maxDepth", SIZE_MAX)) return false;
    const std::string ending = text_of(element, "endsWithFilter");
    return ending.empty() || base::ends_with_ignoring_case(below, ending);
  }

  void add_set(Element& element, const Here& here) {
    ChangeSet set;
    set.id = text_of(element, "id");
    set.author = text_of(element, "author");
    if (set.id.empty() || set.author.empty())
      report(Severity::Error, element, here, "a changeset needs an id and an author; add them");
    set.path = here.logical;
    if (const std::string own = text_of(element, "logicalFilePath"); !own.empty())
      set.path = without_scheme(own);
    set.file = here.file;
    set.at = element.at;
    set.shown = here.name;
    set.contexts = here.around.contexts;
    set.labels = here.around.labels;
    add_expression(element, set.contexts, set.labels);
    set.dbms = text_of(element, "dbms");
    set.run_always = is_true(element, "runAlways");
    set.run_on_change = is_true(element, "runOnChange");
    set.in_transaction = is_true(element, "runInTransaction", true);
    set.ignored = here.around.ignored || is_true(element, "ignore");
    set.run_order = text_of(element, "runOrder");
    set.quoting = quoting_of(element, here.quoting);
    if (const std::string with = text_of(element, "runWith"); !with.empty() && with != "jdbc")
      report(
          Severity::Warning, element, here,
          "runWith=`" + with + "` sends it through another program; pggit reads it as plain SQL");
    if (!is_true(element, "failOnError", true))
      report(Severity::Warning, element, here,
             "failOnError=`false`: Liquibase goes on where this changeset fails; pggit takes a "
             "failure for one");
    add_parts(element, set, here);
    log_.sets.push_back(std::move(set));
  }

  void add_parts(Element& element, ChangeSet& set, const Here& here) {
    for (Element& child : element.children) {
      const std::string& name = child.name;
      if (name == "changes") {
        add_parts(child, set, here);
      } else if (name == "comment" || name == "comments") {
        if (!set.comment.empty()) set.comment += ' ';
        set.comment += base::trim(child.text);
      } else if (name == "validCheckSum" || name == "validCheckSums") {
        set.valid_checksums.emplace_back(base::trim(child.text));
      } else if (name == "preConditions" || name == "preconditions") {
        set.preconditions = std::move(child);
      } else if (name == "rollback") {
        set.rollbacks.push_back(std::move(child));
      } else if (name == "modifySql") {
        set.modify.push_back(std::move(child));
      } else if (child.has_text && child.children.empty() && element.attribute(name)) {
        if (name == "sql") set.changes.push_back(std::move(child));
      } else {
        set.changes.push_back(std::move(child));
      }
    }
  }

  void report(Severity severity, const Element& element, const Here& here, std::string message) {
    project_.diagnostics->report(severity, "liquibase-changelog",
                                 {here.file, element.at, element.at}, std::move(message));
  }

  const ir::Project& project_;
  const Files& files_;
  const Settings& settings_;
  Parameters parameters_;
  std::vector<std::string> open_;
  std::string base_;
  Changelog log_;
};

}  // namespace

base::Result<Changelog> read_changelog(const ir::Project& project, const Files& files,
                                       const Settings& settings,
                                       const std::vector<std::string>& roots) {
  return Reader(project, files, settings).run(roots);
}

}  // namespace pggit::frontend::liquibase
