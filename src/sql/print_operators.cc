// Aggregates, operators and casts from nothing, or over what is there.
#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

using Statements = std::vector<std::string>;

void add_name(Statements& out, const char* word, const std::string& name) {
  if (!name.empty()) out.push_back(std::string(word) + " = " + name);
}

void add_operator(Statements& out, const char* word, const std::string& name) {
  if (!name.empty()) out.push_back(std::string(word) + " = OPERATOR(" + name + ")");
}

void add_size(Statements& out, const char* word, std::int64_t size) {
  if (size) out.push_back(std::string(word) + " = " + std::to_string(size));
}

// What PostgreSQL takes a final function for where nothing is said depends on the kind (DefineAggregate).
void add_modify(Statements& out, const char* word, char modify, char kind) {
  if (modify == (kind == 'n' ? 'r' : 'w')) return;
  const char* value = modify == 'r' ? "READ_ONLY" : modify == 's' ? "SHAREABLE" : "READ_WRITE";
  out.push_back(std::string(word) + " = " + value);
}

void add_initial(Statements& out, const char* word, const std::optional<std::string>& value) {
  if (value) out.push_back(std::string(word) + " = " + base::quote_literal(*value));
}

void add_moving(Statements& out, const ir::Aggregate& a) {
  if (a.moving_transition.empty()) return;
  add_name(out, "MSFUNC", a.moving_transition);
  add_name(out, "MINVFUNC", a.moving_inverse);
  out.push_back("MSTYPE = " + a.moving_state.sql());
  add_size(out, "MSSPACE", a.moving_size);
  add_name(out, "MFINALFUNC", a.moving_final);
  if (a.moving_final_extra) out.emplace_back("MFINALFUNC_EXTRA");
  add_modify(out, "MFINALFUNC_MODIFY", a.moving_final_modify, a.kind);
  add_initial(out, "MINITCOND", a.moving_initial);
}

Statements clauses(const ir::Function& function) {
  const ir::Aggregate& a = *function.aggregate;
  Statements out{"SFUNC = " + a.transition, "STYPE = " + a.state.sql()};
  add_size(out, "SSPACE", a.state_size);
  add_name(out, "FINALFUNC", a.final);
  if (a.final_extra) out.emplace_back("FINALFUNC_EXTRA");
  add_modify(out, "FINALFUNC_MODIFY", a.final_modify, a.kind);
  add_name(out, "COMBINEFUNC", a.combine);
  add_name(out, "SERIALFUNC", a.serial);
  add_name(out, "DESERIALFUNC", a.deserial);
  add_initial(out, "INITCOND", a.initial);
  add_moving(out, a);
  if (a.kind == 'h') out.emplace_back("HYPOTHETICAL");
  add_operator(out, "SORTOP", a.sort_operator);
  if (function.parallel != 'u')
    out.emplace_back(function.parallel == 's' ? "PARALLEL = SAFE" : "PARALLEL = RESTRICTED");
  return out;
}

// A VARIADIC "any" among the direct arguments of an ordered set stands for those behind ORDER BY too.
std::string arguments(const ir::Function& function) {
  const ir::Aggregate& a = *function.aggregate;
  Statements direct;
  Statements rest;
  for (const ir::Argument& argument : function.arguments) {
    const bool is_direct = a.kind != 'n' && std::int64_t(direct.size()) < a.direct;
    (is_direct ? direct : rest).push_back(argument_sql(argument));
  }
  if (a.kind == 'n') return rest.empty() ? "*" : base::join(rest, ", ");
  if (rest.empty() && !direct.empty()) rest.push_back(direct.back());
  return base::join(direct, ", ") + (direct.empty() ? "" : " ") + "ORDER BY " +
         base::join(rest, ", ");
}

std::string options_of(const ir::Operator& o) {
  Statements out{"FUNCTION = " + o.function};
  if (o.left.is_known()) out.push_back("LEFTARG = " + o.left.sql());
  out.push_back("RIGHTARG = " + o.right.sql());
  add_operator(out, "COMMUTATOR", o.commutator);
  add_operator(out, "NEGATOR", o.negator);
  add_name(out, "RESTRICT", o.restriction);
  add_name(out, "JOIN", o.join);
  if (o.hashes) out.emplace_back("HASHES");
  if (o.merges) out.emplace_back("MERGES");
  return base::join(out, ", ");
}

std::string how(const ir::Cast& cast) {
  if (cast.method == 'b') return "WITHOUT FUNCTION";
  if (cast.method == 'i') return "WITH INOUT";
  Statements types;
  for (const ir::TypeName& type : cast.arguments) types.push_back(type.sql());
  return "WITH FUNCTION " + cast.function + "(" + base::join(types, ", ") + ")";
}

template <class T>
void add_comment(Statements& out, const char* kind, const T& object) {
  if (object.comment)
    out.push_back(std::string("COMMENT ON ") + kind + " " + ir::sql_name(object.key()) + " IS " +
                  base::quote_literal(*object.comment));
}

}  // namespace

std::vector<std::string> create_aggregate(const ir::Function& function, bool replace) {
  Statements out{std::string("CREATE ") + (replace ? "OR REPLACE " : "") + "AGGREGATE " +
                 base::qualified(function.schema, function.name) + "(" + arguments(function) +
                 ") (" + base::join(clauses(function), ", ") + ")"};
  add_comment(out, "ROUTINE", function);
  return out;
}

// A shell comes with the operator that names it.
std::vector<std::string> create_operator(const ir::Operator& o) {
  if (o.function.empty()) return {};
  Statements out{"CREATE OPERATOR " + base::quote_ident(o.schema) + "." + o.name + " (" +
                 options_of(o) + ")"};
  add_comment(out, "OPERATOR", o);
  return out;
}

std::vector<std::string> alter_operator(const ir::Operator& o) {
  const auto or_none = [](const std::string& name) { return name.empty() ? "NONE" : name; };
  return {"ALTER OPERATOR " + ir::sql_name(o.key()) + " SET (RESTRICT = " + or_none(o.restriction) +
          ", JOIN = " + or_none(o.join) + ")"};
}

std::vector<std::string> create_cast(const ir::Cast& cast) {
  std::string sql = "CREATE CAST " + ir::sql_name(cast.key()) + " " + how(cast);
  if (cast.context == 'a') sql += " AS ASSIGNMENT";
  if (cast.context == 'i') sql += " AS IMPLICIT";
  Statements out{std::move(sql)};
  add_comment(out, "CAST", cast);
  return out;
}

}  // namespace pggit::sql
