// CREATE AGGREGATE, in its old style too.
// Source of the rules: DefineAggregate in PostgreSQL's aggregatecmds.c and AggregateCreate in pg_aggregate.c.
#include <algorithm>

#include "base/text.h"
#include "bind/kinds.h"
#include "bind/options.h"
#include "bind/routine_name.h"
#include "bind/type_name.h"
#include "catalog/fields.h"

namespace pggit::bind {
namespace {

std::string text_of(const sql::Node& value) {
  if (value.is("Integer")) return std::to_string(value.integer());
  if (value.is("TypeName")) return std::string(value.list("names").back().text());
  return std::string(value.text());
}

// Of a flag: alone, or with a value.
bool is_on(const sql::Node& value) { return !value || truth_of(text_of(value)).value_or(false); }

char modify_letter(const std::string& word) {
  return word == "read_only" ? 'r' : word == "shareable" ? 's' : 'w';
}

class AggregateReader {
 public:
  AggregateReader(ir::Function& function, Binding& binding)
      : function_(function), aggregate_(*function.aggregate), binding_(binding) {}

  void read(const std::vector<sql::Node>& definition) {
    for (const sql::Node& item : definition) option(item.str("defname"), item["arg"]);
  }

 private:
  struct Routine {
    std::string_view word;
    std::string ir::Aggregate::* field;
  };
  static constexpr Routine kRoutines[] = {
      {"sfunc", &ir::Aggregate::transition},         {"sfunc1", &ir::Aggregate::transition},
      {"finalfunc", &ir::Aggregate::final},          {"combinefunc", &ir::Aggregate::combine},
      {"serialfunc", &ir::Aggregate::serial},        {"deserialfunc", &ir::Aggregate::deserial},
      {"msfunc", &ir::Aggregate::moving_transition}, {"minvfunc", &ir::Aggregate::moving_inverse},
      {"mfinalfunc", &ir::Aggregate::moving_final}};

  void option(std::string_view name, const sql::Node& value) {
    const auto* routine = std::ranges::find(kRoutines, name, &Routine::word);
    if (routine != std::end(kRoutines)) {
      aggregate_.*routine->field = known_routine_name(name_in(value), binding_);
    } else if (!of_state(name, value) && !of_final(name, value)) {
      of_whole(name, value);
    }
  }

  bool of_state(std::string_view name, const sql::Node& value) {
    if (name == "stype" || name == "stype1") {
      aggregate_.state = type(value);
    } else if (name == "mstype") {
      aggregate_.moving_state = type(value);
    } else if (name == "sspace") {
      aggregate_.state_size = value.integer();
    } else if (name == "msspace") {
      aggregate_.moving_size = value.integer();
    } else if (name == "initcond" || name == "initcond1") {
      aggregate_.initial = text_of(value);
    } else if (name == "minitcond") {
      aggregate_.moving_initial = text_of(value);
    } else {
      return false;
    }
    return true;
  }

  bool of_final(std::string_view name, const sql::Node& value) {
    if (name == "finalfunc_extra") {
      aggregate_.final_extra = is_on(value);
    } else if (name == "mfinalfunc_extra") {
      aggregate_.moving_final_extra = is_on(value);
    } else if (name == "finalfunc_modify") {
      aggregate_.final_modify = modify_letter(text_of(value));
    } else if (name == "mfinalfunc_modify") {
      aggregate_.moving_final_modify = modify_letter(text_of(value));
    } else {
      return false;
    }
    return true;
  }

  void of_whole(std::string_view name, const sql::Node& value) {
    if (name == "hypothetical") {
      if (is_on(value)) aggregate_.kind = 'h';
    } else if (name == "parallel") {
      function_.parallel = text_of(value).substr(0, 1)[0];
    } else if (name == "sortop") {
      sort_operator(name_in(value));
    } else if (name == "basetype") {
      base_type(value);
    } else {
      binding_.refuse("the option " + std::string(name) + " of an aggregate is not known");
    }
  }

  ir::TypeName type(const sql::Node& value) const {
    return value.is("TypeName") ? bind_type_without_modifier(value, binding_.names())
                                : ir::TypeName{"", text_of(value), "", false};
  }

  // The old style has one argument, or none where it is "ANY".
  void base_type(const sql::Node& value) {
    const ir::TypeName base = type(value);
    if (base::to_lower(base.name) != "any" && base.name != "\"any\"")
      function_.arguments.push_back({"", 'i', base, {}});
  }

  void sort_operator(const std::vector<sql::Node>& name) {
    if (function_.arguments.size() != 1)
      return binding_.refuse("sort operator can only be specified for single-argument aggregates");
    const ir::TypeName& operand = function_.arguments[0].type;
    const auto own = operator_named(name, operand, operand, binding_.names());
    if (own && name.size() == 1 && operand.schema.empty())
      return binding_.refuse("the sort operator may be PostgreSQL's own");
    aggregate_.sort_operator = own ? catalog::operator_text(*own) : std::string(name.back().text());
    if (!own && name.size() > 1 && name[0].text() != "pg_catalog")
      binding_.refuse("operator " + spelled(name) + " is not known");
  }

  ir::Function& function_;
  ir::Aggregate& aggregate_;
  Binding& binding_;
};

bool is_polymorphic(const ir::TypeName& type) {
  return type.schema.empty() && type.name.starts_with("any");
}

// What the final function gives: of the user's one where there is no other of its name, else the server is asked.
ir::TypeName result_of_final(const std::vector<sql::Node>& name, const ir::Function& function,
                             Binding& binding) {
  const ir::Aggregate& aggregate = *function.aggregate;
  const std::string_view schema = name.size() > 1 ? name[name.size() - 2].text() : "";
  const std::vector<ir::Key> own = binding.names().functions(schema, name.back().text());
  if (own.size() == 1) {
    const ir::TypeName& returns = binding.get<ir::Function>(own[0])->returns;
    if (!is_polymorphic(returns)) return returns;
  }
  std::vector<std::string> values{"NULL::" + aggregate.state.sql()};
  bool is_open = is_polymorphic(aggregate.state);
  for (const ir::Argument& argument : function.arguments) {
    if (aggregate.final_extra || aggregate.kind != 'n')
      values.push_back("NULL::" + argument.type.sql());
    is_open = is_open || is_polymorphic(argument.type);
  }
  if (is_open || !own.empty() || aggregate.kind != 'n') {
    binding.refuse("the type of the aggregate's result is not known");
  } else if (!binding.oracle()) {
    binding.want_server();
  } else {
    binding.note_asked();
    const auto described = binding.oracle()->describe("SELECT " + aggregate.final + "(" +
                                                      base::join(values, ", ") + ")");
    if (described && described->size() == 1) return described->front().type;
    binding.refuse("the type of the aggregate's result is not known");
  }
  return aggregate.state;
}

void set_arguments(const sql::Node& statement, Binding& binding, ir::Function& function) {
  const std::vector<sql::Node> args = statement.list("args");
  if (args.size() != 2) return;
  for (const sql::Node& parameter : args[0].items())
    function.arguments.push_back(bind_argument(parameter, binding));
  const std::int64_t direct = args[1].integer();
  if (direct < 0) return;
  function.aggregate->kind = 'o';
  function.aggregate->direct = direct;
  function.aggregate->final_modify = 'w';
  function.aggregate->moving_final_modify = 'w';
}

}  // namespace

void bind_create_aggregate(const sql::Node& statement, Binding& binding) {
  ir::Function function;
  std::tie(function.schema, function.name) = binding.target(statement.list("defnames"));
  function.language = "internal";
  function.body = "aggregate_dummy";
  function.volatility = 'i';
  function.cost = 1;
  function.aggregate.emplace();
  set_arguments(statement, binding, function);
  const std::vector<sql::Node> definition = statement.list("definition");
  AggregateReader(function, binding).read(definition);
  const ir::Aggregate& aggregate = *function.aggregate;
  if (!aggregate.state.is_known()) return binding.refuse("aggregate stype must be specified");
  if (aggregate.transition.empty()) return binding.refuse("aggregate sfunc must be specified");
  function.returns = aggregate.state;
  for (const sql::Node& item : definition) {
    if (item.str("defname") == "finalfunc")
      function.returns = result_of_final(name_in(item["arg"]), function, binding);
  }
  make_routine(std::move(function), statement.flag("replace"), binding);
}

}  // namespace pggit::bind
