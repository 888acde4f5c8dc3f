// What a psql script sends to the server: variables filled, conditions decided, other files taken in, rows told from
// statements. Nothing is ever run: neither the script nor a command in it.
//
//   \set owner alice
//   \ir roles.sql
//   ALTER TABLE books OWNER TO :"owner";
//   COPY books FROM stdin;
//   1	Dune
//   \.
//
// becomes the pieces of roles.sql, `ALTER TABLE books OWNER TO "alice"; COPY books FROM stdin;` and the row. Each piece
// comes from one file, so that every byte leads back to where it stands.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "frontend/psql/templates.h"
#include "frontend/shared/text_file.h"
#include "ir/front_end.h"

namespace pggit::frontend::psql {

// The folder that no include leaves, and what is in it. Files are named relative to it.
struct Surroundings {
  std::string folder;           // for the disk
  std::string shown;            // for people: put before a file's name, "" or "db/"
  std::set<std::string> files;  // as list_files() gives them: no link leads outside
  // psql's own (-v): --placeholder. What a script sets itself wins. They fill templates too.
  std::map<std::string, std::string> variables;
  std::vector<Template> templates;  // the kinds that the folder uses
};

// The file that `name` means in the script `from`; nothing where it is not in the folder. A path relative to where psql
// was started (not `relative`) is looked for from the folder, then without the names at its front (`--dir db` finds
// `\i db/roles.sql`), then beside the script.
std::optional<std::string> find_included(const Surroundings& surroundings, const std::string& from,
                                         const std::string& name, bool relative);

// What an included file gave: pieces and edge cases [begin, end) of the script's, those of files in it too.
struct Part {
  std::string file;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t first_case = 0;
  std::size_t end_of_cases = 0;
};

struct Script {
  std::vector<ir::PieceOfMigration> pieces;
  std::vector<ir::EdgeCase> edge_cases;
  std::vector<Part> parts;  // in the order in which the files begin
  base::FileId file = base::kNoFile;
};

// Reads the script of migration `id` and all that it includes, and adds these to the sources; `text`: of the script
// itself. What is wrong in them is reported at its place.
Script read_script(const ir::Project& project, const Surroundings& surroundings,
                   const std::string& file, const shared::TextFile& text, const std::string& id);

}  // namespace pggit::frontend::psql
