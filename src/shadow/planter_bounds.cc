#include "shadow/planter_bounds.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/partitions.h"

namespace pggit::shadow {
namespace {

using Texts = std::vector<std::string>;

// The items of the list in parentheses that begins at or behind `at`, which then stands behind it.
Texts list_at(const std::string& text, std::size_t& at) {
  Texts items;
  std::string item;
  int depth = 0;
  char quote = 0;
  for (at = text.find('(', at); at < text.size(); ++at) {
    const char c = text[at];
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' && ++depth == 1) {
      continue;
    } else if (c == ')' && --depth == 0) {
      break;
    } else if (c == ',' && depth == 1) {
      items.push_back(std::move(item));
      item.clear();
      continue;
    }
    if (!item.empty() || c != ' ') item.push_back(c);
  }
  items.push_back(std::move(item));
  return items;
}

std::string key_text(const ir::IndexKey& key) {
  return key.expression ? "(" + key.expression->sql() + ")" : base::quote_ident(key.column);
}

std::string in_list(const std::string& key, const Texts& values) {
  Texts known;
  bool null = false;
  for (const std::string& value : values) {
    if (base::to_lower(value).starts_with("null")) {
      null = true;
    } else {
      known.push_back(value);
    }
  }
  const std::string or_null = null ? key + " IS NULL" : "";
  if (known.empty()) return or_null;
  const std::string in = key + " IN (" + base::join(known, ", ") + ")";
  return null ? "(" + in + " OR " + or_null + ")" : in;
}

// The first keys that both ends agree on, then the one between them.
std::string in_range(const std::vector<ir::IndexKey>& keys, const Texts& from, const Texts& to) {
  Texts parts;
  for (const ir::IndexKey& key : keys) parts.push_back(key_text(key) + " IS NOT NULL");
  for (std::size_t i = 0; i < std::min({keys.size(), from.size(), to.size()}); ++i) {
    const std::string key = key_text(keys[i]);
    if (from[i] == to[i] && from[i] != "MINVALUE" && from[i] != "MAXVALUE") {
      parts.push_back(key + " = " + from[i]);
      continue;
    }
    const bool is_last = i + 1 == keys.size();
    if (from[i] != "MINVALUE") parts.push_back(key + (is_last ? " >= " : " > ") + from[i]);
    if (to[i] != "MAXVALUE") parts.push_back(key + " < " + to[i]);
    break;
  }
  return base::join(parts, " AND ");
}

std::string condition(const ir::PartitionKey& by, const std::string& bound) {
  std::size_t at = 0;
  const Texts first = list_at(bound, at);
  if (by.strategy == 'l') return in_list(key_text(by.keys.front()), first);
  if (by.strategy == 'h') return "";
  const Texts second = list_at(bound, at);
  return in_range(by.keys, first, second);
}

std::string own_condition(const catalog::Catalog& catalog, const ir::Table& table,
                          const ir::Key& parent_key, const ir::PartitionKey& by) {
  const std::string bound = table.partition_of->bound.sql();
  if (bound != "DEFAULT") return condition(by, bound);
  Texts others;
  for (const ir::Key& key : catalog::partitions_of(catalog, parent_key)) {
    if (key == table.key()) continue;
    const ir::Table& sibling = *catalog.get<ir::Table>(key);
    const std::string of_sibling = condition(by, sibling.partition_of->bound.sql());
    if (!of_sibling.empty()) others.push_back("NOT (" + of_sibling + ")");
  }
  return base::join(others, " AND ");
}

}  // namespace

std::vector<std::string> bound_conditions(const catalog::Catalog& catalog, const ir::Table& table) {
  if (!table.partition_of) return {};
  const ir::Key key{ir::Kind::Table, table.partition_of->schema, table.partition_of->table, ""};
  const ir::Table* parent = catalog.get<ir::Table>(key);
  if (!parent || !parent->partition_by) return {};
  Texts conditions = bound_conditions(catalog, *parent);
  std::string own = own_condition(catalog, table, key, *parent->partition_by);
  if (!own.empty()) conditions.push_back(std::move(own));
  return conditions;
}

}  // namespace pggit::shadow
