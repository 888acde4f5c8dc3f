#include "frontend/psql/commands.h"

#include <algorithm>
#include <array>

namespace pggit::frontend::psql {
namespace {

struct Named {
  std::string_view name;
  Command command;
};

constexpr auto kCommands = std::to_array<Named>({
    {"i", Command::Include},
    {"include", Command::Include},
    {"ir", Command::IncludeRelative},
    {"include_relative", Command::IncludeRelative},
    {"set", Command::Set},
    {"unset", Command::Unset},
    {"if", Command::If},
    {"elif", Command::Elif},
    {"else", Command::Else},
    {"endif", Command::EndIf},
    {"copy", Command::Copy},
    {"g", Command::Send},
    {"gx", Command::Send},
    {"crosstabview", Command::Send},
    {"watch", Command::Send},
    {"gexec", Command::SendForAll},
    {"gset", Command::SendToSet},
    {"gdesc", Command::Describe},
    {"r", Command::Reset},
    {"reset", Command::Reset},
    {"bind", Command::Bind},
    {"bind_named", Command::Bind},
    {"parse", Command::Bind},
    {"q", Command::Quit},
    {"quit", Command::Quit},
    {"!", Command::Shell},
    {"o", Command::Output},
    {"out", Command::Output},
    {"c", Command::Connect},
    {"connect", Command::Connect},
    {"prompt", Command::Prompt},
    {"cd", Command::Folder},
    {"lo_import", Command::LargeObject},
    {"lo_unlink", Command::LargeObject},
});

// `\d` and all that begin with it show something.
constexpr auto kHarmless = std::to_array<std::string_view>({"a",
                                                            "C",
                                                            "f",
                                                            "H",
                                                            "html",
                                                            "t",
                                                            "T",
                                                            "x",
                                                            "pset",
                                                            "timing",
                                                            "echo",
                                                            "qecho",
                                                            "warn",
                                                            "encoding",
                                                            "conninfo",
                                                            "copyright",
                                                            "e",
                                                            "edit",
                                                            "ef",
                                                            "ev",
                                                            "errverbose",
                                                            "h",
                                                            "help",
                                                            "l",
                                                            "l+",
                                                            "list",
                                                            "list+",
                                                            "lo_list",
                                                            "lo_export",
                                                            "p",
                                                            "print",
                                                            "password",
                                                            "s",
                                                            "sf",
                                                            "sf+",
                                                            "sv",
                                                            "sv+",
                                                            "w",
                                                            "write",
                                                            "z",
                                                            "?",
                                                            "setenv",
                                                            "getenv",
                                                            "restrict",
                                                            ".",
                                                            "unrestrict",
                                                            "startpipeline",
                                                            "endpipeline"});

}  // namespace

std::optional<Command> command_named(std::string_view name) {
  const auto found = std::ranges::find(kCommands, name, &Named::name);
  if (found != kCommands.end()) return found->command;
  const bool harmless =
      name.starts_with('d') || std::ranges::find(kHarmless, name) != kHarmless.end();
  return harmless ? std::optional(Command::Harmless) : std::nullopt;
}

}  // namespace pggit::frontend::psql
