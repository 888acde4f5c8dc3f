// Prints parse trees in the source form. One printer a bound text; the node kinds are spread over print_*.cc.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bind/names.h"
#include "bind/scope.h"
#include "ir/expression.h"
#include "ir/objects.h"
#include "sql/tree.h"

namespace pggit::bind {

// An output column of a query.
struct Output {
  std::string name;
  ir::TypeName type;
  std::string collation = {};  // unless the type's own; means nothing while the type is unknown
};

class SourcePrinter {
 public:
  SourcePrinter(const Names& names, const Scope* scope) : names_(names), scope_(scope) {}

  void expression(const sql::Node& node);
  // The same, where PostgreSQL makes it that type: a string constant is the label of an enumeration then.
  void expression_as(const sql::Node& node, const ir::TypeName& wanted);
  // A whole query; its outputs.
  std::vector<Output> query(const sql::Node& select);

  // A statement of rows: a query, INSERT, UPDATE, DELETE, NOTIFY.
  void statement(const sql::Node& node);

  ir::Expression take();
  const std::vector<ir::Key>& reads() const { return reads_; }
  const std::string& problem() const { return problem_; }

 private:
  friend struct PrintTable;

  struct Cte {
    std::string name;
    std::vector<Output> outputs;
    bool known = true;
  };

  // --- text
  void text(std::string_view piece) { text_ += piece; }
  void ident(std::string_view name);
  void piece(ir::Piece piece);
  void flush();
  void list(const std::vector<sql::Node>& nodes, std::string_view separator = ", ");
  void type(const sql::Node& type_name);
  void type(const ir::TypeName& type);
  void refuse(std::string why);

  // --- names (print_names.cc)
  void column_ref(const sql::Node& node);
  void column_of(const RangeItem& item, const RangeItem::Column& column, bool bare);
  void qualifier(const RangeItem& item);
  bool bare_name(const std::string& name);
  bool field_of_row(const sql::Node& node);
  void as_written(const std::vector<sql::Node>& fields);
  void regclass(std::string_view name);
  void collation(const std::vector<sql::Node>& name);  // the user's is held by identity
  // Whether the constant names a text search configuration or dictionary of the user's; it is printed then.
  bool search_constant(ir::Kind kind, const sql::Node& constant);

  // --- expressions (print_expression.cc, print_operator.cc, print_call.cc)
  void constant(const sql::Node& node);
  void operation(const sql::Node& node);
  void operator_name(const std::vector<sql::Node>& name);
  void boolean_operation(const sql::Node& node);
  void null_test(const sql::Node& node);
  void boolean_test(const sql::Node& node);
  void case_expression(const sql::Node& node);
  void cast(const sql::Node& node);
  void collate(const sql::Node& node);
  void coalesce(const sql::Node& node);
  void min_max(const sql::Node& node);
  void array(const sql::Node& node);
  void row(const sql::Node& node);
  void indirection(const sql::Node& node);
  void subquery(const sql::Node& node);
  void sql_value(const sql::Node& node);
  void named_argument(const sql::Node& node);
  void grouping(const sql::Node& node);
  void call(const sql::Node& node);
  bool special_call(const sql::Node& node);
  void function_name(const std::vector<sql::Node>& name);
  void window(const sql::Node& definition);
  // `outputs`: those that a bare name may mean; none inside windows and aggregates.
  void sort_list(const std::vector<sql::Node>& sorts, const std::vector<Output>& outputs = {});
  bool unicode_call(const sql::Node& node);
  void xml(const sql::Node& node);
  void xml_attributes(const std::vector<sql::Node>& named);
  void xml_serialize(const sql::Node& node);

  // --- labels of enumerations (print_enum.cc)
  bool is_enum(const ir::TypeName& type) const;  // or an array of one
  // The enumeration that an expression is of, or that PostgreSQL makes of siblings; else unknown.
  ir::TypeName enum_of(const sql::Node& node) const;
  ir::TypeName enum_of_call(const sql::Node& call) const;
  ir::TypeName enum_among(const std::vector<sql::Node>& siblings) const;
  ir::TypeName enum_of_operands(const sql::Node& operation) const;
  static std::vector<sql::Node> case_results(const sql::Node& node);
  void list_as(const std::vector<sql::Node>& nodes, const ir::TypeName& wanted);
  bool array_as(const sql::Node& node, const ir::TypeName& wanted);
  void left_as(const sql::Node& operation, const ir::TypeName& operands);
  void right_as(const sql::Node& operation, ir::TypeName operands);

  // --- queries (print_select.cc, print_from.cc)
  std::vector<Output> select_body(const sql::Node& select);
  std::vector<Output> simple_select(const sql::Node& select);
  std::vector<Output> values_lists(const sql::Node& select);
  std::vector<Output> set_operation(const sql::Node& select);
  void with_clause(const sql::Node& with);
  Cte cte(const sql::Node& node, bool recursive);
  void search_clause(const sql::Node& search, Cte& known);
  void cycle_clause(const sql::Node& cycle, Cte& known);
  void name_list(const std::vector<std::string>& names);
  void from_clause(const std::vector<sql::Node>& from, Scope& scope);
  void from_item(const sql::Node& node, Scope& scope);
  void range_var(const sql::Node& node, Scope& scope);
  void range_subselect(const sql::Node& node, Scope& scope);
  void range_function(const sql::Node& node, Scope& scope);
  void from_calls(const sql::Node& node, RangeItem& item);
  void function_columns(const sql::Node& call, const std::string& scalar_name, RangeItem& item);
  bool calls_user_function(const sql::Node& node) const;
  void function_alias(const sql::Node& node, RangeItem& item);
  void column_definitions(const std::vector<sql::Node>& definitions, RangeItem& item);
  void range_sample(const sql::Node& node, Scope& scope);
  void add_item(RangeItem item, Scope& scope);
  void join(const sql::Node& node, Scope& scope);
  void using_clause(const sql::Node& join, const std::vector<std::string>& columns,
                    const Scope& before, std::size_t star_middle, std::size_t middle, Scope& scope);
  void close_join_alias(const sql::Node& alias, const Scope& before, Scope& scope);
  void alias_clause(const sql::Node& alias, RangeItem& item);
  std::vector<Output> targets(const std::vector<sql::Node>& list);
  void star(const RangeItem& item, std::vector<Output>& outputs);
  // What is known of an expression without type inference; an unknown type where it takes a collation that
  // we cannot tell.
  struct Known {
    ir::TypeName type;
    std::string collation;
  };
  Known known(const sql::Node& expression) const;
  bool may_be_collated(const sql::Node& expression) const;
  const RangeItem::Column* column_of_ref(const sql::Node& column_ref) const;
  void target_name(std::string name, Known known, std::vector<Output>& outputs);
  void refuse_twins(const RangeItem& item);
  void all_columns(std::vector<Output>& outputs);
  bool output_name(const sql::Node& node, const std::vector<Output>& outputs);
  bool is_local_column(std::string_view name) const;
  void distinct(const std::vector<sql::Node>& list, const std::vector<Output>& outputs);
  void group(const sql::Node& node, const std::vector<Output>& outputs);
  void tail(const sql::Node& select, const std::vector<Output>& outputs);
  void locking(const sql::Node& clause);

  // --- statements that change rows (print_dml.cc)
  void target(const sql::Node& range, Scope& scope);
  const RangeItem::Column* target_column(const sql::Node& assigned, const RangeItem& item);
  std::size_t values_row(const sql::Node& row,
                         const std::vector<const RangeItem::Column*>& columns);
  void assigned_value(const sql::Node& value, const RangeItem::Column* column);
  void column_list(const RangeItem& item, const std::vector<const RangeItem::Column*>& columns);
  void insert_source(const sql::Node& statement, const RangeItem& item);
  void assignments(const std::vector<sql::Node>& list, const RangeItem& item);
  void conflict_target(const sql::Node& infer);
  void on_conflict(const sql::Node& clause, const Scope& scope);
  void where_clause(const sql::Node& where);
  void returning(const sql::Node& statement);
  void insert(const sql::Node& statement);
  void change(const sql::Node& statement, std::string_view words, const char* others,
              std::string_view others_word);
  void notify(const sql::Node& statement);

  // What a bare name means; `merged` when USING made the column.
  struct Found {
    const RangeItem* item = nullptr;
    const RangeItem::Column* column = nullptr;
    bool merged = false;
  };
  static Found find_in(const Scope& scope, std::string_view name);
  Found find_column(std::string_view name) const;
  const RangeItem* find_item(std::string_view alias) const;
  const Cte* find_cte(std::string_view name) const;

  template <class Print>
  std::vector<ir::Piece> aside(Print print);

  const Names& names_;
  const Scope* scope_;
  std::vector<Cte> ctes_;
  std::vector<ir::Piece> pieces_;
  std::string text_;
  std::vector<ir::Key> reads_;
  std::string problem_;
};

// What `print` prints, kept out of the text for now: SQL writes clauses in another order than its
// names resolve in.
template <class Print>
std::vector<ir::Piece> SourcePrinter::aside(Print print) {
  flush();
  std::vector<ir::Piece> before = std::move(pieces_);
  pieces_.clear();
  print();
  flush();
  std::swap(before, pieces_);
  return before;
}

}  // namespace pggit::bind
