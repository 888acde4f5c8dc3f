// What the splitter must know of a statement besides its quotes: whether a semicolon stands in its body, and whether
// rows follow it.
#pragma once

#include <string_view>

#include "base/text.h"

namespace pggit::syntax::sql {

// Told of every token of one statement outside parentheses, in order.
class StatementWords {
 public:
  void word(std::string_view word) {
    if (done_) return;
    if (count_ < kHead) note_head(word);
    if (head_ == Head::Copy) note_copy(word);
    if (head_ == Head::Routine && !is_name_) note_routine(word);
    is_name_ = head_ == Head::Routine && is(word, "as");
    done_ = count_ == kHead && head_ == Head::Other;
  }
  // `dot`: what follows is a name. So is what follows AS: `SELECT 1 AS end`.
  void other(bool dot) {
    if (done_) return;
    is_name_ = dot;
    begin_before_ = from_before_ = false;
    if (count_ > 0 && count_ < kHead && head_ == Head::Other) done_ = true;
  }

  bool in_body() const { return depth_ > 0; }
  bool rows_follow() const { return rows_follow_; }

 private:
  enum class Head { Other, Copy, Routine };
  static constexpr int kHead = 4;  // CREATE OR REPLACE FUNCTION

  static bool is(std::string_view word, std::string_view lower) {
    return word.size() == lower.size() && base::starts_with_ignoring_case(word, lower);
  }

  void note_head(std::string_view word) {
    const bool is_routine = is(word, "function") || is(word, "procedure");
    const bool fits = count_ == 0   ? is(word, "create") || is(word, "copy")
                      : count_ == 1 ? is_routine || is(word, "or")
                      : count_ == 2 ? is(word, "replace")
                                    : is_routine;
    if (count_ == 0 && is(word, "copy")) head_ = Head::Copy;
    if (count_ > 0 && fits && is_routine) head_ = Head::Routine;
    count_ = fits && head_ == Head::Other ? count_ + 1 : kHead;
  }

  void note_copy(std::string_view word) {
    if (from_before_ && is(word, "stdin")) rows_follow_ = true;
    from_before_ = is(word, "from");
  }

  // BEGIN ATOMIC and CASE are each closed by END.
  void note_routine(std::string_view word) {
    const bool opens = depth_ > 0 ? is(word, "case") : begin_before_ && is(word, "atomic");
    begin_before_ = is(word, "begin");
    if (opens) ++depth_;
    if (depth_ > 0 && is(word, "end")) --depth_;
  }

  Head head_ = Head::Other;
  int count_ = 0;  // words of the head so far; kHead: no more are awaited
  int depth_ = 0;
  bool begin_before_ = false;
  bool from_before_ = false;
  bool is_name_ = false;
  bool rows_follow_ = false;
  bool done_ = false;  // nothing more is to be learnt
};

}  // namespace pggit::syntax::sql
