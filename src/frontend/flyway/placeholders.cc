#include "frontend/flyway/placeholders.h"

#include "base/text.h"

namespace pggit::frontend::flyway {
namespace {

class Filler {
 public:
  Filler(std::string_view source, const PlaceholderRules& rules) : source_(source), rules_(rules) {}

  Filled run(std::size_t from) {
    anchor(from, true);
    while (true) {
      const std::size_t begin = next_prefix(from);
      filled_.text += source_.substr(from, begin - from);
      if (begin >= source_.size()) return std::move(filled_);
      from = take(begin);
    }
  }

 private:
  std::size_t next_prefix(std::size_t from) const {
    if (!rules_.replace || rules_.prefix.empty()) return source_.size();
    return std::min(source_.find(rules_.prefix, from), source_.size());
  }

  // Takes the placeholder that begins there; returns the byte after it.
  std::size_t take(std::size_t begin) {
    const std::size_t name = begin + rules_.prefix.size();
    const std::size_t end = source_.find(rules_.suffix, name);
    if (rules_.suffix.empty() || end == source_.npos) return leave(begin, source_.size(), false);
    const std::size_t after = end + rules_.suffix.size();
    const std::string written(source_.substr(name, end - name));
    const auto value = rules_.values.find(base::to_lower(written));
    if (value == rules_.values.end()) return leave(begin, after, true);
    filled_.uses.push_back({written, std::uint32_t(begin), std::uint32_t(after), true, true});
    if (!value->second.empty()) anchor(begin, false);
    filled_.text += value->second;
    anchor(after, true);
    return after;
  }

  std::size_t leave(std::size_t begin, std::size_t after, bool closed) {
    const std::size_t name = begin + rules_.prefix.size();
    const std::size_t end = closed ? after - rules_.suffix.size() : after;
    filled_.uses.push_back({std::string(source_.substr(name, end - name)), std::uint32_t(begin),
                            std::uint32_t(after), false, closed});
    filled_.text += source_.substr(begin, after - begin);
    return after;
  }

  void anchor(std::size_t source, bool verbatim) {
    filled_.anchors.push_back(
        {std::uint32_t(filled_.text.size()), std::uint32_t(source), verbatim});
  }

  std::string_view source_;
  const PlaceholderRules& rules_;
  Filled filled_;
};

}  // namespace

Filled fill(std::string_view source, std::uint32_t from, const PlaceholderRules& rules) {
  return Filler(source, rules).run(from);
}

}  // namespace pggit::frontend::flyway
