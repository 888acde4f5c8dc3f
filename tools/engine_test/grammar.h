// Sentences by chance from a grammar that is written as text:
//
//   statement
//     CREATE TABLE <name> (<columns>)
//     DROP TABLE <name>
//   columns
//     a int
//     a int, b text
//   name
//     t#3
//
// A line that is not indented names something; each indented line behind it is one way to say it. `<columns>` stands for one
// of those ways, `<empty>` for nothing, `#3` for a number from 0 to 2.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pggit::engine_test {

class Grammar {
 public:
  // Fails a check where a word is used and has no way to be said.
  explicit Grammar(std::string_view text);

  // One way to say `word`; `below(n)` gives a number below n.
  std::string say(const std::string& word,
                  const std::function<std::uint64_t(std::uint64_t)>& below) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> ways_;
};

}  // namespace pggit::engine_test
