// One file of a psql script, read from its beginning to its end. script.h says what becomes of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/psql/arguments.h"
#include "frontend/psql/commands.h"
#include "frontend/psql/copy.h"
#include "frontend/psql/script.h"
#include "frontend/psql/statement.h"
#include "frontend/shared/text_file.h"
#include "syntax/sql/lexer.h"

namespace pggit::frontend::psql {

// What the files of one script share.
struct Run {
  const ir::Project& project;
  const Surroundings& surroundings;
  const std::string& id;  // of the migration
  Variables variables;
  Script script;
  std::vector<std::string> open_files;  // that are being read, the outermost first
  bool has_answers = false;             // \gset: variables may have got values that nobody knows
};

class Reader {
 public:
  Reader(Run& run, std::string file, const shared::TextFile& text);
  void read();

 private:
  // reader.cc: SQL
  void step();
  void take_token();
  void take_variable();
  void take_value(const std::string& value, std::size_t at, std::vector<std::string> names);
  void note_missing(const Reference& reference, std::size_t at);
  void end_statement(std::size_t bytes);
  void take_rows();
  void flush();
  void keep_filled(std::size_t begin, std::size_t end);
  void end_piece();
  void end_file();
  bool is_active() const;

  // reader_commands.cc: backslash commands
  void take_command();
  void run_command(Command command, const std::string& name, std::size_t begin);
  void run_condition(Command command, std::size_t begin);
  bool decide(std::size_t begin);
  void include(bool relative, std::size_t begin);
  void set_variable(std::size_t begin);
  void note_back_ticks(const std::string& name, std::size_t begin);
  void send(Command command, const std::string& name, std::size_t begin);
  void slash_copy(std::size_t begin);
  void copy_file(const SlashCopy& copy, std::size_t begin);
  void connect(std::size_t begin);
  void output(std::size_t begin);
  void leave_unrun(const std::string& what, const std::string& kind, const std::string& action,
                   std::size_t begin);

  // For both.
  base::Span span(std::size_t begin, std::size_t end) const;
  void report(std::size_t begin, std::size_t end, const std::string& message,
              base::Severity severity = base::Severity::Error);
  void edge_case(const std::string& kind, std::size_t begin, const std::string& what,
                 const std::string& suggestion, const std::string& action);
  std::string line_from(std::size_t begin) const;
  // Where the command that was read last ended.
  void go_on_at(std::size_t at) { lexer_.advance(at - lexer_.at()); }
  Arguments arguments() const { return arguments_at(text_, lexer_.at(), run_.variables); }

  struct Condition {
    std::size_t begin = 0;
    bool around = true;   // whether what is around it is read
    bool taken = false;   // one of its branches was
    bool active = false;  // this one is read
    bool has_else = false;
  };

  Run& run_;
  std::string file_;  // its name in the folder
  base::FileId id_;
  std::string_view text_;
  syntax::sql::Lexer lexer_;
  shared::TextBuilder builder_;
  bool has_text_ = false;  // the builder holds a statement
  Statement statement_;
  std::vector<Condition> conditions_;
  bool has_quit_ = false;
};

}  // namespace pggit::frontend::psql
