// Valid histories by chance: from an empty catalog, operations of every kind that PostgreSQL would accept, each with
// the operations that a CASCADE would bring before it. For tests of the differ, of stores and of printers.
#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/testing/random_objects.h"
#include "ir/op.h"

namespace pggit::catalog::testing {

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed, Catalog start = {});

  // The next statement: one operation and what it needs dropped before it. Never empty; applied already.
  std::vector<ir::Op> step();

  const Catalog& catalog() const { return now_; }

 private:
  std::vector<ir::Op> propose();
  bool accept(const std::vector<ir::Op>& ops);

  std::vector<ir::Op> create();
  std::vector<ir::Op> create_table();
  std::vector<ir::Op> create_sequence(const ir::Table& table);
  std::vector<ir::Op> publish(const ir::Table& table);
  std::vector<ir::Op> create_foreign();
  std::vector<ir::Op> create_foreign_table();
  std::vector<ir::Op> alter_foreign();
  std::vector<ir::Op> alter_foreign_table(const ir::Table& table);
  ir::Options foreign_options();
  std::vector<ir::Op> create_text_search();
  ir::TokenMapping mapping();
  std::vector<ir::Op> create_index(const ir::Table& table);
  std::vector<ir::Op> create_function(const ir::Table& table);
  std::vector<ir::Op> create_view(const ir::Table& table);
  std::vector<ir::Op> create_trigger(const ir::Table& table);
  std::vector<ir::Op> drop();
  std::vector<ir::Op> rename();
  std::vector<ir::Op> comment();
  std::vector<ir::Op> alter_table();
  std::vector<ir::Op> alter_column(const ir::Table& table);
  std::vector<ir::Op> add_constraint(const ir::Table& table);
  std::vector<ir::Op> mark(const ir::Table& table);
  std::vector<ir::Op> alter_other();

  std::vector<ir::Op> with_cascade(const ir::Key& key, const std::string& column, ir::Op op);

  bool chance(std::uint64_t of) { return random_.below(of) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[random_.below(list.size())];
  }
  std::vector<ir::Key> keys(ir::Kind kind) const;
  std::string schema();
  std::string name(const char* prefix);
  ir::TypeName type();
  ir::Column column();
  ir::Expression value_of(const ir::TypeName& type);
  static ir::Expression call(const ir::Key& function);
  std::string body();
  std::vector<ir::Key> plain_functions(std::string_view returns) const;
  ir::Options table_options();
  ir::SetTableOptions set_options(const ir::Table& table);
  std::vector<ir::Op> create_materialized_view(const ir::Table& table);
  std::vector<ir::Op> create_domain();
  std::vector<ir::Op> create_composite();
  std::vector<ir::Op> create_range();
  std::vector<ir::Op> create_statistics(const ir::Table& table);
  std::vector<ir::Op> create_rule(const ir::Table& table);
  std::optional<ir::TypeName> made_type();
  bool is_made(const ir::TypeName& type) const;
  std::vector<ir::Op> alter_composite(const ir::Composite& type);
  ir::Constraint domain_check();
  std::vector<ir::Op> create_index_on_view();
  std::vector<ir::Op> alter_domain(const ir::Domain& domain);
  void add_view_column(ir::View& view);
  std::vector<ir::Op> change_type(const ir::Table& table, const ir::Column& column);
  ir::Expression check_of(const ir::Table& table);
  std::vector<std::string> some_columns(const ir::Table& table);

  RandomObjects random_;
  Catalog now_;
};

// Why PostgreSQL would refuse this operation on this catalog for what depends on the target; empty: it would not.
// Also says so when the operation leaves a reference to nothing.
std::string why_refused(const ir::Op& op, const Catalog& before, const Catalog& after);

}  // namespace pggit::catalog::testing
