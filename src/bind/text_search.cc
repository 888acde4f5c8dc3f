#include "bind/text_search.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "bind/collation.h"
#include "bind/kinds.h"

namespace pggit::bind {
namespace {

// Those of the Snowball stemmers, of PostgreSQL 13 to 18.
constexpr std::array<std::string_view, 30> kLanguages{
    "arabic",  "armenian",  "basque",     "catalan",    "danish",  "dutch",
    "english", "estonian",  "finnish",    "french",     "german",  "greek",
    "hindi",   "hungarian", "irish",      "indonesian", "italian", "lithuanian",
    "nepali",  "norwegian", "portuguese", "romanian",   "russian", "serbian",
    "spanish", "swedish",   "tamil",      "turkish",    "yiddish", "simple"};

constexpr std::string_view kWithSimple[] = {
    "email",   "file",   "float", "host", "hword_numpart", "int",    "numhword",
    "numword", "sfloat", "uint",  "url",  "url_path",      "version"};
constexpr std::string_view kOfAscii[] = {"asciihword", "asciiword", "hword_asciipart"};
constexpr std::string_view kOfOthers[] = {"hword", "hword_part", "word"};
constexpr std::string_view kUnmapped[] = {"blank", "entity", "protocol", "tag"};

bool is_language(std::string_view name) {
  return std::ranges::find(kLanguages, name) != kLanguages.end();
}

std::string stemmer(std::string_view language) {
  return language == "simple" ? "simple" : std::string(language) + "_stem";
}

// A template of pg_catalog, what it must be given and what it may (the init functions of dict_*.c and spell.c).
struct Template {
  std::string_view name;
  std::vector<std::string_view> required;
  std::vector<std::string_view> further;
};

const std::vector<Template>& templates() {
  static const std::vector<Template> kTemplates{
      {"ispell", {"dictfile", "afffile"}, {"stopwords"}},
      {"simple", {}, {"stopwords", "accept"}},
      {"snowball", {"language"}, {"stopwords"}},
      {"synonym", {"synonyms"}, {"casesensitive"}},
      {"thesaurus", {"dictfile", "dictionary"}, {}},
  };
  return kTemplates;
}

const Template* template_named(std::string_view name) {
  const auto at = std::ranges::find(templates(), name, &Template::name);
  return at == templates().end() ? nullptr : &*at;
}

struct Member {
  std::string_view extension;
  std::string_view dictionary;
  std::string_view text_template;
};
constexpr Member kMembers[] = {
    {"dict_int", "intdict", "intdict_template"},
    {"dict_xsyn", "xsyn", "xsyn_template"},
    {"unaccent", "unaccent", "unaccent"},
};

// The schema of the extension that brings it, where the name means it; empty: none that we know of.
std::string extension_schema(std::string_view Member::* what, const std::vector<sql::Node>& name,
                             const Names& names) {
  std::string found;
  names.catalog->for_each_in(ir::Kind::Extension, "", [&](const catalog::EntryRef& entry) {
    const auto& extension = std::get<ir::Extension>(entry->object);
    const auto* member = std::ranges::find(kMembers, extension.name, &Member::extension);
    if (member != std::end(kMembers) && member->*what == name.back().text())
      found = extension.in_schema;
  });
  if (name.size() > 1) return name[name.size() - 2].text() == found ? found : "";
  const std::vector<std::string> path = names.schemas();
  return std::ranges::find(path, found) == path.end() ? "" : found;
}

bool is_of_catalog(const std::vector<sql::Node>& name) {
  return name.size() == 1 || name[name.size() - 2].text() == "pg_catalog";
}

std::string refused(const char* kind, const std::vector<sql::Node>& name, Binding& binding) {
  binding.refuse(std::string(kind) + " \"" + spelled(name) + "\" is not known");
  return "";
}

void map_all(std::span<const std::string_view> tokens, const std::string& dictionary,
             std::vector<ir::TokenMapping>& out) {
  for (const std::string_view token : tokens) out.push_back({std::string(token), {dictionary}});
}

bool is_among(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

bool is_built_in(ir::Kind kind, std::string_view name) {
  if (kind == ir::Kind::Collation) return is_everywhere(name);
  if (kind == ir::Kind::Configuration) return is_language(name);
  if (kind != ir::Kind::Dictionary) return false;
  const bool is_stemmer = name.ends_with("_stem") && is_language(name.substr(0, name.size() - 5));
  return name == "simple" || (is_stemmer && name != "simple_stem");
}

std::string dictionary_name(const std::vector<sql::Node>& name, Binding& binding) {
  if (is_of_catalog(name) && is_built_in(ir::Kind::Dictionary, name.back().text()))
    return base::quote_ident(name.back().text());
  if (const std::optional<ir::Key> own = named(ir::Kind::Dictionary, name, binding))
    return base::qualified(own->schema, own->name);
  const std::string schema = extension_schema(&Member::dictionary, name, binding.names());
  if (!schema.empty()) return base::qualified(schema, name.back().text());
  return refused("text search dictionary", name, binding);
}

std::string template_name(const std::vector<sql::Node>& name, Binding& binding) {
  if (is_of_catalog(name) && template_named(name.back().text()))
    return base::quote_ident(name.back().text());
  const std::string schema = extension_schema(&Member::text_template, name, binding.names());
  if (!schema.empty()) return base::qualified(schema, name.back().text());
  return refused("text search template", name, binding);
}

std::string parser_name(const std::vector<sql::Node>& name, Binding& binding) {
  if (is_of_catalog(name) && name.back().text() == "default") return base::quote_ident("default");
  return refused("text search parser", name, binding);
}

bool is_token_type(std::string_view name) {
  return is_among(kWithSimple, name) || is_among(kOfAscii, name) || is_among(kOfOthers, name) ||
         is_among(kUnmapped, name);
}

std::optional<std::vector<ir::TokenMapping>> built_in_mappings(std::string_view configuration) {
  if (!is_language(configuration)) return std::nullopt;
  // Their own stemmers know no Latin letters (snowball_create.pl).
  const bool has_english = configuration == "hindi" || configuration == "russian";
  std::vector<ir::TokenMapping> mappings;
  map_all(kWithSimple, "simple", mappings);
  map_all(kOfAscii, stemmer(has_english ? "english" : configuration), mappings);
  map_all(kOfOthers, stemmer(configuration), mappings);
  std::ranges::sort(mappings, {}, &ir::TokenMapping::token);
  return mappings;
}

std::string why_not_taken(std::string_view text_template, const ir::Options& options) {
  const Template* known = template_named(text_template);
  if (!known) return "";
  const std::string name(text_template);
  for (const auto& [option, value] : options) {
    if (!is_among(known->required, option) && !is_among(known->further, option))
      return "unrecognized " + name + " parameter: \"" + option + "\"";
  }
  for (const std::string_view option : known->required) {
    const auto is_it = [&](const auto& given) { return given.first == option; };
    if (std::ranges::none_of(options, is_it))
      return "missing " + std::string(option) + " parameter of " + name;
  }
  return "";
}

}  // namespace pggit::bind
