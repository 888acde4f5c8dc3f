// goose's ENVSUB ON: environment variables in the text.
//
//   $NAME  ${NAME}  ${NAME:-if unset or empty}  ${NAME-if unset}  ${NAME?what to say if unset}
//   \$ and $$ stand for $, and $( for itself
//
// pggit takes the values from --placeholder and never from its own environment, so that a history is
// the same on every machine. Source: parser.go of github.com/mfridman/interpolate, which goose uses.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/shared/pieces.h"

namespace pggit::frontend::goose {

// What could not be replaced, by its bytes in the file.
struct Unresolved {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string name;  // of the variable without value; empty: goose cannot read what stands there
};

// Adds bytes [begin, end) of the file's text to `out`, variables replaced.
std::vector<Unresolved> replace_variables(std::string_view file, std::uint32_t begin,
                                          std::uint32_t end,
                                          const std::map<std::string, std::string>& values,
                                          shared::TextBuilder& out);

}  // namespace pggit::frontend::goose
