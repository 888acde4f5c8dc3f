#include "frontend/sql/contents.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "syntax/sql/lexer.h"
#include "syntax/sql/split.h"

namespace pggit::frontend::sql {
namespace {

using Words = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view word, Words words) {
  return std::ranges::find(words, word) != words.end();
}

// The words and names of a statement, a name with dots as its last part; "(" where a parenthesis opens, "," and the like
// left out.
std::vector<std::string> tokens_of(std::string_view statement) {
  std::vector<std::string> tokens;
  syntax::sql::Lexer lexer(statement, true);
  bool after_dot = false;
  const auto take = [&](std::string token) {
    if (after_dot && !tokens.empty()) {
      tokens.back() = std::move(token);
    } else {
      tokens.push_back(std::move(token));
    }
    after_dot = false;
  };
  while (!lexer.at_end()) {
    const std::size_t begin = lexer.at();
    const char c = lexer.peek();
    if (lexer.at_line_comment()) {
      lexer.skip_line_comment();
    } else if (lexer.at_block_comment()) {
      lexer.skip_block_comment();
    } else if (const std::string_view word = lexer.skip_token(); !word.empty()) {
      take(base::to_lower(word));
    } else if (c == '"') {
      take(std::string(statement.substr(begin + 1, lexer.at() - begin - 2)));
    } else if (c == '(') {
      take("(");
    } else {
      after_dot = c == '.';
    }
  }
  return tokens;
}

class StatementReader {
 public:
  StatementReader(std::vector<std::string> tokens, Contents& contents)
      : tokens_(std::move(tokens)), contents_(contents) {}

  void run() {
    const std::string_view first = at(0);
    const bool replaces =
        (first == "create" && at(1) == "or") ||
        (first == "drop" && std::ranges::find(tokens_, "exists") != tokens_.end()) ||
        is_one_of(first, {"grant", "revoke", "comment", "set", "select", "begin", "commit"});
    contents_.only_replaces &= replaces;
    contents_.is_empty = false;
    std::size_t from = 0;
    if (first == "create") from = take_created();
    if (first == "drop") from = take_dropped();
    for (std::size_t i = from; i + 1 < tokens_.size(); ++i) take_used(i);
    if (first == "alter" || first == "drop" || (first == "delete" && at(1) == "from"))
      take_changed(2);
    if (first == "update") take_changed(1);
  }

 private:
  std::string_view at(std::size_t i) const {
    return i < tokens_.size() ? std::string_view(tokens_[i]) : std::string_view();
  }

  static bool is_kind(std::string_view word) {
    return is_one_of(word, {"table", "view", "sequence", "type", "domain", "function", "procedure",
                            "schema", "aggregate"});
  }

  // The name behind [IF [NOT] EXISTS] [ONLY].
  std::size_t name_behind(std::size_t i) const {
    while (is_one_of(at(i), {"if", "not", "exists", "only", "concurrently"})) ++i;
    return i;
  }

  // CREATE ... TABLE x; returns where the rest begins.
  std::size_t take_created() {
    for (std::size_t i = 1; i < std::min<std::size_t>(tokens_.size(), 6); ++i) {
      if (!is_kind(at(i))) continue;
      const std::size_t name = name_behind(i + 1);
      if (name >= tokens_.size()) return i;
      created_ = tokens_[name];
      if (!contents_.uses.contains(created_)) contents_.creates.insert(created_);
      return name + 1;
    }
    return 1;
  }

  std::size_t take_dropped() {
    if (!is_kind(at(1)) && at(1) != "materialized") return 1;
    const std::size_t name = name_behind(is_kind(at(1)) ? 2 : 3);
    if (name >= tokens_.size()) return 1;
    const bool may_be_missing = at(name - 1) == "exists";
    if (!may_be_missing) use(tokens_[name]);
    contents_.drops.insert(tokens_[name]);
    return name + 1;
  }

  void take_used(std::size_t i) {
    const std::string_view word = at(i);
    if (word == "table" || is_one_of(word, {"from", "join", "into", "update", "references", "copy",
                                            "truncate", "using"})) {
      return use(at(name_behind(i + 1)));
    }
    // CREATE INDEX i ON t, CREATE TRIGGER ... ON t, GRANT ... ON t; not ON CONFLICT, ON DELETE.
    if (word != "on" ||
        is_one_of(at(i + 1), {"conflict", "delete", "update", "insert", "commit", "("}))
      return;
    const bool has_kind = is_kind(at(i + 1));
    use(at(name_behind(i + (has_kind ? 2 : 1))));
  }

  void take_changed(std::size_t i) {
    const std::string name(at(name_behind(i)));
    if (contents_.uses.contains(name)) contents_.changes.insert(name);
  }

  void use(std::string_view name) {
    if (name.empty() || name == "(" || name == created_) return;
    if (!contents_.creates.contains(std::string(name))) contents_.uses.emplace(name);
  }

  std::vector<std::string> tokens_;
  Contents& contents_;
  std::string created_;
};

}  // namespace

Contents contents_of(std::string_view text) {
  Contents contents;
  contents.is_dump = text.substr(0, 400).find("-- PostgreSQL database dump") != text.npos;
  for (const syntax::sql::Slice& slice : syntax::sql::split(text)) {
    if (slice.kind != syntax::sql::SliceKind::Statement) continue;
    StatementReader(tokens_of(text.substr(slice.body, slice.end - slice.body)), contents).run();
  }
  return contents;
}

}  // namespace pggit::frontend::sql
