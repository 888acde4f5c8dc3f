// CREATE COLLATION, ALTER COLLATION ... REFRESH VERSION.
// Source of the rules: DefineCollation in PostgreSQL's collationcmds.c.
#include <algorithm>

#include "base/text.h"
#include "bind/collation.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "bind/routine_name.h"

namespace pggit::bind {
namespace {

bool is_all(std::string_view word, bool (*is_it)(char)) { return std::ranges::all_of(word, is_it); }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower_or_digit(char c) { return is_lower(c) || (c >= '0' && c <= '9'); }

// "Latn"
bool is_script(std::string_view word) {
  return word.size() == 4 && is_upper(word[0]) && is_all(word.substr(1), is_lower);
}

// Keywords of a language tag in their order, each with a value: co-phonebk-ks-level2. Some versions of ICU write kn for kn-true,
// some the other way round.
bool are_keywords(const std::vector<std::string_view>& words, std::size_t at) {
  std::string_view last;
  bool has_value = true;
  for (; at < words.size(); ++at) {
    const bool is_key = words[at].size() == 2;
    if (!is_all(words[at], is_lower_or_digit) || words[at] == "true") return false;
    if (is_key ? !has_value || words[at] <= last : last.empty()) return false;
    if (is_key) last = words[at];
    has_value = !is_key;
  }
  return has_value;
}

// Whether PostgreSQL 16 keeps the locale as it is written, as older ones do all: it writes "en-us" and "en_US" as "en-US".
bool is_standard_tag(std::string_view locale) {
  const std::vector<std::string_view> words = base::split(locale, '-');
  std::size_t at = 0;
  if (words[0].size() < 2 || words[0].size() > 3 || !is_all(words[0], is_lower)) return false;
  ++at;
  if (at < words.size() && is_script(words[at])) ++at;
  if (at < words.size() && words[at].size() == 2 && is_all(words[at], is_upper)) ++at;
  if (at == words.size()) return true;
  return words[at] == "u" && at + 1 < words.size() && are_keywords(words, at + 1);
}

// Older servers keep every locale as it is written. A question that all of them answer: 16 has one column more.
bool keeps_as_written(Binding& binding) {
  if (!binding.oracle()) return false;
  binding.note_asked();
  const auto columns = binding.oracle()->describe("SELECT * FROM pg_catalog.pg_collation");
  return columns &&
         std::ranges::find(*columns, "collicurules", &ir::ViewColumn::name) == columns->end();
}

// What pg_catalog has under the name on every server.
std::optional<ir::Collation> built_in(const std::vector<sql::Node>& name) {
  const std::string last(name.back().text());
  if (name.size() > 1 && name[0].text() != "pg_catalog") return std::nullopt;
  ir::Collation found;
  if (last == "C" || last == "POSIX") {
    found.collate = found.ctype = last;
    return found;
  }
  found.provider = 'i';
  found.locale = last.ends_with("-x-icu") ? last.substr(0, last.size() - 6) : "";
  return is_standard_tag(found.locale) ? std::optional(found) : std::nullopt;
}

void copy_from(const std::vector<sql::Node>& name, ir::Collation& made, Binding& binding) {
  std::optional<ir::Collation> source = built_in(name);
  if (const auto key = named(ir::Kind::Collation, name, binding); key && !source)
    source = *binding.get<ir::Collation>(*key);
  if (!source)
    return binding.refuse("what collation " + spelled(name) + " is depends on the server");
  source->schema = std::move(made.schema);
  source->name = std::move(made.name);
  source->owner.clear();
  source->comment.reset();
  made = *std::move(source);
}

void set_provider(const std::string& word, ir::Collation& made, Binding& binding) {
  const std::string provider = base::to_lower(word);
  if (provider != "libc" && provider != "icu" && provider != "builtin")
    return binding.refuse("unrecognized collation provider: " + word);
  made.provider = provider[0] == 'l' ? 'c' : provider[0];
}

// `version` is of the server's library.
void set_option(const std::string& name, const std::string& value, ir::Collation& made,
                Binding& binding) {
  if (name == "lc_collate") {
    made.collate = value;
  } else if (name == "lc_ctype") {
    made.ctype = value;
  } else if (name == "locale") {
    made.locale = value;
  } else if (name == "rules") {
    made.rules = value;
  } else if (name == "provider") {
    set_provider(value, made, binding);
  } else if (name == "deterministic") {
    const std::optional<bool> truth = truth_of(value);
    if (!truth) return binding.refuse("deterministic requires a Boolean value");
    made.deterministic = *truth;
  } else if (name != "version") {
    binding.refuse("collation attribute \"" + name + "\" not recognized");
  }
}

// The locale of libc is one for both; that of ICU may be empty.
void complete(ir::Collation& made, bool has_locale, Binding& binding) {
  const bool has_both = !made.collate.empty() && !made.ctype.empty();
  const bool has_any = !made.collate.empty() || !made.ctype.empty();
  if (!made.locale.empty() && has_any) return binding.refuse("conflicting or redundant options");
  if (made.provider == 'c') {
    if (made.locale.empty() && !has_both)
      return binding.refuse("parameters \"lc_collate\" and \"lc_ctype\" must be specified");
    if (!made.locale.empty()) made.collate = made.ctype = std::exchange(made.locale, "");
    if (!made.deterministic)
      return binding.refuse("nondeterministic collations not supported with this provider");
    return;
  }
  if (!has_locale || has_any)
    return binding.refuse("what locale the collation gets depends on the server");
  if (made.provider == 'i' && !is_standard_tag(made.locale) && !keeps_as_written(binding))
    return binding.refuse("a server may write locale " + made.locale + " in another form");
}

}  // namespace

void bind_create_collation(const sql::Node& statement, Binding& binding) {
  ir::Collation made;
  std::tie(made.schema, made.name) = binding.target(statement.list("defnames"));
  if (binding.now().find(made.key()) && statement.flag("if_not_exists"))
    return binding.no_effect("collation " + made.name + " is there already");
  const std::vector<sql::Node> definition = statement.list("definition");
  if (definition.size() == 1 && definition[0].str("defname") == "from") {
    copy_from(name_in(definition[0]["arg"]), made, binding);
  } else {
    bool has_locale = false;
    for (const auto& [name, value] : bind_options(definition)) {
      set_option(name, value, made, binding);
      has_locale |= name == "locale";
    }
    complete(made, has_locale, binding);
  }
  binding.emit(ir::Create{std::move(made)});
}

void bind_refresh_collation(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> name = statement.list("collname");
  const bool is_built_in = name.size() == 1 && is_everywhere(name[0].text());
  if (!is_built_in && !named(ir::Kind::Collation, name, binding))
    return binding.refuse("collation \"" + spelled(name) + "\" is none of the history's");
  binding.no_effect("the version of a collation is the server's");
}

}  // namespace pggit::bind
