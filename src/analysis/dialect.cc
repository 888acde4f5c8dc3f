#include "analysis/dialect.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "syntax/sql/lexer.h"

namespace pggit::analysis {
namespace {

struct Word {
  std::string_view word;
  char next = '\0';  // the character that must follow; none: any
};

struct Dialect {
  const char* name;
  std::vector<Word> words;
};

const std::array<Dialect, 4>& dialects() {
  static const std::array<Dialect, 4> all{
      {{"Oracle", {{"varchar2"}, {"nvarchar2"}, {"number", '('}, {"pls_integer"}}},
       {"MySQL", {{"auto_increment"}, {"mediumtext"}, {"longtext"}, {"tinyint"}}},
       {"SQL Server", {{"nvarchar"}, {"datetime2"}, {"uniqueidentifier"}}},
       {"PostgreSQL",
        {{"plpgsql"},
         {"serial"},
         {"bigserial"},
         {"jsonb"},
         {"timestamptz"},
         {"bytea"},
         {"concurrently"}}}}};
  return all;
}

struct Found {
  std::size_t shown_by = 0;
  std::size_t text = 0;
  std::size_t offset = 0;
  std::string word;
};

char next_character(std::string_view text, std::size_t at) {
  while (at < text.size() && syntax::sql::is_space(text[at])) ++at;
  return at < text.size() ? text[at] : '\0';
}

void look_at(std::string_view text, std::size_t index, std::array<Found, 4>& found) {
  std::array<bool, 4> seen{};
  syntax::sql::Lexer lexer(text, true);
  while (!lexer.at_end()) {
    if (lexer.at_line_comment()) {
      lexer.skip_line_comment();
      continue;
    }
    if (lexer.at_block_comment()) {
      lexer.skip_block_comment();
      continue;
    }
    const std::size_t at = lexer.at();
    const std::string word = base::to_lower(std::string(lexer.skip_token()));
    if (word.empty()) continue;
    for (std::size_t d = 0; d < seen.size(); ++d) {
      const bool is_one = std::ranges::any_of(dialects()[d].words, [&](const Word& candidate) {
        return candidate.word == word &&
               (candidate.next == '\0' || next_character(text, lexer.at()) == candidate.next);
      });
      if (!is_one || seen[d]) continue;
      seen[d] = true;
      if (found[d].shown_by++ == 0) {
        found[d].text = index;
        found[d].offset = at;
        found[d].word = text.substr(at, word.size());
      }
    }
  }
}

}  // namespace

std::optional<ForeignDialect> foreign_dialect(const std::vector<std::string_view>& texts) {
  std::array<Found, 4> found{};
  for (std::size_t i = 0; i < texts.size(); ++i) look_at(texts[i], i, found);
  const std::size_t ours = found.back().shown_by;
  const auto most = std::ranges::max_element(found.begin(), found.end() - 1, {}, &Found::shown_by);
  if (most->shown_by == 0 || most->shown_by * 10 < texts.size() || most->shown_by < 3 * ours)
    return std::nullopt;
  return ForeignDialect{dialects()[std::size_t(most - found.begin())].name, most->text,
                        most->offset, most->word, most->shown_by};
}

}  // namespace pggit::analysis
