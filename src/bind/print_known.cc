// What is known of an expression's type and collation without PostgreSQL's inference.
#include <algorithm>

#include "bind/collation.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

bool is_collatable(const ir::TypeName& type) {
  const std::string base = type.name.substr(0, type.name.find('('));
  return type.schema.empty() && (base == "text" || base == "character varying" ||
                                 base == "character" || base == "bpchar" || base == "name");
}

// PostgreSQL's own that give a `name`, whose collation is "C".
constexpr std::string_view kGiveNames[] = {
    "current_database",   "current_schema",  "current_user",       "session_user",
    "pg_client_encoding", "pg_get_userbyid", "getdatabaseencoding"};

bool gives_name(const sql::Node& call, const Names& names) {
  const std::vector<sql::Node> name = call.list("funcname");
  const std::string_view word = name.back().text();
  if (std::ranges::find(kGiveNames, word) != std::end(kGiveNames)) return true;
  for (const ir::Key& key : names.functions(name.size() > 1 ? name[0].text() : "", word)) {
    if (names.catalog->get<ir::Function>(key)->returns.name == "name") return true;
  }
  return false;
}

}  // namespace

const RangeItem::Column* SourcePrinter::column_of_ref(const sql::Node& ref) const {
  const std::vector<sql::Node> fields = ref.list("fields");
  if (fields.empty() || fields.back().is("A_Star")) return nullptr;
  if (fields.size() == 1) return find_column(fields[0].text()).column;
  const RangeItem* item = find_item(fields[fields.size() - 2].text());
  if (!item) return nullptr;
  const auto column =
      std::ranges::find(item->columns, fields.back().text(), &RangeItem::Column::name);
  return column == item->columns.end() ? nullptr : &*column;
}

bool SourcePrinter::may_be_collated(const sql::Node& node) const {
  if (node.is("ColumnRef")) {
    const RangeItem::Column* column = column_of_ref(node);
    return !column || !column->type.is_known() || column->type.name == "name" ||
           !column->collation.empty();
  }
  if (node.is("CollateClause") || node.is("SQLValueFunction") || node.is("SubLink")) return true;
  if (node.is("FuncCall") && gives_name(node, names_)) return true;
  if (node.is("TypeCast") && bind_type(node["typeName"], names_).name == "name") return true;
  return std::ranges::any_of(node.children(),
                             [&](const sql::Node& child) { return may_be_collated(child); });
}

SourcePrinter::Known SourcePrinter::known(const sql::Node& node) const {
  if (node.is("ColumnRef")) {
    const RangeItem::Column* column = column_of_ref(node);
    return column ? Known{column->type, column->collation} : Known{};
  }
  if (node.is("CollateClause")) {
    const Known inner = known(node["arg"]);
    if (!is_collatable(inner.type) || inner.type.name == "name") return {};
    if (!is_told(node.list("collname"))) return {};
    return {inner.type, collation_name(node.list("collname"), names_)};
  }
  if (!node.is("TypeCast")) return {};
  ir::TypeName type = bind_type(node["typeName"], names_);
  if (is_collatable(type) && may_be_collated(node["arg"])) return {};
  return {std::move(type), ""};
}

}  // namespace pggit::bind
