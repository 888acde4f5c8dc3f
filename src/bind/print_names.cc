// Column references, and names in general.
#include <algorithm>

#include "base/text.h"
#include "bind/source_printer.h"
#include "bind/type_name.h"

namespace pggit::bind {

void SourcePrinter::ident(std::string_view name) { text_ += base::quote_ident(name); }

void SourcePrinter::flush() {
  if (text_.empty()) return;
  pieces_.push_back({ir::Piece::Kind::Text, std::move(text_), "", "", ""});
  text_.clear();
}

void SourcePrinter::piece(ir::Piece piece) {
  flush();
  pieces_.push_back(std::move(piece));
}

ir::Expression SourcePrinter::take() {
  flush();
  return ir::Expression(std::move(pieces_));
}

void SourcePrinter::refuse(std::string why) {
  if (problem_.empty()) problem_ = std::move(why);
}

void SourcePrinter::list(const std::vector<sql::Node>& nodes, std::string_view separator) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) text(separator);
    expression(nodes[i]);
  }
}

void SourcePrinter::type(const sql::Node& type_name) { type(bind_type(type_name, names_)); }

void SourcePrinter::type(const ir::TypeName& type) {
  if (type.schema.empty()) {
    text(type.name);
  } else {
    piece({ir::Piece::Kind::Type, "", type.schema, type.name, ""});
    text(type.modifier);
  }
  if (type.is_array) text("[]");
}

SourcePrinter::Found SourcePrinter::find_in(const Scope& scope, std::string_view name) {
  if (std::ranges::find(scope.merged, name) != scope.merged.end()) return {nullptr, nullptr, true};
  for (const RangeItem& item : scope.items) {
    if (std::ranges::find(item.hidden, name) != item.hidden.end()) continue;
    const auto column = std::ranges::find(item.columns, name, &RangeItem::Column::name);
    if (column != item.columns.end()) return {&item, &*column, false};
  }
  return {};
}

SourcePrinter::Found SourcePrinter::find_column(std::string_view name) const {
  for (const Scope* scope = scope_; scope; scope = scope->outer) {
    if (const Found found = find_in(*scope, name); found.column || found.merged) return found;
  }
  return {};
}

const RangeItem* SourcePrinter::find_item(std::string_view alias) const {
  for (const Scope* scope = scope_; scope; scope = scope->outer) {
    const auto item = std::ranges::find(scope->items, alias, &RangeItem::alias);
    if (item != scope->items.end()) return &*item;
  }
  return nullptr;
}

void SourcePrinter::qualifier(const RangeItem& item) {
  if (item.implicit_alias && item.relation) {
    piece({ir::Piece::Kind::RelationName, "", item.relation->schema, item.relation->name, ""});
  } else {
    ident(item.alias);
  }
}

void SourcePrinter::column_of(const RangeItem& item, const RangeItem::Column& column, bool bare) {
  if (!bare) {
    qualifier(item);
    text(".");
  }
  if (item.relation && !column.base_column.empty()) {
    piece({ir::Piece::Kind::Column, "", item.relation->schema, item.relation->name,
           column.base_column});
  } else {
    ident(column.name);
  }
}

void SourcePrinter::as_written(const std::vector<sql::Node>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) text(".");
    fields[i].is("A_Star") ? text("*") : ident(fields[i].text());
  }
}

// A name of one part: a column that USING merged, a column of some item, or a whole row.
bool SourcePrinter::bare_name(const std::string& name) {
  const Found found = find_column(name);
  if (found.merged) return ident(name), true;
  if (found.column) return column_of(*found.item, *found.column, scope_->bare_columns), true;
  const RangeItem* whole_row = find_item(name);
  if (whole_row) qualifier(*whole_row);
  return whole_row != nullptr;
}

// (u).email of a relation's row u: the field follows a rename as u.email does.
bool SourcePrinter::field_of_row(const sql::Node& node) {
  const std::vector<sql::Node> fields = node["arg"].list("fields");
  const std::vector<sql::Node> steps = node.list("indirection");
  if (!node["arg"].is("ColumnRef") || fields.size() != 1 || steps.size() != 1) return false;
  if (!fields[0].is("String") || !steps[0].is("String")) return false;
  const Found found = find_column(fields[0].text());
  const RangeItem* row = found.column || found.merged ? nullptr : find_item(fields[0].text());
  if (!row) return false;
  const auto column = std::ranges::find(row->columns, steps[0].text(), &RangeItem::Column::name);
  if (column == row->columns.end()) return false;
  text("(");
  qualifier(*row);
  text(").");
  column_of(*row, *column, true);
  return true;
}

void SourcePrinter::column_ref(const sql::Node& node) {
  const std::vector<sql::Node> fields = node.list("fields");
  if (fields.size() == 1 && !fields[0].is("A_Star") && bare_name(std::string(fields[0].text())))
    return;
  const bool qualified = fields.size() == 2 || fields.size() == 3;
  const RangeItem* item = qualified ? find_item(fields[fields.size() - 2].text()) : nullptr;
  if (!item) return as_written(fields);
  if (fields.back().is("A_Star")) {
    qualifier(*item);
    return text(".*");
  }
  const auto column =
      std::ranges::find(item->columns, fields.back().text(), &RangeItem::Column::name);
  if (column != item->columns.end()) return column_of(*item, *column, scope_->bare_columns);
  qualifier(*item);
  text(".");
  ident(fields.back().text());
}

void SourcePrinter::collation(const std::vector<sql::Node>& name) {
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  const auto key = names_.resolve_named(ir::Kind::Collation, schema, name.back().text());
  if (!key) return as_written(name);
  piece({ir::Piece::Kind::Collation, "", key->schema, key->name, ""});
}

// 'app.seq'::regclass, held by identity when we know the relation.
void SourcePrinter::regclass(std::string_view name) {
  const std::vector<std::string> parts = name_parts(name);
  const auto key = parts.size() <= 2
                       ? names_.resolve_relation(parts.size() == 2 ? parts[0] : "", parts.back())
                       : std::nullopt;
  if (key) {
    piece({ir::Piece::Kind::Regclass, "", key->schema, key->name, ""});
  } else {
    text(base::quote_literal(name));
  }
  text("::regclass");
}

// 'app.fr'::regconfig, held by identity where it is the user's.
bool SourcePrinter::search_constant(ir::Kind kind, const sql::Node& constant) {
  if (!constant.has("sval")) return false;
  const std::vector<std::string> parts = name_parts(constant["sval"].str("sval"));
  if (parts.size() > 2) return false;
  const auto key = names_.resolve_named(kind, parts.size() == 2 ? parts[0] : "", parts.back());
  if (!key) return false;
  const bool is_dictionary = kind == ir::Kind::Dictionary;
  piece({is_dictionary ? ir::Piece::Kind::Dictionary : ir::Piece::Kind::Configuration, "",
         key->schema, key->name, ""});
  text(is_dictionary ? "::regdictionary" : "::regconfig");
  return true;
}

}  // namespace pggit::bind
