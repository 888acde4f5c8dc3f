// CREATE [OR REPLACE] [CONSTRAINT] TRIGGER.
#include "bind/binding.h"
#include "bind/expression.h"
#include "bind/partitions.h"

namespace pggit::bind {
namespace {

// Bits of CreateTrigStmt: src/include/catalog/pg_trigger.h.
constexpr std::int64_t kInsert = 1 << 2;
constexpr std::int64_t kDelete = 1 << 3;
constexpr std::int64_t kUpdate = 1 << 4;
constexpr std::int64_t kTruncate = 1 << 5;
constexpr std::int64_t kBefore = 1 << 1;
constexpr std::int64_t kInstead = 1 << 6;

char timing_of(std::int64_t bits) { return bits == kBefore ? 'b' : bits == kInstead ? 'i' : 'a'; }

void set_events(std::int64_t events, ir::Trigger& trigger) {
  trigger.on_insert = events & kInsert;
  trigger.on_delete = events & kDelete;
  trigger.on_update = events & kUpdate;
  trigger.on_truncate = events & kTruncate;
}

// The trigger functions that PostgreSQL has itself and means for others' triggers.
bool is_built_in(std::string_view function) {
  return function == "suppress_redundant_updates_trigger" ||
         function == "tsvector_update_trigger" || function == "tsvector_update_trigger_column";
}

void set_function(const sql::Node& statement, const Binding& binding, ir::Trigger& trigger) {
  const std::vector<sql::Node> name = statement.list("funcname");
  trigger.function = name.back().text();
  if (name.size() > 1) {
    trigger.function_schema = name[name.size() - 2].text();
  } else {
    trigger.function_schema = binding.names().function_schema(trigger.function);
    if (trigger.function_schema.empty() && is_built_in(trigger.function))
      trigger.function_schema = "pg_catalog";
  }
}

void set_transition_tables(const sql::Node& statement, ir::Trigger& trigger) {
  for (const sql::Node& relation : statement.list("transitionRels")) {
    (relation.flag("isNew") ? trigger.new_table : trigger.old_table) = relation.str("name");
  }
}

}  // namespace

void bind_create_trigger(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["relation"];
  const std::optional<ir::Key> relation = binding.relation(range);
  if (!relation) return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  ir::Trigger trigger;
  trigger.schema = relation->schema;
  trigger.table = relation->name;
  trigger.name = statement.str("trigname");
  trigger.timing = timing_of(statement.num("timing"));
  set_events(statement.num("events"), trigger);
  for (const sql::Node& column : statement.list("columns"))
    trigger.update_of.emplace_back(column.text());
  trigger.for_each_row = statement.flag("row");
  set_function(statement, binding, trigger);
  for (const sql::Node& argument : statement.list("args"))
    trigger.arguments.emplace_back(argument.text());
  trigger.is_constraint = statement.flag("isconstraint");
  trigger.deferrable = statement.flag("deferrable");
  trigger.initially_deferred = statement.flag("initdeferred");
  if (const sql::Node from = statement["constrrel"]) {
    const std::optional<ir::Key> key = binding.relation(from);
    if (!key) return binding.refuse("relation \"" + spelled(from) + "\" does not exist");
    trigger.from_schema = key->schema;
    trigger.from_table = key->name;
  }
  set_transition_tables(statement, trigger);
  if (const sql::Node when = statement["whenClause"]) {
    trigger.when =
        bind_expression(when, binding.names(), Scope::of_trigger(binding.names(), *relation));
  }
  const ir::Trigger* before = binding.get<ir::Trigger>(trigger.key());
  if (!before) return emit_trigger(std::move(trigger), binding);
  if (!statement.flag("replace")) {
    return binding.refuse("trigger \"" + trigger.name + "\" for relation \"" + spelled(range) +
                          "\" already exists");
  }
  trigger.comment = before->comment;
  replace_trigger(trigger, binding);
}

}  // namespace pggit::bind
