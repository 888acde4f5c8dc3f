// psql's backslash commands, by what they mean for what a script sends to the server. Source: "Meta-Commands" in the
// manual of psql 18.
#pragma once

#include <optional>
#include <string_view>

namespace pggit::frontend::psql {

enum class Command {
  Include,          // \i, relative to where psql was started
  IncludeRelative,  // \ir, relative to the script
  Set,
  Unset,
  If,
  Elif,
  Else,
  EndIf,
  Copy,
  Send,        // \g and its like: sends the statement before it
  SendForAll,  // \gexec: and each field of the answer as a statement
  SendToSet,   // \gset: and puts the answer into variables
  Describe,    // \gdesc: the statement before it is not run
  Reset,       // \r: the statement before it is thrown away
  Bind,        // \bind, \parse: the statement before it is sent with parameters
  Quit,
  Shell,
  Output,
  Connect,
  Prompt,
  Folder,       // \cd
  LargeObject,  // \lo_import and its like
  Harmless,     // shows or formats something
};

// By name without the backslash; nothing for what psql does not have.
std::optional<Command> command_named(std::string_view name);

}  // namespace pggit::frontend::psql
