#include "bind/choose_name.h"

#include <algorithm>

#include "base/text.h"

namespace pggit::bind {
namespace {

constexpr std::size_t kNameLimit = 63;

std::string made_unique(const std::string& name, const std::vector<std::string>& before) {
  std::string candidate = name;
  for (int i = 1; std::ranges::find(before, candidate) != before.end(); ++i) {
    const std::string digits = std::to_string(i);
    candidate = std::string(base::clip_identifier(name, kNameLimit - digits.size())) + digits;
  }
  return candidate;
}

}  // namespace

std::string make_object_name(std::string_view name1, std::string_view name2,
                             std::string_view label) {
  const std::size_t overhead = (name2.empty() ? 0 : 1) + (label.empty() ? 0 : label.size() + 1);
  std::size_t size1 = name1.size();
  std::size_t size2 = name2.size();
  while (size1 + size2 + overhead > kNameLimit) (size1 > size2 ? size1 : size2) -= 1;
  std::string name(base::clip_identifier(name1, size1));
  if (!name2.empty()) name.append("_").append(base::clip_identifier(name2, size2));
  if (!label.empty()) name.append("_").append(label);
  return name;
}

bool TakenNames::relation(std::string_view name) const {
  if (std::ranges::find(pending_relations, name) != pending_relations.end()) return true;
  return catalog::relation_name_taken(*catalog, schema, name);
}

bool TakenNames::constraint(std::string_view name) const {
  if (std::ranges::find(pending_constraints, name) != pending_constraints.end()) return true;
  return catalog::constraint_name_taken(*catalog, schema, name);
}

std::string choose_relation_name(const TakenNames& taken, std::string_view name1,
                                 std::string_view name2, std::string_view label,
                                 bool is_constraint) {
  for (int pass = 0;; ++pass) {
    const std::string suffix = std::string(label) + (pass ? std::to_string(pass) : "");
    std::string name = make_object_name(name1, name2, suffix);
    if (!taken.relation(name) && !(is_constraint && taken.constraint(name))) return name;
  }
}

std::string choose_constraint_name(const TakenNames& taken, std::string_view table,
                                   std::string_view columns, std::string_view label) {
  for (int pass = 0;; ++pass) {
    const std::string suffix = std::string(label) + (pass ? std::to_string(pass) : "");
    std::string name = make_object_name(table, columns, suffix);
    if (!taken.constraint(name)) return name;
  }
}

std::string index_name_addition(const std::vector<std::string>& columns) {
  std::vector<std::string> unique;
  for (const std::string& column : columns) unique.push_back(made_unique(column, unique));
  std::string addition;
  for (const std::string& column : unique) {
    if (!addition.empty()) addition += "_";
    addition += base::clip_identifier(column, kNameLimit);
    if (addition.size() > kNameLimit) break;
  }
  return addition;
}

}  // namespace pggit::bind
