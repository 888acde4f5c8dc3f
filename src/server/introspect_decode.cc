#include <algorithm>
#include <cstdlib>

#include "server/introspect_row.h"

namespace pggit::server {
namespace {

// Of expressions with commas between them the one of that place, from 1.
std::string list_item(const std::string& list, std::size_t place) {
  std::string item;
  int depth = 0;
  char quote = 0;
  for (const char c : list) {
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ',' && depth == 0) {
      if (--place == 0) return item;
      item.clear();
      continue;
    } else {
      depth += (c == '(' || c == '[') - (c == ')' || c == ']');
    }
    if (!item.empty() || c != ' ') item.push_back(c);
  }
  return item;
}

std::string storage_word(char letter) {
  switch (letter) {
    case 'p':
      return "plain";
    case 'e':
      return "external";
    case 'x':
      return "extended";
    case 'm':
      return "main";
    default:
      return "";
  }
}

std::string compression_word(char letter) {
  return letter == 'p' ? "pglz" : letter == 'l' ? "lz4" : "";
}

// The condition of "... WHEN (condition) EXECUTE FUNCTION ...".
std::string when_of(const std::string& definition) {
  constexpr std::string_view kOpen = " WHEN (";
  constexpr std::string_view kClose = ") EXECUTE FUNCTION ";
  const std::size_t begin = definition.find(kOpen);
  const std::size_t end = definition.rfind(kClose);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return definition.substr(begin + kOpen.size(), end - begin - kOpen.size());
}

int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

// Arguments as hex, each closed by a zero byte.
std::vector<std::string> trigger_arguments(const std::string& hex) {
  std::vector<std::string> arguments;
  std::string current;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const char c = char(hex_digit(hex[i]) << 4 | hex_digit(hex[i + 1]));
    if (c != '\0') {
      current.push_back(c);
    } else {
      arguments.push_back(std::move(current));
      current.clear();
    }
  }
  return arguments;
}

ir::Acl column_acl_from(const Row& row, const Gathered& gathered) {
  return acl_from(row.text(27), {row.text(26), gathered.migration_role});
}

ir::Grants identity_grants_from(const Row& row, const Gathered& gathered) {
  if (row.is_null(28)) return std::nullopt;
  return ir::stored(acl_from(row.text(28), {row.text(26), gathered.migration_role}),
                    {ir::Kind::Sequence, "", "", ""});
}

ir::Column column_from(const Row& row, const Gathered& gathered) {
  ir::Column column;
  column.name = row.text(2);
  column.type = row.type(3);
  column.collation = row.text(6);
  column.not_null = row.boolean(7);
  (row.text(10).empty() ? column.default_value : column.generated) = row.expression(8);
  column.storage = storage_word(row.letter(11, ' '));
  column.compression = compression_word(row.letter(12, ' '));
  if (!row.is_null(13)) column.statistics = row.number(13);
  column.options = options_from(row.text(14));
  column.comment = row.comment(15);
  if (!row.text(9).empty())
    column.identity = ir::Identity{row.text(9) == "a", row.text(16), row.sequence(17),
                                   identity_grants_from(row, gathered)};
  column.inherited = row.boolean(24);
  column.local = row.boolean(25);
  column.grants = column_acl_from(row, gathered);
  column.foreign_options = row.foreign_options(29);
  return column;
}

ir::ViewColumn view_column_from(const Row& row, const Gathered& gathered) {
  ir::ViewColumn column;
  column.name = row.text(2);
  column.type = row.type(3);
  column.collation = row.text(6);
  column.default_value = row.expression(8);
  column.comment = row.comment(15);
  column.grants = column_acl_from(row, gathered);
  return column;
}

// As pg_get_viewdef() prints it, without its end.
ir::Expression query_from(const Row& row, int column) {
  std::string query = row.text(column);
  while (!query.empty() && (query.back() == ';' || query.back() == '\n')) query.pop_back();
  return ir::Expression::from_server(query);
}

ir::ForeignKey foreign_from(const Row& row) {
  ir::ForeignKey foreign;
  foreign.schema = row.text(7);
  foreign.table = row.text(8);
  foreign.columns = row.array(9);
  foreign.match = row.letter(10, 's');
  foreign.on_update = row.letter(11, 'a');
  foreign.on_delete = row.letter(12, 'a');
  foreign.set_columns = row.array(13);
  return foreign;
}

// From column 2 on.
ir::IndexKey index_key_from(const Row& row) {
  ir::IndexKey key;
  key.column = row.text(2);
  if (!row.is_null(3))
    key.expression = ir::Expression::from_server(without_outer_parentheses(row.text(3)));
  key.collation = row.text(4);
  key.opclass = row.text(5);
  if (const ir::Options options = options_from(row.text(6)); !options.empty()) {
    std::string list;
    for (const auto& [name, value] : options)
      list += (list.empty() ? "" : ", ") + name + "='" + value + "'";
    key.opclass += "(" + list + ")";
  }
  key.descending = row.boolean(7);
  key.nulls_first = row.boolean(8);
  if (!row.is_null(9)) key.statistics = std::atoll(row.text(9).c_str());
  return key;
}

}  // namespace

std::string without_outer_parentheses(std::string text) {
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return text;
  int depth = 0;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (depth == 0) return text;
  }
  return text.substr(1, text.size() - 2);
}

std::vector<ir::Object> Gathered::take() {
  done.reserve(done.size() + tables.size() + views.size() + materialized.size() +
               composites.size() + domains.size() + indexes.size() + functions.size() +
               configurations.size() + casts.size());
  for (auto& [name, table] : tables) {
    std::ranges::sort(table.constraints, {}, &ir::Constraint::name);
    done.emplace_back(std::move(table));
  }
  for (auto& [name, view] : views) done.emplace_back(std::move(view));
  for (auto& [name, view] : materialized) done.emplace_back(std::move(view));
  for (auto& [name, composite] : composites) done.emplace_back(std::move(composite));
  for (auto& [name, domain] : domains) done.emplace_back(std::move(domain));
  for (auto& [name, index] : indexes) done.emplace_back(std::move(index));
  for (auto& [oid, function] : functions) done.emplace_back(std::move(function));
  for (auto& [name, configuration] : configurations) done.emplace_back(std::move(configuration));
  for (auto& [oid, cast] : casts) done.emplace_back(std::move(cast));
  return std::move(done);
}

std::vector<std::string> array_items(std::string_view text) {
  std::vector<std::string> items;
  if (text.size() < 2) return items;
  std::string current;
  bool quoted = false;
  bool any = false;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const char c = text[i];
    any = true;
    if (c == '"') {
      quoted = !quoted;
    } else if (c == '\\') {
      current.push_back(text[++i]);
    } else if (c == ',' && !quoted) {
      items.push_back(std::move(current));
      current.clear();
    } else {
      current.push_back(c);
    }
  }
  if (any) items.push_back(std::move(current));
  return items;
}

ir::Options options_from(std::string_view array, const std::string& prefix) {
  ir::Options options;
  for (const std::string& item : array_items(array)) {
    const std::size_t equals = item.find('=');
    if (equals == std::string::npos || item.starts_with("pg_attver=")) continue;
    options.emplace_back(prefix + item.substr(0, equals), item.substr(equals + 1));
  }
  std::ranges::sort(options);
  return options;
}

ir::TypeName type_from(std::string_view formatted, std::string_view schema, std::string_view name) {
  ir::TypeName type;
  type.is_array = formatted.ends_with("[]");
  if (type.is_array) formatted.remove_suffix(2);
  if (schema == "pg_catalog") {
    type.name = formatted;
    return type;
  }
  type.schema = schema;
  type.name = name;
  const std::size_t open = formatted.ends_with(")") ? formatted.rfind('(') : std::string_view::npos;
  if (open != std::string_view::npos) type.modifier = formatted.substr(open);
  return type;
}

void read_default_privileges(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const RoleNames names{row.text(1), gathered.migration_role};
    gathered.done.emplace_back(ir::DefaultGrants{row.text(0), owner_from(names), row.letter(2, 'r'),
                                                 acl_from(row.text(3), names), std::nullopt});
  });
}

void read_schemas(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Schema schema{row.text(0), row.comment(1)};
    read_access(row, 2, gathered, schema);
    const bool is_public = schema.name == "public";
    if (is_public && row.boolean(5)) schema.owner.clear();
    if (is_public && row.boolean(4)) schema.grants = ir::Acl{{"", "", "UC"}};  // made anew
    if (schema.name == "public" && schema.comment == "standard public schema")
      schema.comment.reset();
    gathered.done.emplace_back(std::move(schema));
  });
}

void read_enums(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Enum type{row.text(0), row.text(1), row.array(2), row.comment(3)};
    read_access(row, 4, gathered, type);
    gathered.done.emplace_back(std::move(type));
  });
}

void read_sequences(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Sequence sequence{row.text(0),  row.text(1),  row.boolean(2), row.sequence(3),
                          row.text(10), row.text(11), row.comment(12)};
    read_access(row, 13, gathered, sequence);
    gathered.done.emplace_back(std::move(sequence));
  });
}

// Those of a relation and, in the next column, of its TOAST table.
ir::Options options_from_both(const Row& row, int column) {
  ir::Options options = options_from(row.text(column));
  for (auto& option : options_from(row.text(column + 1), "toast."))
    options.push_back(std::move(option));
  std::ranges::sort(options);
  return options;
}

void read_tables(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Table& table = gathered.tables[row.name()];
    table.schema = row.text(0);
    table.name = row.text(1);
    table.unlogged = row.boolean(2);
    table.options = options_from_both(row, 3);
    table.comment = row.comment(5);
    read_access(row, 6, gathered, table);
    table.row_security = row.boolean(8);
    table.force_row_security = row.boolean(9);
    gathered.any_family |= row.boolean(10);
    table.replica_identity = row.text(11).front();
    if (!row.is_null(13)) table.of_type = {row.text(12), row.text(13), "", false};
    if (!row.is_null(14)) table.foreign = ir::ForeignTable{row.text(14), row.foreign_options(15)};
  });
}

void read_partition_keys(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto table = gathered.tables.find(row.name());
    if (table == gathered.tables.end()) return;
    std::optional<ir::PartitionKey>& by = table->second.partition_by;
    if (!by) by.emplace();
    by->strategy = row.letter(2, 'r');
    ir::IndexKey key;
    key.column = row.text(3);
    if (!row.is_null(4))
      key.expression = ir::Expression::from_server(
          without_outer_parentheses(list_item(row.text(4), std::size_t(row.number(5)))));
    key.collation = row.text(6);
    key.opclass = row.text(7);
    by->keys.push_back(std::move(key));
  });
}

void read_parents(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto table = gathered.tables.find(row.name());
    if (table == gathered.tables.end()) return;
    if (row.is_null(4)) {
      table->second.inherits.push_back({row.text(2), row.text(3)});
    } else {
      table->second.partition_of =
          ir::PartitionOf{row.text(2), row.text(3), ir::Expression::from_server(row.text(4))};
    }
  });
}

void read_views(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::View& view = gathered.views[row.name()];
    view.schema = row.text(0);
    view.name = row.text(1);
    view.options = options_from(row.text(2));
    view.query = query_from(row, 3);
    view.comment = row.comment(4);
    read_access(row, 5, gathered, view);
  });
}

void read_materialized_views(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::MaterializedView& view = gathered.materialized[row.name()];
    view.schema = row.text(0);
    view.name = row.text(1);
    view.query = query_from(row, 2);
    view.populated = row.boolean(3);
    view.comment = row.comment(4);
    read_access(row, 5, gathered, view);
    view.options = options_from_both(row, 7);
  });
}

void read_extensions(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    gathered.done.emplace_back(ir::Extension{row.text(0), row.text(1), row.array(2), std::nullopt});
  });
}

void read_domains(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Domain& domain = gathered.domains[row.name()];
    domain.schema = row.text(0);
    domain.name = row.text(1);
    domain.type = row.type(2);
    domain.collation = row.text(5);
    domain.not_null = row.boolean(6);
    domain.default_value = row.expression(7);
    domain.comment = row.comment(8);
    read_access(row, 9, gathered, domain);
  });
}

void read_domain_constraints(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto domain = gathered.domains.find(row.name());
    if (domain == gathered.domains.end()) return;
    ir::Constraint constraint;
    constraint.name = row.text(2);
    constraint.check = row.expression(3);
    constraint.validated = row.boolean(4);
    constraint.comment = row.comment(5);
    domain->second.constraints.push_back(std::move(constraint));
  });
}

void read_columns(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto table = gathered.tables.find(row.name());
    if (table != gathered.tables.end()) table->second.columns.push_back(column_from(row, gathered));
    const auto view = gathered.views.find(row.name());
    if (view != gathered.views.end())
      view->second.columns.push_back(view_column_from(row, gathered));
    const auto made = gathered.materialized.find(row.name());
    if (made != gathered.materialized.end())
      made->second.columns.push_back(view_column_from(row, gathered));
    const auto composite = gathered.composites.find(row.name());
    if (composite != gathered.composites.end())
      composite->second.attributes.push_back(view_column_from(row, gathered));
  });
}

// CLUSTER ON, REPLICA IDENTITY and the comment of its index.
void read_index_of_key(const Row& row, ir::Constraint& key) {
  key.clustered = row.boolean(25);
  key.replica_identity = row.boolean(26);
  key.index_comment = row.comment(27);
}

void read_constraints(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto table = gathered.tables.find(row.name());
    if (table == gathered.tables.end()) return;
    ir::Constraint constraint;
    constraint.name = row.text(2);
    constraint.kind = ir::ConstraintKind(row.letter(3, 'c'));
    const bool is_check = constraint.kind == ir::ConstraintKind::Check;
    const bool is_foreign = constraint.kind == ir::ConstraintKind::Foreign;
    const bool is_exclusion = constraint.kind == ir::ConstraintKind::Exclusion;
    if (!is_check && !is_exclusion) constraint.columns = row.array(4);
    if (is_check) constraint.check = row.expression(5);
    if (is_check) constraint.no_inherit = row.boolean(6);
    if (is_foreign) constraint.foreign = foreign_from(row);
    constraint.deferrable = row.boolean(14);
    constraint.initially_deferred = row.boolean(15);
    constraint.validated = row.boolean(16);
    constraint.comment = row.comment(17);
    constraint.include = row.array(18);
    constraint.nulls_not_distinct = row.boolean(19);
    constraint.index_options = options_from(row.text(20));
    constraint.inherited = row.boolean(21);
    constraint.local = row.boolean(22);
    if (is_exclusion) constraint.exclusion = ir::Exclusion{row.text(23), {}, row.expression(24)};
    if (!row.is_null(25)) read_index_of_key(row, constraint);
    table->second.constraints.push_back(std::move(constraint));
  });
}

void read_indexes(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Index& index = gathered.indexes[row.name()];
    index.schema = row.text(0);
    index.name = row.text(1);
    index.table = row.text(2);
    index.method = row.text(3);
    index.unique = row.boolean(4);
    index.nulls_not_distinct = row.boolean(5);
    index.valid = row.boolean(6);
    index.clustered = row.boolean(7);
    index.replica_identity = row.boolean(8);
    index.include = row.array(9);
    index.where = row.expression(10);
    index.options = options_from(row.text(11));
    index.comment = row.comment(12);
    index.parent_schema = row.text(13);
    index.parent = row.text(14);
  });
}

void read_index_keys(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto index = gathered.indexes.find(row.name());
    if (index == gathered.indexes.end()) return;
    index->second.keys.push_back(index_key_from(row));
  });
}

void read_exclusion_keys(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto table = gathered.tables.find(row.name());
    if (table == gathered.tables.end()) return;
    const auto at =
        std::ranges::find(table->second.constraints, row.text(10), &ir::Constraint::name);
    at->exclusion->elements.push_back({index_key_from(row), row.text(11)});
  });
}

void read_functions(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Function& function = gathered.functions[row.text(2)];
    function.schema = row.text(0);
    function.name = row.text(1);
    function.is_procedure = row.text(3) == "p";
    function.is_window = row.text(3) == "w";
    function.returns = row.type(4);
    if (function.is_procedure && function.returns.name == "void") function.returns = {};
    function.returns_set = row.boolean(7);
    function.language = row.text(8);
    function.volatility = row.letter(9, 'v');
    function.strict = row.boolean(10);
    function.security_definer = row.boolean(11);
    function.leakproof = row.boolean(12);
    function.parallel = row.letter(13, 'u');
    function.cost = std::strtod(row.text(14).c_str(), nullptr);
    function.rows = std::strtod(row.text(15).c_str(), nullptr);
    function.settings = options_from(row.text(16));
    function.body = row.text(17);
    function.sql_body = row.expression(18);
    function.comment = row.comment(19);
    read_access(row, 20, gathered, function);
  });
}

void read_arguments(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    const auto function = gathered.functions.find(row.text(0));
    if (function == gathered.functions.end()) return;
    function->second.arguments.push_back(
        {row.text(1), row.letter(2, 'i'), row.type(3), row.expression(6)});
  });
}

void read_triggers(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Trigger trigger;
    trigger.schema = row.text(0);
    trigger.table = row.text(1);
    trigger.name = row.text(2);
    const std::int64_t type = row.number(3);  // bits of pg_trigger.h
    trigger.for_each_row = type & 1;
    trigger.timing = type & 2 ? 'b' : type & 64 ? 'i' : 'a';
    trigger.on_insert = type & 4;
    trigger.on_delete = type & 8;
    trigger.on_update = type & 16;
    trigger.on_truncate = type & 32;
    trigger.update_of = row.array(4);
    if (row.boolean(6)) trigger.when = ir::Expression::from_server(when_of(row.text(5)));
    trigger.function_schema = row.text(7);
    trigger.function = row.text(8);
    trigger.arguments = trigger_arguments(row.text(9));
    trigger.is_constraint = row.boolean(10);
    trigger.from_schema = row.text(11);
    trigger.from_table = row.text(12);
    trigger.deferrable = row.boolean(13);
    trigger.initially_deferred = row.boolean(14);
    trigger.old_table = row.text(15);
    trigger.new_table = row.text(16);
    trigger.enabled = row.letter(17, 'O');
    trigger.comment = row.comment(18);
    trigger.inherited = row.boolean(19);
    gathered.done.emplace_back(std::move(trigger));
  });
}

void read_policies(const pg::Rows& rows, Gathered& gathered) {
  each(rows, [&](const Row& row) {
    ir::Policy policy;
    policy.schema = row.text(0);
    policy.table = row.text(1);
    policy.name = row.text(2);
    policy.permissive = row.boolean(3);
    policy.command = row.letter(4, '*');
    policy.roles = row.array(5);
    for (std::string& role : policy.roles) {
      if (role == gathered.migration_role) role = ir::kMigrationRole;
    }
    std::ranges::sort(policy.roles);
    policy.using_expression = row.expression(6);
    policy.with_check = row.expression(7);
    policy.comment = row.comment(8);
    gathered.done.emplace_back(std::move(policy));
  });
}

void read_not_held(const pg::Rows& rows, Gathered& gathered) {
  for (int i = 0; i < rows.count(); ++i)
    gathered.not_held[std::string(rows.text(i, 0))] = int(rows.number(i, 1));
}

}  // namespace pggit::server
