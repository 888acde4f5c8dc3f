// What the user asked for, as plain data.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace pggit::pipeline {

struct Options {
  std::string source;                // a tool's id; empty: auto-detect
  std::vector<std::string> folders;  // --dir; empty: the working folder
  std::string environment;
  std::map<std::string, std::string> placeholders;
  std::string database;           // a name, URI or conninfo; empty: the configuration's, else none
  std::string target_version;     // what lies above it is set aside; empty: all of the history
  std::string shadow_url;         // --shadow: a server of the user's; empty: the embedded one
  std::string pre_script;         // SQL text
  std::string role = "migrator";  // the role that migrations log in as in the shadow
  std::vector<std::string> search_path;
  std::size_t jobs = 0;      // --jobs: servers of the shadow at once; 0: as many as there are cores
  bool shadow = true;        // false: reading and analysis only
  bool keep_proofs = false;  // proofs of before are used again, and those of now are kept
  bool yes = false;          // --yolo
  bool dry_run = false;
  bool shadow_mode = false;  // compare with the database, write nothing to it
  bool discard_rows = false;
  bool leave_history = false;
  std::string store_schema;  // empty: the configuration's
  // Called with what happens: ("Proving", done, all, "V47"). Never null.
  std::function<void(const std::string& phase, std::size_t done, std::size_t all,
                     const std::string& what)>
      progress = [](const std::string&, std::size_t, std::size_t, const std::string&) {};
  // Asks a yes/no question; false: no, or nobody is there. Never null.
  std::function<bool(const std::string& question)> confirm = [](const std::string&) {
    return false;
  };
};

}  // namespace pggit::pipeline
