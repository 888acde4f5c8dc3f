// Rows in the text format of COPY.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pggit::store {

class CopyText {
 public:
  void row(const std::vector<std::optional<std::string>>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) text_.push_back('\t');
      values[i] ? append(*values[i]) : void(text_ += "\\N");
    }
    text_.push_back('\n');
  }
  const std::string& text() const { return text_; }

 private:
  void append(const std::string& value) {
    for (const char c : value) {
      switch (c) {
        case '\\':
          text_ += "\\\\";
          break;
        case '\t':
          text_ += "\\t";
          break;
        case '\n':
          text_ += "\\n";
          break;
        case '\r':
          text_ += "\\r";
          break;
        default:
          text_.push_back(c);
      }
    }
  }

  std::string text_;
};

}  // namespace pggit::store
