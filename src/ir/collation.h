// Collations.
#pragma once

#include <optional>
#include <string>

#include "ir/names.h"

namespace pggit::ir {

// CREATE COLLATION. The version of its library is a fact of the server and is not here.
struct Collation {
  std::string schema;
  std::string name;
  char provider = 'c';       // c libc, i ICU, b built in
  std::string collate = {};  // LC_COLLATE and LC_CTYPE, of libc
  std::string ctype = {};
  std::string locale = {};  // of the others
  std::string rules = {};   // of ICU, from PostgreSQL 16 on
  bool deterministic = true;
  std::optional<std::string> comment = {};
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Collation&) const = default;
  Key key() const { return {Kind::Collation, schema, name, ""}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("provider", self.provider);
    v("collate", self.collate);
    v("ctype", self.ctype);
    v("locale", self.locale);
    v("rules", self.rules);
    v("deterministic", self.deterministic);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

}  // namespace pggit::ir
