#include "sql/parse.h"

#include <algorithm>

#include "base/text.h"
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

// Where the first byte stands that is no part of a UTF-8 character. The text has one.
std::uint32_t first_bad_byte(std::string_view text) {
  std::size_t good = 0;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    const bool ends_character =
        end == text.size() || (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (!ends_character) continue;
    if (!base::is_valid_utf8(text.substr(good, end - good))) break;
    good = end;
  }
  return std::uint32_t(good);
}

// A tree that could not be read: the scanner takes any byte, JSON only UTF-8.
SyntaxError unread(Tree::State::Loaded why, std::string_view text) {
  using enum Tree::State::Loaded;
  if (why == TooDeep) return {"nested too deeply", 0};
  if (base::is_valid_utf8(text)) return {"the parse tree cannot be read", 0};
  return {"invalid byte sequence for encoding \"UTF8\"", first_bad_byte(text)};
}

}  // namespace

struct Parser::State {
  // Readers of the tree call themselves: far more levels than people write, far fewer than the stack holds.
  static constexpr std::size_t kMaxDepth = 4096;

  GrammarHost host;
  simdjson::dom::parser json;

  Tree::State::Loaded load(Tree::State& tree, const std::string& text, Tree::State::Want want) {
    if (text.size() > json.capacity() || json.max_depth() < kMaxDepth) {
      if (json.allocate(std::max(text.size(), kCapacity), kMaxDepth) != simdjson::SUCCESS)
        return Tree::State::Loaded::NoTree;
    }
    return tree.load(json, text, want);
  }

 private:
  static constexpr std::size_t kCapacity = 1 << 16;
};

Parser::Parser() : state_(std::make_unique<State>()) {}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

std::expected<Tree, SyntaxError> Parser::parse(std::string_view statement) {
  using enum Tree::State::Loaded;
  const ParseOutcome outcome = state_->host.parse(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  Tree tree;
  const auto loaded = state_->load(*tree.state_, outcome.text, Tree::State::Want::Statement);
  if (loaded == Several) return std::unexpected(SyntaxError{"more than one statement", 0});
  if (loaded != Yes) return std::unexpected(unread(loaded, statement));
  return tree;
}

std::expected<Tree, SyntaxError> Parser::parse_expression(std::string_view expression) {
  using enum Tree::State::Loaded;
  const std::string statement = std::string(kSelect) + std::string(expression);
  const ParseOutcome outcome = state_->host.parse(statement);
  if (!outcome.ok()) {
    SyntaxError error = error_from(outcome, statement);
    error.offset = error.offset > kSelect.size() ? error.offset - std::uint32_t(kSelect.size()) : 0;
    return std::unexpected(error);
  }
  Tree tree;
  const auto loaded = state_->load(*tree.state_, outcome.text, Tree::State::Want::Expression);
  if (loaded == Several) return std::unexpected(SyntaxError{"not one expression", 0});
  if (loaded != Yes) return std::unexpected(unread(loaded, expression));
  return tree;
}

std::expected<Tree, SyntaxError> Parser::parse_plpgsql(std::string_view statement) {
  using enum Tree::State::Loaded;
  const ParseOutcome outcome = state_->host.parse_plpgsql(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  Tree tree;
  const auto loaded = state_->load(*tree.state_, outcome.text, Tree::State::Want::Code);
  if (loaded == Several) return std::unexpected(SyntaxError{"more than one function", 0});
  if (loaded != Yes) return std::unexpected(unread(loaded, statement));
  return tree;
}

std::expected<std::string, SyntaxError> Parser::fingerprint(std::string_view statement) {
  ParseOutcome outcome = state_->host.fingerprint(statement);
  if (!outcome.ok()) return std::unexpected(error_from(outcome, statement));
  return std::move(outcome.text);
}

}  // namespace pggit::sql
