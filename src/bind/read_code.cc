#include "bind/read_code.h"

#include <algorithm>

#include "base/text.h"
#include "catalog/fields.h"
#include "catalog/parts.h"
#include "sql/parse.h"
#include "sql/print.h"
#include "syntax/sql/split.h"

namespace pggit::bind {
namespace {

// Statements of PL/pgSQL that run nothing but the expressions and statements in them.
constexpr std::string_view kPlain[] = {
    "PLpgSQL_stmt_assert",       "PLpgSQL_stmt_assign",    "PLpgSQL_stmt_block",
    "PLpgSQL_stmt_call",         "PLpgSQL_stmt_case",      "PLpgSQL_stmt_close",
    "PLpgSQL_stmt_execsql",      "PLpgSQL_stmt_exit",      "PLpgSQL_stmt_fetch",
    "PLpgSQL_stmt_forc",         "PLpgSQL_stmt_foreach_a", "PLpgSQL_stmt_fori",
    "PLpgSQL_stmt_fors",         "PLpgSQL_stmt_getdiag",   "PLpgSQL_stmt_if",
    "PLpgSQL_stmt_loop",         "PLpgSQL_stmt_open",      "PLpgSQL_stmt_perform",
    "PLpgSQL_stmt_raise",        "PLpgSQL_stmt_return",    "PLpgSQL_stmt_return_next",
    "PLpgSQL_stmt_return_query", "PLpgSQL_stmt_while",
};

// Statements on rows; what CALL runs is read as functions are.
constexpr std::string_view kOnRows[] = {"CallStmt",   "DeleteStmt",   "InsertStmt", "MergeStmt",
                                        "SelectStmt", "TruncateStmt", "UpdateStmt"};

// PostgreSQL's own functions that run a text, or change what names mean.
constexpr std::string_view kRunText[] = {
    "cursor_to_xml",
    "query_to_xml",
    "query_to_xml_and_xmlschema",
    "query_to_xmlschema",
    "set_config",
    "ts_rewrite",
    "ts_stat",
};

bool is_one_of(std::string_view word, const auto& words) {
  return std::ranges::find(words, word) != std::end(words);
}

bool runs_text(const sql::Node& node) {
  if (node.is("FuncCall") && is_one_of(node.list("funcname").back().text(), kRunText)) return true;
  return std::ranges::any_of(node.children(), runs_text);
}

void add(std::vector<ir::Key>& keys, const std::vector<ir::Key>& more) {
  for (const ir::Key& key : more) {
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
}

// RawParseMode in parser.h.
constexpr std::int64_t kWholeStatement = 0;
constexpr std::int64_t kExpression = 2;

// What names mean is said by these alone.
constexpr std::string_view kDecideNames[] = {"role", "search_path", "session_authorization"};

bool is_plain_setting(const sql::Node& statement) {
  return statement.is("VariableSetStmt") && statement.has("name") &&
         !is_one_of(base::to_lower(statement.str("name")), kDecideNames);
}

bool is_temporary_range(const sql::Node& range) {
  return range.str("relpersistence") == "t" || range.str("schemaname") == "pg_temp";
}

// `x := a + 1` computes `a + 1`.
std::string_view assigned(std::string_view assignment) {
  const std::size_t at = assignment.find('=');
  return at == std::string_view::npos ? assignment : assignment.substr(at + 1);
}

// Those that an aggregate calls; PostgreSQL's own are bare names.
std::vector<ir::Key> functions_of(const ir::Function& aggregate, const Names& names) {
  std::vector<ir::Key> keys;
  catalog::for_each_function_name(aggregate, [&](const std::string& name) {
    const auto called = catalog::function_named(name);
    if (called)
      std::ranges::move(names.functions(called->schema, called->name), std::back_inserter(keys));
  });
  return keys;
}

}  // namespace

sql::Parser& code_parser() {
  static thread_local sql::Parser one;
  return one;
}

bool is_on_rows(const sql::Node& statement) {
  return is_one_of(statement.kind(), kOnRows) && !statement.has("intoClause");
}

std::string first_words(std::string_view text) {
  std::string words;
  int spaces = 0;
  for (const char c : base::trim(text)) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t';
    if (is_space && ++spaces == 2) break;
    words.push_back(is_space ? ' ' : c);
  }
  return words;
}

std::string_view computed(const sql::Node& expression) {
  const std::string_view text = expression.str("query");
  const std::int64_t mode = expression.num("parseMode");
  if (mode == kWholeStatement) return {};
  return mode == kExpression ? text : assigned(text);
}

void CodeReader::refuse(std::string why) {
  if (problem_.empty()) problem_ = std::move(why);
}

void CodeReader::functions(const std::vector<ir::Key>& keys) { functions(keys, names_); }

void CodeReader::functions(const std::vector<ir::Key>& keys, const Names& names) {
  for (const ir::Key& key : keys) function(key, names);
}

void CodeReader::function(const ir::Key& key, const Names& caller) {
  if (!seen_.insert(key).second) return;
  const ir::Function* function = caller.catalog->get<ir::Function>(key);
  if (!function) function = caller.temporary_function(key);
  if (!function) return refuse("calls " + ir::to_text(key) + ", which is not known");
  if (function->aggregate) return functions(functions_of(*function, caller), caller);
  Names names = caller;
  for (const auto& [setting, value] : function->settings) {
    if (setting == "search_path") names.search_path = parse_search_path(value);
  }
  const std::string definition = sql::print(ir::Create{*function}).front();
  if (function->language == "plpgsql") return plpgsql(definition, names);
  if (function->language != "sql")
    return refuse("calls " + ir::to_text(key) + ", which is written in " + function->language);
  if (!function->sql_body) return sql(function->body, names);
  const auto tree = code_parser().parse(definition);
  if (!tree) return refuse("calls " + ir::to_text(key) + ", whose body we cannot read");
  rows(tree->root()["sql_body"], names);
}

void CodeReader::plpgsql(const std::string& statement, const Names& names) {
  const auto tree = code_parser().parse_plpgsql(statement);
  if (!tree) return refuse("runs code that we cannot read: " + tree.error().message);
  walk(tree->root(), names);
}

void CodeReader::walk(const sql::Node& code, const Names& names) {
  const std::string_view kind = code.kind();
  if (kind == "PLpgSQL_stmt_dynexecute" || kind == "PLpgSQL_stmt_dynfors" || code.has("dynquery"))
    return refuse("runs EXECUTE, whose text is made at run time");
  if (kind.starts_with("PLpgSQL_stmt_") && !is_one_of(kind, kPlain))
    return refuse("runs " + std::string(kind.substr(13)));
  if (kind == "PLpgSQL_expr") return expression(code, names);
  for (const sql::Node& child : code.children()) walk(child, names);
}

void CodeReader::expression(const sql::Node& expression, const Names& names) {
  const std::string_view value = computed(expression);
  sql(value.empty() ? std::string(expression.str("query")) : "SELECT " + std::string(value), names);
}

void CodeReader::sql(std::string_view text, const Names& names) {
  for (const syntax::sql::Slice& slice : syntax::sql::split(text, {.meta_commands = false})) {
    const std::string_view one = text.substr(slice.body, slice.end - slice.body);
    const auto tree = code_parser().parse(one);
    if (!tree) return refuse("runs code that we cannot read: " + tree.error().message);
    const sql::Node root = tree->root();
    if (!root) continue;
    if (is_plain_setting(root) || on_temporary(root, names)) continue;
    if (!is_on_rows(root)) return refuse("runs " + first_words(one));
    rows(root, names);
  }
}

// Whether it makes, indexes or drops a temporary table, which is read then.
bool CodeReader::on_temporary(const sql::Node& statement, const Names& names) {
  const sql::Node range = statement["relation"];
  const sql::Node into = statement["into"];
  if (statement.is("CreateStmt") && is_temporary_range(range)) {
    rows(statement, names);
    make_temporary(range, statement.str("oncommit") == "ONCOMMIT_DROP", names);
    return true;
  }
  if (statement.is("CreateTableAsStmt") && is_temporary_range(into["rel"]) &&
      is_on_rows(statement["query"])) {
    rows(statement["query"], names);
    make_temporary(into["rel"], into.str("onCommit") == "ONCOMMIT_DROP", names);
    return true;
  }
  if (statement.is("IndexStmt") && is_made(range.str("relname"))) {
    rows(statement, names);
    return true;
  }
  return statement.is("DropStmt") && drops_temporary(statement, names);
}

// Where it hides another relation, what comes later may mean one or the other.
void CodeReader::make_temporary(const sql::Node& range, bool until_commit, const Names& names) {
  std::string name(range.str("relname"));
  if (names.resolve_relation("", name)) return refuse("hides relation " + name);
  if (until_commit) until_commit_.push_back(name);
  made_.push_back(std::move(name));
}

bool CodeReader::drops_temporary(const sql::Node& drop, const Names& names) {
  if (drop.str("removeType") != "OBJECT_TABLE") return false;
  const bool may_be_missing = drop.flag("missing_ok");
  const std::vector<sql::Node> objects = drop.list("objects");
  const auto is_none_of_the_catalog = [&](const sql::Node& object) {
    const std::vector<sql::Node> name = object.items();
    return name.size() == 1 &&
           (is_made(name[0].text()) || (may_be_missing && !names.is_temporary("", name[0].text()) &&
                                        !names.resolve_relation("", name[0].text())));
  };
  if (!std::ranges::all_of(objects, is_none_of_the_catalog)) return false;
  for (const sql::Node& object : objects) {
    std::erase(made_, object.items()[0].text());
    std::erase(until_commit_, object.items()[0].text());
  }
  return true;
}

bool CodeReader::is_made(std::string_view name) const { return is_one_of(name, made_); }

void CodeReader::leave_to(Session& session) const {
  const auto append = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  append(session.temporary, made_);
  append(session.temporary_until_commit, until_commit_);
}

void CodeReader::rows(const sql::Node& statement, const Names& names) {
  if (runs_text(statement)) return refuse("calls a function that runs a text");
  Names with_made = names;
  with_made.temporary.insert(with_made.temporary.end(), made_.begin(), made_.end());
  const RowAccess here = row_access(statement, with_made);
  if (!here.problem.empty()) return refuse(here.problem);
  add(access_.writes, here.writes);
  add(access_.reads, here.reads);
  functions(here.user_functions, names);
}

}  // namespace pggit::bind
