// Sequences, views and procedures.
#include "base/text.h"
#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {
namespace {

// What both createSequence and alterSequence may say, but for CYCLE.
std::string sequence_options(const Rendering& r) {
  std::string sql;
  const auto option = [&](std::string_view words, std::string_view attribute) {
    const std::string value = r.text(attribute);
    if (!value.empty()) sql += " " + std::string(words) + " " + value;
  };
  option("START WITH", "startValue");
  option("INCREMENT BY", "incrementBy");
  option("MINVALUE", "minValue");
  option("MAXVALUE", "maxValue");
  option("CACHE", "cacheSize");
  return sql;
}

std::string sequence(const Rendering& r, std::string_view attribute = "sequenceName") {
  return r.names.qualified(r.text("schemaName"), r.text(attribute));
}

void refuse_ordered(const Rendering& r) {
  if (!r.text("ordered").empty())
    r.report(base::Severity::Error,
             "`ordered` is not allowed on PostgreSQL, and Liquibase refuses "
             "the whole changelog; take it out");
}

// Its text: the file that it names, or what stands in it.
Script definition(const Rendering& r, std::string_view inside) {
  const auto file = r.set.files.find(r.text("path"));
  if (!r.text("path").empty() && file != r.set.files.end()) {
    const std::string_view text = r.project.sources->file(file->second.file).text;
    return {text.substr(file->second.begin), file->second.file, file->second.begin, true};
  }
  const Element* child = r.change.child(inside);
  const Element& from = child && child->has_text ? *child : r.change;
  return {from.text, r.set.file, from.text_at, from.text_verbatim};
}

// The text without its end, as one statement behind `before`.
void add_behind(Rendering& r, const std::string& before, Script script) {
  std::string_view text = script.text;
  std::size_t first = 0;
  while (first < text.size() && base::trim(text.substr(first, 1)).empty()) ++first;
  std::string_view body = base::trim(text);
  while (body.ends_with(';')) body = base::trim(body.substr(0, body.size() - 1));
  ir::Sql sql{before + std::string(body), script.file, {}};
  if (!before.empty()) sql.anchors.push_back({0, r.change.at, false});
  if (sql.file == r.set.file || before.empty()) {
    const std::uint32_t at = script.verbatim ? script.at + std::uint32_t(first) : r.change.at;
    sql.anchors.push_back({std::uint32_t(before.size()), at, script.verbatim});
  } else {
    sql.anchors = {{0, script.at, false}};
  }
  r.add(std::move(sql));
}

}  // namespace

void create_sequence(Rendering& r) {
  refuse_ordered(r);
  const std::string type = r.text("dataType");
  r.add("CREATE SEQUENCE IF NOT EXISTS " + sequence(r) + (type.empty() ? "" : " AS " + type) +
        sequence_options(r) + (r.is("cycle") ? " CYCLE" : ""));
}

void alter_sequence(Rendering& r) {
  refuse_ordered(r);
  const std::string type = r.text("dataType");
  const std::string cycle = r.text("cycle");
  r.add("ALTER SEQUENCE " + sequence(r) + (type.empty() ? "" : " AS " + type) +
        sequence_options(r) +
        (cycle.empty()   ? ""
         : r.is("cycle") ? " CYCLE"
                         : " NO CYCLE"));
}

void rename_sequence(Rendering& r) {
  r.add("ALTER SEQUENCE " + sequence(r, "oldSequenceName") + " RENAME TO " +
        r.quoted("newSequenceName"));
}

void drop_sequence(Rendering& r) { r.add("DROP SEQUENCE " + sequence(r)); }

void create_view(Rendering& r) {
  const bool whole = r.is("fullDefinition");
  const std::string name = r.names.qualified(r.text("schemaName"), r.text("viewName"));
  const std::string before = whole ? ""
                                   : std::string("CREATE ") +
                                         (r.is("replaceIfExists") ? "OR REPLACE " : "") + "VIEW " +
                                         name + " AS ";
  add_behind(r, before, definition(r, "selectQuery"));
  if (const std::string remarks = r.text("remarks"); !remarks.empty())
    r.add("COMMENT ON VIEW " + name + " IS " + literal(remarks));
}

void drop_view(Rendering& r) {
  r.add(std::string("DROP VIEW ") + (r.is("ifExists") ? "IF EXISTS " : "") +
        r.names.qualified(r.text("schemaName"), r.text("viewName")));
}

void rename_view(Rendering& r) {
  r.add("ALTER TABLE " + r.table("oldViewName") + " RENAME TO " + r.quoted("newViewName"));
}

void create_procedure(Rendering& r) {
  if (!r.text("replaceIfExists").empty())
    r.report(base::Severity::Error,
             "`replaceIfExists` is not allowed on PostgreSQL, and Liquibase "
             "refuses the whole changelog; take it out");
  const bool named = r.change.child("procedureText") != nullptr;
  add_behind(r, "", definition(r, named ? "procedureText" : "procedureBody"));
}

void drop_procedure(Rendering& r) {
  const std::string name = r.text("procedureName");
  r.add("DROP PROCEDURE " + r.names.qualified(r.text("schemaName"), name));
}

}  // namespace pggit::frontend::liquibase
