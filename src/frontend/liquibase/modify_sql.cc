#include "frontend/liquibase/modify_sql.h"

#include <algorithm>

#include "base/text.h"
#include "frontend/liquibase/filter.h"

namespace pggit::frontend::liquibase {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  if (what.empty()) return;
  std::string out;
  std::size_t at = 0;
  for (std::size_t found; (found = text.find(what, at)) != text.npos; at = found + what.size())
    out += text.substr(at, found - at) + std::string(with);
  text = out + text.substr(at);
}

bool is_plain_pattern(std::string_view pattern) {
  return pattern.find_first_of("\\[](){}*+?|^.$") == pattern.npos;
}

// Whether the text was changed.
bool apply(const Element& visitor, std::string& sql, Rendering& r) {
  const std::string before = sql;
  const std::string value = text_of(visitor, "value");
  if (visitor.name == "append") {
    sql += value;
  } else if (visitor.name == "prepend") {
    sql = value + sql;
  } else if (visitor.name == "replace") {
    replace_all(sql, text_of(visitor, "replace"), text_of(visitor, "with"));
  } else if (visitor.name == "regExpReplace" && is_plain_pattern(text_of(visitor, "replace"))) {
    replace_all(sql, text_of(visitor, "replace"), text_of(visitor, "with"));
  } else if (visitor.name == "regExpReplace") {
    r.report(base::Severity::Error,
             "modifySql: `" + text_of(visitor, "replace") +
                 "` is a regular expression of Java, which pggit does not read; use replace");
  } else if (!visitor.has_text) {
    r.report(base::Severity::Error,
             "modifySql: `" + visitor.name + "` is nothing that pggit reads");
  }
  return sql != before;
}

}  // namespace

void modify_sql(Rendering& r, const std::vector<Element>& modify) {
  for (const Element& one : modify) {
    if (!matches_dbms(text_of(one, "dbms"))) continue;
    for (const Element& visitor : one.children)
      for (ir::PieceOfMigration& piece : r.pieces)
        if (auto* sql = std::get_if<ir::Sql>(&piece); sql && apply(visitor, sql->text, r))
          sql->anchors = {{0, r.change.at, false}};
  }
}

}  // namespace pggit::frontend::liquibase
