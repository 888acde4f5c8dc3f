#include "ir/expression.h"

#include "base/text.h"

namespace pggit::ir {
namespace {

bool names_relation(Piece::Kind kind) {
  return kind == Piece::Kind::Relation || kind == Piece::Kind::RelationName ||
         kind == Piece::Kind::Regclass || kind == Piece::Kind::Column;
}
bool names_type(Piece::Kind kind) { return kind == Piece::Kind::Type; }
bool names_function(Piece::Kind kind) { return kind == Piece::Kind::Function; }

bool move_object(std::vector<Piece>& pieces, const auto& is_kind, std::string_view schema,
                 std::string_view name, std::string_view new_schema, std::string_view new_name) {
  bool changed = false;
  for (Piece& piece : pieces) {
    if (!is_kind(piece.kind) || piece.schema != schema || piece.name != name) continue;
    piece.schema = new_schema;
    piece.name = new_name;
    changed = true;
  }
  return changed;
}

std::string piece_sql(const Piece& piece) {
  switch (piece.kind) {
    case Piece::Kind::Text:
      return piece.text;
    case Piece::Kind::Relation:
    case Piece::Kind::Type:
    case Piece::Kind::Function:
    case Piece::Kind::Collation:
      return base::qualified(piece.schema, piece.name);
    case Piece::Kind::RelationName:
      return base::quote_ident(piece.name);
    case Piece::Kind::Column:
      return base::quote_ident(piece.column);
    case Piece::Kind::Regclass:
    case Piece::Kind::Configuration:
    case Piece::Kind::Dictionary:
      return base::quote_literal(base::qualified(piece.schema, piece.name));
  }
  return {};
}

}  // namespace

Expression Expression::from_server(std::string form) {
  Expression expression;
  expression.pieces_.push_back({Piece::Kind::Text, std::move(form), "", "", ""});
  expression.server_form_ = true;
  return expression;
}

std::string Expression::sql() const {
  std::string out;
  for (const Piece& piece : pieces_) out += piece_sql(piece);
  return out;
}

bool Expression::rename_relation(std::string_view schema, std::string_view name,
                                 std::string_view new_schema, std::string_view new_name) {
  return move_object(pieces_, names_relation, schema, name, new_schema, new_name);
}

bool Expression::rename_type(std::string_view schema, std::string_view name,
                             std::string_view new_schema, std::string_view new_name) {
  return move_object(pieces_, names_type, schema, name, new_schema, new_name);
}

bool Expression::rename_function(std::string_view schema, std::string_view name,
                                 std::string_view new_schema, std::string_view new_name) {
  return move_object(pieces_, names_function, schema, name, new_schema, new_name);
}

bool Expression::rename_other(Piece::Kind kind, std::string_view schema, std::string_view name,
                              std::string_view new_schema, std::string_view new_name) {
  const auto is_it = [&](Piece::Kind k) { return k == kind; };
  return move_object(pieces_, is_it, schema, name, new_schema, new_name);
}

bool Expression::rename_column(std::string_view schema, std::string_view relation,
                               std::string_view column, std::string_view new_column) {
  bool changed = false;
  for (Piece& piece : pieces_) {
    if (piece.kind != Piece::Kind::Column || piece.schema != schema || piece.name != relation ||
        piece.column != column) {
      continue;
    }
    piece.column = new_column;
    changed = true;
  }
  return changed;
}

bool Expression::rename_schema(std::string_view schema, std::string_view new_schema) {
  bool changed = false;
  for (Piece& piece : pieces_) {
    if (piece.kind == Piece::Kind::Text || piece.schema != schema) continue;
    piece.schema = new_schema;
    changed = true;
  }
  return changed;
}

}  // namespace pggit::ir
