// CREATE SEQUENCE, ALTER SEQUENCE, and the options that identity columns share with them.
#include "bind/sequence_options.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "bind/binding.h"
#include "bind/type_name.h"

namespace pggit::bind {
namespace {

std::int64_t type_max(const std::string& type) {
  if (type == "smallint") return std::numeric_limits<std::int16_t>::max();
  if (type == "integer") return std::numeric_limits<std::int32_t>::max();
  return std::numeric_limits<std::int64_t>::max();
}

std::int64_t type_min(const std::string& type) { return -type_max(type) - 1; }

std::int64_t default_min(const ir::SequenceOptions& o) {
  return o.increment > 0 ? 1 : type_min(o.type);
}
std::int64_t default_max(const ir::SequenceOptions& o) {
  return o.increment > 0 ? type_max(o.type) : -1;
}

// A number too large for an Integer node comes as Float with its digits; a sign may stand before it.
std::int64_t number_of(const sql::Node& value) {
  if (value.is("Integer")) return value.integer();
  return std::strtoll(std::string(value.text()).c_str(), nullptr, 10);
}

struct Given {
  bool min = false, max = false, start = false;
};

void apply_one(const sql::Node& option, const Names& names, ir::SequenceOptions& options,
               Given& given) {
  const std::string_view name = option.str("defname");
  const sql::Node value = option["arg"];
  if (name == "as") options.type = bind_type(value, names).name;
  if (name == "increment") options.increment = number_of(value);
  if (name == "cache") options.cache = number_of(value);
  if (name == "cycle") options.cycle = value.flag("boolval");
  if (name == "minvalue" && value) options.min = number_of(value), given.min = true;
  if (name == "maxvalue" && value) options.max = number_of(value), given.max = true;
  if (name == "start") options.start = number_of(value), given.start = true;
}

bool says_no(const std::vector<sql::Node>& list, std::string_view name) {
  for (const sql::Node& option : list) {
    if (option.str("defname") == name && !option.has("arg")) return true;
  }
  return false;
}

}  // namespace

ir::SequenceOptions default_sequence_options(const std::string& type) {
  ir::SequenceOptions options;
  options.type = type;
  options.max = type_max(type);
  return options;
}

ir::SequenceOptions new_sequence_options(const std::vector<sql::Node>& list, const Names& names,
                                         const std::string& type) {
  ir::SequenceOptions options = default_sequence_options(type);
  Given given;
  for (const sql::Node& option : list) apply_one(option, names, options, given);
  if (!given.min) options.min = default_min(options);
  if (!given.max) options.max = default_max(options);
  if (!given.start) options.start = options.increment > 0 ? options.min : options.max;
  return options;
}

// Source of the rules: init_params() in PostgreSQL's sequence.c.
ir::SequenceOptions changed_sequence_options(const std::vector<sql::Node>& list, const Names& names,
                                             const ir::SequenceOptions& before) {
  ir::SequenceOptions options = before;
  Given given;
  for (const sql::Node& option : list) apply_one(option, names, options, given);
  const bool new_type = options.type != before.type;
  const bool reset_max = new_type && before.max == type_max(before.type);
  const bool reset_min = new_type && before.min == type_min(before.type);
  if (!given.max && says_no(list, "maxvalue")) options.max = default_max(options);
  if (!given.min && says_no(list, "minvalue")) options.min = default_min(options);
  if (!given.max && reset_max) options.max = type_max(options.type);
  if (!given.min && reset_min) options.min = type_min(options.type);
  return options;
}

std::string written_sequence_name(const std::vector<sql::Node>& list) {
  for (const sql::Node& option : list) {
    if (option.str("defname") == "sequence_name")
      return std::string(option["arg"].items().back().text());
  }
  return "";
}

namespace {

// OWNED BY table.column, or NONE; false where the option is not given.
bool bind_owner(const std::vector<sql::Node>& list, Binding& binding, ir::Sequence& sequence) {
  for (const sql::Node& option : list) {
    if (option.str("defname") != "owned_by") continue;
    std::vector<sql::Node> name = option["arg"].items();
    sequence.owner_table.clear();
    sequence.owner_column.clear();
    if (name.size() < 2) return true;
    const std::string column(name.back().text());
    name.pop_back();
    const std::optional<ir::Key> table = binding.relation(name);
    const ir::Table* owner = table ? binding.get<ir::Table>(*table) : nullptr;
    if (!owner) {
      binding.refuse("relation \"" + spelled(name) + "\" does not exist");
    } else if (std::ranges::find(owner->columns, column, &ir::Column::name) ==
               owner->columns.end()) {
      binding.refuse("column \"" + column + "\" of relation \"" + owner->name +
                     "\" does not exist");
    } else if (owner->schema != sequence.schema) {
      binding.refuse("sequence must be in same schema as table it is linked to");
    } else {
      sequence.owner_table = owner->name;
    }
    sequence.owner_column = column;
    return true;
  }
  return false;
}

bool only_restarts(const std::vector<sql::Node>& list) {
  for (const sql::Node& option : list) {
    if (option.str("defname") != "restart") return false;
  }
  return true;
}

struct IdentityColumn {
  ir::Key table;
  const ir::Column* column = nullptr;
};

// The column whose identity sequence has that name.
std::optional<IdentityColumn> identity_column_of(const sql::Node& range, const Binding& binding) {
  const std::string name(range.str("relname"));
  const std::string_view written = range.str("schemaname");
  const std::vector<std::string> schemas =
      written.empty() ? binding.names().schemas() : std::vector<std::string>{std::string(written)};
  for (const std::string& schema : schemas) {
    for (const ir::Key& key :
         binding.now().users(catalog::Link::Kind::TakesRelation, schema, name)) {
      const ir::Table* table = binding.get<ir::Table>(key);
      for (const ir::Column& column : table->columns) {
        if (column.identity && column.identity->sequence == name) return {{key, &column}};
      }
    }
  }
  return std::nullopt;
}

void alter_identity(const IdentityColumn& of, const std::vector<sql::Node>& options,
                    Binding& binding) {
  if (only_restarts(options)) return binding.emit(ir::Dml{ir::DmlKind::Select, {}, {}, {}});
  ir::Identity identity = *of.column->identity;
  identity.options = changed_sequence_options(options, binding.names(), identity.options);
  binding.emit(ir::SetIdentity{of.table, of.column->name, std::move(identity), true});
}

}  // namespace

void bind_create_sequence(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["sequence"];
  if (binding.creates_temporary(range))
    return binding.add_temporary(std::string(range.str("relname")), "temporary sequence");
  ir::Sequence sequence;
  std::tie(sequence.schema, sequence.name) = binding.target(range);
  if (statement.flag("if_not_exists") &&
      catalog::relation_name_taken(binding.now(), sequence.schema, sequence.name)) {
    return binding.no_effect("sequence " + spelled(range) + " is there already");
  }
  sequence.unlogged = range.str("relpersistence") == "u";
  const std::vector<sql::Node> options = statement.list("options");
  sequence.options = new_sequence_options(options, binding.names(), "bigint");
  bind_owner(options, binding, sequence);
  binding.emit(ir::Create{std::move(sequence)});
}

void bind_alter_sequence(const sql::Node& statement, Binding& binding) {
  const sql::Node range = statement["sequence"];
  const std::optional<ir::Key> key = binding.relation(range);
  const std::vector<sql::Node> options = statement.list("options");
  if (!key) {
    if (const auto identity = identity_column_of(range, binding))
      return alter_identity(*identity, options, binding);
    if (statement.flag("missing_ok")) return binding.no_effect("no sequence " + spelled(range));
    return binding.refuse("relation \"" + spelled(range) + "\" does not exist");
  }
  const ir::Sequence* before = binding.get<ir::Sequence>(*key);
  if (!before) return binding.refuse("\"" + spelled(range) + "\" is not a sequence");
  // RESTART moves the position, which is row data and no part of the definition.
  if (only_restarts(options)) {
    return binding.emit(ir::Dml{ir::DmlKind::Select, {*key}, {}, {}});
  }
  ir::Sequence sequence = *before;
  sequence.options = changed_sequence_options(options, binding.names(), before->options);
  bind_owner(options, binding, sequence);
  binding.emit(ir::Replace{std::move(sequence)});
}

}  // namespace pggit::bind
