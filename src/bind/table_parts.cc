#include "bind/table_parts.h"
#include "bind/foreign.h"

#include <algorithm>

#include "base/text.h"
#include "bind/collation.h"
#include "bind/foreign.h"
#include "bind/options.h"
#include "bind/partitions.h"
#include "bind/sequence_options.h"
#include "bind/type_name.h"
#include "catalog/retype.h"

namespace pggit::bind {
namespace {

// Deferrability stands behind the constraint it belongs to.
TableDraft::Deferral deferral_behind(const std::vector<sql::Node>& constraints, std::size_t at) {
  TableDraft::Deferral deferral{constraints[at].flag("deferrable"),
                                constraints[at].flag("initdeferred")};
  for (std::size_t i = at + 1; i < constraints.size(); ++i) {
    const std::string_view type = constraints[i].str("contype");
    if (type == "CONSTR_ATTR_DEFERRABLE") {
      deferral.deferrable = true;
    } else if (type == "CONSTR_ATTR_DEFERRED") {
      deferral = {true, true};
    } else if (type != "CONSTR_ATTR_NOT_DEFERRABLE" && type != "CONSTR_ATTR_IMMEDIATE") {
      break;
    }
  }
  return deferral;
}

void set_serial(const std::string& type, Binding& binding, TableDraft& draft, ir::Column& column) {
  ir::Sequence sequence;
  sequence.schema = draft.table.schema;
  sequence.unlogged = draft.table.unlogged;
  sequence.name = choose_relation_name(draft.taken, draft.table.name, column.name, "seq", false);
  sequence.options = default_sequence_options(type);
  sequence.owner_table = draft.table.name;
  sequence.owner_column = column.name;
  draft.taken.pending_relations.push_back(sequence.name);
  column.not_null = true;
  column.default_value = nextval_expression(sequence.schema, sequence.name);
  draft.sequences.push_back(std::move(sequence));
  (void)binding;
}

void set_identity(const sql::Node& constraint, Binding& binding, TableDraft& draft,
                  ir::Column& column) {
  ir::Identity identity;
  identity.always = constraint.str("generated_when") == "a";
  const std::vector<sql::Node> options = constraint.list("options");
  identity.options = new_sequence_options(options, binding.names(), column.type.name);
  identity.sequence = written_sequence_name(options);
  if (identity.sequence.empty()) {
    identity.sequence =
        choose_relation_name(draft.taken, draft.table.name, column.name, "seq", false);
  }
  draft.taken.pending_relations.push_back(identity.sequence);
  column.not_null = true;
  column.identity = std::move(identity);
}

struct ColumnConstraints {
  std::vector<sql::Node> list;
  std::size_t at = 0;
};

void draft_column_constraint(const ColumnConstraints& from, Binding& binding, TableDraft& draft,
                             ir::Column& column, std::vector<sql::Node>& expressions) {
  const sql::Node constraint = from.list[from.at];
  const std::string_view type = constraint.str("contype");
  if (type == "CONSTR_NOTNULL") column.not_null = true;
  if (type == "CONSTR_IDENTITY") set_identity(constraint, binding, draft, column);
  if (type == "CONSTR_DEFAULT" || type == "CONSTR_GENERATED") expressions.push_back(constraint);
  if (type == "CONSTR_CHECK") draft.checks.push_back(constraint);
  if (type == "CONSTR_PRIMARY" || type == "CONSTR_UNIQUE") {
    draft.keys.push_back(constraint);
    draft.key_columns.push_back(column.name);
    draft.key_deferrals.push_back(deferral_behind(from.list, from.at));
  }
  if (type == "CONSTR_FOREIGN") {
    draft.foreign_keys.push_back(constraint);
    draft.foreign_columns.push_back(column.name);
    draft.foreign_deferrals.push_back(deferral_behind(from.list, from.at));
  }
}

// A length, precision or field list. `character` is character(1).
bool has_modifier(const ir::TypeName& type) {
  if (!type.schema.empty()) return !type.modifier.empty();
  return type.name.find('(') != std::string::npos || type.name == "character" ||
         type.name == "bit" || type.name.starts_with("interval ");
}

// The default or generation expression, once the column stands in the draft.
void set_values(const std::vector<sql::Node>& expressions, Binding& binding, TableDraft& draft,
                ir::Column& column) {
  const Scope scope = Scope::of_table(draft.table);
  for (const sql::Node& constraint : expressions) {
    const sql::Node expression = constraint["raw_expr"];
    const bool generated = constraint.str("contype") == "CONSTR_GENERATED";
    if (generated && constraint.str("generated_kind") == "v") {
      return binding.refuse("virtual generated columns are not held yet");
    }
    if (generated) {
      draft.generated.emplace_back(column.name, expression);
    } else if (!is_no_default(expression, column.type, binding.names())) {
      column.default_value = bind_value(expression, column.type, binding.names(), scope);
    }
  }
}

void set_foreign_options(const sql::Node& def, Binding& binding, const TableDraft& draft,
                         ir::Column& column) {
  if (!draft.table.foreign)
    return binding.refuse("\"" + draft.table.name + "\" is not a foreign table");
  column.foreign_options =
      foreign_options({}, def.list("fdwoptions"), ir::Kind::Table,
                      validator_of_server(draft.table.foreign->server, binding), binding);
}

}  // namespace

bool is_no_default(const sql::Node& expression, const ir::TypeName& type, const Names& names) {
  if (has_modifier(type)) return false;
  // A NULL that is coerced to a domain is no constant.
  if (names.catalog->find({ir::Kind::Domain, type.schema, type.name, ""})) return false;
  if (expression.is("TypeCast")) {
    return bind_type(expression["typeName"], names) == type &&
           is_no_default(expression["arg"], type, names);
  }
  return expression.is("A_Const") && expression.flag("isnull");
}

void draft_column(const sql::Node& def, Binding& binding, TableDraft& draft) {
  ir::Column column;
  column.name = def.str("colname");
  const std::string serial = serial_kind(def["typeName"]);
  if (serial.empty()) {
    column.type = bind_type(def["typeName"], binding.names());
  } else {
    column.type.name = serial;
    set_serial(serial, binding, draft, column);
  }
  column.collation = bind_collation(def["collClause"].list("collname"), binding);
  column.compression = def.str("compression") == "default" ? "" : def.str("compression");
  column.storage = base::to_lower(def.str("storage_name"));
  if (column.storage == "default" ||
      column.storage == catalog::own_storage(binding.now(), column.type))
    column.storage.clear();
  if (def.has("fdwoptions")) set_foreign_options(def, binding, draft, column);
  std::vector<sql::Node> expressions;
  ColumnConstraints constraints{def.list("constraints"), 0};
  for (; constraints.at < constraints.list.size(); ++constraints.at) {
    draft_column_constraint(constraints, binding, draft, column, expressions);
  }
  draft.table.columns.push_back(std::move(column));
  set_values(expressions, binding, draft, draft.table.columns.back());
}

void draft_given_column(const sql::Node& def, Binding& binding, TableDraft& draft) {
  const std::string name(def.str("colname"));
  const auto column = std::ranges::find(draft.table.columns, name, &ir::Column::name);
  if (column == draft.table.columns.end())
    return binding.refuse("column \"" + name + "\" does not exist");
  std::vector<sql::Node> expressions;
  ColumnConstraints constraints{def.list("constraints"), 0};
  for (; constraints.at < constraints.list.size(); ++constraints.at)
    draft_column_constraint(constraints, binding, draft, *column, expressions);
  if (!expressions.empty()) column->default_value.reset();
  set_values(expressions, binding, draft, *column);
}

void draft_constraint(const sql::Node& constraint, Binding& binding, TableDraft& draft) {
  const std::string_view type = constraint.str("contype");
  const TableDraft::Deferral deferral{constraint.flag("deferrable"),
                                      constraint.flag("initdeferred")};
  if (type == "CONSTR_CHECK") {
    draft.checks.push_back(constraint);
  } else if (type == "CONSTR_PRIMARY" || type == "CONSTR_UNIQUE" || type == "CONSTR_EXCLUSION") {
    draft.keys.push_back(constraint);
    draft.key_columns.emplace_back();
    draft.key_deferrals.push_back(deferral);
  } else if (type == "CONSTR_FOREIGN") {
    draft.foreign_keys.push_back(constraint);
    draft.foreign_columns.emplace_back();
    draft.foreign_deferrals.push_back(deferral);
  } else {
    binding.refuse("the constraint kind " + std::string(type) + " is not read yet");
  }
}

}  // namespace pggit::bind
