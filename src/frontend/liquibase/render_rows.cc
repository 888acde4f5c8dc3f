// insert, update, delete.
#include <map>

#include "base/text.h"
#include "frontend/liquibase/render.h"
#include "frontend/liquibase/values.h"

namespace pggit::frontend::liquibase {
namespace {

// The value of a column, from a file where it names one.
std::string value(Rendering& r, const Element& column) {
  for (const std::string_view kind : {"valueClobFile", "valueBlobFile"}) {
    const std::string path = text_of(column, kind);
    if (path.empty()) continue;
    const auto file = r.set.files.find(path);
    if (file == r.set.files.end()) break;
    if (kind == "valueBlobFile") {
      r.report(base::Severity::Error,
               "`valueBlobFile` is not read; write the bytes with valueComputed "
               "as decode('...', 'hex')");
      return "NULL";
    }
    const std::string& text = r.project.sources->file(file->second.file).text;
    return literal(std::string_view(text).substr(file->second.begin));
  }
  return given_value(column, r.names).value_or("NULL");
}

// WHERE with its parameters filled in: `:name` and `:value` in turn, and `?`.
std::string condition(Rendering& r) {
  std::string where(base::trim(text_of(r.change, "where")));
  if (where.empty()) return "";
  const Element* params = r.change.child("whereParams");
  if (!params) return " WHERE " + where;
  std::vector<const Element*> all;
  for (const Element& one : params->children)
    if (one.name == "param") all.push_back(&one);
  std::string out;
  std::size_t names = 0, values = 0;
  for (std::size_t i = 0; i < where.size();) {
    const std::string_view rest = std::string_view(where).substr(i);
    if (rest.starts_with(":name") && names < all.size()) {
      out += r.names.quoted(text_of(*all[names++], "name"));
      i += 5;
    } else if ((rest.starts_with(":value") || rest[0] == '?') && values < all.size()) {
      out += given_value(*all[values++], r.names).value_or("NULL");
      i += rest[0] == '?' ? 1 : 6;
    } else {
      out += where[i++];
    }
  }
  return " WHERE " + out;
}

}  // namespace

void insert_rows(Rendering& r) {
  std::string columns, values;
  for (const Element* column : all_of(r.change, "column")) {
    columns += (columns.empty() ? "" : ", ") + r.names.quoted(text_of(*column, "name"));
    values += (values.empty() ? "" : ", ") + value(r, *column);
  }
  r.add("INSERT INTO " + r.table() + " (" + columns + ") VALUES (" + values + ")");
}

void update_rows(Rendering& r) {
  std::map<std::string, std::string> sorted;  // as Liquibase writes them
  for (const Element* column : all_of(r.change, "column"))
    sorted[text_of(*column, "name")] = value(r, *column);
  std::string sets;
  for (const auto& [name, set] : sorted)
    sets += (sets.empty() ? "" : ", ") + r.names.quoted(name) + " = " + set;
  r.add("UPDATE " + r.table() + " SET " + sets + condition(r));
}

void delete_rows(Rendering& r) { r.add("DELETE FROM " + r.table() + condition(r)); }

}  // namespace pggit::frontend::liquibase
