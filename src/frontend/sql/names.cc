#include "frontend/sql/names.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/text.h"
#include "frontend/shared/history.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::sql {
namespace {

using Direction = FileName::Direction;
using Words = std::initializer_list<std::string_view>;

struct Meaning {
  std::string_view word;
  std::string_view means;
};

constexpr auto kDialects = std::to_array<Meaning>({{"postgres", "postgres"},
                                                   {"postgresql", "postgres"},
                                                   {"pg", "postgres"},
                                                   {"mysql", "mysql"},
                                                   {"mariadb", "mysql"},
                                                   {"sqlite", "sqlite"},
                                                   {"sqlite3", "sqlite"},
                                                   {"oracle", "oracle"},
                                                   {"mssql", "mssql"},
                                                   {"sqlserver", "mssql"},
                                                   {"h2", "h2"},
                                                   {"hsqldb", "hsqldb"},
                                                   {"cockroach", "cockroach"},
                                                   {"cockroachdb", "cockroach"},
                                                   {"clickhouse", "clickhouse"}});

constexpr auto kLanguages = std::to_array<Meaning>({{"py", "Python"},
                                                    {"sh", "shell"},
                                                    {"bash", "shell"},
                                                    {"go", "Go"},
                                                    {"rb", "Ruby"},
                                                    {"js", "JavaScript"},
                                                    {"ts", "TypeScript"},
                                                    {"java", "Java"},
                                                    {"kt", "Kotlin"},
                                                    {"php", "PHP"},
                                                    {"pl", "Perl"},
                                                    {"rs", "Rust"},
                                                    {"ps1", "PowerShell"}});

bool is_one_of(std::string_view word, Words words) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view meaning_of(std::string_view word, const auto& table) {
  const auto found = std::ranges::find(table, word, &Meaning::word);
  return found == table.end() ? std::string_view() : found->means;
}

bool is_sql_ending(std::string_view word) {
  return is_one_of(word, {"sql", "psql", "pgsql", "ddl"});
}
bool is_template_ending(std::string_view word) {
  return is_one_of(word, {"tmpl", "tpl", "template", "j2", "jinja", "jinja2", "erb", "in"});
}

Direction direction_of(std::string_view word) {
  if (is_one_of(word, {"up", "ups", "deploy", "apply", "do", "forward", "forwards"}))
    return Direction::Up;
  if (is_one_of(word, {"down", "downs", "revert", "reverts", "rollback", "rollbacks", "undo",
                       "unapply", "backward", "backwards"})) {
    return Direction::Down;
  }
  if (is_one_of(word, {"verify", "test", "tests", "spec", "fixtures"})) return Direction::Check;
  return Direction::Unknown;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_separator(char c) { return c == '.' || c == '_' || c == '-'; }

// Where the numbers begin: behind a word such as `v` or `release-`.
std::size_t begin_of_numbers(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_letter(text[at])) ++at;
  const std::string word = base::to_lower(text.substr(0, at));
  const bool counts = word.empty() || is_one_of(word, {"v", "ver", "version", "r", "rel", "release",
                                                       "m", "migration", "patch", "update",
                                                       "upgrade", "delta", "step", "sprint"});
  if (!counts) return text.npos;
  while (at < text.size() && !word.empty() && is_separator(text[at])) ++at;
  return at < text.size() && is_digit(text[at]) ? at : text.npos;
}

struct Leading {
  Numbers numbers;
  std::size_t end = 0;  // behind the last
};

// "2024-01-31_users" gives 2024, 1, 31; "0003_2fa" gives 3: what goes on with letters is a word.
Leading leading_numbers(std::string_view text) {
  Leading leading;
  std::size_t at = begin_of_numbers(text);
  while (at < text.size() && is_digit(text[at])) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (!leading.numbers.empty() && end < text.size() && is_letter(text[end])) break;
    leading.numbers.emplace_back(shared::without_zeros(text.substr(at, end - at)));
    leading.end = end;
    if (end + 1 >= text.size() || !is_separator(text[end])) break;
    at = end + 1;
  }
  return leading;
}

bool is_less(const Numbers& a, const Numbers& b) {
  return std::ranges::lexicographical_compare(a, b, shared::is_less_number);
}

class PathReader {
 public:
  explicit PathReader(const std::string& path) { out_.path = path; }

  std::optional<FileName> run() {
    std::vector<std::string_view> names = base::split(out_.path, '/');
    const std::string_view last = take_endings(names.back());
    if (!is_sql_ && out_.language.empty()) return std::nullopt;
    names.pop_back();
    for (const std::string_view folder : names) take_folder(folder);
    take_name(last);
    return std::move(out_);
  }

 private:
  // From the back, as long as the endings mean something.
  std::string_view take_endings(std::string_view name) {
    while (true) {
      const std::size_t dot = name.rfind('.');
      if (dot == name.npos || dot == 0 || !take_ending(base::to_lower(name.substr(dot + 1)))) break;
      name = name.substr(0, dot);
    }
    return name;
  }

  bool take_ending(const std::string& ending) {
    if (is_sql_ending(ending)) return is_sql_ = true;
    if (is_template_ending(ending)) return true;
    if (const auto dialect = meaning_of(ending, kDialects); !dialect.empty()) {
      out_.dialect = dialect;
      out_.adds_dialect = !is_sql_;
      return true;
    }
    if (const auto language = meaning_of(ending, kLanguages); !language.empty() && !is_sql_) {
      out_.language = language;
      return true;
    }
    const Direction direction = direction_of(ending);
    if (direction == Direction::Unknown) return false;
    out_.direction = direction;
    return true;
  }

  void take_folder(std::string_view folder) {
    const std::string word = base::to_lower(folder);
    const auto dialect = meaning_of(word, kDialects);
    const Direction direction = direction_of(word);
    if (!dialect.empty()) out_.dialect = dialect;
    if (direction != Direction::Unknown) out_.direction = direction;
    const bool is_marked = !dialect.empty() || direction != Direction::Unknown;
    out_.stem += (is_marked ? "*" : std::string(folder)) + "/";
    out_.is_repeatable |= is_one_of(word, {"views", "functions", "procedures", "routines",
                                           "triggers", "repeatable", "repeatables"});
    out_.is_snapshot |= is_one_of(word, {"full_schemas", "snapshots", "dumps"});
    Leading leading = leading_numbers(folder);
    if (!leading.numbers.empty()) out_.numbers.push_back(std::move(leading.numbers));
  }

  void take_name(std::string_view name) {
    out_.stem += name;
    const std::string word = base::to_lower(name);
    Leading leading = leading_numbers(name);
    out_.has_own_number = !leading.numbers.empty();
    if (out_.has_own_number) {
      out_.numbers.push_back(std::move(leading.numbers));
      out_.is_repeatable = false;
    }
    out_.is_repeatable |= word.starts_with("r_");
    out_.is_snapshot |=
        is_one_of(word, {"schema", "structure", "latest", "full", "snapshot", "dump", "current",
                         "full_schema", "schema_dump", "db_schema", "schema_latest"});
  }

  FileName out_;
  bool is_sql_ = false;
};

// `x_down`: x and its direction; nothing for a name without.
std::optional<std::pair<std::string, Direction>> direction_suffix(const std::string& stem) {
  const std::size_t at = stem.find_last_of("_-/");
  if (at == std::string::npos || stem[at] == '/') return std::nullopt;
  const Direction direction = direction_of(base::to_lower(std::string_view(stem).substr(at + 1)));
  if (direction != Direction::Up && direction != Direction::Down) return std::nullopt;
  return std::pair(stem.substr(0, at), direction);
}

// `rollback_x`: x.
std::optional<std::string> undone_by_prefix(const std::string& stem) {
  const std::size_t begin = stem.rfind('/') + 1;
  const std::size_t at = stem.find_first_of("_-", begin);
  if (at == std::string::npos) return std::nullopt;
  const std::string word = base::to_lower(std::string_view(stem).substr(begin, at - begin));
  if (direction_of(word) != Direction::Down) return std::nullopt;
  return stem.substr(0, begin) + stem.substr(at + 1);
}

// Whether a file undoes `x` beside `x`, or `x_up` beside `x_down`.
bool is_pair(const std::string& stem, Direction direction, const std::set<std::string>& stems) {
  if (stems.contains(stem)) return direction == Direction::Down;
  return std::ranges::any_of(stems, [&](const std::string& other) {
    const auto its = direction_suffix(other);
    return its && its->first == stem && its->second != direction;
  });
}

}  // namespace

std::string FileName::version() const {
  std::vector<std::string> parts;
  for (const Numbers& one : numbers) parts.push_back(base::join(one, "."));
  return base::join(parts, "/");
}

std::string FileName::description() const {
  std::string_view name = shared::name_of(stem);
  name = name.substr(leading_numbers(name).end);
  if (is_repeatable && base::starts_with_ignoring_case(name, "r_")) name = name.substr(2);
  std::string out;
  for (const char c : name) {
    const bool is_space = is_separator(c) || c == '#' || c == ' ';
    if (!is_space) out += c;
    if (is_space && !out.empty() && out.back() != ' ') out += ' ';
  }
  out = base::trim(out);
  return out.empty() ? std::string(shared::name_of(stem)) : out;
}

std::optional<FileName> parse_path(const std::string& path) { return PathReader(path).run(); }

bool comes_before(const FileName& a, const FileName& b) {
  if (a.numbers != b.numbers)
    return std::ranges::lexicographical_compare(a.numbers, b.numbers, is_less);
  return a.path < b.path;
}

void decide_directions(std::vector<FileName>& files) {
  std::set<std::string> stems;
  for (const FileName& file : files) stems.insert(file.stem);
  for (FileName& file : files) {
    if (file.direction != Direction::Unknown) continue;
    const auto suffix = direction_suffix(file.stem);
    const auto undone = undone_by_prefix(file.stem);
    if (suffix && is_pair(suffix->first, suffix->second, stems)) {
      std::tie(file.stem, file.direction) = *suffix;
    } else if (undone && stems.contains(*undone)) {
      file.stem = *undone;
      file.direction = Direction::Down;
    }
  }
}

}  // namespace pggit::frontend::sql
