// The backslash commands of a script.
#include <algorithm>

#include "base/text.h"
#include "frontend/psql/reader.h"
#include "frontend/psql/text.h"
#include "frontend/shared/paths.h"

namespace pggit::frontend::psql {
namespace {

// "-reuse-previous" and names of another database or user.
bool is_same(const std::string& word, const std::string& own) { return word == "-" || word == own; }

// The text of several arguments, as psql reads a condition: with a space between.
std::string joined(const std::vector<Argument>& arguments) {
  std::string out;
  for (const Argument& argument : arguments) out += (out.empty() ? "" : " ") + argument.text;
  return out;
}

std::string unknown_of(const std::vector<Argument>& arguments) {
  for (const Argument& argument : arguments) {
    if (!argument.unknown.empty()) return argument.unknown;
  }
  return "";
}

bool is_condition(Command command) {
  return command == Command::If || command == Command::Elif || command == Command::Else ||
         command == Command::EndIf;
}

}  // namespace

// Letters behind the backslash, or a single other byte: \!, \?.
void Reader::take_command() {
  const std::size_t begin = lexer_.at();
  lexer_.advance(1);
  if (lexer_.peek() == '\\') return lexer_.advance(1);
  std::size_t end = lexer_.at();
  while (end < text_.size() && !syntax::sql::is_space(text_[end]) && text_[end] != '\\') ++end;
  if (lexer_.peek() == '!') end = lexer_.at() + 1;
  const std::string name(text_.substr(lexer_.at(), end - lexer_.at()));
  go_on_at(end);
  const auto command = command_named(name);
  if (command && is_condition(*command)) return run_condition(*command, begin);
  const bool takes_line = command == Command::Copy || command == Command::Shell;
  if (is_active()) {
    if (command) return run_command(*command, name, begin);
    report(begin, end,
           "psql has no command `\\" + name +
               "`; mend it, or write SQL there: a backslash outside quotes is psql's");
  }
  go_on_at(takes_line ? begin + line_from(begin).size() : arguments().end);
}

void Reader::run_command(Command command, const std::string& name, std::size_t begin) {
  switch (command) {
    case Command::Include:
    case Command::IncludeRelative:
      return include(command == Command::IncludeRelative, begin);
    case Command::Set:
      return set_variable(begin);
    case Command::Copy:
      return slash_copy(begin);
    case Command::Send:
    case Command::SendForAll:
    case Command::SendToSet:
    case Command::Describe:
    case Command::Reset:
    case Command::Bind:
      return send(command, name, begin);
    case Command::Connect:
      return connect(begin);
    case Command::Output:
      return output(begin);
    case Command::Quit:
      has_quit_ = true;
      return;
    case Command::Shell:
      go_on_at(begin + line_from(begin).size());
      return leave_unrun("a shell command: `" + line_from(begin) + "`", "shell-command",
                         "say whether it changes the database", begin);
    case Command::LargeObject:
      go_on_at(arguments().end);
      return leave_unrun("`" + line_from(begin) + "`", "large-object",
                         "say whether the history needs the large object", begin);
    case Command::Folder:
      edge_case("psql-folder", begin,
                "\\cd is not followed: files are looked for from the folder of the migrations",
                "name files relative to the script, with \\ir", "look at the files that it names");
      break;
    case Command::Prompt:
      for (const Argument& argument : arguments().all)
        run_.variables.set_unknown(argument.text, "is asked of whoever runs the script (\\prompt)");
      break;
    case Command::Unset:
      for (const Argument& argument : arguments().all) run_.variables.unset(argument.text);
      break;
    case Command::If:
    case Command::Elif:
    case Command::Else:
    case Command::EndIf:
    case Command::Harmless:
      break;
  }
  go_on_at(arguments().end);
}

void Reader::run_condition(Command command, std::size_t begin) {
  const std::size_t at = lexer_.at();
  if (command == Command::If) {
    const bool around = is_active();
    const bool active = around && decide(begin);
    conditions_.push_back({begin, around, active, active, false});
  } else if (conditions_.empty()) {
    report(begin, at, "there is no \\if before it; take it out");
  } else if (command == Command::EndIf) {
    conditions_.pop_back();
  } else {
    Condition& condition = conditions_.back();
    if (condition.has_else) report(begin, at, "stands behind \\else; put it before");
    const bool may = condition.around && !condition.taken;
    condition.active = may && (command == Command::Else || decide(begin));
    condition.taken |= condition.active;
    condition.has_else |= command == Command::Else;
  }
  go_on_at(arguments().end);
}

// psql takes what it cannot read as a truth value for false.
bool Reader::decide(std::size_t begin) {
  const Arguments read = arguments();
  const std::string text = joined(read.all);
  std::string unknown = unknown_of(read.all);
  const bool misses =
      std::ranges::any_of(read.all, [](const auto& a) { return !a.missing.empty(); });
  if (unknown.empty() && misses && run_.has_answers)
    unknown = "may come from a query (\\gset), which is not asked";
  const auto truth = boolean_of(text);
  if (unknown.empty() && truth) return *truth;
  const std::string why = unknown.empty() ? "is no truth value" : unknown;
  edge_case("psql-condition", begin,
            "the condition `" + text + "` " + why + "; the branch is not taken",
            "give the variables in it with --placeholder NAME=VALUE",
            "say which branch the databases took");
  return false;
}

void Reader::set_variable(std::size_t begin) {
  const Arguments read = arguments();
  go_on_at(read.end);
  if (read.all.empty()) return;
  const std::string name = read.all[0].text;
  if (!is_variable_name(name)) {
    return report(begin, read.end,
                  "`" + name + "` is no name of a psql variable; use letters, digits and _");
  }
  std::string value;
  for (std::size_t i = 1; i < read.all.size(); ++i) value += read.all[i].text;
  const std::string unknown = unknown_of(read.all);
  if (!unknown.empty()) note_back_ticks(name, begin);
  if (!unknown.empty() && run_.surroundings.variables.contains(name)) return;
  if (!unknown.empty()) return run_.variables.set_unknown(name, unknown);
  if (name == "AUTOCOMMIT" && boolean_of(value) == false) {
    edge_case("psql-autocommit", begin,
              "with AUTOCOMMIT off psql begins a transaction by itself, and gives up at its end "
              "what was not committed",
              "write BEGIN and COMMIT in the script",
              "say whether the script commits all that it does");
  }
  run_.variables.set(name, value);
}

// Whoever gives the value with --placeholder is told too that it stands for the command.
void Reader::note_back_ticks(const std::string& name, std::size_t begin) {
  const std::string line = line_from(begin);
  if (line.find('`') == std::string::npos) return;
  edge_case(
      "shell-command", begin, "`" + line + "` takes a value from a command, which is never run",
      "give the value with --placeholder " + name + "=VALUE", "say which value the databases got");
}

void Reader::include(bool relative, std::size_t begin) {
  const Arguments read = arguments();
  go_on_at(read.end);
  if (read.all.empty()) return report(begin, read.end, "names no file; write one behind it");
  const Argument& argument = read.all[0];
  if (!argument.unknown.empty() || !argument.missing.empty()) {
    return report(argument.begin, argument.end,
                  "which file this is depends on a variable without value; give it with "
                  "--placeholder NAME=VALUE");
  }
  if (statement_.has_body()) {
    return report(begin, read.end,
                  "stands inside a statement; pggit reads files between statements only: "
                  "end the statement before it");
  }
  const auto file = find_included(run_.surroundings, file_, argument.text, relative);
  if (!file) {
    return report(argument.begin, argument.end,
                  "there is no file `" + argument.text +
                      "` in the folder, and what lies outside is never read; "
                      "name with --dir a folder that holds both");
  }
  if (std::ranges::find(run_.open_files, *file) != run_.open_files.end()) {
    return report(
        argument.begin, argument.end,
        "`" + argument.text + "` includes itself, by way of this line; take one of them out");
  }
  const Surroundings& around = run_.surroundings;
  const auto text =
      read_script_text(run_.project, shared::joined(around.folder, *file), around.shown + *file);
  if (!text) return report(argument.begin, argument.end, text.error().message);
  flush();
  end_piece();
  Script& script = run_.script;
  const std::size_t part = script.parts.size();
  script.parts.push_back({*file, script.pieces.size(), 0, script.edge_cases.size(), 0});
  Reader(run_, *file, *text).read();
  script.parts[part].end = script.pieces.size();
  script.parts[part].end_of_cases = script.edge_cases.size();
}

void Reader::send(Command command, const std::string& name, std::size_t begin) {
  const Arguments read = arguments();
  go_on_at(read.end);
  if (command == Command::Reset || command == Command::Describe) return statement_.clear();
  if (command == Command::Bind || command == Command::SendForAll) {
    statement_.clear();
    const std::string what = command == Command::Bind
                                 ? "a statement with parameters (\\" + name + ")"
                                 : "a query whose answers psql runs as statements (\\gexec)";
    return leave_unrun(what, command == Command::Bind ? "psql-parameters" : "dynamic-sql",
                       "write the statements themselves", begin);
  }
  if (command == Command::SendToSet) run_.has_answers = true;
  if (!statement_.has_body()) return;
  statement_.put(";", begin);
  has_text_ = true;
  flush();
}

void Reader::slash_copy(std::size_t begin) {
  const std::string line = line_from(begin);
  go_on_at(begin + line.size());
  const auto copy =
      parse_slash_copy(std::string_view(line).substr(std::string_view("\\copy").size()));
  if (!copy) {
    return report(begin, begin + line.size(),
                  "pggit does not understand this \\copy; write \\copy TABLE from 'FILE'");
  }
  if (copy->peer == SlashCopy::Peer::Program) {
    return leave_unrun("`" + line + "` runs a program", "shell-command",
                       "put its rows into a file beside the script", begin);
  }
  if (!copy->from) return;  // writes a file, changes nothing
  if (copy->peer == SlashCopy::Peer::File) return copy_file(*copy, begin);
  statement_.put(copy->sql() + ";", begin);
  flush();
  has_text_ = true;
  take_rows();
}

void Reader::copy_file(const SlashCopy& copy, std::size_t begin) {
  const auto file = find_included(run_.surroundings, file_, copy.name, false);
  const auto bytes = file ? run_.project.disk->read(shared::joined(run_.surroundings.folder, *file))
                          : base::Result<std::string>("");
  if (!file || !bytes) {
    const std::string why = file ? bytes.error().message : "there is no such file in the folder";
    return leave_unrun("`" + line_from(begin) + "`: " + why, "rows-not-found",
                       "put `" + copy.name + "` beside the script", begin);
  }
  statement_.put(copy.sql() + ";", begin);
  flush();
  has_text_ = true;
  end_piece();
  run_.script.pieces.push_back(ir::CopyData{*bytes});
}

void Reader::connect(std::size_t begin) {
  const Arguments read = arguments();
  go_on_at(read.end);
  const bool same_database = read.all.empty() || is_same(read.all[0].text, run_.project.database);
  const bool same_user = read.all.size() < 2 || is_same(read.all[1].text, run_.project.user);
  if (same_database && same_user) return;
  leave_unrun("`" + line_from(begin) + "` goes on in another database or as another user",
              "other-database", "make a folder for each database", begin);
}

// What a query shows goes elsewhere; the database stays as it is.
void Reader::output(std::size_t begin) {
  const std::string line = line_from(begin);
  const bool is_pipe = line.find('|') != std::string::npos;
  go_on_at(is_pipe ? begin + line.size() : arguments().end);
  if (!is_pipe) return;
  edge_case("shell-command", begin,
            "`" + line + "` gives what queries show to a program, which is never run",
            "take it out, if it only formats", "say whether the program changes the database");
}

// A place in the script that nothing here can follow.
void Reader::leave_unrun(const std::string& what, const std::string& kind,
                         const std::string& action, std::size_t begin) {
  flush();
  end_piece();
  const std::string why = what + "; pggit never runs it, and does not know what it does";
  run_.script.pieces.push_back(ir::Hole{kind, why, id_});
  edge_case(kind, begin, why, "write what it does as SQL in a resolution file", action);
}

}  // namespace pggit::frontend::psql
