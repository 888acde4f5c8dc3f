// Small text helpers, and PostgreSQL's quoting rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pggit::base {

// An identifier as PostgreSQL's quote_ident() writes it: bare when it is lower case letters, digits
// and underscores, does not start with a digit and is no key word that must be quoted; else in
// double quotes. Source of the rule: quote_identifier() in ruleutils.c, key words of PostgreSQL 18.
std::string quote_ident(std::string_view name);

// `schema.name`, both quoted; only the name when schema is empty.
std::string qualified(std::string_view schema, std::string_view name);

// A string constant that reads back as exactly these bytes under standard_conforming_strings on or
// off: `'it''s'`, and `E'a\\b'` as soon as a backslash is in it.
std::string quote_literal(std::string_view text);

// A dollar-quoted string with the shortest tag ($$, $f$, $f1$, ...) that is not in the text.
std::string quote_dollar(std::string_view text);

// A text[] as PostgreSQL reads it, to be sent as a parameter: {"a","b\\"c"}.
std::string array_literal(const std::vector<std::string>& items);

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower(std::string_view text);  // ASCII only, as identifiers are folded
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
bool ends_with_ignoring_case(std::string_view text, std::string_view suffix);
bool is_valid_utf8(std::string_view text);

// Shortens an identifier to `limit` bytes without cutting a character in two (pg_mbcliplen).
std::string_view clip_identifier(std::string_view name, std::size_t limit = 63);

}  // namespace pggit::base
