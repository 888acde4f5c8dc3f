// Text search: dictionaries, and configurations that say which dictionaries a token goes through. Parsers and templates are
// made by superusers alone and are no objects here. Dictionaries, parsers and templates are named with their schema unless that is
// pg_catalog.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/names.h"

namespace pggit::ir {

// CREATE TEXT SEARCH DICTIONARY.
struct Dictionary {
  std::string schema;
  std::string name;
  std::string text_template;  // "snowball", "ext.unaccent"
  Options options = {};       // language "german", stopwords "german"
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Dictionary&) const = default;
  Key key() const { return {Kind::Dictionary, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("template", self.text_template);
    v("options", self.options);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

// What becomes of the tokens of one type.
struct TokenMapping {
  std::string token;                      // "asciiword"
  std::vector<std::string> dictionaries;  // in the order in which they are asked
  bool operator==(const TokenMapping&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("token", self.token);
    v("dictionaries", self.dictionaries);
  }
};

// CREATE TEXT SEARCH CONFIGURATION.
struct Configuration {
  std::string schema;
  std::string name;
  std::string parser = "\"default\"";       // as SQL names it
  std::vector<TokenMapping> mappings = {};  // sorted by token
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Configuration&) const = default;
  Key key() const { return {Kind::Configuration, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("parser", self.parser);
    v("mappings", self.mappings);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

}  // namespace pggit::ir
