// Statements on rows: which tables they read and write. Their text runs as it stands.
#include <algorithm>

#include "bind/binding.h"
#include "bind/read_code.h"

namespace pggit::bind {
namespace {

ir::DmlKind kind_of(std::string_view kind) {
  if (kind == "InsertStmt") return ir::DmlKind::Insert;
  if (kind == "UpdateStmt") return ir::DmlKind::Update;
  if (kind == "DeleteStmt") return ir::DmlKind::Delete;
  if (kind == "MergeStmt") return ir::DmlKind::Merge;
  if (kind == "TruncateStmt") return ir::DmlKind::Truncate;
  if (kind == "CallStmt") return ir::DmlKind::Code;
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

void add_code(const RowAccess& code, ir::Dml& dml) {
  dml.runs_code = true;
  dml.writes.insert(dml.writes.end(), code.writes.begin(), code.writes.end());
  dml.reads.insert(dml.reads.end(), code.reads.begin(), code.reads.end());
  if (!code.writes.empty()) dml.undo.reset();
}

void bind_rows(const sql::Node& statement, Binding& binding) {
  const Names names = binding.names();
  RowAccess access = row_access(statement, names);
  if (!access.problem.empty()) return binding.refuse("it " + access.problem);
  ir::Dml dml{kind_of(statement.kind()), access.writes, access.reads, access.undo};
  if (access.user_functions.empty() && statement.is("CallStmt"))
    return binding.refuse("the procedure is not known");
  if (access.user_functions.empty()) return binding.emit(std::move(dml));
  CodeReader reader(names);
  reader.functions(access.user_functions);
  if (!reader.problem().empty()) {
    return binding.emit(ir::Opaque{"it calls " + ir::to_text(access.user_functions.front()) +
                                   ", which " + reader.problem()});
  }
  add_code(reader.access(), dml);
  if (dml.kind == ir::DmlKind::Select) dml.kind = ir::DmlKind::Code;
  binding.emit(std::move(dml));
  reader.leave_to(binding.session());
}

// Without ANALYZE nothing runs; with it what is no plain statement on rows may make a table or refresh a view.
void bind_explain(const sql::Node& statement, Binding& binding) {
  const bool runs = std::ranges::any_of(statement.list("options"), [](const sql::Node& option) {
    return option.str("defname") == "analyze";
  });
  const sql::Node query = statement["query"];
  if (!runs) return binding.no_effect("explain");
  const bool on_rows = (query.is("SelectStmt") && !query.has("intoClause")) || writes_rows(query);
  if (!on_rows) return binding.refuse("EXPLAIN ANALYZE runs what it explains");
  bind_rows(query, binding);
}

void bind_select(const sql::Node& statement, Binding& binding) {
  if (statement.has("intoClause")) return bind_select_into(statement, binding);
  if (sets_search_path(statement, binding)) return;
  bind_rows(statement, binding);
}

}  // namespace pggit::bind
