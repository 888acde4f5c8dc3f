// Change types as the SQL that Liquibase sends for them to PostgreSQL. One file a family; render.cc holds the table.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "frontend/liquibase/changelog.h"
#include "frontend/liquibase/names.h"
#include "frontend/liquibase/read_element.h"
#include "frontend/liquibase/types.h"
#include "ir/front_end.h"

namespace pggit::frontend::liquibase {

// One change as it is rendered: what it says, what may be asked, and where its statements go.
class Rendering {
 public:
  Rendering(const ir::Project& project_in, const ChangeSet& set_in, const Element& change_in,
            const ir::SchemaView& view_in)
      : project(project_in), set(set_in), change(change_in), view(view_in) {}

  const ir::Project& project;
  const ChangeSet& set;
  const Element& change;
  const ir::SchemaView& view;
  Names names;
  std::vector<ir::PieceOfMigration> pieces;

  std::string text(std::string_view name) const { return text_of(change, name); }
  bool is(std::string_view name, bool otherwise = false) const {
    return is_true(change, name, otherwise);
  }
  // The table that it is about, qualified.
  std::string table(std::string_view attribute = "tableName",
                    std::string_view schema = "schemaName") const {
    return names.qualified(text(schema), text(attribute));
  }
  std::string quoted(std::string_view attribute) const { return names.quoted(text(attribute)); }

  // A statement that the change stands for.
  void add(std::string sql);
  // Bytes of a script, of the change itself or of a file.
  void add(ir::Sql sql) { pieces.emplace_back(std::move(sql)); }
  // What cannot be said in SQL.
  void add_hole(std::string what, std::string why);
  void report(base::Severity severity, std::string message) const;
};

using Render = void (*)(Rendering&);

struct ChangeType {
  const char* name;
  Render render;
  const char*
      attributes;  // those that are read, and those that mean nothing to PostgreSQL; " a b "
};

// Nothing for a name that is no change type.
const ChangeType* change_type(std::string_view name);

// Why a change is code, or not for the free edition; empty for one that is rendered.
std::string why_no_sql(const Element& change);

// Renders it, says of every attribute that was not read, and applies no modifySql.
void render_change(Rendering& rendering);

// --- the families
void create_table(Rendering& r);
void drop_table(Rendering& r);
void rename_table(Rendering& r);
void set_table_remarks(Rendering& r);
void add_column(Rendering& r);
void drop_column(Rendering& r);
void rename_column(Rendering& r);
void modify_data_type(Rendering& r);
void merge_columns(Rendering& r);
void set_column_remarks(Rendering& r);
void add_default_value(Rendering& r);
void drop_default_value(Rendering& r);
void add_not_null(Rendering& r);
void drop_not_null(Rendering& r);
void add_auto_increment(Rendering& r);
void add_lookup_table(Rendering& r);
void add_primary_key(Rendering& r);
void drop_primary_key(Rendering& r);
void add_unique(Rendering& r);
void add_foreign_key(Rendering& r);
void drop_constraint(Rendering& r);
void drop_foreign_key(Rendering& r);
void drop_all_foreign_keys(Rendering& r);
void create_index(Rendering& r);
void drop_index(Rendering& r);
void create_sequence(Rendering& r);
void alter_sequence(Rendering& r);
void rename_sequence(Rendering& r);
void drop_sequence(Rendering& r);
void create_view(Rendering& r);
void drop_view(Rendering& r);
void rename_view(Rendering& r);
void create_procedure(Rendering& r);
void drop_procedure(Rendering& r);
void insert_rows(Rendering& r);
void update_rows(Rendering& r);
void delete_rows(Rendering& r);
void load_data(Rendering& r);
void load_update_data(Rendering& r);
void run_sql(Rendering& r);
void run_sql_file(Rendering& r);
void nothing(Rendering& r);

// Cuts a text as `splitStatements`, `stripComments` and `endDelimiter` of the element say. `file`: where its bytes stand
// from `at` on, if they are `verbatim`.
struct Script {
  std::string_view text;
  base::FileId file = base::kNoFile;
  std::uint32_t at = 0;
  bool verbatim = false;
};
void add_script(Rendering& r, const Script& script, const Element& rules, bool split = true);

}  // namespace pggit::frontend::liquibase
