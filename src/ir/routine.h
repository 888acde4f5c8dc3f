// Functions, procedures and aggregates, and what stands on functions: operators and casts. As in ir/objects.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ir/expression.h"
#include "ir/names.h"

namespace pggit::ir {

struct Argument {
  std::string name;  // may be empty
  char mode = 'i';   // i in, o out, b inout, v variadic, t column of RETURNS TABLE
  TypeName type;
  std::optional<Expression> default_value;
  bool operator==(const Argument&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("name", self.name);
    v("mode", self.mode);
    v("type", self.type);
    v("default", self.default_value);
  }
};

// What makes a function an aggregate. Functions and operators are named with their schema unless that is pg_catalog; empty: none.
struct Aggregate {
  char kind = 'n';              // n normal, o ordered set, h hypothetical set
  std::int64_t direct = 0;      // arguments before ORDER BY
  std::string transition;       // SFUNC
  TypeName state;               // STYPE
  std::int64_t state_size = 0;  // SSPACE
  std::string final;
  bool final_extra = false;
  char final_modify = 'r';  // r read only, s shareable, w read write
  std::string combine;
  std::string serial;
  std::string deserial;
  std::optional<std::string> initial;  // INITCOND
  std::string moving_transition;       // MSFUNC and so on: over a moving frame
  std::string moving_inverse;
  TypeName moving_state;
  std::int64_t moving_size = 0;
  std::string moving_final;
  bool moving_final_extra = false;
  char moving_final_modify = 'r';
  std::optional<std::string> moving_initial;
  std::string sort_operator;
  bool operator==(const Aggregate&) const = default;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("kind", self.kind);
    v("direct", self.direct);
    v("transition", self.transition);
    v("state", self.state);
    v("state_size", self.state_size);
    v("final", self.final);
    v("final_extra", self.final_extra);
    v("final_modify", self.final_modify);
    v("combine", self.combine);
    v("serial", self.serial);
    v("deserial", self.deserial);
    v("initial", self.initial);
    v("moving_transition", self.moving_transition);
    v("moving_inverse", self.moving_inverse);
    v("moving_state", self.moving_state);
    v("moving_size", self.moving_size);
    v("moving_final", self.moving_final);
    v("moving_final_extra", self.moving_final_extra);
    v("moving_final_modify", self.moving_final_modify);
    v("moving_initial", self.moving_initial);
    v("sort_operator", self.sort_operator);
  }
};

struct Function {
  std::string schema;
  std::string name;
  bool is_procedure = false;
  bool is_window = false;
  std::vector<Argument> arguments;
  TypeName returns;  // unknown for a procedure without output; "record" and "void" as they are
  bool returns_set = false;
  std::string language;
  char volatility = 'v';  // v volatile, s stable, i immutable
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  char parallel = 'u';                 // u unsafe, r restricted, s safe
  double cost = 100;                   // 1 for internal and C
  double rows = 0;                     // 1000 is the default of a set-returning one
  Options settings;                    // SET name TO value, sorted
  std::string body;                    // prosrc, byte for byte
  std::optional<Expression> sql_body;  // BEGIN ATOMIC ... END or RETURN
  std::optional<Aggregate> aggregate = {};
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  Grants grants = {};
  bool operator==(const Function&) const = default;
  Key key() const;  // sub: the types of its i, b and v arguments

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("is_procedure", self.is_procedure);
    v("is_window", self.is_window);
    v("arguments", self.arguments);
    v("returns", self.returns);
    v("returns_set", self.returns_set);
    v("language", self.language);
    v("volatility", self.volatility);
    v("strict", self.strict);
    v("security_definer", self.security_definer);
    v("leakproof", self.leakproof);
    v("parallel", self.parallel);
    v("cost", self.cost);
    v("rows", self.rows);
    v("settings", self.settings);
    v("body", self.body);
    v("sql_body", self.sql_body);
    v("aggregate", self.aggregate);
    v("owner", self.owner);
    v("grants", self.grants);
    v("comment", self.comment);
  }
};

// CREATE OPERATOR. Functions and other operators are named as an aggregate's. One without a function is a shell: PostgreSQL
// makes it for a COMMUTATOR or NEGATOR that is not there yet.
struct Operator {
  std::string schema;
  std::string name;
  TypeName left;  // unknown: of a prefix operator
  TypeName right;
  std::string function;
  std::string commutator;
  std::string negator;
  std::string restriction;  // RESTRICT
  std::string join;
  bool merges = false;
  bool hashes = false;
  std::optional<std::string> comment;
  std::string owner = {};  // empty: the role of the migrations
  bool operator==(const Operator&) const = default;
  Key key() const;

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("schema", self.schema);
    v("name", self.name);
    v("left", self.left);
    v("right", self.right);
    v("function", self.function);
    v("commutator", self.commutator);
    v("negator", self.negator);
    v("restriction", self.restriction);
    v("join", self.join);
    v("merges", self.merges);
    v("hashes", self.hashes);
    v("owner", self.owner);
    v("comment", self.comment);
  }
};

// CREATE CAST. Nobody owns one but who owns its types.
struct Cast {
  TypeName source;
  TypeName target;
  char method = 'f';                // f function, b binary, i input and output functions
  std::string function;             // named as an aggregate's
  std::vector<TypeName> arguments;  // of the function
  char context = 'e';               // e explicit, a also in an assignment, i also implicit
  std::optional<std::string> comment;
  bool operator==(const Cast&) const = default;
  Key key() const { return {Kind::Cast, "", source.sql(), target.sql()}; }

  template <class Self, class Visitor>
  static void visit(Self& self, Visitor&& v) {
    v("source", self.source);
    v("target", self.target);
    v("method", self.method);
    v("function", self.function);
    v("arguments", self.arguments);
    v("context", self.context);
    v("comment", self.comment);
  }
};

}  // namespace pggit::ir
