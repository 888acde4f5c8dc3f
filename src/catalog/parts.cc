#include "catalog/parts.h"

#include <algorithm>

#include "catalog/fields.h"
#include "catalog/server_text.h"

namespace pggit::catalog {
namespace {

using Part = Dependent::Part;
using References = std::vector<Reference>;

// Those of a server form are many and in order; few stand behind them.
void tidy(References& references) {
  const auto rest = std::ranges::is_sorted_until(references);
  std::sort(rest, references.end());
  std::inplace_merge(references.begin(), rest, references.end());
  const auto doubles = std::ranges::unique(references);
  references.erase(doubles.begin(), doubles.end());
}

void add(References& out, References more) { std::ranges::move(more, std::back_inserter(out)); }

void add(References& out, const ir::TypeName& type) {
  if (!type.schema.empty()) out.push_back({type_key(type.schema, type.name), ""});
}

// "app.german"; a bare name is pg_catalog's.
void add_named(References& out, ir::Kind kind, const std::string& qualified) {
  if (const auto found = function_named(qualified))
    out.push_back({{kind, found->schema, found->name, ""}, ""});
}

template <class T>
void add_collations(References& out, const T& object) {
  for_each_collation(object,
                     [&](const std::string& name) { add_named(out, ir::Kind::Collation, name); });
}

void add_columns(References& out, const ir::Key& relation,
                 const std::vector<std::string>& columns) {
  for (const std::string& column : columns) out.push_back({relation, column});
}

void add(References& out, const std::optional<ir::Expression>& expression, const ir::Key& own) {
  if (expression) add(out, references(*expression, own));
}

void add(References& out, const ir::IndexKey& key, const ir::Key& own) {
  if (!key.column.empty()) out.push_back({own, key.column});
  add(out, key.expression, own);
  add_collations(out, key);
}

void add_piece(References& out, const ir::Piece& piece) {
  switch (piece.kind) {
    case ir::Piece::Kind::Text:
      return;
    case ir::Piece::Kind::Relation:
    case ir::Piece::Kind::RelationName:
    case ir::Piece::Kind::Regclass:
      return out.push_back({relation_key(piece.schema, piece.name), ""});
    case ir::Piece::Kind::Column:
      return out.push_back({relation_key(piece.schema, piece.name), piece.column});
    case ir::Piece::Kind::Type:
      return out.push_back({type_key(piece.schema, piece.name), ""});
    case ir::Piece::Kind::Function:
      return out.push_back({function_name_key(piece.schema, piece.name), ""});
    case ir::Piece::Kind::Configuration:
      return out.push_back({{ir::Kind::Configuration, piece.schema, piece.name, ""}, ""});
    case ir::Piece::Kind::Dictionary:
      return out.push_back({{ir::Kind::Dictionary, piece.schema, piece.name, ""}, ""});
    case ir::Piece::Kind::Collation:
      return out.push_back({{ir::Kind::Collation, piece.schema, piece.name, ""}, ""});
  }
}

// A word of a server form may be a column of any relation that it names, or of its own.
References references_of_server_form(const std::string& text, const ir::Key& own) {
  const Mentioned found = mentioned(text);
  References others;
  References relations{{own, ""}};
  for (const MentionedName& name : found.names) {
    if (name.kind == MentionedName::Kind::Function) {
      others.push_back({function_name_key(name.schema, name.name), ""});
      continue;
    }
    if (name.kind == MentionedName::Kind::Other) {
      others.push_back({{name.other, name.schema, name.name, ""}, ""});
      continue;
    }
    others.push_back({type_key(name.schema, name.name), ""});
    if (name.kind == MentionedName::Kind::RelationOrType) {
      relations.push_back({relation_key(name.schema, name.name), ""});
    }
  }
  tidy(others);
  tidy(relations);
  References columns;
  for (const Reference& relation : relations) {
    columns.push_back(relation);
    add_columns(columns, relation.key, found.words);
  }
  References out;
  std::ranges::merge(columns, others, std::back_inserter(out));
  return out;
}

References of(const ir::Constraint& constraint, const ir::Key& own) {
  References out;
  add_columns(out, own, constraint.columns);
  add_columns(out, own, constraint.include);
  add(out, constraint.check, own);
  if (constraint.foreign) {
    const ir::Key target = relation_key(constraint.foreign->schema, constraint.foreign->table);
    out.push_back({target, ""});
    add_columns(out, target, constraint.foreign->columns);
  }
  if (!constraint.exclusion) return out;
  for (const ir::ExclusionElement& element : constraint.exclusion->elements)
    add(out, element.key, own);
  add(out, constraint.exclusion->where, own);
  return out;
}

using Parts = std::vector<PartOf>;

void add_part(Parts& parts, Part part, const std::string& name, References references) {
  if (references.empty()) return;
  tidy(references);
  parts.push_back({part, name, std::move(references)});
}

Parts whole(References references) {
  Parts parts;
  add_part(parts, Part::Object, "", std::move(references));
  return parts;
}

// VALUE of a domain's server form stands for no column of a relation.
bool is_own_name(const Reference& reference, const ir::Key& own) {
  return reference.key.schema == own.schema && reference.key.name == own.name;
}

struct PartsOf {
  Parts operator()(const ir::Schema&) const { return {}; }
  Parts operator()(const ir::Enum&) const { return {}; }
  Parts operator()(const ir::Extension&) const { return {}; }

  Parts operator()(const ir::Domain& o) const {
    Parts parts;
    for (const ir::Constraint& constraint : o.constraints) {
      References of_check;
      add(of_check, constraint.check, o.key());
      std::erase_if(of_check, [&](const Reference& r) { return is_own_name(r, o.key()); });
      add_part(parts, Part::Constraint, constraint.name, std::move(of_check));
    }
    References out;
    add(out, o.type);
    add_named(out, ir::Kind::Collation, o.collation);
    add(out, o.default_value, o.key());
    std::erase_if(out, [&](const Reference& r) { return is_own_name(r, o.key()); });
    add_part(parts, Part::Object, "", std::move(out));
    return parts;
  }

  Parts operator()(const ir::MaterializedView& o) const {
    References out = references(o.query, relation_key(o.schema, o.name));
    for (const ir::ViewColumn& column : o.columns) add(out, column.type);
    add_collations(out, o);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Composite& o) const {
    Parts parts;
    for (const ir::ViewColumn& attribute : o.attributes) {
      References of_attribute;
      add(of_attribute, attribute.type);
      add_collations(of_attribute, attribute);
      add_part(parts, Part::Column, attribute.name, std::move(of_attribute));
    }
    return parts;
  }

  Parts operator()(const ir::Range& o) const {
    References out;
    add(out, o.subtype);
    add_collations(out, o);
    if (const auto function = function_named(o.subtype_diff)) out.push_back({*function, ""});
    return whole(std::move(out));
  }

  Parts operator()(const ir::Statistics& o) const {
    const ir::Key table = relation_key(o.table_schema, o.table);
    References out{{table, ""}};
    add_columns(out, table, o.columns);
    for (const ir::Expression& expression : o.expressions) add(out, expression, table);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Rule& o) const {
    const ir::Key table = relation_key(o.schema, o.table);
    References out{{table, ""}};
    add(out, o.where, table);
    for (const ir::Expression& action : o.actions) add(out, action, table);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Policy& o) const {
    const ir::Key table = relation_key(o.schema, o.table);
    References out{{table, ""}};
    add(out, o.using_expression, table);
    add(out, o.with_check, table);
    return whole(std::move(out));
  }

  Parts operator()(const ir::DefaultGrants&) const { return {}; }
  Parts operator()(const ir::Dictionary&) const { return {}; }
  Parts operator()(const ir::Collation&) const { return {}; }

  Parts operator()(const ir::Configuration& o) const {
    References out;
    for (const ir::TokenMapping& mapping : o.mappings) {
      for (const std::string& name : mapping.dictionaries)
        add_named(out, ir::Kind::Dictionary, name);
    }
    return whole(std::move(out));
  }

  Parts operator()(const ir::Publication&) const { return {}; }
  Parts operator()(const ir::PublishedSchema&) const { return {}; }
  // Servers and wrappers are no relations: foreign_base() says who stands on which.
  Parts operator()(const ir::ForeignServer&) const { return {}; }
  Parts operator()(const ir::UserMapping&) const { return {}; }

  Parts operator()(const ir::ForeignDataWrapper& o) const {
    References out;
    add_functions(out, o);
    return whole(std::move(out));
  }

  Parts operator()(const ir::PublishedTable& o) const {
    const ir::Key table = relation_key(o.schema, o.table);
    References out{{table, ""}};
    add_columns(out, table, o.columns);
    add(out, o.where, table);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Operator& o) const {
    References out;
    add(out, o.left);
    add(out, o.right);
    add_functions(out, o);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Cast& o) const {
    References out;
    for_each_of<ir::TypeName>(o, [&](const ir::TypeName& type) { add(out, type); });
    add_functions(out, o);
    return whole(std::move(out));
  }

  template <class T>
  static void add_functions(References& out, const T& object) {
    for_each_function_name(object, [&](const std::string& name) {
      if (const auto function = function_named(name)) out.push_back({*function, ""});
    });
  }

  Parts operator()(const ir::Sequence& o) const {
    if (o.owner_table.empty()) return {};
    const ir::Key table = relation_key(o.schema, o.owner_table);
    return whole({{table, ""}, {table, o.owner_column}});
  }

  Parts operator()(const ir::Table& o) const {
    Parts parts;
    for (const ir::Column& column : o.columns) {
      References of_column;
      add(of_column, column.type);
      add_collations(of_column, column);
      add(of_column, column.generated, o.key());
      add_part(parts, Part::Column, column.name, std::move(of_column));
      References of_default;
      add(of_default, column.default_value, o.key());
      add_part(parts, Part::Default, column.name, std::move(of_default));
    }
    for (const ir::Constraint& constraint : o.constraints) {
      add_part(parts, Part::Constraint, constraint.name, of(constraint, o.key()));
    }
    References of_table = of_partitions(o);
    add(of_table, o.of_type);
    add_part(parts, Part::Object, "", std::move(of_table));
    return parts;
  }

  // Its parents, and what the expressions that it is partitioned by name besides its own columns.
  static References of_partitions(const ir::Table& o) {
    References out;
    if (o.partition_of)
      out.push_back({relation_key(o.partition_of->schema, o.partition_of->table), ""});
    for (const ir::RelationName& parent : o.inherits)
      out.push_back({relation_key(parent.schema, parent.name), ""});
    if (!o.partition_by) return out;
    for (const ir::IndexKey& key : o.partition_by->keys) {
      add(out, key.expression, o.key());
      add_collations(out, key);
    }
    std::erase_if(out, [&](const Reference& r) { return r.key == o.key(); });
    return out;
  }

  Parts operator()(const ir::Index& o) const {
    const ir::Key table = relation_key(o.schema, o.table);
    References out{{table, ""}};
    for (const ir::IndexKey& key : o.keys) add(out, key, table);
    add_columns(out, table, o.include);
    add(out, o.where, table);
    return whole(std::move(out));
  }

  Parts operator()(const ir::View& o) const {
    References out = references(o.query, relation_key(o.schema, o.name));
    for (const ir::ViewColumn& column : o.columns) {
      add(out, column.type);
      add(out, column.default_value, relation_key(o.schema, o.name));
    }
    add_collations(out, o);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Function& o) const {
    References out;
    for_each_of<ir::TypeName>(o, [&](const ir::TypeName& type) { add(out, type); });
    for_each_of<ir::Expression>(o, [&](const ir::Expression& e) { add(out, references(e, {})); });
    std::erase_if(out, [](const Reference& r) { return r.key == ir::Key{}; });
    add_functions(out, o);
    return whole(std::move(out));
  }

  Parts operator()(const ir::Trigger& o) const {
    const ir::Key table = relation_key(o.schema, o.table);
    References out{{table, ""}, {function_name_key(o.function_schema, o.function), "()"}};
    add_columns(out, table, o.update_of);
    add(out, o.when, table);
    if (!o.from_table.empty()) out.push_back({relation_key(o.from_schema, o.from_table), ""});
    return whole(std::move(out));
  }
};

}  // namespace

bool is_in_partition_key(const ir::Table& table, const std::string& column) {
  if (!table.partition_by) return false;
  const Reference wanted{table.key(), column};
  return std::ranges::any_of(table.partition_by->keys, [&](const ir::IndexKey& key) {
    if (!key.expression) return key.column == column;
    const References named = references(*key.expression, table.key());
    return std::ranges::find(named, wanted) != named.end();
  });
}

bool is_referred_to_by_kind(ir::Kind kind) {
  return kind == ir::Kind::Dictionary || kind == ir::Kind::Configuration ||
         kind == ir::Kind::Collation;
}

ir::Key relation_key(std::string schema, std::string name) {
  return {ir::Kind::Table, std::move(schema), std::move(name), ""};
}
ir::Key type_key(std::string schema, std::string name) {
  return {ir::Kind::Enum, std::move(schema), std::move(name), ""};
}
ir::Key function_name_key(std::string schema, std::string name) {
  return {ir::Kind::Function, std::move(schema), std::move(name), ""};
}

std::vector<Reference> references(const ir::Expression& expression, const ir::Key& own) {
  References out;
  if (expression.is_server_form()) {
    out = references_of_server_form(expression.sql(), own);
  } else {
    for (const ir::Piece& piece : expression.pieces()) add_piece(out, piece);
  }
  tidy(out);
  return out;
}

bool goes_with_column(const ir::Constraint& constraint, const std::string& column) {
  if (!constraint.exclusion) return true;
  const auto is_it = [&](const ir::ExclusionElement& e) { return e.key.column == column; };
  return std::ranges::any_of(constraint.exclusion->elements, is_it) ||
         std::ranges::find(constraint.include, column) != constraint.include.end();
}

std::optional<ir::Key> function_named(const std::string& qualified) {
  const Mentioned found = mentioned(qualified);
  if (found.names.empty()) return std::nullopt;
  return function_name_key(found.names.front().schema, found.names.front().name);
}

bool refers_to(const ir::Constraint& constraint, const ir::Key& table) {
  return constraint.foreign && constraint.foreign->schema == table.schema &&
         constraint.foreign->table == table.name;
}

bool refers_to(const ir::Table& from, const ir::Key& table) {
  return std::ranges::any_of(from.constraints,
                             [&](const ir::Constraint& c) { return refers_to(c, table); });
}

bool has_index(const ir::Constraint& constraint) {
  return constraint.kind == ir::ConstraintKind::Primary ||
         constraint.kind == ir::ConstraintKind::Unique ||
         constraint.kind == ir::ConstraintKind::Exclusion;
}

bool is_of_type(const ir::Table& table, const ir::Key& type) {
  return type.kind == ir::Kind::Composite && table.of_type.schema == type.schema &&
         table.of_type.name == type.name;
}

std::vector<PartOf> parts_of(const ir::Object& object) { return std::visit(PartsOf{}, object); }

}  // namespace pggit::catalog
