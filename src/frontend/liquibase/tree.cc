#include "base/text.h"
#include "frontend/liquibase/formatted.h"
#include "frontend/liquibase/read.h"
#include "frontend/shared/text_file.h"
#include "syntax/xml.h"
#include "syntax/yaml.h"

namespace pggit::frontend::liquibase {
namespace {

using shared::TextFile;

// A script without marks is one changeset.
syntax::Element raw_script(std::string_view text, std::uint32_t begin) {
  syntax::Element root;
  root.name = "databaseChangeLog";
  syntax::Element& set = root.children.emplace_back();
  set.name = "changeSet";
  set.at = begin;
  set.attributes = {{"id", "raw", begin}, {"author", "includeAll", begin}};
  syntax::Element& sql = set.children.emplace_back();
  sql.name = "sql";
  sql.at = sql.text_at = begin;
  sql.text = text.substr(begin);
  sql.has_text = sql.text_verbatim = true;
  sql.attributes = {{"splitStatements", "false", begin}};
  return root;
}

std::optional<syntax::Element> root_of(std::optional<syntax::Element> document) {
  if (!document || document->name == "databaseChangeLog") return document;
  for (syntax::Element& child : document->children)
    if (child.name == "databaseChangeLog") return std::move(child);
  return syntax::Element();
}

base::Result<TextFile> read_file(const ir::Project& project, const Place& place) {
  shared::Encoding encoding;
  encoding.code = "liquibase-encoding";
  if (format_of(place.path) == Format::Xml) {
    const std::string bytes = TRY(project.disk->read(place.path));
    const std::string_view said = syntax::xml_encoding(bytes);
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
      encoding.name = "UTF-16";
    } else if (!said.empty()) {
      encoding.name = said;
    }
    encoding.setting = "the encoding in the first line";
  }
  return shared::read_text(project, place.path, place.shown, encoding);
}

}  // namespace

base::Result<std::optional<Tree>> read_tree(const ir::Project& project, const Place& place) {
  const TextFile file = TRY(read_file(project, place));
  const std::string_view text = project.sources->file(file.file).text;
  switch (format_of(place.path)) {
    case Format::Xml:
      if (auto root = root_of(syntax::read_xml(text, file.file, *project.diagnostics)))
        return Tree{std::move(*root), file.file};
      return std::nullopt;
    case Format::Yaml:
      if (auto root = root_of(syntax::read_yaml(text, file.file, *project.diagnostics)))
        return Tree{std::move(*root), file.file};
      return std::nullopt;
    case Format::Sql:
      if (!is_formatted(text)) return Tree{raw_script(text, file.begin), file.file};
      return Tree{read_formatted(text, file.begin, file.file, *project.diagnostics), file.file};
    case Format::None:
      break;
  }
  return std::nullopt;
}

bool is_changelog(std::string_view name, std::string_view text) {
  switch (format_of(name)) {
    case Format::Xml:
      return text.find("<databaseChangeLog") != text.npos ||
             text.find(":databaseChangeLog") != text.npos;
    case Format::Yaml:
      return text.find("databaseChangeLog") != text.npos &&
             (text.find("databaseChangeLog:") != text.npos || text.find('{') != text.npos);
    case Format::Sql:
      return is_formatted(text);
    case Format::None:
      break;
  }
  return false;
}

}  // namespace pggit::frontend::liquibase
