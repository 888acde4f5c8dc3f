#include "tests/faults/mutations.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "catalog/catalog.h"
#include "catalog/fields.h"

namespace pggit::testing {
namespace {

using catalog::Fielded;
using catalog::IsList;
using catalog::IsOptional;

// Letters that mean something else; fields that are not here have no second letter.
char other_letter(const std::string& field, char letter) {
  static const std::map<std::string, std::string> kLetters = {
      {"match", "sf"},      {"on_update", "ac"}, {"on_delete", "ac"}, {"mode", "ib"},
      {"volatility", "sv"}, {"parallel", "su"},  {"timing", "ab"},    {"enabled", "OD"}};
  const auto found = kLetters.find(field);
  if (found == kLetters.end()) return letter;
  return found->second[letter == found->second[0] ? 1 : 0];
}

ir::TypeName other_type(const ir::TypeName& type) {
  return type.name == "text" ? ir::TypeName{"", "character varying", "", false}
                             : ir::TypeName{"", "text", "", false};
}

ir::Expression around(const std::string& before, const ir::Expression& expression,
                      const std::string& after) {
  std::vector<ir::Piece> pieces{{ir::Piece::Kind::Text, before, "", "", ""}};
  pieces.insert(pieces.end(), expression.pieces().begin(), expression.pieces().end());
  pieces.push_back({ir::Piece::Kind::Text, after, "", "", ""});
  return ir::Expression(std::move(pieces));
}

ir::Expression other_expression(const std::string& field, const ir::Expression& expression) {
  if (field == "query") return around("", expression, " LIMIT 7");
  if (field == "check" || field == "where" || field == "when")
    return around("NOT (", expression, ")");
  return around("COALESCE(NULL, (", expression, "))");
}

// Walks all leaves and changes the one with the wanted number.
class Walker {
 public:
  explicit Walker(int wanted) : wanted_(wanted) {}
  std::string what;  // what was changed; empty: there is no such leaf

  template <class T>
  void walk(const std::string& path, const std::string& field, T& value) {
    if constexpr (Fielded<T>) {
      T::visit(value, [&](const char* name, auto& inner) {
        walk(path.empty() ? name : path + "." + name, name, inner);
      });
    } else if constexpr (IsOptional<T>::value) {
      if (value && !is_required(field) && is_next(path + " dropped")) return value.reset();
      if (value) return walk(path, field, *value);
      if constexpr (std::is_same_v<T, std::optional<std::string>>) {
        if (field == "comment" && is_next(path + " invented")) value = "invented";
      }
    } else if constexpr (IsList<T>::value) {
      walk_list(path, field, value);
    } else {
      if (is_next(path + " changed")) change(field, value);
    }
  }

 private:
  bool is_next(const std::string& description) {
    if (at_++ != wanted_) return false;
    what = description;
    return true;
  }

  // Without it the value is none: a check without an expression.
  static bool is_required(const std::string& field) {
    return field == "check" || field == "foreign" || field == "exclusion" || field == "expression";
  }

  template <class T>
  void walk_list(const std::string& path, const std::string& field, std::vector<T>& list) {
    if (!list.empty() && is_next(path + ": last one dropped")) return list.pop_back();
    if (list.size() > 1 && is_next(path + ": first two swapped"))
      return std::swap(list[0], list[1]);
    for (std::size_t i = 0; i < list.size(); ++i)
      walk(path + "." + std::to_string(i), field, list[i]);
  }

  void change(const std::string&, bool& value) { value = !value; }
  void change(const std::string& field, char& value) { value = other_letter(field, value); }
  void change(const std::string&, std::int64_t& value) { ++value; }
  void change(const std::string&, double& value) { ++value; }
  void change(const std::string&, ir::ConstraintKind&) {}
  void change(const std::string&, ir::TypeName& value) { value = other_type(value); }
  void change(const std::string&, ir::Options& value) {
    if (!value.empty()) value.pop_back();
  }
  void change(const std::string& field, ir::Expression& value) {
    value = other_expression(field, value);
  }
  void change(const std::string& field, std::string& value) {
    static const std::set<std::string> kDropped = {"collation", "storage",   "compression",
                                                   "opclass",   "old_table", "new_table"};
    if (kDropped.contains(field)) {
      value.clear();
    } else if (field == "type") {
      value = value == "bigint" ? "integer" : "bigint";
    } else if (field == "kinds") {
      value = value == "d" ? "f" : "d";
    } else if (field == "method") {
      value = value == "btree" ? "hash" : "btree";
    } else if (field == "language") {
      value = value == "sql" ? "plpgsql" : "sql";
    } else {
      value += "_x";
    }
  }

  int wanted_;
  int at_ = 0;
};

// All mutations of a part of an operation or object, put where it belongs by `put`.
template <class T, class Put>
void add_all(std::vector<Mutation<ir::Op>>& out, const T& part, const Put& put) {
  for (int i = 0;; ++i) {
    T copy = part;
    Walker walker(i);
    walker.walk("", "", copy);
    if (walker.what.empty()) return;
    out.push_back({walker.what, put(std::move(copy))});
  }
}

// Columns of a primary key are NOT NULL whether that is said or not; ON ONLY says nothing of a table without partitions; nothing inherits
// from a domain.
ir::Object with_implied(ir::Object object) {
  if (auto* index = std::get_if<ir::Index>(&object)) index->valid = true;
  if (auto* domain = std::get_if<ir::Domain>(&object)) {
    for (ir::Constraint& constraint : domain->constraints) constraint.no_inherit = false;
  }
  auto* table = std::get_if<ir::Table>(&object);
  if (!table) return object;
  for (const ir::Constraint& constraint : table->constraints) {
    if (constraint.kind != ir::ConstraintKind::Primary) continue;
    for (ir::Column& column : table->columns) {
      if (std::ranges::find(constraint.columns, column.name) != constraint.columns.end())
        column.not_null = true;
    }
  }
  return object;
}

// A view whose list of columns ends early takes the other names from its query, where they may be the same.
template <class AnyView>
bool is_named_by_query(const AnyView& view, const AnyView& shorter) {
  for (std::size_t i = shorter.columns.size(); i < view.columns.size(); ++i) {
    const std::string alias = " AS " + base::quote_ident(view.columns[i].name);
    if (view.query.sql().find(alias) == std::string::npos) return false;
  }
  return true;
}

// The same but for columns that are not listed.
template <class AnyView>
bool same_but_unlisted(const ir::Object& a, const ir::Object& b) {
  const auto* view = std::get_if<AnyView>(&a);
  const auto* other = std::get_if<AnyView>(&b);
  if (!view || !other || other->columns.size() >= view->columns.size()) return false;
  AnyView cut = *view;
  cut.columns.resize(other->columns.size());
  return cut == *other && is_named_by_query(*view, *other);
}

// The same but for keys that a partition gets from its parent anyway, by being attached.
bool same_once_attached(const ir::Object& a, const ir::Object& b) {
  const auto* table = std::get_if<ir::Table>(&a);
  const auto* other = std::get_if<ir::Table>(&b);
  if (!table || !other || !table->partition_of) return false;
  ir::Table less = *table;
  std::erase_if(less.constraints, [&](const ir::Constraint& c) {
    return c.inherited && !c.check &&
           std::ranges::find(other->constraints, c) == other->constraints.end();
  });
  return less == *other;
}

struct OpMutator {
  std::vector<Mutation<ir::Op>>& out;

  template <class T, class Change>
  void changed(const char* what, const T& op, const Change& change) const {
    T copy = op;
    change(copy);
    out.push_back({what, ir::Op(std::move(copy))});
  }

  void operator()(const ir::Create& op) const {
    for (auto& m : mutations(op.object)) {
      if (!same_when_made(op.object, m.value))
        out.push_back({m.what, ir::Create{std::move(m.value)}});
    }
  }
  void operator()(const ir::Replace& op) const {
    for (auto& m : mutations(op.object)) {
      // What is replaced keeps the comment that nobody gives it anew.
      if (m.what != "comment dropped") out.push_back({m.what, ir::Replace{std::move(m.value)}});
    }
  }
  void operator()(const ir::AddColumn& op) const {
    add_all(out, op.column, [&](ir::Column c) { return ir::AddColumn{op.table, std::move(c)}; });
  }
  void operator()(const ir::AddConstraint& op) const {
    add_all(out, op.constraint, [&](ir::Constraint c) {
      if (op.table.kind == ir::Kind::Domain) c.no_inherit = op.constraint.no_inherit;
      return ir::AddConstraint{op.table, std::move(c), op.using_index};
    });
  }
  void operator()(const ir::SetIdentity& op) const {
    if (!op.identity) return;
    add_all(out, *op.identity, [&](ir::Identity identity) {
      return ir::SetIdentity{op.table, op.column, std::move(identity), op.alters};
    });
  }
  void operator()(const ir::SetComment& op) const {
    changed("another comment", op, [](auto& o) { o.comment = o.comment ? *o.comment + "x" : "x"; });
  }
  void operator()(const ir::SetColumnType& op) const {
    changed("another type", op, [](auto& o) { o.type = other_type(o.type); });
    if (op.using_expression)
      changed("without USING", op, [](auto& o) { o.using_expression.reset(); });
  }
  void operator()(const ir::SetDefault& op) const {
    if (op.value) {
      changed("without a default", op, [](auto& o) { o.value.reset(); });
      changed("another default", op, [](auto& o) { o.value = other_expression("", *o.value); });
    }
  }
  void operator()(const ir::SetNotNull& op) const {
    changed("the other way", op, [](auto& o) { o.not_null = !o.not_null; });
  }
  void operator()(const ir::SetUnlogged& op) const {
    changed("the other way", op, [](auto& o) { o.unlogged = !o.unlogged; });
  }
  void operator()(const ir::SetColumnAttributes& op) const {
    if (op.storage) changed("without STORAGE", op, [](auto& o) { o.storage.reset(); });
    if (op.compression) changed("without COMPRESSION", op, [](auto& o) { o.compression.reset(); });
    if (op.statistics) changed("other STATISTICS", op, [](auto& o) { ++*o.statistics; });
    if (op.options && !op.options->empty())
      changed("without an option", op, [](auto& o) { o.options->pop_back(); });
    if (!op.reset.empty()) changed("without RESET", op, [](auto& o) { o.reset.clear(); });
  }
  void operator()(const ir::SetTableOptions& op) const {
    if (!op.options.empty())
      changed("without an option", op, [](auto& o) { o.options.pop_back(); });
  }
  void operator()(const ir::SetForeignOptions& op) const {
    if (op.options.empty()) return;
    changed("without an option", op, [](auto& o) { o.options.pop_back(); });
    changed("another value", op, [](auto& o) { o.options.back().second += "x"; });
  }
  void operator()(const ir::AlterConstraint& op) const {
    changed("deferrable the other way", op, [](auto& o) {
      o.deferrable = !o.deferrable;
      o.initially_deferred = false;
    });
    changed("deferred the other way", op, [](auto& o) {
      o.initially_deferred = !o.initially_deferred;
      o.deferrable = true;
    });
  }
  void operator()(const ir::SetTriggerState& op) const {
    changed("the other way", op, [](auto& o) { o.enabled = other_letter("enabled", o.enabled); });
  }
  void operator()(const ir::SetClustered& op) const {
    if (!op.index.empty()) changed("without an index", op, [](auto& o) { o.index.clear(); });
  }
  void operator()(const ir::SetReplicaIdentity& op) const {
    changed("another identity", op, [](auto& o) {
      o.identity = o.identity == 'n' ? 'f' : 'n';
      o.index.clear();
    });
  }
  void operator()(const ir::SetOfType& op) const {
    changed("the other way", op, [](auto& o) { o.type = {}; });
  }
  void operator()(const ir::SetInherit& op) const {
    changed("the other way", op, [](auto& o) { o.inherits = !o.inherits; });
  }
  void operator()(const ir::SetRowSecurity& op) const {
    if (op.enabled) changed("enabled the other way", op, [](auto& o) { o.enabled = !*o.enabled; });
    if (op.forced) changed("forced the other way", op, [](auto& o) { o.forced = !*o.forced; });
  }
  void operator()(const ir::SetGrants& op) const {
    if (op.grants && !op.grants->empty())
      changed("without a grant", op, [](auto& o) { o.grants->pop_back(); });
  }
  void operator()(const ir::Move& op) const {
    changed("to another schema", op, [](auto& o) { o.to_schema = "app"; });
  }
  void operator()(const ir::AddEnumLabel& op) const {
    changed("another label", op, [](auto& o) { o.label += "_x"; });
    if (!op.before.empty()) changed("another place", op, [](auto& o) { o.before.clear(); });
  }
  void operator()(const ir::SetMappings& op) const {
    if (!op.mappings.empty()) {
      changed("without a mapping", op, [](auto& o) { o.mappings.pop_back(); });
      changed("with one more dictionary", op,
              [](auto& o) { o.mappings[0].dictionaries.emplace_back("danish_stem"); });
    }
    if (!op.dropped.empty())
      changed("one mapping stays", op, [](auto& o) { o.dropped.pop_back(); });
  }
  void operator()(const auto& op) const {
    if constexpr (requires { op.to; }) changed("another name", op, [](auto& o) { o.to += "_x"; });
  }
};

}  // namespace

std::vector<Mutation<ir::Object>> mutations(const ir::Object& object) {
  std::vector<Mutation<ir::Object>> out;
  const base::Hash hash = catalog::make_entry(object)->hash();
  for (int i = 0;; ++i) {
    ir::Object copy = object;
    Walker walker(i);
    std::visit([&](auto& value) { walker.walk("", "", value); }, copy);
    if (walker.what.empty()) return out;
    if (catalog::make_entry(copy)->hash() != hash) out.push_back({walker.what, std::move(copy)});
  }
}

bool same_when_made(const ir::Object& a, const ir::Object& b) {
  if (same_but_unlisted<ir::View>(a, b) || same_but_unlisted<ir::MaterializedView>(a, b))
    return true;
  if (same_once_attached(a, b)) return true;
  return catalog::make_entry(with_implied(a))->hash() ==
         catalog::make_entry(with_implied(b))->hash();
}

std::vector<Mutation<ir::Op>> mutations(const ir::Op& op) {
  std::vector<Mutation<ir::Op>> out;
  std::visit(OpMutator{out}, op);
  return out;
}

}  // namespace pggit::testing
