// Regular expressions, as far as they are plain enough to write texts that match them: letters, classes, groups,
// alternatives, repetitions and anchors. PostgreSQL's own rules: "9.7.3 POSIX Regular Expressions" of its manual.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pggit::shadow {

class Pattern {
 public:
  // Nothing when the text uses what is not understood (look-around, back references, options, ...).
  static std::optional<Pattern> read(std::string_view text, bool ignores_case = false);
  // What LIKE means: % and _, a backslash before a letter that stands for itself.
  static Pattern from_like(std::string_view text, bool ignores_case = false);

  // Whether some part of `text` matches (all of it where anchors say so); nothing when finding out takes too long.
  std::optional<bool> matches(std::string_view text) const;

  // A text that matches: another one for another `number`, as long as there are more; `full` takes each repetition
  // as often as it may be (40 times at most), else hardly more often than it must be.
  std::string sample(unsigned number, bool full = false) const;

  struct Part;

 private:
  explicit Pattern(std::shared_ptr<const Part> part) : part_(std::move(part)) {}
  std::shared_ptr<const Part> part_;
};

}  // namespace pggit::shadow
