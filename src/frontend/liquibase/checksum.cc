#include "frontend/liquibase/checksum.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/hash.h"
#include "frontend/liquibase/filter.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/liquibase/render.h"

namespace pggit::frontend::liquibase {
namespace {

constexpr std::array kUnknown =
    std::to_array<std::string_view>({"createView", "createProcedure", "loadData", "loadUpdateData",
                                     "output", "mergeColumns", "addLookupTable"});

std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && (c < '\t' || c > '\r')) out += c;
  return out;
}

// Values that Liquibase prints otherwise than they are written.
bool is_printed_as_written(const syntax::Attribute& attribute) {
  const std::string& name = attribute.name;
  if (name.ends_with("Numeric")) return attribute.value.find('.') == std::string::npos;
  return !name.ends_with("Date") || attribute.value.size() == 10;
}

// One object: its fields in the order of their names, lists of columns in brackets.
std::optional<std::string> print(const Element& element, int depth) {
  std::vector<std::pair<std::string, std::string>> fields;
  const std::string indent(std::size_t(depth) * 4, ' ');
  for (const syntax::Attribute& attribute : element.attributes) {
    if (!is_printed_as_written(attribute) || attribute.name == "dbms") return std::nullopt;
    fields.emplace_back(attribute.name, "=\"" + attribute.value + "\"");
  }
  std::string columns;
  for (const Element* column : all_of(element, "column")) {
    const auto printed = print(*column, depth + 2);
    if (!printed) return std::nullopt;
    columns += (columns.empty() ? "" : ",\n") + indent + "    " + *printed;
  }
  if (!columns.empty()) fields.emplace_back("columns", "=[\n" + columns + "\n" + indent + "]");
  for (const Element& child : element.children) {
    if (child.name == "column" || child.name == "columns" || element.attribute(child.name))
      continue;
    if (child.name != "where" || !child.children.empty()) return std::nullopt;
    fields.emplace_back("where", "=\"" + child.text + "\"");
  }
  if (fields.empty()) return "[]";
  std::ranges::sort(fields);
  std::string out = "[\n";
  for (const auto& [name, value] : fields) out += indent + name + value + "\n";
  return out + std::string(std::size_t(depth - 1) * 4, ' ') + "]";
}

std::optional<std::string> text_of_change(const base::Sources& sources, const ChangeSet& set,
                                          const Element& change) {
  if (change.name == "sql") {
    const Element* child = change.child("sql");
    return without_spaces(child && child->has_text ? child->text : change.text);
  }
  if (change.name == "sqlFile") {
    const auto file = set.files.find(text_of(change, "path"));
    if (file == set.files.end()) return std::nullopt;
    return without_spaces(
        std::string_view(sources.file(file->second.file).text).substr(file->second.begin));
  }
  if (!change_type(change.name) || std::ranges::find(kUnknown, change.name) != kUnknown.end())
    return std::nullopt;
  const auto printed = print(change, 1);
  return printed ? std::optional(change.name + ":" + *printed) : std::nullopt;
}

}  // namespace

std::string checksum_of(const base::Sources& sources, const ChangeSet& set) {
  if (!set.modify.empty()) return "";
  std::string all;
  for (const Element& change : set.changes) {
    if (!matches_dbms(text_of(change, "dbms"))) continue;
    const auto text = text_of_change(sources, set, change);
    if (!text) return "";
    all += "9:" + base::md5_hex(*text) + ":";
  }
  return "9:" + base::md5_hex(all);
}

}  // namespace pggit::frontend::liquibase
