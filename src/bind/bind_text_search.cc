// CREATE and ALTER of text search dictionaries and configurations.
// Source of the rules: DefineTSDictionary, AlterTSDictionary, DefineTSConfiguration, MakeConfigurationMapping and
// DropConfigurationMapping in PostgreSQL's tsearchcmds.c.
#include <algorithm>

#include "base/text.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "bind/routine_name.h"
#include "bind/text_search.h"
#include "catalog/diff_action.h"

namespace pggit::bind {
namespace {

// As defGetString() reads it; nothing for a list.
std::optional<std::string> text_of(const sql::Node& value) {
  if (value.is("Integer")) return std::to_string(value.integer());
  if (value.is("List") || value.is("A_Star")) return std::nullopt;
  if (value.is("TypeName")) return spelled(value.list("names"));
  return std::string(value.text());
}

std::string named_definition(const sql::Node& option) { return std::string(option.str("defname")); }

void set_given(const sql::Node& option, ir::Options& options, Binding& binding) {
  const std::string name = named_definition(option);
  const std::optional<std::string> text = option.has("arg") ? text_of(option["arg"]) : std::nullopt;
  if (!text) return binding.refuse(name + " requires a parameter");
  set_option(options, name, *text);
}

// Whether a statement gives an option twice, which most templates refuse.
bool names_one_twice(const std::vector<sql::Node>& options) {
  std::vector<std::string> names;
  for (const sql::Node& option : options) names.push_back(named_definition(option));
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

const ir::Configuration* configuration_or_refuse(const std::vector<sql::Node>& name,
                                                 Binding& binding) {
  const std::optional<ir::Key> key = named(ir::Kind::Configuration, name, binding);
  if (!key) binding.refuse("text search configuration \"" + spelled(name) + "\" does not exist");
  return key ? binding.get<ir::Configuration>(*key) : nullptr;
}

// What COPY takes over: parser and mappings.
void copy_from(const std::vector<sql::Node>& name, ir::Configuration& made, Binding& binding) {
  const bool may_be_built_in = name.size() == 1 || name[0].text() == "pg_catalog";
  const auto built_in = may_be_built_in ? built_in_mappings(name.back().text()) : std::nullopt;
  if (built_in) {
    made.mappings = *built_in;
    return;
  }
  const ir::Configuration* source = configuration_or_refuse(name, binding);
  if (!source) return;
  made.parser = source->parser;
  made.mappings = source->mappings;
}

std::vector<std::string> tokens_of(const sql::Node& statement, Binding& binding) {
  std::vector<std::string> tokens;
  for (const sql::Node& token : statement.list("tokentype")) {
    std::string name(token.text());
    if (!is_token_type(name)) binding.refuse("token type \"" + name + "\" does not exist");
    if (std::ranges::find(tokens, name) == tokens.end()) tokens.push_back(std::move(name));
  }
  return tokens;
}

const ir::TokenMapping* mapping_of(const ir::Configuration& configuration,
                                   const std::string& token) {
  const auto at = std::ranges::find(configuration.mappings, token, &ir::TokenMapping::token);
  return at == configuration.mappings.end() ? nullptr : &*at;
}

void drop_mappings(const sql::Node& statement, const ir::Configuration& from, Binding& binding) {
  ir::SetMappings op{from.key(), {}};
  for (std::string& token : tokens_of(statement, binding)) {
    const bool is_there = mapping_of(from, token) != nullptr;
    if (!is_there && !statement.flag("missing_ok"))
      return binding.refuse("mapping for token type \"" + token + "\" does not exist");
    if (is_there) op.dropped.push_back(std::move(token));
  }
  if (op.dropped.empty()) return binding.no_effect("no mapping of these tokens");
  binding.emit(std::move(op));
}

// REPLACE old WITH new, in the mappings of these tokens or of all.
void replace_dictionary(const sql::Node& statement, const ir::Configuration& in,
                        const std::vector<std::string>& dictionaries, Binding& binding) {
  const std::vector<std::string> tokens = tokens_of(statement, binding);
  ir::SetMappings op{in.key(), {}};
  for (ir::TokenMapping mapping : in.mappings) {
    if (!tokens.empty() && std::ranges::find(tokens, mapping.token) == tokens.end()) continue;
    if (std::ranges::find(mapping.dictionaries, dictionaries[0]) == mapping.dictionaries.end())
      continue;
    std::ranges::replace(mapping.dictionaries, dictionaries[0], dictionaries[1]);
    op.mappings.push_back(std::move(mapping));
  }
  if (op.mappings.empty()) return binding.no_effect("no mapping has the dictionary");
  binding.emit(std::move(op));
}

void set_mappings(const sql::Node& statement, const ir::Configuration& of,
                  const std::vector<std::string>& dictionaries, Binding& binding) {
  ir::SetMappings op{of.key(), {}};
  for (const std::string& token : tokens_of(statement, binding)) {
    if (!statement.flag("override") && mapping_of(of, token))
      return binding.refuse("a mapping for token type \"" + token + "\" exists already");
    op.mappings.push_back({token, dictionaries});
  }
  binding.emit(std::move(op));
}

}  // namespace

void bind_create_dictionary(const sql::Node& statement, Binding& binding) {
  ir::Dictionary made;
  std::tie(made.schema, made.name) = binding.target(statement.list("defnames"));
  const std::vector<sql::Node> definition = statement.list("definition");
  if (names_one_twice(definition)) return binding.refuse("conflicting or redundant options");
  for (const sql::Node& option : definition) {
    if (option.str("defname") == "template") {
      made.text_template = template_name(name_in(option["arg"]), binding);
    } else {
      set_given(option, made.options, binding);
    }
  }
  if (made.text_template.empty()) return binding.refuse("text search template is required");
  if (std::string why = why_not_taken(made.text_template, made.options); !why.empty())
    return binding.refuse(std::move(why));
  binding.emit(ir::Create{std::move(made)});
}

void bind_alter_dictionary(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> name = statement.list("dictname");
  const std::optional<ir::Key> key = named(ir::Kind::Dictionary, name, binding);
  if (!key)
    return binding.refuse("text search dictionary \"" + spelled(name) + "\" does not exist");
  const auto& before = *binding.get<ir::Dictionary>(*key);
  ir::SetTableOptions op{*key, before.options};
  for (const sql::Node& option : statement.list("options")) {
    const std::string word = named_definition(option);
    std::erase_if(op.options, [&](const auto& there) { return there.first == word; });
    if (option.has("arg")) set_given(option, op.options, binding);
  }
  if (std::string why = why_not_taken(before.text_template, op.options); !why.empty())
    return binding.refuse(std::move(why));
  op.reset = catalog::taken_away(before.options, op.options);
  binding.emit(std::move(op));
}

void bind_create_configuration(const sql::Node& statement, Binding& binding) {
  ir::Configuration made;
  std::tie(made.schema, made.name) = binding.target(statement.list("defnames"));
  const std::vector<sql::Node> definition = statement.list("definition");
  if (definition.size() != 1)
    return binding.refuse("a text search configuration is made with PARSER or with COPY");
  const std::vector<sql::Node> value = name_in(definition[0]["arg"]);
  if (definition[0].str("defname") == "parser") {
    made.parser = parser_name(value, binding);
  } else if (definition[0].str("defname") == "copy") {
    copy_from(value, made, binding);
  } else {
    return binding.refuse("text search configuration parameter \"" +
                          named_definition(definition[0]) + "\" not recognized");
  }
  binding.emit(ir::Create{std::move(made)});
}

void bind_alter_configuration(const sql::Node& statement, Binding& binding) {
  const ir::Configuration* configuration =
      configuration_or_refuse(statement.list("cfgname"), binding);
  if (!configuration) return;
  if (configuration->parser != ir::Configuration().parser)
    return binding.refuse("the types of tokens of parser " + configuration->parser +
                          " are not known");
  const std::string_view kind = statement.str("kind");
  if (kind == "ALTER_TSCONFIG_DROP_MAPPING")
    return drop_mappings(statement, *configuration, binding);
  std::vector<std::string> dictionaries;
  for (const sql::Node& name : statement.list("dicts"))
    dictionaries.push_back(dictionary_name(name.items(), binding));
  if (statement.flag("replace"))
    return replace_dictionary(statement, *configuration, dictionaries, binding);
  set_mappings(statement, *configuration, dictionaries, binding);
}

}  // namespace pggit::bind
