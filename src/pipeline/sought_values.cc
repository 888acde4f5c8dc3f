#include "pipeline/sought_values.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "pipeline/repository.h"
#include "sql/parse.h"

namespace pggit::pipeline {
namespace {

using Path = std::vector<std::string>;

// A value, or what stands below it. What is found of a place later and is surer takes the place of what was there.
struct Document {
  std::map<std::string, Document> fields;
  std::string text;
  int sureness = 0;
};

std::string print(const Document& document) {
  const std::string& text = document.text;
  if (document.fields.empty()) return text == "1" || text == "true" ? text : json_text(text);
  std::vector<std::string> parts;
  for (const auto& [name, field] : document.fields)
    parts.push_back(json_text(name) + ": " + print(field));
  return "{" + base::join(parts, ", ") + "}";
}

std::string_view operator_of(const sql::Node& node) {
  const std::vector<sql::Node> name =
      node.is("A_Expr") ? node.list("name") : std::vector<sql::Node>();
  return name.empty() ? std::string_view() : name.back().text();
}

std::string constant(const sql::Node& node) {
  return std::string(node.is("TypeCast") ? constant(node["arg"]) : node["sval"].str("sval"));
}

// '{sum,total}' as the right side of #>>.
Path words_of(const std::string& path) {
  Path words;
  if (path.size() < 2) return words;
  for (const std::string_view word :
       base::split(std::string_view(path).substr(1, path.size() - 2), ','))
    words.emplace_back(base::trim(word));
  return words;
}

// A column and what is read below it; empty where it is something else.
Path path_of(const sql::Node& node) {
  if (node.is("ColumnRef")) {
    const std::vector<sql::Node> fields = node.list("fields");
    return fields.empty() ? Path() : Path{std::string(fields.back().text())};
  }
  const std::string_view op = operator_of(node);
  const bool is_step = op == "->" || op == "->>";
  Path path = is_step || op == "#>" || op == "#>>" ? path_of(node["lexpr"]) : Path();
  const std::string key = constant(node["rexpr"]);
  if (path.empty() || key.empty()) return {};
  const Path more = is_step ? Path{key} : words_of(key);
  path.insert(path.end(), more.begin(), more.end());
  return path;
}

// What a cast to the type takes.
std::string value_of(std::string_view type, const catalog::Catalog& catalog) {
  constexpr std::string_view kNumbers[] = {"int2", "int4", "int8", "numeric", "float4", "float8"};
  if (std::ranges::find(kNumbers, type) != std::end(kNumbers)) return "1";
  if (type == "bool") return "true";
  if (type == "uuid") return "99991999-0000-4000-8000-000000000001";
  if (type.starts_with("timestamp") || type == "date") return "2019-05-17";
  std::string label = "pggit";
  catalog.for_each([&](const catalog::EntryRef& entry) {
    const auto* labels = std::get_if<ir::Enum>(&entry->object);
    if (labels && labels->name == type && !labels->labels.empty()) label = labels->labels.front();
  });
  return label;
}

class Reader {
 public:
  explicit Reader(const catalog::Catalog& catalog) : catalog_(catalog) {}

  void walk(const sql::Node& node) {
    note(path_of(node), "pggit", 1);
    if (node.is("TypeCast")) {
      const std::vector<sql::Node> names = node["typeName"].list("names");
      const Path path = path_of(node["arg"]);
      if (!names.empty() && !path.empty()) note(path, value_of(names.back().text(), catalog_), 2);
    }
    if (operator_of(node) == "=") compared(path_of(node["lexpr"]), node["rexpr"]);
    for (const sql::Node& child : node.children()) walk(child);
  }

  Sought found() && {
    for (const auto& [column, document] : columns_) sought_.documents[column] = print(document);
    return std::move(sought_);
  }

 private:
  // With a constant, or IN (...) with some of them.
  void compared(const Path& path, const sql::Node& value) {
    const std::vector<sql::Node> list = value.items();
    const std::string text = constant(list.empty() ? value : list.front());
    note(path, text, 3);
    if (path.size() == 1 && !text.empty()) sought_.texts.try_emplace(path.front(), text);
  }

  void note(const Path& path, const std::string& value, int sureness) {
    if (path.size() < 2 || value.empty()) return;
    Document* at = &columns_[path.front()];
    for (std::size_t i = 1; i < path.size(); ++i) at = &at->fields[path[i]];
    if (sureness <= at->sureness) return;
    at->text = value;
    at->sureness = sureness;
  }

  const catalog::Catalog& catalog_;
  std::map<std::string, Document> columns_;
  Sought sought_;
};

}  // namespace

Sought sought_values(const bind::Step& step) {
  Reader reader(step.before);
  sql::Parser parser;
  for (const bind::Statement& statement : step.statements) {
    const bool is_on_rows = std::ranges::any_of(
        statement.ops, [](const ir::Op& op) { return std::holds_alternative<ir::Dml>(op); });
    if (!is_on_rows) continue;
    if (const auto tree = parser.parse(statement.text)) reader.walk(tree->root());
  }
  return std::move(reader).found();
}

}  // namespace pggit::pipeline
