#include "pipeline/remedy.h"

#include <algorithm>

namespace pggit::pipeline {
namespace {

struct Remedy {
  std::string_view state;  // an SQLSTATE, or the class that it begins with
  std::string_view words;  // what the message says besides; empty: anything
  const char* text;
};

// The first that fits.
constexpr Remedy kRemedies[] = {
    {"42501", "",
     "it asks for more than the role of migrations may: leave that to --pre-script FILE, which "
     "runs "
     "as a superuser before the first migration"},
    {"42704", "role \"",
     "let --pre-script FILE make the role, or name the migrations' own with --role NAME"},
    {"0A000", "extension \"",
     "install the extension for the server that the shadow uses, or name a server that has it with "
     "--shadow URL"},
    {"42601", "",
     "mend the statement; where a later PostgreSQL takes it, install that one or name a server "
     "with "
     "--shadow URL"},
    {"3F000", "",
     "let --pre-script FILE make the schema, or name the one that is meant with --search-path "
     "PATH"},
    {"42", "does not exist",
     "where no earlier migration makes it, let --pre-script FILE do so, or name the schema that it "
     "lies in with --search-path PATH"},
};

constexpr char kOtherwise[] =
    "mend the file, or give what the migration needs: --pre-script FILE, --role NAME, "
    "--search-path PATH";

std::string_view state_in(std::string_view failure) {
  for (const std::string_view severity : {"ERROR ", "FATAL "}) {
    const std::size_t at = failure.find(severity);
    if (at != std::string_view::npos) return failure.substr(at + severity.size(), 5);
  }
  return "";
}

}  // namespace

std::string remedy_for(std::string_view failure) {
  const std::string_view state = state_in(failure);
  const auto* found = std::ranges::find_if(kRemedies, [&](const Remedy& remedy) {
    return state.starts_with(remedy.state) && failure.contains(remedy.words);
  });
  return found == std::ranges::end(kRemedies) ? kOtherwise : found->text;
}

}  // namespace pggit::pipeline
