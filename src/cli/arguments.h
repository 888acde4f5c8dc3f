// The command line, as plain data.
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "pipeline/options.h"

namespace pggit::cli {

struct Arguments {
  std::string command;
  std::vector<std::string> words;  // what stands behind the command without a dash
  pipeline::Options options;
  bool json = false;
  bool colour = true;
  bool quiet = false;
  bool graph = false;
  bool all = false;  // of log: every branch and tag
  bool sql = false;
  bool auto_detect = false;
  bool ai = false;
  bool require_confirmation = false;
  bool rollback = false;
  bool to_original_state = false;
  bool remove = false;     // -d of branch and tag
  bool rename = false;     // -m of branch
  bool force = false;      // -f of branch and tag
  std::string pre_script;  // a file
  std::string plan;        // likewise
  std::string to;          // of export: the tool
  std::string out;         // of export: the folder
  std::string message;
};

// Reads argv. The value on the error side is the exit code; what is to be said was said.
std::expected<Arguments, int> parse_arguments(int argc, char** argv);

}  // namespace pggit::cli
