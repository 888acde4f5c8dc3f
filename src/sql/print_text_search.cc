// Text search dictionaries and configurations, and collations: from nothing, and as they are altered.
#include <algorithm>

#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

void add_comment(Statements& out, const ir::Key& key, const std::optional<std::string>& comment) {
  if (comment)
    out.push_back(std::string("COMMENT ON ") + kind_words(key.kind) + " " + ir::sql_name(key) +
                  " IS " + base::quote_literal(*comment));
}

// PostgreSQL keeps a number as one, and some templates take no other for a truth value.
bool is_number(const std::string& value) {
  const std::string digits = value.starts_with('-') ? value.substr(1) : value;
  return !digits.empty() &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

std::string option(const std::string& name, const std::string& value) {
  return base::quote_ident(name) + " = " + (is_number(value) ? value : base::quote_literal(value));
}

// ALTER MAPPING, where ADD would refuse a token that has one. Neighbours with the same dictionaries share a statement.
Statements set_all(const std::string& configuration,
                   const std::vector<ir::TokenMapping>& mappings) {
  std::vector<std::pair<std::string, Statements>> groups;  // dictionaries, tokens
  for (const ir::TokenMapping& mapping : mappings) {
    const std::string dictionaries = base::join(mapping.dictionaries, ", ");
    const auto same = [&](const auto& group) { return group.first == dictionaries; };
    const auto at = std::ranges::find_if(groups, same);
    if (at != groups.end()) {
      at->second.push_back(base::quote_ident(mapping.token));
    } else {
      groups.push_back({dictionaries, {base::quote_ident(mapping.token)}});
    }
  }
  Statements out;
  for (const auto& [dictionaries, tokens] : groups)
    out.push_back("ALTER TEXT SEARCH CONFIGURATION " + configuration + " ALTER MAPPING FOR " +
                  base::join(tokens, ", ") + " WITH " + dictionaries);
  return out;
}

const char* provider_word(char provider) {
  if (provider == 'i') return "icu";
  return provider == 'b' ? "builtin" : "libc";
}

Statements clauses(const ir::Collation& collation) {
  Statements out{std::string("provider = ") + provider_word(collation.provider)};
  const auto add = [&](const char* word, const std::string& value) {
    if (!value.empty()) out.push_back(std::string(word) + " = " + base::quote_literal(value));
  };
  add("lc_collate", collation.collate);
  add("lc_ctype", collation.ctype);
  if (collation.provider != 'c') out.push_back("locale = " + base::quote_literal(collation.locale));
  add("rules", collation.rules);
  if (!collation.deterministic) out.emplace_back("deterministic = false");
  return out;
}

}  // namespace

Statements create_dictionary(const ir::Dictionary& dictionary) {
  Statements clauses{"TEMPLATE = " + dictionary.text_template};
  for (const auto& [name, value] : dictionary.options) clauses.push_back(option(name, value));
  Statements out{"CREATE TEXT SEARCH DICTIONARY " + ir::sql_name(dictionary.key()) + " (" +
                 base::join(clauses, ", ") + ")"};
  add_comment(out, dictionary.key(), dictionary.comment);
  return out;
}

Statements set_dictionary_options(const ir::SetTableOptions& op) {
  Statements options;
  for (const auto& [name, value] : op.options) options.push_back(option(name, value));
  for (const std::string& name : op.reset) options.push_back(base::quote_ident(name));
  if (options.empty()) return {};
  return {"ALTER TEXT SEARCH DICTIONARY " + ir::sql_name(op.table) + " (" +
          base::join(options, ", ") + ")"};
}

Statements create_configuration(const ir::Configuration& configuration) {
  const std::string name = ir::sql_name(configuration.key());
  Statements out{"CREATE TEXT SEARCH CONFIGURATION " + name + " (PARSER = " + configuration.parser +
                 ")"};
  std::ranges::move(set_all(name, configuration.mappings), std::back_inserter(out));
  add_comment(out, configuration.key(), configuration.comment);
  return out;
}

Statements set_mappings(const ir::SetMappings& op) {
  const std::string name = ir::sql_name(op.key);
  Statements out = set_all(name, op.mappings);
  if (!op.dropped.empty())
    out.push_back("ALTER TEXT SEARCH CONFIGURATION " + name + " DROP MAPPING FOR " +
                  ident_list(op.dropped));
  return out;
}

Statements create_collation(const ir::Collation& collation) {
  Statements out{"CREATE COLLATION " + ir::sql_name(collation.key()) + " (" +
                 base::join(clauses(collation), ", ") + ")"};
  add_comment(out, collation.key(), collation.comment);
  return out;
}

}  // namespace pggit::sql
