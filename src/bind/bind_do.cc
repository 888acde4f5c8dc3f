// DO blocks: the path that a block takes is followed statement by statement, as far as the catalog can tell its conditions.
#include <map>

#include "base/text.h"
#include "bind/bind.h"
#include "bind/condition.h"
#include "bind/read_code.h"

namespace pggit::bind {
namespace {

constexpr std::int64_t kError = 21;  // elog.h: ERROR

class Block {
 public:
  explicit Block(Binding& binding) : binding_(binding) {}

  void run(const sql::Node& function) {
    for (const sql::Node& datum : function.list("datums")) rows(datum);
    (void)statement(function["action"]);
  }

 private:
  // Whether the block goes on behind the statement.
  enum class Flow { Next, Ended };

  Flow statements(const std::vector<sql::Node>& list) {
    for (const sql::Node& one : list) {
      if (binding_.refused() || statement(one) == Flow::Ended) return Flow::Ended;
    }
    return Flow::Next;
  }

  Flow statement(const sql::Node& one) {
    if (one.is("PLpgSQL_stmt_block")) return block(one);
    if (one.is("PLpgSQL_stmt_if")) return branch(one);
    if (one.is("PLpgSQL_stmt_return")) return Flow::Ended;
    if (one.is("PLpgSQL_stmt_raise") && one.num("elog_level") >= kError)
      binding_.refuse("a DO block raises an exception");
    else if (one.is("PLpgSQL_stmt_execsql") && !one.has("into"))
      sql(one["sqlstmt"]);
    else if (one.is("PLpgSQL_stmt_assign"))
      assign(one);
    else
      other(one);
    return Flow::Next;
  }

  // What may fail and be handled: of DDL it is predicted that it does not fail, and the server has the last word.
  Flow block(const sql::Node& one) {
    if (!one.has("exceptions")) return statements(one.list("body"));
    const bool is_on_rows = is_read(one);
    if (is_on_rows) rows(one);
    const Flow flow = is_on_rows ? Flow::Next : statements(one.list("body"));
    truths_.clear();
    return flow;
  }

  Flow branch(const sql::Node& one) {
    Truth taken = truth(one["cond"]);
    if (taken == Truth::True) return statements(one.list("then_body"));
    for (const sql::Node& next : one.list("elsif_list")) {
      if (taken == Truth::Unknown) break;
      taken = truth(next["cond"]);
      if (taken == Truth::True) return statements(next.list("stmts"));
    }
    if (taken == Truth::False) return statements(one.list("else_body"));
    other(one);
    return Flow::Next;
  }

  Truth truth(const sql::Node& expression) {
    const auto tree = code_parser().parse_expression(computed(expression));
    if (!tree) return Truth::Unknown;
    const Names names = binding_.names();
    Condition condition(names, truths_);
    const Truth found = condition.truth(tree->root());
    for (const std::string& role : condition.absent_roles()) binding_.note_absent_role(role);
    return found;
  }

  // A statement of its own. No variable of the block stands in it unless it is a query.
  void sql(const sql::Node& expression) {
    const std::string_view text = expression.str("query");
    const auto tree = code_parser().parse(text);
    if (!tree || is_on_rows(tree->root()) || is_read(expression)) return rows(expression);
    const sql::Node root = tree->root();
    if (root.is("CreateTableAsStmt") || root.is("SelectStmt") || root.is("TransactionStmt"))
      return binding_.refuse("a DO block runs " + first_words(text));
    bind_into(root, binding_);
  }

  void assign(const sql::Node& one) {
    rows(one);
    const std::string_view text = one["expr"].str("query");
    const std::string name(base::trim(text.substr(0, text.find_first_of(":="))));
    const Truth value = truth(one["expr"]);
    if (value == Truth::Unknown)
      truths_.erase(name);
    else
      truths_[name] = value == Truth::True;
  }

  // It may assign to any variable.
  void other(const sql::Node& one) {
    rows(one);
    truths_.clear();
  }

  // Whether it is about rows and temporary tables alone.
  bool is_read(const sql::Node& code) const {
    const Names names = binding_.names();
    CodeReader reader(names);
    reader.code(code);
    return reader.problem().empty();
  }

  // Whatever it is, as long as it is only about rows.
  void rows(const sql::Node& code) {
    const Names names = binding_.names();
    CodeReader reader(names);
    reader.code(code);
    if (!reader.problem().empty()) return binding_.refuse("a DO block " + reader.problem());
    ir::Dml dml{ir::DmlKind::Code, {}, {}, {}};
    add_code(reader.access(), dml);
    if (!dml.writes.empty() || !dml.reads.empty()) binding_.emit(std::move(dml));
    reader.leave_to(binding_.session());
  }

  Binding& binding_;
  std::map<std::string, bool> truths_;  // of Boolean variables
};

struct BlockText {
  std::string language = "plpgsql";
  std::string body;
};

BlockText text_of(const sql::Node& do_statement) {
  BlockText text;
  for (const sql::Node& argument : do_statement.list("args")) {
    if (argument.str("defname") == "language") text.language = argument["arg"].text();
    if (argument.str("defname") == "as") text.body = argument["arg"].text();
  }
  return text;
}

}  // namespace

void bind_do(const sql::Node& statement, Binding& binding) {
  const BlockText text = text_of(statement);
  if (text.language != "plpgsql")
    return binding.refuse("a DO block is written in " + text.language);
  const auto tree = code_parser().parse_plpgsql("DO " + base::quote_dollar(text.body));
  if (!tree)
    return binding.refuse("a DO block runs code that we cannot read: " + tree.error().message);
  const Names names = binding.names();
  CodeReader reader(names);
  reader.code(tree->root());
  if (!reader.problem().empty()) return Block(binding).run(tree->root());
  ir::Dml dml{ir::DmlKind::Code, {}, {}, {}};
  add_code(reader.access(), dml);
  binding.emit(std::move(dml));
  reader.leave_to(binding.session());
}

}  // namespace pggit::bind
