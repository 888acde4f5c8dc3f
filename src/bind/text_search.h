// Names of text search dictionaries, configurations, templates and parsers, and what PostgreSQL has of its own.
//
//   SET search_path = app, ext;
//   CREATE TEXT SEARCH CONFIGURATION fr (COPY = french);   -- app.fr as pg_catalog.french is
//   ALTER TEXT SEARCH CONFIGURATION fr ALTER MAPPING FOR word WITH unaccent, french_stem;   -- ext.unaccent, of an extension
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bind/binding.h"

namespace pggit::bind {

// Whether pg_catalog has an object of the kind under that name, in some version of PostgreSQL at least.
bool is_built_in(ir::Kind kind, std::string_view name);

// "app.fr", each part quoted where it must be, or a bare name of pg_catalog. Refuses a name that is none, or that we know nothing of.
std::string dictionary_name(const std::vector<sql::Node>& name, Binding& binding);
std::string template_name(const std::vector<sql::Node>& name, Binding& binding);
std::string parser_name(const std::vector<sql::Node>& name, Binding& binding);

// The default parser's types of tokens.
bool is_token_type(std::string_view name);

// What the configuration of pg_catalog maps; nothing where it has none of the name.
std::optional<std::vector<ir::TokenMapping>> built_in_mappings(std::string_view configuration);

// Why a template of pg_catalog would not take these options, in PostgreSQL's words; empty: it may.
std::string why_not_taken(std::string_view text_template, const ir::Options& options);

}  // namespace pggit::bind
