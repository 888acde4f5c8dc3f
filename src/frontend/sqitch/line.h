// One line of a plan, taken apart. Source: Plan.pm of Sqitch 1.
//
//   users [appschema !old_users] 2013-12-31T10:26:59Z Ada L. <ada@example.org> # Who may log in.
//   @v1.0 2013-12-31T11:00:00Z Ada L. <ada@example.org>
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::frontend::sqitch {

// A part of a line, by its bytes in it.
struct Word {
  std::string_view text;
  std::size_t begin = 0;
  std::size_t end() const { return begin + text.size(); }
};

struct Line {
  bool is_tag = false;
  bool is_revert = false;  // a minus before the name
  Word name;               // without @
  bool has_brackets = false;
  std::vector<Word> dependencies;
  std::string_view timestamp;
  std::string planner;  // "Ada L. <ada@example.org>"
  std::string note;     // escapes replaced
};

struct Pragma {
  Word name;
  Word value;  // empty: none
};

// What is wrong with a line, from byte `at` on.
struct Fault {
  std::size_t at = 0;
  std::string message;
};

// Whether it has nothing but blanks and a comment.
bool is_empty_or_comment(std::string_view line);
bool is_empty(std::string_view line);

// The text of a note: \n, \r and \\ stand for what they do in C.
std::string note_of(std::string_view written);

std::expected<Line, Fault> read_line(std::string_view line);
std::expected<Pragma, Fault> read_pragma(std::string_view line);

}  // namespace pggit::frontend::sqitch
