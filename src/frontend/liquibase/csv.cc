#include "frontend/liquibase/csv.h"

#include <algorithm>

namespace pggit::frontend::liquibase {
namespace {

class Reader {
 public:
  Reader(std::string_view text, const CsvRules& rules) : text_(text), rules_(rules) {}

  std::vector<CsvRow> run() {
    while (at_ < text_.size()) {
      if (is_comment()) {
        at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
        continue;
      }
      row_ = {{}, std::uint32_t(at_)};
      read_row();
      const bool empty = row_.cells.size() == 1 && row_.cells[0].empty();
      if (!empty) rows_.push_back(std::move(row_));
    }
    return std::move(rows_);
  }

 private:
  bool is_comment() const {
    return !rules_.comment.empty() && text_.substr(at_).starts_with(rules_.comment);
  }

  void read_row() {
    for (;;) {
      row_.cells.push_back(read_cell());
      if (at_ >= text_.size()) return;
      const char ended_by = text_[at_++];
      if (ended_by == rules_.separator) {
        if (at_ < text_.size()) continue;
        row_.cells.emplace_back();
        return;
      }
      if (ended_by == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      return;
    }
  }

  // Up to the separator or the end of the line that ends it.
  std::string read_cell() {
    std::string cell;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      if (quoted && c == '\\' && (next == rules_.quote || next == '\\')) {
        cell += text_[++at_];
      } else if (c == rules_.quote) {
        if (quoted && next == rules_.quote) {
          cell += text_[++at_];
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == rules_.separator || c == '\n' || c == '\r')) {
        return cell;
      } else {
        cell += c;
      }
    }
    return cell;
  }

  std::string_view text_;
  const CsvRules& rules_;
  std::size_t at_ = 0;
  CsvRow row_;
  std::vector<CsvRow> rows_;
};

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text, const CsvRules& rules) {
  return Reader(text, rules).run();
}

}  // namespace pggit::frontend::liquibase
