#include "catalog/server_text.h"

#include <algorithm>

namespace pggit::catalog {
namespace {

bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c < 0;
}
bool continues_word(char c) { return starts_word(c) || (c >= '0' && c <= '9') || c == '$'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  Mentioned scan() {
    while (at_ < text_.size()) step();
    std::ranges::sort(out_.words);
    const auto doubles = std::ranges::unique(out_.words);
    out_.words.erase(doubles.begin(), doubles.end());
    return std::move(out_);
  }

 private:
  char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void step() {
    if (now() == '\'') return string_constant();
    if (now() == '"' || starts_word(now())) return chain();
    after_cast_ = looking_at("::");
    at_ += after_cast_ ? 2 : 1;
    // Digits are no word, and a word does not start inside a number.
    while (continues_word(now()) && !starts_word(now())) ++at_;
  }

  // Up to the closing quote of a doubled-quote text; the position is on the opening one.
  std::string quoted(char quote) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != quote) {
        value.push_back(text_[at_]);
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == quote) {
        value.push_back(text_[at_++]);
      } else {
        ++at_;
        break;
      }
    }
    return value;
  }

  std::string word() {
    if (now() == '"') return quoted('"');
    const std::size_t begin = at_;
    while (continues_word(now())) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // 'app.things_seq'::regclass names a relation, 'app.german'::regconfig a text search configuration.
  void string_constant() {
    const std::string value = quoted('\'');
    after_cast_ = false;
    const bool configures = looking_at("::regconfig");
    const bool is_dictionary = looking_at("::regdictionary");
    if (!configures && !is_dictionary && !looking_at("::regclass")) return;
    Mentioned inner = Scanner(value).scan();
    for (MentionedName& name : inner.names) {
      if (configures || is_dictionary) {
        name.kind = MentionedName::Kind::Other;
        name.other = configures ? ir::Kind::Configuration : ir::Kind::Dictionary;
      }
      out_.names.push_back(std::move(name));
    }
  }

  // a, a.b, a.b.c
  void chain() {
    std::vector<std::string> parts{word()};
    while (now() == '.' && at_ + 1 < text_.size() &&
           (text_[at_ + 1] == '"' || starts_word(text_[at_ + 1]))) {
      ++at_;
      parts.push_back(word());
    }
    if (parts.size() > 1) {
      const auto kind = after_collate_ ? MentionedName::Kind::Other
                        : after_cast_  ? MentionedName::Kind::Type
                        : now() == '(' ? MentionedName::Kind::Function
                                       : MentionedName::Kind::RelationOrType;
      out_.names.push_back({kind, parts[0], parts[1], ir::Kind::Collation});
    }
    after_collate_ = parts.size() == 1 && parts[0] == "COLLATE";
    std::ranges::move(parts, std::back_inserter(out_.words));
    after_cast_ = false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool after_cast_ = false;
  bool after_collate_ = false;
  Mentioned out_;
};

}  // namespace

Mentioned mentioned(std::string_view server_form) { return Scanner(server_form).scan(); }

}  // namespace pggit::catalog
