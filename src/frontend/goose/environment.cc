#include "frontend/goose/environment.h"

#include <optional>

namespace pggit::frontend::goose {
namespace {

constexpr int kDeepest = 20;  // defaults inside defaults

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
bool in_name(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

class Replacer {
 public:
  Replacer(std::string_view file, std::uint32_t end,
           const std::map<std::string, std::string>& values)
      : text_(file.substr(0, end)), values_(values) {}

  std::vector<Unresolved> run(std::uint32_t begin, shared::TextBuilder& out) {
    at_ = begin;
    std::size_t kept = begin;
    while (at_ < text_.size()) {
      const std::size_t from = at_;
      const auto value = next();
      if (!value) continue;
      out.keep(std::uint32_t(kept), std::uint32_t(from));
      out.put(*value, std::uint32_t(from));
      kept = at_;
    }
    out.keep(std::uint32_t(kept), std::uint32_t(text_.size()));
    return std::move(unresolved_);
  }

 private:
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  // Moves over one thing; what stands for it, nothing where it stands for itself.
  std::optional<std::string> next() {
    if (starts("\\\\") || starts("$(")) return skip(2);
    if (starts("\\$") || starts("$$")) {
      at_ += 2;
      return "$";
    }
    if (!starts("$") || at_ + 1 == text_.size()) return skip(1);
    return expansion();
  }

  std::nullopt_t skip(std::size_t bytes) {
    at_ += bytes;
    return std::nullopt;
  }

  std::optional<std::string> expansion() {
    const std::size_t from = at_++;
    const bool braces = starts("{");
    if (braces) ++at_;
    const std::string name = take_name();
    if (name.empty()) return unreadable(from);
    if (!braces) return value_of(name, from);
    if (starts("}")) {
      ++at_;
      return value_of(name, from);
    }
    return with_operator(name, from);
  }

  std::optional<std::string> with_operator(const std::string& name, std::size_t from) {
    const bool or_empty = starts(":-");
    const bool required = starts("?");
    if (!or_empty && !required && !starts("-")) return unreadable(from);
    at_ += or_empty ? 2 : 1;
    const std::optional<std::string> other = content();
    if (!other) return unreadable(from);
    const auto found = values_.find(name);
    const bool is_set = found != values_.end() && !(or_empty && found->second.empty());
    if (is_set) return found->second;
    if (required) return no_value(name, from);
    return other;
  }

  // Up to the brace that closes it; nothing where none does.
  std::optional<std::string> content() {
    if (++depth_ > kDeepest) return std::nullopt;
    std::string out;
    while (at_ < text_.size() && !starts("}")) {
      const std::size_t from = at_;
      const auto value = next();
      out += value ? *value : std::string(text_.substr(from, at_ - from));
    }
    --depth_;
    if (at_ >= text_.size()) return std::nullopt;
    ++at_;
    return out;
  }

  std::string take_name() {
    const std::size_t from = at_;
    if (at_ >= text_.size() || !is_letter(text_[at_])) return "";
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }

  std::optional<std::string> value_of(const std::string& name, std::size_t from) {
    const auto found = values_.find(name);
    return found == values_.end() ? no_value(name, from) : found->second;
  }

  std::optional<std::string> no_value(const std::string& name, std::size_t from) {
    unresolved_.push_back({std::uint32_t(from), std::uint32_t(at_), name});
    return std::nullopt;
  }

  std::optional<std::string> unreadable(std::size_t from) { return no_value("", from); }

  std::string_view text_;
  const std::map<std::string, std::string>& values_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<Unresolved> unresolved_;
};

}  // namespace

std::vector<Unresolved> replace_variables(std::string_view file, std::uint32_t begin,
                                          std::uint32_t end,
                                          const std::map<std::string, std::string>& values,
                                          shared::TextBuilder& out) {
  return Replacer(file, end, values).run(begin, out);
}

}  // namespace pggit::frontend::goose
