#include "bind/trigger_code.h"

#include <algorithm>

#include "base/text.h"
#include "bind/read_code.h"
#include "syntax/sql/lexer.h"

namespace pggit::bind {
namespace {

// A function finds what it names along a path that only its caller knows: whatever it may find is looked at.
Names along_all_schemas(const catalog::Catalog& catalog) {
  Names names{&catalog, {}, ""};
  catalog.for_each_in(ir::Kind::Schema, "", [&](const catalog::EntryRef& entry) {
    names.search_path.push_back(entry->key.name);
  });
  return names;
}

// The words of a body that speak of its row.
class RowReader {
 public:
  RowReader(std::string_view body, const std::vector<std::string>& columns)
      : lexer_(body, true), columns_(columns) {}

  bool leaves_alone() {
    for (bool follows_return = false; find_token();) {
      const bool is_word = syntax::sql::starts_word(lexer_.peek());
      const std::string word = base::to_lower(lexer_.skip_token());
      if (follows_return && word != "new") return false;
      if (is_word && sets_by_other_ways(word)) return false;
      if (word == "new" && !(follows_return ? ends() : is_other_column())) return false;
      follows_return = word == "return";
    }
    return true;
  }

 private:
  // Not an assignment, and may still set what it names.
  static bool sets_by_other_ways(std::string_view word) {
    return word == "into" || word == "for" || word == "foreach" || word == "call" ||
           word == "fetch" || word == "diagnostics";
  }

  bool find_token() {
    for (;;) {
      lexer_.skip_spaces();
      if (lexer_.at_line_comment()) {
        lexer_.skip_line_comment();
      } else if (lexer_.at_block_comment()) {
        lexer_.skip_block_comment();
      } else {
        return !lexer_.at_end();
      }
    }
  }

  bool ends() { return find_token() && lexer_.peek() == ';'; }

  // Behind NEW: `.name`, which is read, or set and none of ours.
  bool is_other_column() {
    if (lexer_.peek() != '.') return false;
    lexer_.advance(1);
    const std::string column = base::to_lower(lexer_.skip_token());
    if (column.empty() || !find_token()) return false;
    const bool is_set = lexer_.peek() == '=' || lexer_.peek() == ':' || lexer_.peek() == '[' ||
                        lexer_.peek() == '.';
    return !is_set || std::ranges::find(columns_, column) == columns_.end();
  }

  syntax::sql::Lexer lexer_;
  const std::vector<std::string>& columns_;
};

}  // namespace

bool leaves_alone(const ir::Trigger& trigger, const catalog::Catalog& catalog,
                  const std::vector<std::string>& columns) {
  const Names names = along_all_schemas(catalog);
  const std::vector<ir::Key> functions = names.functions(trigger.function_schema, trigger.function);
  if (functions.size() != 1 || trigger.when) return false;
  CodeReader reader(names);
  reader.functions(functions);
  if (!reader.problem().empty() || !reader.access().writes.empty()) return false;
  if (trigger.timing == 'a' || !trigger.for_each_row) return true;
  const std::string& body = catalog.get<ir::Function>(functions.front())->body;
  const bool is_quoted = base::to_lower(body).find("\"new\"") != std::string::npos;
  return !is_quoted && RowReader(body, columns).leaves_alone();
}

}  // namespace pggit::bind
