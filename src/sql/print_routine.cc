// Functions, procedures, triggers and views from nothing, or over what is there.
#include <fmt/format.h>

#include "base/text.h"
#include "sql/print_parts.h"

namespace pggit::sql {
namespace {

const char* mode_words(char mode) {
  switch (mode) {
    case 'o':
      return "OUT ";
    case 'b':
      return "INOUT ";
    case 'v':
      return "VARIADIC ";
    default:
      return "";
  }
}

// RETURNS TABLE (...) where there are such columns, nothing where OUT arguments say it all.
std::string returns_clause(const ir::Function& function) {
  std::vector<std::string> columns;
  bool has_output = false;
  for (const ir::Argument& argument : function.arguments) {
    if (argument.mode == 't')
      columns.push_back(base::quote_ident(argument.name) + " " + argument.type.sql());
    has_output |= argument.mode == 'o' || argument.mode == 'b';
  }
  if (!columns.empty()) return " RETURNS TABLE (" + base::join(columns, ", ") + ")";
  if (function.is_procedure || (has_output && !function.returns_set)) return "";
  return std::string(" RETURNS ") + (function.returns_set ? "SETOF " : "") + function.returns.sql();
}

std::string number(double value) { return fmt::format("{}", value); }

// GUC_LIST_QUOTE in guc_tables.c: a list of names, stored with each quoted as an identifier.
bool is_name_list(const std::string& setting) {
  return setting == "search_path" || setting == "temp_tablespaces" ||
         setting.ends_with("_preload_libraries");
}

// Each name as a string, as pg_get_functiondef() does: the only way to write the empty name that
// `SET search_path TO ''` leaves. Source of the rules: SplitGUCList in varlena.c.
std::string name_list(std::string_view value) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < value.size();) {
    if (value[at] == ' ' || value[at] == ',') {
      ++at;
      continue;
    }
    const bool is_quoted = value[at] == '"';
    std::string name;
    for (at += is_quoted; at < value.size(); ++at) {
      if (is_quoted && value[at] == '"' && value.substr(at, 2) != "\"\"") break;
      if (!is_quoted && value[at] == ',') break;
      if (is_quoted && value[at] == '"') ++at;
      name.push_back(value[at]);
    }
    at += is_quoted;
    names.push_back(is_quoted ? name : std::string(base::trim(name)));
  }
  return literal_list(names);
}

std::string attributes(const ir::Function& f) {
  std::string sql = " LANGUAGE " + base::quote_ident(f.language);
  if (f.is_window) sql += " WINDOW";
  if (f.volatility == 'i') sql += " IMMUTABLE";
  if (f.volatility == 's') sql += " STABLE";
  if (f.leakproof) sql += " LEAKPROOF";
  if (f.strict) sql += " STRICT";
  if (f.security_definer) sql += " SECURITY DEFINER";
  if (f.parallel == 's') sql += " PARALLEL SAFE";
  if (f.parallel == 'r') sql += " PARALLEL RESTRICTED";
  const bool is_native = f.language == "c" || f.language == "internal";
  if (!f.is_procedure && f.cost != (is_native ? 1 : 100)) sql += " COST " + number(f.cost);
  if (f.returns_set && f.rows > 0 && f.rows != 1000) sql += " ROWS " + number(f.rows);
  for (const auto& [name, value] : f.settings) {
    sql += " SET " + base::quote_ident(name) + " TO " +
           (is_name_list(name) ? name_list(value) : base::quote_literal(value));
  }
  return sql;
}

const char* timing_words(char timing) {
  return timing == 'b' ? "BEFORE" : timing == 'i' ? "INSTEAD OF" : "AFTER";
}

std::string events(const ir::Trigger& t) {
  std::vector<std::string> words;
  if (t.on_insert) words.emplace_back("INSERT");
  if (t.on_delete) words.emplace_back("DELETE");
  if (t.on_update)
    words.push_back(t.update_of.empty() ? "UPDATE" : "UPDATE OF " + ident_list(t.update_of));
  if (t.on_truncate) words.emplace_back("TRUNCATE");
  return base::join(words, " OR ");
}

const char* enabled_words(char enabled) {
  switch (enabled) {
    case 'D':
      return "DISABLE TRIGGER ";
    case 'R':
      return "ENABLE REPLICA TRIGGER ";
    case 'A':
      return "ENABLE ALWAYS TRIGGER ";
    default:
      return "ENABLE TRIGGER ";
  }
}

}  // namespace

std::string argument_sql(const ir::Argument& argument) {
  std::string sql = mode_words(argument.mode);
  if (!argument.name.empty()) sql += base::quote_ident(argument.name) + " ";
  sql += argument.type.sql();
  return argument.default_value ? sql + " DEFAULT " + argument.default_value->sql() : sql;
}

std::vector<std::string> create_function(const ir::Function& f, bool replace) {
  if (f.aggregate) return create_aggregate(f, replace);
  std::vector<std::string> arguments;
  for (const ir::Argument& argument : f.arguments) {
    if (argument.mode != 't') arguments.push_back(argument_sql(argument));
  }
  std::string sql = std::string("CREATE ") + (replace ? "OR REPLACE " : "") +
                    (f.is_procedure ? "PROCEDURE " : "FUNCTION ") +
                    base::qualified(f.schema, f.name) + "(" + base::join(arguments, ", ") + ")" +
                    returns_clause(f) + attributes(f);
  sql += f.sql_body ? " " + f.sql_body->sql() : " AS " + base::quote_dollar(f.body);
  std::vector<std::string> out{std::move(sql)};
  if (f.comment) {
    out.push_back(std::string("COMMENT ON ") + (f.is_procedure ? "PROCEDURE " : "FUNCTION ") +
                  ir::sql_name(f.key()) + " IS " + base::quote_literal(*f.comment));
  }
  return out;
}

std::string set_trigger_state(const ir::SetTriggerState& op) {
  const ir::Key& trigger = op.trigger;
  return std::string("ALTER TABLE ") + (op.only ? "ONLY " : "") +
         base::qualified(trigger.schema, trigger.name) + " " + enabled_words(op.enabled) +
         base::quote_ident(trigger.sub);
}

std::vector<std::string> create_trigger(const ir::Trigger& t, bool replace) {
  const std::string table = base::qualified(t.schema, t.table);
  const std::string name = base::quote_ident(t.name);
  std::string sql = std::string("CREATE ") + (replace ? "OR REPLACE " : "") +
                    (t.is_constraint ? "CONSTRAINT " : "") + "TRIGGER " + name + " " +
                    timing_words(t.timing) + " " + events(t) + " ON " + table;
  if (!t.from_table.empty()) sql += " FROM " + base::qualified(t.from_schema, t.from_table);
  if (t.deferrable) sql += t.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  if (!t.old_table.empty() || !t.new_table.empty()) sql += " REFERENCING";
  if (!t.old_table.empty()) sql += " OLD TABLE AS " + base::quote_ident(t.old_table);
  if (!t.new_table.empty()) sql += " NEW TABLE AS " + base::quote_ident(t.new_table);
  sql += t.for_each_row ? " FOR EACH ROW" : " FOR EACH STATEMENT";
  if (t.when) sql += " WHEN (" + t.when->sql() + ")";
  std::vector<std::string> arguments;
  for (const std::string& argument : t.arguments)
    arguments.push_back(base::quote_literal(argument));
  sql += " EXECUTE FUNCTION " + base::qualified(t.function_schema, t.function) + "(" +
         base::join(arguments, ", ") + ")";
  std::vector<std::string> out{std::move(sql)};
  // OR REPLACE enables by itself.
  if (t.enabled != 'O') out.push_back(set_trigger_state({t.key(), t.enabled}));
  if (t.comment)
    out.push_back("COMMENT ON TRIGGER " + ir::sql_name(t.key()) + " IS " +
                  base::quote_literal(*t.comment));
  return out;
}

std::vector<std::string> create_view(const ir::View& v, bool replace) {
  const std::string name = base::qualified(v.schema, v.name);
  std::vector<std::string> columns;
  for (const ir::ViewColumn& column : v.columns) columns.push_back(column.name);
  std::string sql = std::string("CREATE ") + (replace ? "OR REPLACE " : "") + "VIEW " + name;
  if (!columns.empty()) sql += " (" + ident_list(columns) + ")";
  if (!v.options.empty()) sql += " WITH (" + option_list(v.options) + ")";
  std::vector<std::string> out{sql + " AS " + v.query.sql()};
  if (v.comment)
    out.push_back("COMMENT ON VIEW " + name + " IS " + base::quote_literal(*v.comment));
  for (const ir::ViewColumn& column : v.columns) {
    const std::string quoted = base::quote_ident(column.name);
    if (column.default_value) {
      out.push_back("ALTER VIEW " + name + " ALTER COLUMN " + quoted + " SET DEFAULT " +
                    column.default_value->sql());
    }
    if (column.comment)
      out.push_back("COMMENT ON COLUMN " + name + "." + quoted + " IS " +
                    base::quote_literal(*column.comment));
  }
  return out;
}

}  // namespace pggit::sql
