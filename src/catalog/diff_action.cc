#include "catalog/diff_action.h"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "catalog/fields.h"
#include "catalog/parts.h"

namespace pggit::catalog {
namespace {

// Names hold any byte but zero.
std::string joined(const char* what, const std::string& a, const std::string& b,
                   const std::string& c = {}) {
  std::string out = what;
  for (const std::string* part : {&a, &b, &c}) {
    out.push_back('\0');
    out += *part;
  }
  return out;
}

struct Roles {
  std::vector<std::size_t> drops, makes, releases, needs;
};

using Index = std::unordered_map<Resource, Roles>;

Index index_of(const std::vector<Action>& actions) {
  Index index;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    for (const Resource& r : actions[i].drops) index[r].drops.push_back(i);
    for (const Resource& r : actions[i].makes) index[r].makes.push_back(i);
    for (const Resource& r : actions[i].releases) index[r].releases.push_back(i);
    for (const Resource& r : actions[i].needs) index[r].needs.push_back(i);
  }
  return index;
}

class Order {
 public:
  explicit Order(const std::vector<Action>& actions)
      : actions_(actions), after_(actions.size()), waits_for_(actions.size()) {
    for (const auto& [resource, roles] : index_of(actions)) {
      connect(roles.releases, roles.drops);
      connect(roles.drops, roles.makes);
      connect(roles.makes, roles.needs);
    }
  }

  std::vector<std::size_t> sorted() {
    for (std::size_t i = 0; i < actions_.size(); ++i) {
      left_.insert(place(i));
      if (waits_for_[i] == 0) ready_.insert(place(i));
    }
    std::vector<std::size_t> out;
    while (!left_.empty()) {
      // In a circle nothing is ready: the earliest phase breaks it.
      const Place next = ready_.empty() ? *left_.begin() : *ready_.begin();
      ready_.erase(next);
      left_.erase(next);
      out.push_back(next.second);
      for (const std::size_t i : after_[next.second]) {
        if (--waits_for_[i] == 0 && left_.contains(place(i))) ready_.insert(place(i));
      }
    }
    return out;
  }

 private:
  using Place = std::pair<Phase, std::size_t>;
  Place place(std::size_t i) const { return {actions_[i].phase, i}; }

  void connect(const std::vector<std::size_t>& first, const std::vector<std::size_t>& then) {
    for (const std::size_t a : first) {
      for (const std::size_t b : then) {
        if (a != b && after_[a].insert(b).second) ++waits_for_[b];
      }
    }
  }

  const std::vector<Action>& actions_;
  std::vector<std::set<std::size_t>> after_;
  std::vector<std::size_t> waits_for_;
  std::set<Place> left_;
  std::set<Place> ready_;
};

// A wrapper or a server.
Resource foreign(const ir::Key& key) { return joined(ir::kind_name(key.kind), key.name, ""); }

struct MadeBy {
  using Resources = std::vector<Resource>;

  static Resources relation(const ir::Key& key, bool has_row_type) {
    Resources out{resource(key, ""), relation_name(key.schema, key.name)};
    if (has_row_type) out.push_back(joined("type", key.schema, key.name));
    return out;
  }

  Resources operator()(const ir::Schema& o) const { return {joined("schema", o.name, "")}; }
  Resources operator()(const ir::Enum& o) const { return {joined("type", o.schema, o.name)}; }
  Resources operator()(const ir::Domain& o) const { return {joined("type", o.schema, o.name)}; }
  Resources operator()(const ir::Composite& o) const {
    return {joined("type", o.schema, o.name), relation_name(o.schema, o.name)};
  }
  Resources operator()(const ir::Range& o) const {
    return {joined("type", o.schema, o.name), joined("type", o.multirange_schema, o.multirange),
            resource(Reference{function_name_key(o.schema, o.name), ""}),
            resource(Reference{function_name_key(o.multirange_schema, o.multirange), ""})};
  }
  Resources operator()(const ir::Statistics& o) const {
    return {joined("statistics", o.schema, o.name)};
  }
  Resources operator()(const ir::Rule& o) const {
    return {joined("rule", o.schema, o.table, o.name)};
  }
  Resources operator()(const ir::Policy& o) const {
    return {joined("policy", o.schema, o.table, o.name)};
  }
  Resources operator()(const ir::DefaultGrants&) const { return {}; }
  Resources operator()(const ir::Publication& o) const {
    return {joined("publication", o.name, "")};
  }
  Resources operator()(const ir::PublishedTable& o) const {
    return {joined("published", o.schema, o.table, o.publication)};
  }
  Resources operator()(const ir::PublishedSchema& o) const {
    return {joined("published", o.schema, "", o.publication)};
  }
  Resources operator()(const ir::ForeignDataWrapper& o) const { return {foreign(o.key())}; }
  Resources operator()(const ir::ForeignServer& o) const { return {foreign(o.key())}; }
  Resources operator()(const ir::UserMapping& o) const {
    return {joined("user mapping", o.server, o.role)};
  }
  Resources operator()(const ir::Dictionary& o) const { return {resource(Reference{o.key(), ""})}; }
  Resources operator()(const ir::Configuration& o) const {
    return {resource(Reference{o.key(), ""})};
  }
  Resources operator()(const ir::Collation& o) const { return {resource(Reference{o.key(), ""})}; }
  Resources operator()(const ir::Operator& o) const {
    return {joined("operator", operator_text(o.key()), "")};
  }
  Resources operator()(const ir::Cast& o) const {
    return {joined("cast", o.source.sql(), o.target.sql())};
  }
  Resources operator()(const ir::Extension& o) const { return {joined("extension", o.name, "")}; }
  Resources operator()(const ir::MaterializedView& o) const {
    Resources out = relation(o.key(), true);
    for (const ir::ViewColumn& column : o.columns) out.push_back(resource(o.key(), column.name));
    return out;
  }
  Resources operator()(const ir::Sequence& o) const { return relation(o.key(), false); }
  Resources operator()(const ir::Function& o) const {
    const ir::Key key = o.key();
    Resources out{resource(Reference{{key.kind, key.schema, key.name, ""}, ""})};
    if (key.sub.empty()) out.push_back(resource(Reference{key, "()"}));
    return out;
  }
  Resources operator()(const ir::Trigger& o) const {
    return {joined("trigger", o.schema, o.table, o.name)};
  }
  Resources operator()(const ir::View& o) const {
    Resources out = relation(o.key(), true);
    for (const ir::ViewColumn& column : o.columns) out.push_back(resource(o.key(), column.name));
    return out;
  }
  Resources operator()(const ir::Index& o) const {
    Resources out{relation_name(o.schema, o.name)};
    if (o.unique) out.push_back(keys_of_table(o.schema, o.table));
    return out;
  }
  Resources operator()(const ir::Table& o) const {
    Resources out = relation(o.key(), true);
    out.push_back(keys_of_table(o.schema, o.name));
    for (const ir::Column& column : o.columns) {
      out.push_back(resource(o.key(), column.name));
      if (column.identity) out.push_back(relation_name(o.schema, column.identity->sequence));
    }
    for (const ir::Constraint& constraint : o.constraints) {
      out.push_back(constraint_name(o.key(), constraint.name));
      if (constraint.foreign || constraint.check) continue;
      out.push_back(relation_name(o.schema, constraint.name));
    }
    return out;
  }
};

// What a thesaurus names as its dictionary has to be there when it is made, though PostgreSQL keeps no dependency.
std::vector<Resource> asked_by(const ir::Dictionary& dictionary) {
  std::vector<Resource> out;
  for (const auto& [option, value] : dictionary.options) {
    const auto named = option == "dictionary" ? function_named(value) : std::nullopt;
    if (named)
      out.push_back(
          resource(Reference{{ir::Kind::Dictionary, named->schema, named->name, ""}, ""}));
  }
  return out;
}

}  // namespace

Resource resource(const Reference& reference) {
  const ir::Key& key = reference.key;
  if (key.kind == ir::Kind::Enum) return joined("type", key.schema, key.name);
  if (is_referred_to_by_kind(key.kind))
    return joined(ir::kind_name(key.kind), key.schema, key.name);
  if (key.kind == ir::Kind::Function)
    return joined("function", key.schema, key.name, reference.column);
  return joined("relation", key.schema, key.name, reference.column);
}

Resource resource(const ir::Key& relation, const std::string& column) {
  return joined("relation", relation.schema, relation.name, column);
}

Resource settled(const ir::Key& parent, const std::string& column) {
  return joined("settled", parent.schema, parent.name, column);
}

Resource relation_name(const std::string& schema, const std::string& name) {
  return joined("name", schema, name);
}

Resource constraint_name(const ir::Key& table, const std::string& name) {
  return joined("constraint", table.schema, table.name, name);
}

Resource keys_of_table(const std::string& schema, const std::string& table) {
  return joined("keys", schema, table);
}

std::vector<Resource> resources(const std::vector<Reference>& references) {
  std::vector<Resource> out;
  for (const Reference& reference : references) out.push_back(resource(reference));
  return out;
}

std::vector<Resource> made_by(const ir::Object& object) { return std::visit(MadeBy{}, object); }

std::vector<Resource> needed_by(const ir::Object& object) {
  std::vector<Resource> out = resources(references(object));
  const ir::Key key = ir::key_of(object);
  if (!key.schema.empty()) out.push_back(joined("schema", key.schema, ""));
  if (const auto* extension = std::get_if<ir::Extension>(&object)) {
    out.push_back(joined("schema", extension->in_schema, ""));
    for (const std::string& required : extension->required)
      out.push_back(joined("extension", required, ""));
  }
  if (const auto publication = publication_of(key))
    out.push_back(joined("publication", publication->name, ""));
  if (const auto base = foreign_base(object)) out.push_back(foreign(*base));
  if (const auto* dictionary = std::get_if<ir::Dictionary>(&object))
    append(out, asked_by(*dictionary));
  const auto* function = std::get_if<ir::Function>(&object);
  if (function && function->aggregate && !function->aggregate->sort_operator.empty())
    out.push_back(joined("operator", function->aggregate->sort_operator, ""));
  if (const auto* table = std::get_if<ir::Table>(&object)) {
    for (const ir::Constraint& c : table->constraints) {
      if (!c.foreign || refers_to(c, key)) continue;
      out.push_back(keys_of_table(c.foreign->schema, c.foreign->table));
    }
  }
  return out;
}

void leave_out_common(std::vector<Resource>& releases, std::vector<Resource>& needs) {
  const std::set<Resource> released(releases.begin(), releases.end());
  const std::set<Resource> needed(needs.begin(), needs.end());
  std::erase_if(releases, [&](const Resource& r) { return needed.contains(r); });
  std::erase_if(needs, [&](const Resource& r) { return released.contains(r); });
}

void append(std::vector<Resource>& out, std::vector<Resource> more) {
  std::ranges::move(more, std::back_inserter(out));
}

std::vector<DiffStep> in_order(std::vector<Action> actions) {
  std::vector<DiffStep> steps;
  for (const std::size_t i : Order(actions).sorted()) {
    std::ranges::move(actions[i].steps, std::back_inserter(steps));
  }
  return steps;
}

void append(std::vector<DiffStep>& out, std::vector<DiffStep> more) {
  std::ranges::move(more, std::back_inserter(out));
}

std::vector<std::string> taken_away(const ir::Options& before, const ir::Options& after) {
  std::vector<std::string> names;
  for (const auto& [name, value] : before) {
    const auto is_it = [&](const auto& option) { return option.first == name; };
    if (std::ranges::none_of(after, is_it)) names.push_back(name);
  }
  return names;
}

}  // namespace pggit::catalog
