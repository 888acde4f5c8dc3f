#include "frontend/flyway/java.h"

#include <algorithm>

#include "base/one_line.h"
#include "base/text.h"
#include "frontend/flyway/statements.h"

namespace pggit::frontend::flyway {
namespace {

constexpr std::size_t kShownSql = 70;

struct Token {
  enum Kind { Word, Text, Sign } kind = Sign;
  std::string_view text;  // of a string literal: without quotes
  std::uint32_t at = 0;
};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || (c & 0x80) != 0;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (i_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char c = text_[i_];
    if (text_.substr(i_, 2) == "//") {
      i_ = std::min(text_.find('\n', i_), text_.size());
    } else if (text_.substr(i_, 2) == "/*") {
      const std::size_t end = text_.find("*/", i_ + 2);
      i_ = end == text_.npos ? text_.size() : end + 2;
    } else if (text_.substr(i_, 3) == "\"\"\"") {
      take_block();
    } else if (c == '"' || c == '\'') {
      take_quoted(c);
    } else if (is_name(c)) {
      const std::size_t begin = i_;
      while (i_ < text_.size() && is_name(text_[i_])) ++i_;
      tokens_.push_back({Token::Word, text_.substr(begin, i_ - begin), std::uint32_t(begin)});
    } else {
      if (c != ' ' && (c < '\t' || c > '\r')) {
        tokens_.push_back({Token::Sign, text_.substr(i_, 1), std::uint32_t(i_)});
      }
      ++i_;
    }
  }

  void take_block() {
    const std::size_t begin = i_ + 3;
    const std::size_t end = std::min(text_.find("\"\"\"", begin), text_.size());
    tokens_.push_back({Token::Text, text_.substr(begin, end - begin), std::uint32_t(i_)});
    i_ = std::min(end + 3, text_.size());
  }

  void take_quoted(char quote) {
    const std::size_t begin = i_++;
    while (i_ < text_.size() && text_[i_] != quote && text_[i_] != '\n') {
      i_ += text_[i_] == '\\' ? 2 : 1;
    }
    i_ = std::min(i_, text_.size());
    tokens_.push_back({Token::Text, text_.substr(begin + 1, i_ - begin - 1), std::uint32_t(begin)});
    i_ = std::min(i_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t i_ = 0;
  std::vector<Token> tokens_;
};

class ClassReader {
 public:
  explicit ClassReader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::optional<JavaClass> run() {
    std::optional<JavaClass> first;
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (is(i, "package")) package_ = dotted(i + 1);
      if (!is(i, "class") || tokens_[i + 1].kind != Token::Word) continue;
      JavaClass found = class_at(i + 1);
      if (found.role != JavaRole::Other) return with_body(std::move(found));
      if (!first) first = std::move(found);
    }
    return first;
  }

 private:
  bool is(std::size_t i, std::string_view word) const {
    return i < tokens_.size() && tokens_[i].kind != Token::Text && tokens_[i].text == word;
  }

  std::string dotted(std::size_t i) const {
    std::string out;
    for (; i < tokens_.size(); ++i) {
      const bool dot = is(i, ".");
      if (!dot && tokens_[i].kind != Token::Word) break;
      if (!dot && !out.empty() && out.back() != '.')
        break;  // Kotlin ends the line without a semicolon
      out += tokens_[i].text;
    }
    return out;
  }

  // The words between the class's name and its opening brace say what it is.
  JavaClass class_at(std::size_t i) const {
    JavaClass found;
    found.package = package_;
    found.name = tokens_[i].text;
    found.at = tokens_[i].at;
    for (++i; i < tokens_.size() && !is(i, "{") && !is(i, "class"); ++i) {
      if (is(i, "BaseJavaMigration") || is(i, "JavaMigration")) found.role = JavaRole::Migration;
      if (is(i, "JdbcMigration") || is(i, "SpringJdbcMigration")) found.role = JavaRole::Migration;
      if (is(i, "BaseCallback") || is(i, "Callback") || is(i, "FlywayCallback")) {
        found.role = JavaRole::Callback;
      }
    }
    return found;
  }

  JavaClass with_body(JavaClass found) const {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (is(i, "getVersion")) found.version_in_code = text_within(i, 12);
      if (is(i, "getDescription")) found.description_in_code = text_within(i, 8);
      if (tokens_[i].kind != Token::Text) continue;
      const std::string_view first = base::trim(tokens_[i].text);
      if (starts_like_sql(first)) found.sql.emplace_back(tokens_[i].text);
    }
    return found;
  }

  // The first string among the next tokens, before the method's closing brace.
  std::string text_within(std::size_t i, std::size_t count) const {
    for (std::size_t k = i; k < std::min(i + count, tokens_.size()) && !is(k, "}"); ++k) {
      if (tokens_[k].kind == Token::Text) return std::string(tokens_[k].text);
    }
    return "";
  }

  static bool starts_like_sql(std::string_view text) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n\\"));
    return word.size() < text.size() &&
           has_word(word,
                    {"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "CREATE", "ALTER",
                     "DROP", "TRUNCATE", "GRANT", "REVOKE", "COMMENT", "COPY", "DO", "CALL"});
  }

  std::vector<Token> tokens_;
  std::string package_;
};

}  // namespace

std::optional<JavaClass> read_java(std::string_view text) {
  return ClassReader(Lexer(text).run()).run();
}

std::string what_it_does(const JavaClass& java) {
  if (java.sql.empty()) return "no SQL is to be seen in its text";
  std::string out = "its text has " + std::to_string(java.sql.size()) +
                    (java.sql.size() == 1 ? " piece of SQL: " : " pieces of SQL: ");
  for (std::size_t i = 0; i < std::min<std::size_t>(java.sql.size(), 3); ++i) {
    out += (i == 0 ? "`" : ", `") + base::one_line(java.sql[i], kShownSql) + "`";
  }
  return java.sql.size() > 3 ? out + ", ..." : out;
}

}  // namespace pggit::frontend::flyway
