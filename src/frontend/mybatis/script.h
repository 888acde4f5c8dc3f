// A MyBatis Migrations script cut as its runner cuts it.
//
//   -- // create users
//   CREATE TABLE users (id int);      a statement ends at a line with the delimiter in it
//   -- //@UNDO
//   DROP TABLE users;
//
// Lines that begin with `--` or `//` are comments and not sent; `-- @DELIMITER |` changes what ends a
// statement; ${name} is replaced. Source: MigrationReader, ScriptRunner and VariableReplacer.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/shared/text_file.h"
#include "ir/front_end.h"

namespace pggit::frontend::mybatis {

struct Rules {
  std::string delimiter = ";";
  bool full_line_delimiter = false;  // it ends a statement only where it is alone on its line
  bool send_full_script = false;     // nothing is cut
  std::map<std::string, std::string> variables;
};

struct Parts {
  std::vector<ir::Sql> up;
  std::vector<ir::Sql> down;
  bool has_undo = false;
};

// Whether a line is `--//@UNDO`, however it is spaced.
bool is_undo(std::string_view line);
bool has_undo(std::string_view text);

// Reports a statement without delimiter, one that is cut inside of quotes, text behind a delimiter,
// which is never run, and variables without value, which stay as written.
Parts parse(const ir::Project& project, const shared::TextFile& file, const Rules& rules);

}  // namespace pggit::frontend::mybatis
