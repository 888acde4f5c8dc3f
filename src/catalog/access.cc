#include "catalog/access.h"

#include <algorithm>

namespace pggit::catalog {
namespace {

template <class T>
concept Owned = requires(T& o) { o.owner; };
template <class T>
concept Granted = Owned<T> && requires(T& o) { o.grants; };

// Calls visit(columns) where the kind has columns that can have grants.
template <class Object, class Visit>
void visit_columns(Object& object, const Visit& visit) {
  if (auto* table = std::get_if<ir::Table>(&object)) visit(table->columns);
  if (auto* view = std::get_if<ir::View>(&object)) visit(view->columns);
  if (auto* filled = std::get_if<ir::MaterializedView>(&object)) visit(filled->columns);
}

ir::Grants as_grants(const ir::Acl& acl) { return acl.empty() ? std::nullopt : ir::Grants(acl); }

template <class Object, class Visit>
void visit_identities(Object& object, const Visit& visit) {
  auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  for (auto& column : table->columns) {
    if (column.identity) visit(*column.identity);
  }
}

// The sequence of a column may have another name meanwhile.
void keep_identities(ir::Object& object, const ir::Object& other) {
  auto* table = std::get_if<ir::Table>(&object);
  if (!table) return;
  for (const ir::Column& from : std::get<ir::Table>(other).columns) {
    const auto column = std::ranges::find(table->columns, from.name, &ir::Column::name);
    if (column != table->columns.end() && column->identity && from.identity)
      column->identity->grants = from.identity->grants;
  }
}

}  // namespace

std::string owner_of(const ir::Object& object) {
  return std::visit(
      []<class T>(const T& o) -> std::string {
        if constexpr (Owned<const T>) return o.owner;
        return "";
      },
      object);
}

ir::Grants grants_of(const ir::Object& object, const std::string& column) {
  ir::Grants grants;
  visit_columns(object, [&](const auto& columns) {
    for (const auto& c : columns) {
      if (c.name == column) grants = as_grants(c.grants);
    }
  });
  if (!column.empty()) return grants;
  return std::visit(
      []<class T>(const T& o) -> ir::Grants {
        if constexpr (Granted<const T>) return o.grants;
        return std::nullopt;
      },
      object);
}

bool has_grants(const ir::Object& object) {
  bool has = std::visit(
      []<class T>(const T& o) {
        if constexpr (Granted<const T>) return o.grants.has_value();
        return false;
      },
      object);
  visit_columns(object, [&](const auto& columns) {
    has = has || std::ranges::any_of(columns, [](const auto& c) { return !c.grants.empty(); });
  });
  visit_identities(object,
                   [&](const ir::Identity& identity) { has = has || identity.grants.has_value(); });
  return has;
}

bool has_access(const ir::Object& object) {
  return !owner_of(object).empty() || has_grants(object);
}

base::Result<void> set_grants(ir::Object& object, const std::string& column,
                              const ir::Grants& grants) {
  bool done = false;
  if (!column.empty()) {
    visit_columns(object, [&](auto& columns) {
      for (auto& c : columns) {
        if (c.name != column) continue;
        c.grants = grants.value_or(ir::Acl{});
        done = true;
      }
    });
  } else {
    std::visit(
        [&]<class T>(T& o) {
          if constexpr (Granted<T>) {
            o.grants = grants;
            done = true;
          }
        },
        object);
  }
  if (done) return {};
  const std::string name = ir::to_text(ir::key_of(object));
  return base::fail(base::ErrorCode::Input,
                    column.empty() ? "nothing can be granted on " + name
                                   : "column \"" + column + "\" of " + name + " does not exist");
}

void set_owner(ir::Object& object, const std::string& owner) {
  const auto follow = [&](ir::Grants& grants) {
    if (grants) grants = ir::with_owner(*grants, owner);
  };
  std::visit(
      [&]<class T>(T& o) {
        if constexpr (Owned<T>) o.owner = owner;
        if constexpr (Granted<T>) {
          follow(o.grants);
          if (o.grants) o.grants = ir::stored(*o.grants, o.key());
        }
      },
      object);
  visit_columns(object, [&](auto& columns) {
    for (auto& c : columns) c.grants = ir::with_owner(c.grants, owner);
  });
  visit_identities(object, [&](ir::Identity& identity) { follow(identity.grants); });
}

std::vector<std::string> grantable_columns(const ir::Object& object) {
  std::vector<std::string> names;
  visit_columns(object, [&](const auto& columns) {
    for (const auto& c : columns) names.push_back(c.name);
  });
  return names;
}

std::vector<IdentitySequence> identity_sequences(const ir::Object& object) {
  std::vector<IdentitySequence> found;
  const std::string schema = ir::key_of(object).schema;
  visit_identities(object, [&](const ir::Identity& identity) {
    found.push_back({{ir::Kind::Sequence, schema, identity.sequence, ""}, identity.grants});
  });
  return found;
}

char default_privileges_letter(ir::Kind kind) {
  switch (kind) {
    case ir::Kind::Table:
    case ir::Kind::View:
    case ir::Kind::MaterializedView:
      return 'r';
    case ir::Kind::Sequence:
      return 'S';
    case ir::Kind::Function:
      return 'f';
    case ir::Kind::Enum:
    case ir::Kind::Domain:
    case ir::Kind::Composite:
    case ir::Kind::Range:
      return 'T';
    case ir::Kind::Schema:
      return 'n';
    case ir::Kind::Index:
    case ir::Kind::Trigger:
    case ir::Kind::Extension:
    case ir::Kind::Statistics:
    case ir::Kind::Rule:
    case ir::Kind::Policy:
    case ir::Kind::DefaultGrants:
    case ir::Kind::Operator:
    case ir::Kind::Cast:
    case ir::Kind::Publication:
    case ir::Kind::PublishedTable:
    case ir::Kind::PublishedSchema:
    case ir::Kind::ForeignDataWrapper:
    case ir::Kind::ForeignServer:
    case ir::Kind::UserMapping:
    case ir::Kind::Dictionary:
    case ir::Kind::Configuration:
    case ir::Kind::Collation:
      return '\0';
  }
  return '\0';
}

ir::Grants default_privileges(const Catalog& catalog, const ir::Key& key) {
  const auto* there = catalog.get<ir::DefaultGrants>(key);
  return there ? ir::Grants(there->grants) : std::nullopt;
}

ir::Grants initial_grants(const Catalog& catalog, const ir::Key& key, const std::string& owner) {
  const char letter = default_privileges_letter(key.kind);
  if (!letter) return std::nullopt;
  const auto of = [&](const std::string& schema) {
    return default_privileges(catalog,
                              {ir::Kind::DefaultGrants, schema, owner, std::string(1, letter)});
  };
  const ir::Grants global = of("");
  const ir::Grants of_schema = key.schema.empty() ? std::nullopt : of(key.schema);
  if (!global && !of_schema) return std::nullopt;
  return ir::stored(
      ir::merged(global ? *global : ir::default_acl(key), of_schema.value_or(ir::Acl{})), key);
}

void give_initial_grants(ir::Object& object, const Catalog& catalog) {
  const ir::Key key = ir::key_of(object);
  const std::string owner = owner_of(object);
  if (!ir::all_privileges(key.kind).empty())
    (void)set_grants(object, "", initial_grants(catalog, key, owner));
  visit_identities(object, [&](ir::Identity& identity) {
    const ir::Key sequence{ir::Kind::Sequence, key.schema, identity.sequence, ""};
    identity.grants = initial_grants(catalog, sequence, owner);
  });
}

ir::Object without_access(ir::Object object) {
  std::visit(
      []<class T>(T& o) {
        if constexpr (Owned<T>) o.owner.clear();
        if constexpr (Granted<T>) o.grants.reset();
      },
      object);
  visit_columns(object, [](auto& columns) {
    for (auto& c : columns) c.grants.clear();
  });
  visit_identities(object, [](ir::Identity& identity) { identity.grants.reset(); });
  return object;
}

ir::Object with_access_of(ir::Object object, const ir::Object& other) {
  std::visit(
      [&]<class T>(T& o) {
        if constexpr (Owned<T>) o.owner = std::get<T>(other).owner;
      },
      object);
  return with_grants_of(std::move(object), other);
}

ir::Object with_grants_of(ir::Object object, const ir::Object& other) {
  std::visit(
      [&]<class T>(T& o) {
        if constexpr (Granted<T>) o.grants = std::get<T>(other).grants;
      },
      object);
  visit_identities(object, [](ir::Identity& identity) { identity.grants.reset(); });
  visit_columns(object, [&](auto& columns) {
    for (auto& c : columns) c.grants = grants_of(other, c.name).value_or(ir::Acl{});
  });
  keep_identities(object, other);
  return object;
}

}  // namespace pggit::catalog
