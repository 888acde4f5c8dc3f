// sql and sqlFile.
#include "base/text.h"
#include "frontend/liquibase/cut.h"
#include "frontend/liquibase/render.h"
#include "frontend/shared/pieces.h"

namespace pggit::frontend::liquibase {
namespace {

ir::Sql statement(Rendering& r, const Script& script, const Cut& segments) {
  const base::FileId file = script.file;
  if (script.verbatim) {
    shared::TextBuilder builder(*r.project.sources, file);
    for (const Segment& one : segments) builder.keep(script.at + one.begin, script.at + one.end);
    return builder.finish();
  }
  ir::Sql sql{"", file, {{0, script.at, false}}};
  for (const Segment& one : segments)
    sql.text += script.text.substr(one.begin, one.end - one.begin);
  return sql;
}

}  // namespace

void add_script(Rendering& r, const Script& script, const Element& rules, bool split) {
  CutRules cut_rules{is_true(rules, "splitStatements", split), is_true(rules, "stripComments"),
                     text_of(rules, "endDelimiter")};
  if (!is_plain_delimiter(cut_rules.delimiter)) {
    r.report(base::Severity::Error, "endDelimiter `" + cut_rules.delimiter +
                                        "` is a regular expression that pggit does not read; write "
                                        "the delimiter itself");
    return;
  }
  for (const Cut& one : cut(script.text, cut_rules)) r.add(statement(r, script, one));
}

void run_sql(Rendering& r) {
  const Element* child = r.change.child("sql");
  const Element& from = child && child->has_text ? *child : r.change;
  add_script(r, {from.text, r.set.file, from.text_at, from.text_verbatim}, r.change);
}

void run_sql_file(Rendering& r) {
  const auto found = r.set.files.find(r.text("path"));
  if (found == r.set.files.end()) return;  // said when it was looked for
  const std::string_view text = r.project.sources->file(found->second.file).text;
  add_script(r, {text.substr(found->second.begin), found->second.file, found->second.begin, true},
             r.change);
}

}  // namespace pggit::frontend::liquibase
