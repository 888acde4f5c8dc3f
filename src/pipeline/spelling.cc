#include "pipeline/spelling.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "catalog/compare.h"
#include "sql/comparison_form.h"

namespace pggit::pipeline {
namespace {

// The fields whose texts have one comparison form.
std::set<std::string> spelled_differently(sql::Parser& parser, const ir::Object& a,
                                          const ir::Object& b) {
  std::map<std::string, const ir::Expression*> texts;
  for (const auto& [field, text] : catalog::expressions(a)) texts[field] = text;
  std::set<std::string> fields;
  for (const auto& [field, text] : catalog::expressions(b)) {
    const auto other = texts.find(field);
    if (other == texts.end()) continue;
    if (sql::comparison_form(parser, text->sql()) ==
        sql::comparison_form(parser, other->second->sql()))
      fields.insert(field);
  }
  return fields;
}

}  // namespace

bool differ_in_spelling_alone(sql::Parser& parser, const ir::Object& a, const ir::Object& b) {
  const auto fields = catalog::compare(a, b);
  const std::set<std::string> spelled = spelled_differently(parser, a, b);
  return !fields.empty() && std::ranges::all_of(fields, [&](const auto& field) {
    return spelled.contains(field.field);
  });
}

}  // namespace pggit::pipeline
