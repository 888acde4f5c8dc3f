// Text search dictionaries and configurations, and collations.
#include <algorithm>

#include "server/introspect_row.h"

namespace pggit::server {
namespace {

// What serialize_deflist() wrote (tsearchcmds.c): language = 'german', "Odd" = E'a\\b', accept = 1.
class OptionReader {
 public:
  explicit OptionReader(std::string_view text) : text_(text) {}

  ir::Options read() {
    ir::Options options;
    while (at_ < text_.size()) {
      std::string name = word();
      skip(" =");
      options.emplace_back(std::move(name), word());
      skip(", ");
    }
    return options;
  }

 private:
  void skip(std::string_view any_of) {
    while (at_ < text_.size() && any_of.contains(text_[at_])) ++at_;
  }

  std::string word() {
    const bool escapes = text_.substr(at_).starts_with("E'");
    if (escapes) ++at_;
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"'))
      return quoted(text_[at_], escapes);
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(" =,", at_), text_.size());
    return std::string(text_.substr(begin, at_ - begin));
  }

  // A quote in it is doubled, and a backslash where the text has the E.
  std::string quoted(char quote, bool escapes) {
    std::string value;
    for (++at_; at_ < text_.size(); ++at_) {
      const bool is_double = at_ + 1 < text_.size() && text_[at_ + 1] == text_[at_];
      if (text_[at_] == quote && !is_double) break;
      if (is_double && (text_[at_] == quote || (escapes && text_[at_] == '\\'))) ++at_;
      value.push_back(text_[at_]);
    }
    ++at_;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void read_dictionaries(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Dictionary dictionary;
    dictionary.schema = row.text(0);
    dictionary.name = row.text(1);
    dictionary.text_template = row.text(2);
    dictionary.options = OptionReader(row.text(3)).read();
    dictionary.comment = row.comment(4);
    dictionary.owner = owner_from({row.text(5), gathered.migration_role});
    gathered.done.emplace_back(std::move(dictionary));
  });
}

void read_configurations(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Configuration& configuration = gathered.configurations[row.name()];
    configuration.schema = row.text(0);
    configuration.name = row.text(1);
    configuration.parser = row.text(2);
    configuration.comment = row.comment(3);
    configuration.owner = owner_from({row.text(4), gathered.migration_role});
  });
}

void read_mappings(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto at = gathered.configurations.find(row.name());
    if (at == gathered.configurations.end()) return;
    std::vector<ir::TokenMapping>& mappings = at->second.mappings;
    if (mappings.empty() || mappings.back().token != row.text(2))
      mappings.push_back({row.text(2), {}});
    mappings.back().dictionaries.push_back(row.text(3));
  });
}

void read_collations(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Collation collation;
    collation.schema = row.text(0);
    collation.name = row.text(1);
    collation.provider = row.letter(2, 'c');
    collation.collate = row.text(3);
    collation.ctype = row.text(4);
    collation.locale = row.text(5);
    collation.rules = row.text(6);
    collation.deterministic = row.boolean(7);
    collation.comment = row.comment(8);
    collation.owner = owner_from({row.text(9), gathered.migration_role});
    gathered.done.emplace_back(std::move(collation));
  });
}

}  // namespace pggit::server
