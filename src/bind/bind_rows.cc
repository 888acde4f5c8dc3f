// Statements on rows: which tables they read and write. Their text runs as it stands.
#include "bind/binding.h"
#include "bind/row_access.h"

namespace pggit::bind {
namespace {

ir::DmlKind kind_of(std::string_view kind) {
  if (kind == "InsertStmt") return ir::DmlKind::Insert;
  if (kind == "UpdateStmt") return ir::DmlKind::Update;
  if (kind == "DeleteStmt") return ir::DmlKind::Delete;
  if (kind == "MergeStmt") return ir::DmlKind::Merge;
  if (kind == "TruncateStmt") return ir::DmlKind::Truncate;
  return kind == "CopyStmt" ? ir::DmlKind::Copy : ir::DmlKind::Select;
}

// set_config('search_path', '...', is_local), as every pg_dump script has it.
bool sets_search_path(const sql::Node& statement, Binding& binding) {
  const std::vector<sql::Node> targets = statement.list("targetList");
  if (targets.size() != 1) return false;
  const sql::Node call = targets[0]["val"];
  if (!call.is("FuncCall")) return false;
  const std::vector<sql::Node> name = call.list("funcname");
  const std::vector<sql::Node> args = call.list("args");
  if (name.empty() || name.back().text() != "set_config" || args.size() != 3) return false;
  if (args[0]["sval"].str("sval") != "search_path") return false;
  set_search_path(parse_search_path(args[1]["sval"].str("sval")),
                  args[2]["boolval"].flag("boolval"), binding,
                  std::string(args[1]["sval"].str("sval")));
  return true;
}

}  // namespace

void bind_rows(const sql::Node& statement, Binding& binding) {
  RowAccess access = row_access(statement, binding.names());
  if (!access.user_functions.empty()) {
    return binding.emit(ir::Opaque{"it calls " + ir::to_text(access.user_functions.front()) +
                                   ", whose body is not read yet"});
  }
  binding.emit(ir::Dml{kind_of(statement.kind()), std::move(access.writes), std::move(access.reads),
                       std::move(access.undo)});
}

void bind_select(const sql::Node& statement, Binding& binding) {
  if (statement.has("intoClause")) return bind_select_into(statement, binding);
  if (sets_search_path(statement, binding)) return;
  bind_rows(statement, binding);
}

}  // namespace pggit::bind
