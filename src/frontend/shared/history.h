// From the files of a tool to its listing: what all script-file front ends do alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/shared/folder.h"
#include "frontend/shared/script.h"
#include "ir/front_end.h"

namespace pggit::frontend::shared {

// One migration as its front end found it.
struct Found {
  ir::MigrationEntry entry;
  Script up;
  // The author's own way back, where there is one; its place, where that is a file of its own.
  std::optional<Script> down;
  std::string down_path;
};

struct Collected {
  std::vector<Found> migrations;              // in the order in which the tool runs them
  std::vector<ir::MigrationEntry> set_aside;  // read and not run, each with its reason
  std::vector<ir::EdgeCase> edge_cases;
};

// The listing of them: ways back are set aside as "<id>.down"; --target-version is a version or an id,
// and what comes after it is set aside. The caller adds what is the tool's own: session, history table.
// Errors (Input): two migrations with one version or id, naming both files; an unknown target.
base::Result<ir::Listing> make_listing(const ir::Project& project, const ir::FrontEnd& tool,
                                       const Folder& folder, Collected collected);

// A migration that is code: read, never run. `language`: "Go".
void make_hole(Found& found, std::string_view language, Collected& collected);

// A whole file as the script of a migration, with its entry's file. Errors (Input): it cannot be read.
base::Result<Script> read_script(const ir::Project& project, const File& file, Sending sending);
// The file of a script that read_script() gave.
base::FileId file_of(const Script& script);

// The error of two files with one version.
std::unexpected<base::Error> twins(const FolderRules& rules, const File& a, const File& b,
                                   std::string_view version);

// Says of a file that the tool does not run it, and what a file that it runs is called.
void report_ignored(const ir::Project& project, const FolderRules& rules, const File& file);

// Digits as a number would be printed: "0012" gives "12". Versions of any length compare by it.
std::string_view without_zeros(std::string_view digits);
bool is_less_number(std::string_view a, std::string_view b);
bool is_number(std::string_view text);

// The digits that the text begins with.
std::string_view leading_digits(std::string_view text);

// "create_users-table" gives "create users table".
std::string words_of(std::string_view name);

}  // namespace pggit::frontend::shared
