#include "bind/evolve.h"

#include <algorithm>

#include "base/counters.h"
#include "bind/roles.h"
#include "bind/source_form.h"
#include "syntax/sql/split.h"

namespace pggit::bind {
namespace {

base::Counter statements_parsed("statements parsed");

Statement::Kind kind_of(syntax::sql::SliceKind kind) {
  switch (kind) {
    case syntax::sql::SliceKind::Statement:
      return Statement::Kind::Sql;
    case syntax::sql::SliceKind::CopyData:
      return Statement::Kind::CopyData;
    case syntax::sql::SliceKind::MetaCommand:
      return Statement::Kind::MetaCommand;
  }
  return Statement::Kind::Sql;
}

base::Span span_of(const ir::Sql& sql, std::uint32_t begin, std::uint32_t end) {
  return {sql.file, ir::source_offset(sql, begin), ir::source_offset(sql, end)};
}

bool is_verbatim(const ir::Sql& sql, std::uint32_t begin, std::uint32_t end) {
  return std::ranges::none_of(sql.anchors, [&](const ir::Anchor& anchor) {
    return !anchor.verbatim && anchor.text >= begin && anchor.text < end;
  });
}

bool has_unknown_type(const ir::Object& object) {
  const auto unknown = [](const auto& column) { return !column.type.is_known(); };
  if (const auto* view = std::get_if<ir::View>(&object))
    return std::ranges::any_of(view->columns, unknown);
  if (const auto* view = std::get_if<ir::MaterializedView>(&object))
    return std::ranges::any_of(view->columns, unknown);
  if (const auto* table = std::get_if<ir::Table>(&object))
    return std::ranges::any_of(table->columns, unknown);
  return false;
}

// Where its members go, and what it brings along, stands in its control file.
bool is_unasked_extension(const Statement& statement, const ir::Object& object) {
  return std::holds_alternative<ir::Extension>(object) && !statement.asked;
}

}  // namespace

bool is_opaque(const Statement& statement) {
  return std::ranges::any_of(statement.ops, [](const ir::Op& op) {
    return std::holds_alternative<ir::Opaque>(op) || std::holds_alternative<ir::NotHeld>(op);
  });
}

bool needs_oracle(const Statement& statement) {
  return statement.wants_server || std::ranges::any_of(statement.ops, [&](const ir::Op& op) {
           if (const auto* create = std::get_if<ir::Create>(&op))
             return has_unknown_type(create->object) ||
                    is_unasked_extension(statement, create->object);
           if (const auto* replace = std::get_if<ir::Replace>(&op))
             return has_unknown_type(replace->object);
           return false;
         });
}

Evolver::Evolver(base::Sources& sources, base::Diagnostics& diagnostics, ir::SessionRules rules,
                 std::string user)
    : sources_(sources), diagnostics_(diagnostics), rules_(std::move(rules)) {
  session_.roles->insert(user);
  session_.user = std::move(user);
  if (!rules_.search_path.empty()) session_.search_path = rules_.search_path;
  at_start_ = session_;
}

Step Evolver::begin(const ir::MigrationEntry& entry, const ir::LoweredMigration& lowered) {
  session_.end_transaction();
  if (rules_.restores_session) {
    const Session before = std::exchange(session_, at_start_);
    if (!rules_.new_session) {
      session_.temporary = before.temporary;
      session_.temporary_functions = before.temporary_functions;
    }
  }
  Step step;
  step.entry = entry;
  step.transaction = lowered.transaction;
  step.before = catalog_;
  step.after = catalog_;
  for (const ir::PieceOfMigration& piece : lowered.pieces) {
    if (const auto* sql = std::get_if<ir::Sql>(&piece)) add_statements(*sql, step);
    if (const auto* rows = std::get_if<ir::CopyData>(&piece)) add_rows(*rows, step);
    if (const auto* hole = std::get_if<ir::Hole>(&piece)) step.holes.push_back(*hole);
  }
  return step;
}

void Evolver::add_statements(const ir::Sql& sql, Step& step) {
  for (const syntax::sql::Slice& slice : syntax::sql::split(sql.text)) {
    Statement statement;
    statement.kind = kind_of(slice.kind);
    statement.text = sql.text.substr(slice.body, slice.end - slice.body);
    statement.span = span_of(sql, slice.body, slice.end);
    statement.origin = is_verbatim(sql, slice.body, slice.end)
                           ? ir::Origin::verbatim(statement.span)
                           : ir::Origin::lowered(statement.span, "placeholders");
    step.statements.push_back(std::move(statement));
  }
}

// The splitter has looked for the rows behind their COPY and found none: they came apart from the text.
void Evolver::add_rows(const ir::CopyData& rows, Step& step) {
  if (step.statements.empty() || step.statements.back().kind != Statement::Kind::CopyData) {
    Statement statement;
    statement.kind = Statement::Kind::CopyData;
    if (!step.statements.empty()) {
      statement.span = step.statements.back().span;
      statement.origin = step.statements.back().origin;
    }
    step.statements.push_back(std::move(statement));
  }
  step.statements.back().text += rows.bytes;
}

void Evolver::bind(Statement& statement, ir::Oracle* oracle) {
  statement.after = catalog_;
  if (statement.kind == Statement::Kind::CopyData) return;
  if (statement.kind == Statement::Kind::MetaCommand) {
    statement.problem = "psql's backslash commands mean nothing to this tool; take the line out";
    statement.ops = {ir::Opaque{statement.problem}};
    return;
  }
  statements_parsed.add();
  auto tree = parser_.parse(statement.text);
  if (!tree) {
    statement.problem = tree.error().message;
    statement.ops = {ir::Opaque{"our grammar refuses it: " + statement.problem}};
    return;
  }
  statement.roles = named_roles(tree->root());
  note_roles(tree->root(), statement.roles);
  BoundStatement bound = pggit::bind::bind(tree->root(), catalog_, session_, oracle);
  statement.ops = std::move(bound.ops);
  statement.asked = bound.asked;
  statement.wants_server = bound.wants_server;
  statement.absent_roles = std::move(bound.absent_roles);
  statement.after = bound.after;
  if (statement.ops.empty()) statement.ops.push_back(ir::NoEffect{"nothing to do"});
  if (const auto* opaque = std::get_if<ir::Opaque>(&statement.ops.front()))
    statement.problem = opaque->why;
  catalog_ = std::move(bound.after);
}

// They are made before the statement runs, or by it.
void Evolver::note_roles(const sql::Node& root, const std::vector<std::string>& named) {
  if (!session_.roles) return;
  session_.roles->insert(named.begin(), named.end());
  if (root.is("CreateRoleStmt")) session_.roles->emplace(root.str("role"));
}

void Evolver::learn(Statement& statement, catalog::Catalog after,
                    const catalog::Catalog& server_before) {
  statement.learnt = true;
  std::vector<ir::Key> keys;
  for (const catalog::Catalog::Change& change : catalog::Catalog::changes(catalog_, after)) {
    if (!change.after) continue;
    keys.push_back(change.key);
    const ir::Object* server = server_before.find(change.key);
    if (server && change.before)
      after = after.with(keep_source_forms(change.after->object, change.before->object, *server));
  }
  after = with_source_forms(std::move(after), keys, parser_);
  statement.after = after;
  catalog_ = std::move(after);
}

void Evolver::learn_again(Statement& statement, catalog::Catalog after) {
  statement.learnt = true;
  statement.after = after;
  catalog_ = std::move(after);
}

void Evolver::bind_all(Step& step, ir::Oracle* oracle) {
  for (Statement& statement : step.statements) bind(statement, oracle);
  step.after = catalog_;
}

}  // namespace pggit::bind
