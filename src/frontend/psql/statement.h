// The statement that a script is in the middle of: its bytes, and what must be known to find its end.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/shared/pieces.h"
#include "syntax/sql/statement_words.h"

namespace pggit::frontend::psql {

class Statement {
 public:
  // Bytes of the file as they stand.
  void keep(std::size_t begin, std::size_t end);
  // A text that stands at `at` instead of what is written there.
  void put(std::string_view text, std::size_t at);
  // A token that belongs to it, in order; `word` is empty for all but words.
  void token(std::string_view word, char first, std::size_t at);

  // Whether it has more than spaces and comments.
  bool has_body() const { return has_body_; }
  std::size_t body() const { return body_; }
  // Whether a semicolon ends it here.
  bool may_end() const { return parentheses_ == 0 && !words_.in_body(); }
  bool rows_follow() const { return words_.rows_follow(); }
  bool in_brackets() const { return brackets_ > 0; }
  // SET client_encoding, and what follows is the name.
  bool names_encoding() const { return before_last_ == "set" && last_ == "client_encoding"; }

  // Puts its bytes into the text; `keep` those that stand in the file. What is left is an empty statement.
  void move_to(shared::TextBuilder& text,
               const std::function<void(std::size_t begin, std::size_t end)>& keep);
  void clear() { *this = {}; }

 private:
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;  // of kept bytes; of others: begin
    std::string put;
  };
  std::vector<Part> parts_;
  syntax::sql::StatementWords words_;
  std::string last_;  // of its words, in lower case
  std::string before_last_;
  int parentheses_ = 0;
  int brackets_ = 0;
  bool has_body_ = false;
  std::size_t body_ = 0;
};

}  // namespace pggit::frontend::psql
