#include "sql/parse.h"

#include "base/check.h"
#include "sql/grammar/grammar_host.h"
#include "sql/tree_state.h"

namespace pggit::sql {
namespace {

constexpr std::string_view kSelect = "SELECT ";

// The grammar counts characters from 1.
std::uint32_t byte_of(std::string_view text, int cursorpos) {
  std::size_t at = 0;
  for (int left = cursorpos - 1; left > 0 && at < text.size(); --left) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return std::uint32_t(at);
}

SyntaxError error_from(const ParseOutcome& outcome, std::string_view text) {
  return {outcome.error, outcome.cursorpos > 0 ? byte_of(text, outcome.cursorpos) : 0};
}

}  // namespace

struct Parser::State {
  GrammarHost host;
};

Parser::Parser() : state_(std::make_unique<State>()) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

std::expected<Tree, SyntaxError> Parser::parse(std::string_view statement) {
  const ParseOutcome outcome = state_->host.parse(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  Tree tree;
  PGGIT_CHECK(tree.state_->load(outcome.text, false));
  if (tree.state_->count > 1) return std::unexpected(SyntaxError{"more than one statement", 0});
  return tree;
}

std::expected<Tree, SyntaxError> Parser::parse_expression(std::string_view expression) {
  const std::string statement = std::string(kSelect) + std::string(expression);
  const ParseOutcome outcome = state_->host.parse(statement);
  if (!outcome.ok()) {
    SyntaxError error = error_from(outcome, statement);
    error.offset = error.offset > kSelect.size() ? error.offset - std::uint32_t(kSelect.size()) : 0;
    return std::unexpected(error);
  }
  Tree tree;
  PGGIT_CHECK(tree.state_->load(outcome.text, true));
  if (tree.state_->count != 1) return std::unexpected(SyntaxError{"not one expression", 0});
  return tree;
}

std::expected<std::string, SyntaxError> Parser::parse_plpgsql(std::string_view statement) {
  ParseOutcome outcome = state_->host.parse_plpgsql(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  return std::move(outcome.text);
}

std::expected<std::string, SyntaxError> Parser::fingerprint(std::string_view statement) {
  ParseOutcome outcome = state_->host.fingerprint(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  return std::move(outcome.text);
}

}  // namespace pggit::sql
