// Keeps a tool's own history table in step with what pggit runs instead of the tool.
#pragma once

#include <string>

#include "base/error.h"
#include "ir/front_end.h"
#include "pipeline/repository.h"

namespace pggit::pipeline {

class ToolRows {
 public:
  // Finds the tool by branch import/<tool>, and its table by what the store remembers of the project. `leave`: the table is
  // not written (--leave-history). Errors: Database.
  static base::Result<ToolRows> open(Repository& repository, bool leave);

  // Whether there is a table to write.
  bool is_kept() const { return is_kept_; }
  const ir::HistoryTable& table() const { return listing_.history_table; }

  // How the tool runs its migrations.
  const ir::SessionRules& session() const { return listing_.session; }
  // What it puts back before each migration.
  std::string session_sql() const;

  // All in the open transaction. The row that the tool would have written now. Errors: Database.
  base::Result<void> add(const store::Commit& commit, std::int64_t execution_ms);
  // Takes the rows of a migration away; `save` keeps them in pggit.saved_rows: the tool itself had written them.
  base::Result<void> remove(const store::Commit& commit, bool save);
  // Puts back all that remove() saved, instead of the rows that pggit wrote for the same migrations.
  base::Result<void> restore();

 private:
  base::Result<pg::Rows> run(const std::string& sql);
  std::string saved_rows() const;
  std::string where_saved() const;

  Repository* repository_ = nullptr;
  const ir::HistoryCodec* codec_ = nullptr;
  ir::Listing listing_;
  bool is_kept_ = false;
};

}  // namespace pggit::pipeline
