#include "bind/sql_body.h"

#include <algorithm>
#include <iterator>

#include "bind/expression.h"
#include "bind/query.h"

namespace pggit::bind {
namespace {

void add_text(std::vector<ir::Piece>& pieces, std::string text) {
  pieces.push_back({ir::Piece::Kind::Text, std::move(text), "", "", ""});
}

void add(std::vector<ir::Piece>& pieces, const ir::Expression& expression) {
  std::ranges::copy(expression.pieces(), std::back_inserter(pieces));
}

std::vector<sql::Node> statements_of(const sql::Node& sql_body) {
  std::vector<sql::Node> statements;
  for (const sql::Node& list : sql_body.items())
    std::ranges::copy(list.items(), std::back_inserter(statements));
  return statements;
}

}  // namespace

std::expected<ir::Expression, std::string> bind_sql_body(const sql::Node& sql_body,
                                                         const Names& names) {
  std::vector<ir::Piece> pieces;
  if (sql_body.is("ReturnStmt")) {
    add_text(pieces, "RETURN ");
    add(pieces, bind_expression(sql_body["returnval"], names, Scope()));
    return ir::Expression(std::move(pieces));
  }
  add_text(pieces, "BEGIN ATOMIC");
  for (const sql::Node& statement : statements_of(sql_body)) {
    const auto bound = bind_row_statement(statement, names, Scope());
    if (!bound) return std::unexpected(bound.error());
    add_text(pieces, " ");
    add(pieces, *bound);
    add_text(pieces, ";");
  }
  add_text(pieces, " END");
  return ir::Expression(std::move(pieces));
}

}  // namespace pggit::bind
