#include "frontend/dbmate/parse.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "frontend/shared/lines.h"
#include "frontend/shared/pieces.h"

namespace pggit::frontend::dbmate {
namespace {

using shared::Line;

struct Block {
  bool is_up = true;
  Line line;
  std::string_view options;
};

// A mark begins its line; what follows it are options.
std::optional<Block> block_of(std::string_view text, const Line& line) {
  std::string_view words = slice_of(text, line);
  if (!words.starts_with("--")) return std::nullopt;
  words = base::trim(words.substr(2));
  const bool is_up = words.starts_with("migrate:up");
  if (!is_up && !words.starts_with("migrate:down")) return std::nullopt;
  words.remove_prefix(is_up ? 10 : 12);
  if (!words.empty() && base::trim(words.substr(0, 1)).size() == 1) return std::nullopt;
  return Block{is_up, line, base::trim(words)};
}

bool is_in_transaction(std::string_view options) {
  bool in_transaction = true;
  while (!options.empty()) {
    const std::size_t end = std::min(options.find_first_of(" \t"), options.size());
    const std::string_view option = options.substr(0, end);
    if (option.starts_with("transaction:")) in_transaction = option != "transaction:false";
    options = base::trim(options.substr(end));
  }
  return in_transaction;
}

class Parser {
 public:
  Parser(const ir::Project& project, const shared::TextFile& file)
      : project_(project), file_(file.file), text_(project.sources->file(file.file).text) {}

  std::optional<Pair> run(std::uint32_t begin) {
    find_blocks(begin);
    if (blocks_.empty()) {
      report({0, 0, 0},
             "there is no `-- migrate:up`, which dbmate needs; add it before the first statement");
      return std::nullopt;
    }
    if (!is_pair()) return std::nullopt;
    if (blocks_.size() > 2) {
      report(blocks_[2].line,
             "a second pair of blocks: dbmate runs it and then fails, because it has noted the "
             "version already; put it into a file of its own");
    }
    return Pair{script(0), script(1)};
  }

 private:
  void find_blocks(std::uint32_t begin) {
    for (const Line& line : shared::lines_of(text_, begin)) {
      if (const auto block = block_of(text_, line)) {
        blocks_.push_back(*block);
      } else if (blocks_.empty() && !is_blank(line)) {
        report(line, "dbmate takes no statements before `-- migrate:up`; move this behind it");
        return;
      }
    }
  }

  bool is_blank(const Line& line) const {
    const std::string_view words = base::trim(slice_of(text_, line));
    return words.empty() || words.starts_with("--");
  }

  bool is_pair() {
    if (!blocks_[0].is_up) {
      report(blocks_[0].line, "dbmate wants `-- migrate:up` before `-- migrate:down`");
      return false;
    }
    if (blocks_.size() == 1 || blocks_[1].is_up) {
      report(
          blocks_[0].line,
          "there is no `-- migrate:down` behind this block, which dbmate needs; add one, even if "
          "it is empty");
      return false;
    }
    return true;
  }

  shared::Script script(std::size_t i) const {
    const std::uint32_t end =
        i + 1 < blocks_.size() ? blocks_[i + 1].line.begin : std::uint32_t(text_.size());
    const auto sending = is_in_transaction(blocks_[i].options) ? shared::Sending::InTransaction
                                                               : shared::Sending::OneMessage;
    return {{shared::verbatim(*project_.sources, file_, blocks_[i].line.next, end)}, sending, {}};
  }

  void report(const Line& line, const std::string& what) {
    project_.diagnostics->report(base::Severity::Error, "dbmate-mark",
                                 {file_, line.begin, line.end}, what);
  }

  const ir::Project& project_;
  base::FileId file_;
  std::string_view text_;
  std::vector<Block> blocks_;
};

}  // namespace

bool is_dbmate(std::string_view text) {
  return std::ranges::any_of(shared::lines_of(text), [&](const Line& line) {
    const auto block = block_of(text, line);
    return block && block->is_up;
  });
}

std::optional<Pair> parse(const ir::Project& project, const shared::TextFile& file) {
  return Parser(project, file).run(file.begin);
}

}  // namespace pggit::frontend::dbmate
